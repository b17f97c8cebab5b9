//! A professional's first use: who the card says they are, where they practise, the kit on paper,
//! then the binding, which the bridge shows and the card signs.

use super::{card, name_person::CardFacts};
use crate::{
    components::{
        CopyBack, ErrorSummary, Ghosts, Icon, KitSheet, Say, TextField, WaitFor, is_copied, kit_mends, wrongs,
    },
    desk::{Desk, Doing, desk, lang},
    logic::form::Mend,
    services::{
        browser,
        messages::{Ask, Kit},
        session,
    },
    texts::{Lang, first_use as words, opening},
};
use leptos::prelude::*;

/// Two steps: the person and the place, then the kit and the signature.
#[component]
pub fn FirstUse() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let entry = desk.room.entry;
    let body = move || match (entry.doing.get(), entry.paper.kit.get()) {
        (Some(Doing::Keys), _) => view! { <Ghosts title=words::making(l) more=words::making_more(l)/> }.into_any(),
        (Some(_), _) => view! { <WaitFor icon="card" title=words::binding(l) more=words::binding_more(l)/> }.into_any(),
        (None, Some(kit)) => paper(desk, l, kit).into_any(),
        (None, None) => who(desk, l).into_any(),
    };
    view! {
        <ErrorSummary wrongs=wrongs(entry.mends)/>
        {body}
    }
}

fn who(desk: Desk, l: Lang) -> impl IntoView {
    let entry = desk.room.entry;
    let person = entry.newcomer.get_untracked().unwrap_or_default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let practice = entry.practice.get_untracked().trim().to_owned();
        entry.mends.set(if practice.is_empty() { vec![Mend::PracticeMissing] } else { Vec::new() });
        if !practice.is_empty() {
            card::run(desk, Doing::Keys, Ask::PrepareProfessional { practice });
        }
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=submit>
            <section class="stack-s" aria-labelledby="h-vous">
                <h2 id="h-vous">{words::who(l)}</h2>
                <p class="quiet">{words::who_more(l)}</p>
                <CardFacts person=person/>
            </section>
            <TextField id="adresse" label=words::practice(l) hint=words::practice_hint(l)
                autocomplete="street-address" value=entry.practice
                set=move |text| entry.practice.set(text) mends=entry.mends/>
            <div class="btns fill">
                <button class="btn main" type="submit"><Icon name="key"/>{words::make(l)}</button>
                <button class="btn bare" type="button" on:click=move |_| session::leave_first_use(desk)>{words::stop(l)}</button>
            </div>
        </form>
    }
}

fn paper(desk: Desk, l: Lang, kit: Kit) -> impl IntoView {
    let entry = desk.room.entry;
    let missing = Memo::new(move |_| (!is_copied(entry.paper)).then(|| opening::still_kit(l)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        entry.mends.set(kit_mends(entry.paper));
        if entry.mends.with_untracked(Vec::is_empty) {
            card::run(desk, Doing::Binding, Ask::FinishProfessional { copied: copied(desk) });
        }
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=submit>
            <section class="sheet stack" aria-labelledby="h-kit">
                <h2 id="h-kit" class="noprint">{words::kit(l)}</h2>
                <p class="noprint">{words::kit_why(l)}</p>
                <KitSheet kit=kit professional=true/>
                <p class="noprint quiet">{words::kit_alone(l)}" "{words::kit_keep(l)}</p>
                <div class="btns">
                    <button class="btn" type="button" on:click=|_| browser::print()><Icon name="print"/>{opening::print(l)}</button>
                </div>
                <CopyBack paper=entry.paper/>
            </section>
            <Say icon="signed" title=words::bind(l) role="note"><p>{words::bind_more(l)}</p></Say>
            <div class="stack-s">
                <p class="note noprint" id="reste" role="status">{move || missing.get()}</p>
                <div class="btns fill">
                    <button class="btn main" type="submit" aria-describedby="reste"
                        aria-disabled=move || missing.with(Option::is_some).then_some("true")>
                        <Icon name="card"/>{words::bind(l)}
                    </button>
                    <button class="btn bare" type="button" on:click=move |_| session::leave_first_use(desk)>{words::stop(l)}</button>
                </div>
            </div>
        </form>
    }
}

fn copied(desk: Desk) -> Vec<(u32, String)> {
    let paper = desk.room.entry.paper;
    let (groups, signs) = (paper.asked.get_untracked(), paper.copied.get_untracked());
    [(groups.0, signs.0), (groups.1, signs.1)].map(|(group, signs)| (group as u32, signs)).to_vec()
}
