//! The two lists of the consulting room: records, and documents of the one at hand.

use super::room;
use crate::{
    components::{Empty, Icon, LanguageSwitch, TroubleSay},
    desk::{Desk, Load, Pane, desk, lang},
    logic::{groups::Filter, kinds::kind, search::Needle},
    services::messages::{DocumentRow, RecordRow, RecordState, Trouble},
    texts::{Lang, circle as circle_words, common, documents as document_words, room as words, time},
};
use leptos::prelude::*;

/// Records, searched by name or birth date.
#[component]
pub fn Records() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let room = desk.room;
    let count = move || {
        room.records.with(|records| match records {
            Load::Ready(rows) => rows.len().to_string(),
            _ => String::new(),
        })
    };
    let body = move || {
        match room.records.get() {
        Load::Ready(rows) if rows.is_empty() => view! {
            <Empty title=words::empty(l) more=words::empty_more(l)/>
        }
        .into_any(),
        Load::Ready(rows) => listed(desk, l, &rows),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! {
            <p class="wait" role="status"><b>{words::loading(l)}</b><br/><span class="note">{words::loading_more(l)}</span></p>
        }
        .into_any(),
    }
    };
    view! {
        <nav class="pane people" aria-labelledby="h-dossiers">
            <header>
                <h2 id="h-dossiers">{words::records(l)}" "<span class="note">{count}</span></h2>
                <button class="btn bare end" type="button" aria-label=words::look_again(l) on:click=move |_| room::refresh(desk)>{words::look_short(l)}</button>
                <div class="find">
                    <Icon name="search"/>
                    <label class="vh" for="chercher-dossier">{words::search(l)}</label>
                    <input id="chercher-dossier" type="search" placeholder=words::search_hint(l) autocomplete="off"
                        aria-keyshortcuts="/" prop:value=room.typed
                        on:input=move |event| room.typed.set(event_target_value(&event))/>
                </div>
            </header>
            {body}
            <LanguageSwitch/>
        </nav>
    }
}

/// In the order of the screen: open, waiting, over. The numbers let the arrows walk through all.
fn listed(desk: Desk, l: Lang, rows: &[RecordRow]) -> AnyView {
    let needle = Needle::new(&desk.room.typed.get());
    let fits = |row: &&RecordRow| needle.fits(&[&row.name, &row.birth_date, &time::iso(l, &row.birth_date)]);
    let of = |states: &[RecordState]| -> Vec<RecordRow> {
        let mut found: Vec<_> = rows.iter().filter(|row| states.contains(&row.state)).filter(fits).cloned().collect();
        found.sort_by(|a, b| (&a.name, &a.birth_date).cmp(&(&b.name, &b.birth_date)));
        found
    };
    let (open, waiting) =
        (of(&[RecordState::Open, RecordState::NotBegun, RecordState::Wrong]), of(&[RecordState::Unverified]));
    let over = of(&[RecordState::Ended]);
    if open.is_empty() && waiting.is_empty() && over.is_empty() {
        return view! { <p class="wait" role="status">{words::search_none(l)}</p> }.into_any();
    }
    let (second, third) = (open.len(), open.len() + waiting.len());
    view! {
        {group(desk, l, None, open, 0)}
        {group(desk, l, Some(words::unverified(l)), waiting, second)}
        {group(desk, l, Some(words::ended(l)), over, third)}
    }
    .into_any()
}

fn group(desk: Desk, l: Lang, title: Option<&'static str>, rows: Vec<RecordRow>, from: usize) -> impl IntoView {
    let count = rows.len();
    (count > 0).then(|| {
        let head = title.map(|title| view! { <h3 class="group">{title}" "<span class="note">{count}</span></h3> });
        let rows = rows.into_iter().enumerate().map(|(n, row)| record(desk, l, row, from + n)).collect_view();
        view! { {head}<ul>{rows}</ul> }
    })
}

fn record(desk: Desk, l: Lang, row: RecordRow, place: usize) -> impl IntoView {
    let room = desk.room;
    let tag = match row.state {
        RecordState::Wrong => Some(
            view! { <span class="tag alarm"><Icon name="seal-broken"/>{words::state(l, row.state)}</span> }.into_any(),
        ),
        RecordState::NotBegun => Some(view! { <span class="tag">{words::state(l, row.state)}</span> }.into_any()),
        // The group says it.
        RecordState::Unverified | RecordState::Ended | RecordState::Open => None,
    };
    // What tells two patients apart, on one line; rights only where one is missing.
    let born = room::born(l, &row);
    let note = match (row.state, row.rights.read, row.rights.deposit) {
        (RecordState::Ended, ..) | (_, true, true) => born,
        (_, true, false) => format!("{born}, {}", words::read_only(l)),
        _ => format!("{born}, {}", circle_words::rights(l, row.rights)),
    };
    let (id, name) = (row.record.clone(), row.name.clone());
    let current = move || {
        let here = room.hand.with(|hand| hand.as_ref().is_some_and(|hand| hand.record == id))
            || room.pane.with(|pane| matches!(pane, Pane::Closed(shown) if shown.record == id));
        here.then_some("true")
    };
    view! {
        <li>
            <button type="button" id=format!("rec-{place}") aria-current=current
                on:click=move |_| room::choose(desk, row.clone())>
                <span class="line"><b>{name}</b>{tag}</span>
                <span class="note">{note}</span>
            </button>
        </li>
    }
}

/// Documents of the record at hand, newest first.
#[component]
pub fn Documents() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let room = desk.room;
    let body = move || {
        let Some(hand) = room.hand.get() else {
            return view! { <p class="wait">{words::choose(l)}</p> }.into_any();
        };
        if !hand.rights.read {
            return view! { <Empty title=words::cannot_read(l) more=words::cannot_read_more(l)/> }.into_any();
        }
        match desk.documents.get() {
            Load::Ready(rows) if rows.is_empty() => {
                view! { <Empty title=words::no_documents(l) more=words::no_documents_more(l)/> }.into_any()
            }
            Load::Ready(rows) => documents(desk, l, &rows).into_any(),
            Load::Failed(Trouble::NotFound) => {
                view! { <Empty title=words::ended_title(l) more=words::ended_more(l)/> }.into_any()
            }
            Load::Failed(trouble) => view! {
                <TroubleSay trouble=trouble>
                    <div class="btns"><button class="btn" type="button" on:click=move |_| super::documents::load(desk)>{common::retry(l)}</button></div>
                </TroubleSay>
            }
            .into_any(),
            _ => view! {
                <p class="wait" role="status"><b>{document_words::opening_labels(l)}</b></p>
            }
            .into_any(),
        }
    };
    let count = move || {
        desk.documents.with(|documents| match documents {
            Load::Ready(rows) => rows.len().to_string(),
            _ => String::new(),
        })
    };
    view! {
        <section class="pane docs" aria-labelledby="h-documents">
            <header><h2 id="h-documents">{words::documents(l)}" "<span class="note">{count}</span></h2></header>
            {body}
        </section>
    }
}

fn documents(desk: Desk, l: Lang, rows: &[DocumentRow]) -> impl IntoView + use<> {
    let sorted = Filter::default().pick(rows, |_| String::new());
    view! { <ol>{sorted.into_iter().enumerate().map(|(n, row)| one(desk, l, row, n)).collect_view()}</ol> }
}

fn one(desk: Desk, l: Lang, row: DocumentRow, place: usize) -> impl IntoView {
    let pane = desk.room.pane;
    let named = kind(&row.kind);
    let sort = if l == Lang::Fr { named.fr.0 } else { named.en };
    let by = row.author.clone().unwrap_or_else(|| words::by_patient(l).to_owned());
    let note = format!("{}, {sort}, {by}", time::iso(l, &row.date));
    let (id, unread, refused) = (row.id.clone(), row.unread, row.refused.is_some());
    let title = if refused { document_words::refused_title(l).to_owned() } else { row.title.clone() };
    let current = move || (pane.get() == Pane::Document(id.clone())).then_some("true");
    view! {
        <li>
            <button type="button" id=format!("doc-{place}") aria-current=current disabled=refused
                on:click=move |_| room::read(desk, &row)>
                <span class="line">
                    <b>{title}</b>
                    {unread.then(|| view! { <span class="tag new">{document_words::new(l)}</span> })}
                    {refused.then(|| view! { <span class="tag alarm"><Icon name="seal-broken"/>{document_words::refused(l)}</span> })}
                </span>
                <span class="note">{note}</span>
            </button>
        </li>
    }
}
