//! The circle of trust: who is in it, with which rights, since when and until when.

use super::Title;
use crate::{
    components::{Empty, Fact, Facts, Ghosts, Icon, Say, TroubleSay, letters, profession},
    desk::{Desk, Load, desk, lang},
    logic::page::Page,
    services::{
        browser,
        messages::{Answer, Ask, Circle as Members, MemberRow, MemberState, Rights, Trouble},
    },
    texts::{Lang, circle as words, common, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The page. The chain is read anew at each visit: an acceptance may have come.
#[component]
pub fn Circle() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    refresh(desk);
    let state = desk.circle.circle;
    let lede = move || {
        state.with(|circle| match circle {
            Load::Ready(circle) => match circle.members.iter().filter(|member| is_in(member)).count() {
                0 => words::lede_none(l).to_owned(),
                some => words::lede(l, some),
            },
            _ => String::new(),
        })
    };
    let body = move || {
        match state.get() {
        Load::Ready(circle) if circle.members.is_empty() => view! { <Nobody/> }.into_any(),
        Load::Ready(circle) => all(l, circle).into_any(),
        Load::Failed(trouble) => view! {
            <TroubleSay trouble=trouble>
                <div class="btns"><button class="btn" type="button" on:click=move |_| refresh(desk)>{common::retry(l)}</button></div>
            </TroubleSay>
        }
        .into_any(),
        _ => view! { <Ghosts title=words::loading(l) more=words::loading_more(l)/> }.into_any(),
    }
    };
    view! {
        <header class="acting">
            <Title text=words::title(l)/>
            <p class="lede">{lede}</p>
            <a class="btn main" href=Page::Name.path()><Icon name="add"/>{words::name(l)}</a>
        </header>
        <div class="cols side">
            <div class="stack-l">{body}</div>
            <Aside/>
        </div>
    }
}

/// Asks for the circle and the keys; what is shown stays until the answer is here.
pub fn refresh(desk: Desk) {
    let here = desk.circle;
    if here.circle.with_untracked(|circle| matches!(circle, Load::Busy)) {
        return;
    }
    if !here.circle.with_untracked(|circle| matches!(circle, Load::Ready(_))) {
        here.circle.set(Load::Busy);
    }
    spawn_local(async move {
        let circle = match desk.vault.ask(Ask::Circle).await.map(|reply| reply.answer) {
            Ok(Answer::Circle(circle)) => Load::Ready(circle),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        };
        take(desk, circle);
    });
}

/// Asks once, where readers are shown beside documents.
pub fn load(desk: Desk) {
    let idle = desk.circle.circle.with_untracked(|circle| matches!(circle, Load::Idle | Load::Failed(_)));
    if idle && !desk.is_professional() {
        refresh(desk);
    }
}

/// A circle has come, asked for or after a signature; who reads what may have changed with it.
pub fn take(desk: Desk, circle: Load<Members>) {
    let alone = matches!(&circle, Load::Ready(circle) if circle.members.is_empty());
    let changed = desk.circle.circle.with_untracked(|have| *have != circle);
    if changed {
        desk.circle.circle.set(circle);
    }
    if alone {
        desk.circle.access.set(Load::Ready(Vec::new()));
    } else {
        count(desk);
    }
}

/// A document has come: until the keys are counted again, nothing is said of its readers.
pub fn recount(desk: Desk) {
    let any =
        desk.circle.circle.with_untracked(|circle| matches!(circle, Load::Ready(circle) if !circle.members.is_empty()));
    if any {
        desk.circle.access.set(Load::Busy);
        count(desk);
    }
}

fn count(desk: Desk) {
    spawn_local(async move {
        desk.circle.access.set(match desk.vault.ask(Ask::Access).await.map(|reply| reply.answer) {
            Ok(Answer::Access(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

/// Named, and neither over nor removed.
pub fn is_in(member: &MemberRow) -> bool {
    matches!(member.state, MemberState::Pending | MemberState::Active | MemberState::Wrong)
}

/// One member, if the circle is here.
pub fn member(desk: Desk, reader: &str) -> Option<MemberRow> {
    desk.circle.circle.with(|circle| match circle {
        Load::Ready(circle) => circle.members.iter().find(|member| member.reader == reader).cloned(),
        _ => None,
    })
}

#[component]
fn Nobody() -> impl IntoView {
    let l = lang();
    view! {
        <Empty title=words::empty(l) more=words::empty_more(l)/>
        <section class="stack-s" aria-labelledby="h-quoi">
            <h2 id="h-quoi">{words::what(l)}</h2>
            <ul class="ticks">
                <li>{words::what_1(l)}</li><li>{words::what_2(l)}</li><li>{words::what_3(l)}</li><li>{words::what_4(l)}</li>
            </ul>
        </section>
    }
}

fn all(l: Lang, circle: Members) -> impl IntoView {
    let (now, before): (Vec<_>, Vec<_>) = circle.members.into_iter().partition(is_in);
    let none = now.is_empty().then(|| view! { <Empty title=words::empty(l) more=words::empty_more(l)/> });
    let members = (!now.is_empty()).then(|| {
        view! { <ul class="sheet flush rows">{now.into_iter().map(|one| member_row(l, one)).collect_view()}</ul> }
    });
    let former = (!before.is_empty()).then(|| {
        view! {
            <section class="stack-s" aria-labelledby="h-anciens">
                <h2 id="h-anciens">{words::former(l)}</h2>
                <p class="quiet">{words::former_more(l)}</p>
                <ul class="sheet flush rows">{before.into_iter().map(|one| member_row(l, one)).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <section aria-labelledby="h-membres">
            <h2 id="h-membres" class="vh">{words::members(l)}</h2>
            {none}{members}
        </section>
        {former}
    }
}

fn member_row(l: Lang, member: MemberRow) -> impl IntoView {
    let (state, name) = (member.state, member.name.clone());
    let (class, icon) = match state {
        MemberState::Pending => ("tag todo end", "clock"),
        MemberState::Active => ("tag ok end", "check"),
        MemberState::Over | MemberState::Removed => ("tag no end", "out"),
        MemberState::Wrong => ("tag alarm end", "seal-broken"),
    };
    view! {
        <li class="member">
            <span class="who big" aria-hidden="true">{letters(&name)}</span>
            <div class="line">
                <div><h3>{name.clone()}</h3><p class="quiet small">{profession(l, &member.words)}</p></div>
                <span class=class><Icon name=icon/>{words::state(l, state)}</span>
            </div>
            <div class="body stack-s">
                {said(l, state)}
                {is_in(&member).then(|| rights(l, member.rights))}
                {facts(l, &member)}
                {is_in(&member).then(|| acts(l, &member))}
            </div>
        </li>
    }
}

/// What a state asks of the owner.
fn said(l: Lang, state: MemberState) -> Option<AnyView> {
    match state {
        MemberState::Pending => Some(view! { <p class="small">{words::pending_more(l)}</p> }.into_any()),
        MemberState::Wrong => Some(
            view! {
                <Say kind="alarm" icon="seal-broken" title=words::wrong_title(l) role="alert">
                    <p>{words::wrong_more(l)}</p>
                </Say>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// Each right with a word and a shape, those not given too.
pub fn rights(l: Lang, rights: Rights) -> impl IntoView {
    let one = |has: bool, name: &'static str| match has {
        true => view! { <span class="tag ok"><Icon name="check"/>{name}</span> }.into_any(),
        false => view! {
            <span class="tag no"><Icon name="dash"/><span class="vh">{words::no(l)}" "</span>{name}</span>
        }
        .into_any(),
    };
    view! {
        <p class="rights" role="group" aria-label=words::the_rights(l)>
            {one(rights.read, words::read(l))}{one(rights.deposit, words::deposit(l))}
        </p>
    }
}

fn facts(l: Lang, member: &MemberRow) -> impl IntoView + use<> {
    let day = |unix: u64| time::day(l, browser::local(unix).day);
    let (since, ended) = (day(member.since), member.removed.or(member.until).map(day));
    let until = member.until.map_or_else(|| words::no_end(l).to_owned(), day);
    let count = words::documents(l, member.documents);
    let last = match is_in(member) {
        true => view! {
            <Fact name=words::until(l)>{until}</Fact>
            <Fact name=words::reads(l)>{count}</Fact>
        }
        .into_any(),
        false => view! { <Fact name=words::ended_on(l)>{ended}</Fact> }.into_any(),
    };
    view! { <Facts class="facts three"><Fact name=words::since(l)>{since}</Fact>{last}</Facts> }
}

fn acts(l: Lang, member: &MemberRow) -> impl IntoView + use<> {
    let (reader, name) = (member.reader.clone(), member.name.clone());
    let compare = (member.state == MemberState::Pending).then(|| {
        let label = words::compare_with(l, name.clone());
        view! { <a class="btn main" href=Page::Compare(reader.clone()).path() aria-label=label>{words::compare(l)}</a> }
    });
    view! {
        <div class="btns slim">
            {compare}
            <a class="btn" href=Page::Remove(reader.clone()).path() aria-label=words::remove_who(l, name.clone())>
                {words::remove(l)}
            </a>
        </div>
    }
}

#[component]
fn Aside() -> impl IntoView {
    let l = lang();
    view! {
        <aside class="stack-l" aria-label=words::see_reads(l)>
            <section class="sheet stack-s" aria-labelledby="h-quoi-qui">
                <h2 id="h-quoi-qui" class="aside-h">{words::see_reads(l)}</h2>
                <p class="small quiet">{words::see_reads_more(l)}</p>
                <p><a href=Page::WhoReads.path()>{words::see_reads(l)}</a></p>
            </section>
            <section class="stack-s" aria-labelledby="h-jamais">
                <h2 id="h-jamais" class="aside-h">{words::never(l)}</h2>
                <ul class="list dot small quiet"><li>{words::never_1(l)}</li><li>{words::never_2(l)}</li><li>{words::never_3(l)}</li></ul>
                <p class="small quiet">{words::never_why(l)}</p>
            </section>
        </aside>
    }
}
