//! Home: what changed, then the timeline.

use super::{Title, documents};
use crate::{
    components::{Icon, TroubleSay, my_initials},
    desk::{Desk, Load, desk, lang},
    logic::page::Page,
    services::{
        browser,
        messages::{Checks, MemberRow, MemberState},
    },
    texts::{Lang, circle, common, documents as words, time},
};
use leptos::prelude::*;

/// News, documents, and who can read.
#[component]
pub fn Home() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    documents::load(desk);
    documents::catch_up(desk);
    let name = desk.session.with_untracked(|session| {
        let given = session.as_ref().map(|session| session.who.given_names.clone()).unwrap_or_default();
        given.split([' ', ',']).next().unwrap_or_default().to_owned()
    });
    let state =
        desk.session.with_untracked(|session| session.as_ref().map_or("", |session| verdict(l, &session.checks)));
    view! {
        <header class="stack-s">
            <Title text=words::home_title(l)/>
            <p class="lede">{words::home_hello(l, name)}" "{state}</p>
        </header>
        <div class="cols side">
            <div class="stack-l">
                <Alarm/>
                <section aria-labelledby="h-neuf">
                    <h2 id="h-neuf" class="vh">{words::news(l)}</h2>
                    <News/>
                </section>
                <section aria-labelledby="h-docs">
                    <div class="line">
                        <h2 id="h-docs">{words::your_documents(l)}</h2>
                        <a class="btn main end" href=Page::Deposit.path()><Icon name="add"/>{common::deposit(l)}</a>
                    </div>
                    <documents::Shelf/>
                </section>
            </div>
            <Aside/>
        </div>
    }
}

/// What was checked of the log, in a sentence.
fn verdict(l: Lang, checks: &Checks) -> &'static str {
    match (checks.contradictions.is_empty(), checks.missing.is_empty()) {
        (false, _) => words::news_alarm(l),
        (_, false) => words::news_gap(l),
        _ => words::news_whole(l),
    }
}

#[component]
fn Alarm() -> impl IntoView {
    let desk = desk();
    let broken = desk
        .session
        .with_untracked(|session| session.as_ref().is_some_and(|session| !session.checks.contradictions.is_empty()));
    broken.then(|| view! {
        <TroubleSay trouble=crate::services::messages::Trouble::Contradiction>
            <div class="btns"><a class="btn grave main" href=Page::Journal.path()>{common::journal(lang())}</a></div>
        </TroubleSay>
    })
}

#[component]
fn News() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    move || {
        let mut rows = Vec::new();
        let unread = desk.documents.with(|documents| match documents {
            Load::Ready(rows) => rows.iter().filter(|row| row.unread && row.refused.is_none()).count(),
            _ => 0,
        });
        if unread > 0 {
            rows.push(item(
                "folder",
                words::news_unread(l, unread),
                words::news_unread_more(l, unread),
                Page::Documents,
                None,
            ));
        }
        let unfinished = desk.unfinished.with(Vec::len);
        if unfinished > 0 {
            let tail = Some((words::to_do(l), words::news_resume(l)));
            rows.push(item(
                "clock",
                words::news_unfinished(l, unfinished),
                words::news_unfinished_more(l, unfinished),
                Page::Deposit,
                tail,
            ));
        }
        if desk.session.with(|session| session.as_ref().is_some_and(|session| session.by_kit)) {
            let tail = Some((words::to_do(l), crate::texts::log_in::add(l)));
            rows.push(item(
                "key",
                words::news_kit(l).to_owned(),
                words::news_kit_more(l).to_owned(),
                Page::AddComputer,
                tail,
            ));
        }
        rows.extend(to_compare(desk, l));
        if rows.is_empty()
            && desk.documents.with(|documents| matches!(documents, Load::Ready(rows) if !rows.is_empty()))
        {
            rows.push(item(
                "check",
                words::news_none(l).to_owned(),
                words::news_none_more(l).to_owned(),
                Page::Documents,
                None,
            ));
        }
        (!rows.is_empty()).then(|| view! { <ul class="sheet flush rows news">{rows}</ul> })
    }
}

/// Each member who still waits for the comparison.
fn to_compare(desk: Desk, l: Lang) -> Vec<AnyView> {
    desk.circle.circle.with(|circle| {
        let members = match circle {
            Load::Ready(circle) => circle.members.as_slice(),
            _ => &[],
        };
        let waiting = members.iter().filter(|member| member.state == MemberState::Pending);
        let row = |member: &MemberRow| {
            let tail = Some((words::to_do(l), circle::compare(l)));
            let (title, page) = (circle::compare_with(l, member.name.clone()), Page::Compare(member.reader.clone()));
            item("circle", title, circle::pending_more(l).to_owned(), page, tail)
        };
        waiting.map(row).collect()
    })
}

fn item(
    icon: &'static str,
    title: String,
    more: String,
    page: Page,
    todo: Option<(&'static str, &'static str)>,
) -> AnyView {
    let disc = if todo.is_some() { "disc look" } else { "disc" };
    let path = page.path();
    view! {
        <li class="item">
            <span class=disc><Icon name=icon/></span>
            <div>
                {todo.map(|(tag, _)| view! { <p><span class="tag todo">{tag}</span></p> })}
                <h3>{match todo {
                    Some(_) => title.into_any(),
                    None => view! { <a href=path.clone()>{title}</a> }.into_any(),
                }}</h3>
                <p class="quiet small">{more}</p>
                {todo.map(|(_, act)| view! { <div class="btns"><a class="btn" href=path>{act}</a></div> })}
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn Aside() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    view! {
        <aside class="stack-l" aria-label=words::safety(l)>
            <section class="stack-s" aria-labelledby="h-lit">
                <h2 id="h-lit" class="aside-h">{words::who_reads(l)}</h2>
                {circle_line(desk, l)}
                <p><a href=Page::Circle.path()>{circle::change_readers(l)}</a></p>
            </section>
            <section class="stack-s" aria-labelledby="h-sur">
                <h2 id="h-sur" class="aside-h">{words::safety(l)}</h2>
                {checked(desk, l)}
            </section>
        </aside>
    }
}

/// Who may read at all, as the chain has it now.
fn circle_line(desk: Desk, l: Lang) -> impl IntoView {
    let mine = my_initials(desk);
    let said = move || {
        desk.circle.circle.with(|circle| match circle {
            Load::Ready(circle) => {
                match circle.members.iter().filter(|member| super::circle::is_in(member) && member.rights.read).count()
                {
                    0 => common::only_you(l).to_owned(),
                    some => circle::you_and(l, some),
                }
            }
            Load::Failed(_) => circle::uncounted(l).to_owned(),
            _ => circle::counting(l).to_owned(),
        })
    };
    view! {
        <p class="readers lg">
            <span class="set"><span class="who me" aria-hidden="true">{mine}</span></span>
            <span>{said}</span>
        </p>
    }
}

fn checked(desk: Desk, l: Lang) -> impl IntoView {
    desk.session.get_untracked().map(|session| {
        let at = time::hour(l, browser::local(session.checks.checkpoint_time));
        let whole = session.checks.missing.is_empty() && session.checks.contradictions.is_empty();
        let words = match whole {
            true => words::entries(l, session.checks.entries as usize, at),
            false if session.checks.contradictions.is_empty() => common::checked_gap(l).to_owned(),
            false => common::checked_alarm(l).to_owned(),
        };
        let icon = if whole { "seal" } else { "warn" };
        view! { <p class="sealed"><Icon name=icon/><span>{words}</span></p> }
    })
}
