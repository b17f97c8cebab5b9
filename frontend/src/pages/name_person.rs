//! The first two steps of a naming: search in the directory, and what the card of one person says.

use crate::{
    components::{Empty, Fact, Facts, Field, Ghosts, Icon, Say, TroubleSay, letters, profession},
    desk::{Desk, Found, Load, desk, lang},
    logic::form,
    services::{
        browser,
        messages::{Answer, Ask, DirectoryRow, Professional, Trouble},
    },
    texts::{Lang, mends as mend_words, naming as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The search: nothing is filled in, nobody is suggested.
#[component]
pub fn Search() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let error = Signal::derive(move || {
        naming.signing.mends.with(|mends| mends.first().map(|mend| mend_words::words(l, *mend)))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        search(desk);
    };
    view! {
        <form role="search" class="sheet stack" novalidate=true on:submit=submit>
            <Field id="chercher" label=words::search(l) hint=words::search_hint(l) error=error>
                <input id="chercher" type="search" autocomplete="off" spellcheck="false" maxlength="100"
                    aria-describedby="chercher-h chercher-e"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=naming.typed on:input=move |event| naming.typed.set(event_target_value(&event))/>
            </Field>
            <div class="btns fill">
                <button class="btn main" type="submit"><Icon name="search"/>{words::go(l)}</button>
            </div>
        </form>
        <div aria-live="polite">{move || found(desk, l, naming.found.get())}</div>
    }
}

fn search(desk: Desk) {
    let naming = desk.circle.naming;
    let text = naming.typed.get_untracked().trim().to_owned();
    naming.signing.trouble.set(None);
    naming.signing.mends.set(form::search(&text));
    if naming.signing.mends.with_untracked(|mends| !mends.is_empty()) {
        return;
    }
    naming.found.set(Load::Busy);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::SearchDirectory { text: text.clone() }).await;
        // A slower answer to an older question says nothing about this one.
        if naming.typed.get_untracked().trim() != text {
            return;
        }
        naming.found.set(match result.map(|reply| reply.answer) {
            Ok(Answer::Found { rows, more }) => Load::Ready(Found { rows, more }),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

fn found(desk: Desk, l: Lang, found: Load<Found>) -> AnyView {
    match found {
        Load::Idle => ().into_any(),
        Load::Busy => view! { <Ghosts title=words::searching(l) more=words::searching_more(l)/> }.into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        Load::Ready(found) if found.rows.is_empty() => {
            view! { <Empty title=words::none(l) more=words::none_more(l)/> }.into_any()
        }
        Load::Ready(found) => view! {
            <section class="stack-s" aria-labelledby="h-trouves">
                <h2 id="h-trouves" class="aside-h">{words::found(l, found.rows.len())}</h2>
                <ul class="sheet flush rows">
                    {found.rows.into_iter().map(|row| one(desk, l, row)).collect_view()}
                </ul>
                {found.more.then(|| view! { <p class="note">{words::more(l)}</p> })}
            </section>
        }
        .into_any(),
    }
}

fn one(desk: Desk, l: Lang, row: DirectoryRow) -> impl IntoView {
    let label = words::look(l, row.name.clone());
    let (token, name, job) = (letters(&row.name), row.name.clone(), profession(l, &row.words));
    let place = (!row.practice.is_empty()).then(|| {
        view! { <p class="note">{row.practice}" "<span class="tag no">{words::unverified(l)}</span></p> }
    });
    let id = row.id_nat;
    view! {
        <li class="member act">
            <span class="who big" aria-hidden="true">{token}</span>
            <div>
                <h3><button class="row-button" type="button" aria-label=label on:click=move |_| look_at(desk, id.clone())>{name}</button></h3>
                <p class="quiet small">{job}</p>
                {place}
            </div>
        </li>
    }
}

fn look_at(desk: Desk, id_nat: String) {
    let naming = desk.circle.naming;
    naming.forget_person();
    naming.person.set(Load::Busy);
    naming.step.set(2);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::LookAt { id_nat: id_nat.clone() }).await;
        naming.person.set(match result.map(|reply| reply.answer) {
            Ok(Answer::Professional(person)) if person.id_nat == id_nat => Load::Ready(person),
            Ok(_) => Load::Failed(Trouble::NotVerified),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

/// What the card says, and what nobody verified, apart.
#[component]
pub fn Person() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let other = move || {
        view! {
            <button class="btn" type="button" on:click=move |_| { naming.forget_person(); naming.step.set(1); }>
                {words::other(l)}
            </button>
        }
    };
    move || {
        match naming.person.get() {
        Load::Ready(person) => view! {
            <CardFacts person=person.clone()/>
            <Declared practice=person.practice/>
            <Say icon="info" title=words::doubt(l) role="note"><p>{words::doubt_more(l)}</p></Say>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| naming.step.set(3)>{words::this_one(l)}</button>
                {other()}
            </div>
        }
        .into_any(),
        Load::Failed(trouble) => view! {
            <TroubleSay trouble=trouble><div class="btns">{other()}</div></TroubleSay>
        }
        .into_any(),
        _ => view! { <Ghosts title=words::checking(l) more=words::checking_more(l)/> }.into_any(),
    }
    }
}

/// What the certificate of the card says, verified here.
#[component]
pub fn CardFacts(person: Professional) -> impl IntoView {
    let l = lang();
    let until = time::day(l, browser::local(person.card_until).day);
    let asked = words::asked_at(l, time::moment(l, browser::local(person.not_revoked)));
    view! {
        <section class="sheet stack" aria-labelledby="h-carte">
            <h2 id="h-carte" class="vh">{words::card(l)}</h2>
            <div class="member">
                <span class="who big" aria-hidden="true">{letters(&person.name)}</span>
                <div><p class="name lg">{person.name}</p><p class="quiet">{profession(l, &person.words)}</p></div>
            </div>
            <Facts class="facts wide">
                <Fact name=words::rpps(l)><span class="num">{spaced(&person.rpps)}</span></Fact>
                <Fact name=words::authority(l)>{person.authority}</Fact>
                <Fact name=words::valid(l)>{until}</Fact>
                <Fact name=words::not_revoked(l)>{asked}</Fact>
            </Facts>
            <p class="sealed"><Icon name="seal"/><span>{words::card_ok(l)}</span></p>
        </section>
    }
}

/// The declared address, in a frame of its own: nobody verified it.
#[component]
fn Declared(practice: String) -> impl IntoView {
    let l = lang();
    view! {
        <section class="claim stack-s" aria-labelledby="h-adresse">
            <div class="line">
                <h2 id="h-adresse" class="aside-h">{words::declared(l)}</h2>
                <span class="tag no">{words::unverified(l)}</span>
            </div>
            {match practice.is_empty() {
                true => view! { <p class="quiet">{words::no_address(l)}</p> }.into_any(),
                false => view! { <p>{practice}</p><p class="note">{words::declared_more(l)}</p> }.into_any(),
            }}
        </section>
    }
}

/// Eleven digits as they are printed on the card: `10 009 990 731`.
pub fn spaced(rpps: &str) -> String {
    if rpps.len() != RPPS || !rpps.is_ascii() {
        return rpps.to_owned();
    }
    [&rpps[..2], &rpps[2..5], &rpps[5..8], &rpps[8..]].join("\u{a0}")
}

const RPPS: usize = 11;
