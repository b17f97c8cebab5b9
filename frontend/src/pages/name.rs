//! Naming a professional: the steps, and what each asks the worker. Views are in `name_person`
//! and `name_rights`.

use super::{
    Title,
    act::{self, Act, ActWords},
    circle, name_person, name_rights,
};
use crate::{
    components::{ErrorSummary, Icon, Say, TroubleSay, wrongs},
    desk::{Desk, Load, Naming, Which, desk, lang},
    logic::{form, page::Page},
    services::{
        browser,
        messages::{Answer, Ask, Circle, GrantForm, Professional, Rights, SoFar},
    },
    texts::{Lang, circle as circle_words, common, naming as words, time},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The wizard.
#[component]
pub fn Name() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let step = naming.step;
    super::documents::load(desk);
    Effect::new(move |before: Option<usize>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                browser::window().scroll_to_with_x_and_y(0.0, 0.0);
                browser::focus("titre-page");
            });
        }
        now
    });
    // The page was drawn anew in another language: so must be what is signed.
    let old = |(other, _): &(Lang, _)| *other != l;
    if naming.signing.to_sign.with_untracked(|text| matches!(text, Load::Ready(ready) if old(ready))) {
        read_over(desk);
    }
    let path = use_location().pathname;
    on_cleanup(move || {
        if Page::of(&path.get_untracked()) != Page::Name {
            naming.empty();
        }
    });
    let body = move || match step.get() {
        1 => view! { <name_person::Search/> }.into_any(),
        2 => view! { <name_person::Person/> }.into_any(),
        3 => view! { <name_rights::Choose/> }.into_any(),
        4 => view! { <Sign/> }.into_any(),
        _ => view! { <Afterwards/> }.into_any(),
    };
    view! {
        <header class="stack-s">
            {move || (step.get() < 5).then(|| view! {
                <p><a class="backlink" href=Page::Circle.path()><Icon name="back"/>{circle_words::back(l)}</a></p>
            })}
            {move || view! { <Title text=titles(l, step.get()).0/> }}
            <p class="lede">{move || match step.get() {
                5.. => titles(l, 5).1.to_owned(),
                step => format!("{} {}", common::step_of(l, step, 4), titles(l, step).1),
            }}</p>
        </header>
        <div class="stack-l measure">
            {move || naming.signing.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <ErrorSummary wrongs=wrongs(naming.signing.mends)/>
            {body}
        </div>
    }
}

fn titles(l: Lang, step: usize) -> (&'static str, &'static str) {
    match step {
        1 => (words::title_1(l), words::lede_1(l)),
        2 => (words::title_2(l), words::lede_2(l)),
        3 => (words::title_3(l), words::lede_3(l)),
        4 => (words::title_4(l), words::lede_4(l)),
        _ => (words::title_5(l), words::lede_5(l)),
    }
}

/// The person that was looked at.
pub fn person(naming: Naming) -> Option<Professional> {
    naming.person.with(|person| match person {
        Load::Ready(person) => Some(person.clone()),
        _ => None,
    })
}

/// Checks the choices, and makes the act ready.
pub fn read_over(desk: Desk) {
    let naming = desk.circle.naming;
    let ticked = naming.ticked.with_untracked(Vec::len);
    let until = naming.until.get_untracked();
    let grant = form::Grant {
        read: naming.read.get_untracked(),
        deposit: naming.deposit.get_untracked(),
        until: &until,
        so_far: naming.which.get_untracked().map(|which| (which == Which::These).then_some(ticked)),
    };
    naming.signing.trouble.set(None);
    naming.signing.mends.set(form::grant(grant, browser::today()));
    let Some(grant) = grant_form(naming) else { return };
    if naming.signing.mends.with_untracked(Vec::is_empty) {
        naming.step.set(4);
        act::prepare(desk, naming.signing, Ask::PrepareGrant { grant });
    }
}

fn grant_form(naming: Naming) -> Option<GrantForm> {
    let id_nat = untrack(|| person(naming))?.id_nat;
    let rights = Rights { read: naming.read.get_untracked(), deposit: naming.deposit.get_untracked() };
    let documents = match naming.which.get_untracked() {
        _ if !rights.read => SoFar::Nothing,
        Some(Which::Everything) => SoFar::Everything,
        Some(Which::These) => SoFar::These(naming.ticked.get_untracked()),
        Some(Which::Nothing) | None => SoFar::Nothing,
    };
    let until = Some(naming.until.get_untracked()).filter(|until| !until.is_empty());
    Some(GrantForm { id_nat, rights, until, documents })
}

#[component]
fn Sign() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let words = ActWords {
        title: words::act(l),
        plain: untrack(|| plain(desk, l)),
        agree: words::agree(l),
        agree_hint: words::agree_hint(l),
        busy: (words::signing(l), words::signing_more(l)),
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=move |event| { event.prevent_default(); sign(desk); }>
            <Act signing=naming.signing words=words/>
            <div class="btns fill">
                <button class="btn main" type="submit" disabled=naming.signing.busy>
                    <Icon name="key"/>{words::sign(l)}
                </button>
                <button class="btn" type="button" disabled=naming.signing.busy on:click=move |_| {
                    naming.signing.empty();
                    naming.step.set(3);
                }>{common::back(l)}</button>
                <a class="btn bare" href=Page::Circle.path()>{words::stop(l)}</a>
            </div>
        </form>
    }
}

/// The act in one sentence, with the number of documents it opens.
fn plain(desk: Desk, l: Lang) -> String {
    let naming = desk.circle.naming;
    let name = person(naming).map(|person| person.name).unwrap_or_default();
    let rights = Rights { read: naming.read.get(), deposit: naming.deposit.get() };
    let until = naming.until.get();
    let end = match until.is_empty() {
        true => words::end_none(l).to_owned(),
        false => words::end_on(l, time::iso(l, &until)),
    };
    let sentence = words::plain(l, name, circle_words::rights(l, rights).to_owned(), end);
    let count = match naming.which.get() {
        Some(Which::Everything) => name_rights::givable(desk).len(),
        Some(Which::These) => naming.ticked.with(Vec::len),
        _ => 0,
    };
    match rights.read {
        true => format!("{sentence} {}", words::gets(l, count)),
        false => sentence,
    }
}

fn sign(desk: Desk) {
    let naming = desk.circle.naming;
    let id_nat = untrack(|| person(naming)).map(|person| person.id_nat).unwrap_or_default();
    act::sign(
        desk,
        naming.signing,
        |shown| Ask::FinishGrant { shown },
        move || read_over_again(desk),
        move |answer| {
            let Answer::Circle(circle) = answer else { return };
            naming.named.set(newest(&circle, &id_nat));
            circle::take(desk, Load::Ready(circle));
            naming.step.set(5);
        },
    );
}

/// After a refusal: the text anew, without taking away what was refused.
fn read_over_again(desk: Desk) {
    let naming = desk.circle.naming;
    let Some(grant) = grant_form(naming) else { return };
    act::prepare(desk, naming.signing, Ask::PrepareGrant { grant });
}

/// The same person may have been a member before.
fn newest(circle: &Circle, id_nat: &str) -> Option<String> {
    let mine = circle.members.iter().filter(|member| member.id_nat == id_nat && circle::is_in(member));
    mine.max_by_key(|member| member.since).map(|member| member.reader.clone())
}

#[component]
fn Afterwards() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let name = untrack(|| person(naming)).map(|person| person.name).unwrap_or_default();
    let compare = naming.named.get_untracked().map(|reader| {
        view! { <a class="btn main" href=Page::Compare(reader).path()>{words::compare_now(l)}</a> }
    });
    view! {
        <Say kind="ok" icon="signed" title=words::done(l, name)/>
        <section class="sheet stack" aria-labelledby="h-suite">
            <h2 id="h-suite">{words::next(l)}</h2>
            <ol class="list"><li>{words::next_1(l)}</li><li>{words::next_2(l)}</li><li>{words::next_3(l)}</li></ol>
            <details><summary>{words::why(l)}</summary><p>{words::why_more(l)}</p></details>
        </section>
        <div class="btns fill">
            {compare}
            <a class="btn" href=Page::Circle.path()>{words::compare_later(l)}</a>
        </div>
    }
}
