//! A new card of a professional whom the host knows: the kit opens, the card is put beside the old.

use super::{card, kit::KitField, name_person::CardFacts};
use crate::{
    components::{ErrorSummary, Icon, WaitFor, wrongs},
    desk::{Desk, Doing, desk, lang},
    logic::{form::Mend, kit},
    services::{messages::Ask, session},
    texts::first_use as words,
};
use leptos::prelude::*;

/// Who it is, and the kit.
#[component]
pub fn NewCard() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let entry = desk.room.entry;
    let person = entry.new_card.get_untracked().unwrap_or_default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        add(desk);
    };
    let busy = move || entry.doing.get().is_some();
    view! {
        <ErrorSummary wrongs=wrongs(entry.mends)/>
        <form class="stack-l" novalidate=true on:submit=submit>
            <CardFacts person=person/>
            <p class="measure">{words::new_more(l)}</p>
            <div class="sheet stack">
                <KitField typed=entry.kit mends=entry.mends/>
                <div class="btns fill">
                    <button class="btn main" type="submit" disabled=busy><Icon name="card"/>{words::new_add(l)}</button>
                    <button class="btn bare" type="button" disabled=busy on:click=move |_| session::leave_first_use(desk)>{words::stop(l)}</button>
                </div>
            </div>
            {move || busy().then(|| view! { <WaitFor icon="card" title=words::new_adding(l) more=words::new_adding_more(l)/> })}
            <details>
                <summary>{words::new_lost(l)}</summary>
                <p class="measure">{words::new_lost_more(l)}</p>
            </details>
        </form>
    }
}

fn add(desk: Desk) {
    let entry = desk.room.entry;
    let typed = kit::read(&entry.kit.get_untracked());
    let whole = typed.groups.len() == kit::GROUPS && typed.rest == 0 && typed.stranger.is_none();
    entry.mends.set(if whole { Vec::new() } else { vec![Mend::KitMissing] });
    if whole {
        card::run(desk, Doing::AddCard, Ask::AddCard { kit: typed.groups.join(" ") });
    }
}
