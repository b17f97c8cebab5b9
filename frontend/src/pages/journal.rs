//! The journal: what was checked, then who did what, day by day.

use super::Title;
use crate::{
    components::{Chip, Empty, Ghosts, Icon, Statement, TroubleSay, Verdict, letters, my_initials, profession},
    desk::{Desk, FIRST_ROWS, Load, desk, lang},
    logic::{dates::Day, groups, page::Page},
    services::{
        browser,
        messages::{Answer, Ask, EventRow, Journal, Trouble},
    },
    texts::{Lang, capital, common, journal as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The page. The journal is asked for anew at each visit: checking it is the point.
#[component]
pub fn JournalPage() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load(desk);
    let body = move || {
        match desk.journal.get() {
        Load::Ready(journal) => view! { <Checked journal=journal/> }.into_any(),
        Load::Failed(trouble) => view! {
            <TroubleSay trouble=trouble>
                <div class="btns"><button class="btn" type="button" on:click=move |_| load(desk)>{common::retry(l)}</button></div>
            </TroubleSay>
        }
        .into_any(),
        _ => view! { <Ghosts title=words::checking(l) more=words::checking_more(l)/> }.into_any(),
    }
    };
    view! {
        <header class="stack-s">
            <Title text=words::title(l)/>
            <p class="lede">{words::lede(l)}</p>
        </header>
        <div class="stack measure-wide">{body}</div>
    }
}

fn load(desk: Desk) {
    #[cfg(feature = "gallery")]
    if crate::gallery::on() && desk.journal.with_untracked(|journal| !matches!(journal, Load::Idle)) {
        return;
    }
    desk.journal.set(Load::Busy);
    spawn_local(async move {
        desk.journal.set(match desk.vault.ask(Ask::Journal).await.map(|reply| reply.answer) {
            Ok(Answer::Journal(journal)) => {
                let checks = journal.checks.clone();
                desk.session.update(|session| {
                    if let Some(session) = session {
                        session.checks = checks;
                    }
                });
                Load::Ready(journal)
            }
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

#[component]
fn Checked(journal: Journal) -> impl IntoView {
    let l = lang();
    let empty = journal.events.is_empty();
    view! {
        <Verdict checks=journal.checks/>
        {if empty {
            view! { <Empty title=words::empty(l) more=words::empty_more(l)/> }.into_any()
        } else {
            view! { <Events events=journal.events/> }.into_any()
        }}
    }
}

#[component]
fn Events(events: Vec<EventRow>) -> impl IntoView {
    let l = lang();
    let (reads, writes) = (RwSignal::new(false), RwSignal::new(false));
    let shown = RwSignal::new(FIRST_ROWS);
    let all = events.len();
    let written = events.iter().filter(|event| words::writes(&event.action)).count();
    let events = StoredValue::new(events);
    let picked = Memo::new(move |_| {
        let both = reads.get() == writes.get();
        events.with_value(|events| {
            events
                .iter()
                .filter(|event| both || words::writes(&event.action) == writes.get())
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let days = move || {
        let mut days = groups::days(&picked.get(), |unix| browser::local(unix).day);
        let mut left = shown.get();
        for (_, events) in &mut days {
            events.truncate(left);
            left -= events.len();
        }
        days.retain(|(_, events)| !events.is_empty());
        days.into_iter().map(|(day, events)| one_day(l, day, events).into_any()).collect_view()
    };
    let rest = move || picked.with(Vec::len).saturating_sub(shown.get());
    view! {
        <form class="filters stack-s" role="search" aria-label=words::filter(l) on:submit=|event| event.prevent_default()>
            <fieldset>
                <legend class="vh">{words::kinds(l)}</legend>
                <div class="chips">
                    <Chip label=words::reads(l) count=all - written on=reads flip=move |()| reads.update(|on| *on = !*on)/>
                    <Chip label=words::writes_chip(l) count=written on=writes flip=move |()| writes.update(|on| *on = !*on)/>
                </div>
            </fieldset>
            <p class="note" aria-live="polite">{move || words::shown(l, picked.with(Vec::len), all)}</p>
        </form>
        {days}
        {move || (rest() > 0).then(|| view! {
            <p class="pager"><button class="btn" type="button" on:click=move |_| shown.update(|shown| *shown += FIRST_ROWS)>
                {words::older(l, rest().min(FIRST_ROWS))}
            </button></p>
        })}
    }
}

fn one_day(l: Lang, day: Day, events: Vec<EventRow>) -> impl IntoView {
    let id = format!("j{}", day.iso());
    let labelled = id.clone();
    view! {
        <section aria-labelledby=labelled>
            <h2 class="month" id=id>{capital(&time::long_day(l, day))}</h2>
            <ol class="sheet flush events">
                {events.into_iter().map(|event| view! { <Event event=event/> }).collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn Event(event: EventRow) -> impl IntoView {
    let l = lang();
    let you = event.who.is_none();
    let mine = my_initials(desk());
    let token = event.who.as_deref().map_or(mine, letters);
    let who = event.who.clone().unwrap_or_else(|| common::you(l).to_owned());
    let tag = if words::writes(&event.action) { words::was_written(l) } else { words::was_read(l) };
    let proof = if event.included { words::proved(l) } else { words::pending(l) };
    let hour = time::hour(l, browser::local(event.time));
    let named = documents(l, event.documents);
    let job = profession(l, &event.words);
    let job = (!job.is_empty()).then(|| view! { <span class="quiet">", "{job.to_lowercase()}","</span> });
    let with = named.is_some().then(|| format!(" {}", words::with(l)));
    let subject = event.subject.map(|name| view! { " " <b>{name}</b> {with} });
    let place = match you {
        true => words::number(l, event.number),
        false => words::of_list(l, words::number(l, event.number)),
    };
    view! {
        <li class="event">
            <time>{hour}</time>
            <span class=if you { "who me" } else { "who" } aria-hidden="true">{token}</span>
            <div>
                <p><b>{who}</b>{job}" "{words::did(l, &event.action, you)}{subject}{named}"."</p>
                <p class="note">{place}", "{proof}</p>
                <details class="slim">
                    <summary>{words::signed_text(l)}</summary>
                    <Statement text=event.statement label=words::signed_text(l)/>
                </details>
            </div>
            <p class="tagbox">
                {if event.signed {
                    view! { <span class="tag">{tag}</span> }.into_any()
                } else {
                    view! { <span class="tag alarm"><Icon name="seal-broken"/>{words::unsigned(l)}</span> }.into_any()
                }}
            </p>
        </li>
    }
}

/// Titles as links, three at most.
fn documents(l: Lang, documents: Vec<(String, String)>) -> Option<AnyView> {
    let more = documents.len().saturating_sub(3);
    let (open, close) = if l == Lang::Fr { ("«\u{a0}", "\u{a0}»") } else { ("“", "”") };
    let links = documents.into_iter().take(3).enumerate().map(|(n, (id, title))| {
        let comma = if n > 0 { ", " } else { " " };
        view! { {comma}{open}<a href=Page::Document(id).path()>{title}</a>{close} }
    });
    let links: Vec<_> = links.collect();
    (!links.is_empty()).then(|| {
        let tail = (more > 0).then(|| format!(" {}", words::and_more(l, more)));
        view! { {links}{tail} }.into_any()
    })
}
