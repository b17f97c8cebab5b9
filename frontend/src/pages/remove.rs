//! Removing a member: what it does and cannot undo, the act word for word, afterwards.

use super::{
    Title,
    act::{self, Act, ActWords},
    circle,
};
use crate::{
    components::{ErrorSummary, Field, Ghosts, Icon, Say, TroubleSay, wrongs},
    desk::{Desk, Load, desk, lang},
    logic::page::Page,
    services::messages::{Answer, Ask, MemberRow},
    texts::{Lang, circle as circle_words, common, compare, removal as words},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page of the member with that reader id.
#[component]
pub fn Remove(reader: String) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let removal = desk.circle.removal;
    circle::refresh(desk);
    super::focus_on_change("titre-page", move || (removal.reading.get(), removal.done.with(Option::is_some)));
    let (path, here) = (use_location().pathname, Page::Remove(reader.clone()));
    on_cleanup(move || {
        if Page::of(&path.get_untracked()) != here {
            removal.empty();
        }
    });
    let old = |(other, _): &(Lang, _)| *other != l;
    if removal.signing.to_sign.with_untracked(|text| matches!(text, Load::Ready(ready) if old(ready))) {
        prepare(desk, reader.clone());
    }
    let found = Memo::new(move |_| match desk.circle.circle.get() {
        Load::Ready(_) => Load::Ready(circle::member(desk, &reader).filter(circle::is_in)),
        Load::Failed(trouble) => Load::Failed(trouble),
        _ => Load::Busy,
    });
    let title = move || match (removal.done.get(), found.get()) {
        (Some(name), _) => words::done(l, name),
        (_, Load::Ready(Some(member))) => words::title(l, member.name),
        _ => words::page(l).to_owned(),
    };
    let body = move || match (removal.done.get(), found.get()) {
        (Some(_), _) => afterwards(l).into_any(),
        (_, Load::Ready(Some(member))) => view! { <Removing member=member/> }.into_any(),
        (_, Load::Ready(None)) => view! { <p>{compare::gone(l)}</p> }.into_any(),
        (_, Load::Failed(trouble)) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=circle_words::loading(l) more=circle_words::loading_more(l)/> }.into_any(),
    };
    view! {
        <header class="stack-s">
            <p><a class="backlink" href=Page::Circle.path()><Icon name="back"/>{circle_words::back(l)}</a></p>
            {move || view! { <Title text=title()/> }}
            {move || removal.done.with(Option::is_none).then(|| view! { <p class="lede">{words::lede(l)}</p> })}
        </header>
        <div class="stack-l measure">{body}</div>
    }
}

#[component]
fn Removing(member: MemberRow) -> impl IntoView {
    let removal = desk().circle.removal;
    let member = StoredValue::new(member);
    view! {
        {move || removal.signing.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
        <ErrorSummary wrongs=wrongs(removal.signing.mends)/>
        {move || match removal.reading.get() {
            true => view! { <Sign member=member.get_value()/> }.into_any(),
            false => view! { <Before member=member.get_value()/> }.into_any(),
        }}
    }
}

#[component]
fn Before(member: MemberRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let removal = desk.circle.removal;
    let kept = match member.documents {
        0 => words::kept_none(l).to_owned(),
        some => words::kept_count(l, some),
    };
    let reader = member.reader;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        prepare(desk, reader.clone());
        removal.reading.set(true);
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=submit>
            <section class="sheet stack-s" aria-labelledby="h-effet">
                <h2 id="h-effet">{words::what(l)}</h2>
                <ul class="ticks"><li>{words::what_1(l)}</li><li>{words::what_2(l)}</li><li>{words::what_3(l)}</li></ul>
            </section>
            <Say kind="look" icon="eye" title=words::kept(l) role="note">
                <p>{words::kept_more(l)}</p>
                <p>{kept}" "<a href=Page::Journal.path()>{words::see_journal(l)}</a></p>
            </Say>
            <Field id="raison" label=words::reason(l) hint=words::reason_hint(l) optional=true>
                <input id="raison" type="text" autocomplete="off" maxlength="200" aria-describedby="raison-h"
                    prop:value=removal.reason on:input=move |event| removal.reason.set(event_target_value(&event))/>
            </Field>
            <div class="btns fill">
                <button class="btn main" type="submit">{words::go_on(l)}</button>
                <a class="btn" href=Page::Circle.path()>{words::keep(l)}</a>
            </div>
        </form>
    }
}

fn prepare(desk: Desk, reader: String) {
    let removal = desk.circle.removal;
    // A statement is made of lines: a reason is one.
    let reason = removal.reason.get_untracked().split_whitespace().collect::<Vec<_>>().join(" ");
    act::prepare(desk, removal.signing, Ask::PrepareRevocation { reader, reason });
}

#[component]
fn Sign(member: MemberRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let signing = desk.circle.removal.signing;
    let words = ActWords {
        title: words::act(l),
        plain: words::plain(l, member.name.clone()),
        agree: words::agree(l),
        agree_hint: words::agree_hint(l),
        busy: (words::signing(l), words::signing_more(l)),
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=move |event| { event.prevent_default(); sign(desk, &member); }>
            <Act signing=signing words=words/>
            <div class="btns fill">
                <button class="btn grave main" type="submit" disabled=signing.busy>
                    <Icon name="key"/>{self::words::sign(l)}
                </button>
                <button class="btn" type="button" disabled=signing.busy on:click=move |_| {
                    signing.empty();
                    desk.circle.removal.reading.set(false);
                }>{common::back(l)}</button>
            </div>
        </form>
    }
}

fn sign(desk: Desk, member: &MemberRow) {
    let removal = desk.circle.removal;
    let (name, reader) = (member.name.clone(), member.reader.clone());
    act::sign(
        desk,
        removal.signing,
        |shown| Ask::FinishRevocation { shown },
        move || prepare(desk, reader),
        move |answer| {
            let Answer::Circle(circle) = answer else { return };
            removal.done.set(Some(name));
            circle::take(desk, Load::Ready(circle));
        },
    );
}

fn afterwards(l: Lang) -> impl IntoView {
    view! {
        <Say kind="ok" icon="check" title=words::done_1(l)>
            <p>{words::done_2(l)}</p>
            <p>{words::done_3(l)}</p>
            <div class="btns">
                <a class="btn main" href=Page::Circle.path()>{circle_words::back(l)}</a>
                <a class="btn" href=Page::Journal.path()>{words::see_journal(l)}</a>
            </div>
        </Say>
    }
}
