//! Who sees what: every document, and the people who have a key of it today.

use super::{Title, circle, documents};
use crate::{
    components::{Chip, Ghosts, Icon, ReadersLine, TroubleSay},
    desk::{FIRST_ROWS, Load, desk, lang},
    logic::page::Page,
    services::messages::DocumentRow,
    texts::{Lang, circle as words, documents as document_words, time},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn WhoReads() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    documents::load(desk);
    circle::refresh(desk);
    let state = Memo::new(move |_| match (desk.documents.get(), desk.circle.circle.get(), desk.circle.access.get()) {
        (Load::Failed(trouble), ..) | (_, Load::Failed(trouble), _) | (.., Load::Failed(trouble)) => {
            Load::Failed(trouble)
        }
        (Load::Ready(rows), Load::Ready(_), Load::Ready(_)) => Load::Ready(rows),
        _ => Load::Busy,
    });
    let body = move || match state.get() {
        Load::Ready(rows) => view! { <Table rows=rows/> }.into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=words::loading(l) more=words::loading_more(l)/> }.into_any(),
    };
    view! {
        <header class="stack-s">
            <p><a class="backlink" href=Page::Circle.path()><Icon name="back"/>{words::back(l)}</a></p>
            <Title text=words::reads_title(l)/>
            <p class="lede">{words::reads_lede(l)}</p>
        </header>
        <div class="stack measure-wide">{body}</div>
    }
}

#[component]
fn Table(rows: Vec<DocumentRow>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let (only, shown) = (RwSignal::new(None::<String>), RwSignal::new(FIRST_ROWS));
    let rows = StoredValue::new(rows);
    let has = move |document: &str, reader: &str| {
        desk.circle.access.with(|access| match access {
            Load::Ready(all) => all.iter().any(|row| row.0 == document && row.1.iter().any(|one| one == reader)),
            _ => false,
        })
    };
    let members = desk.circle.circle.with_untracked(|circle| match circle {
        Load::Ready(circle) => circle.members.iter().filter(|member| circle::is_in(member)).cloned().collect(),
        _ => Vec::new(),
    });
    let chips = members.into_iter().map(|member| {
        let reader = member.reader.clone();
        let count = untrack(|| rows.with_value(|rows| rows.iter().filter(|row| has(&row.id, &reader)).count()));
        let (mine, flip) = (reader.clone(), reader);
        view! {
            <Chip label=member.name count=count
                on=Signal::derive(move || only.with(|only| only.as_ref() == Some(&mine)))
                flip=move |()| only.update(|only| {
                    *only = if only.as_ref() == Some(&flip) { None } else { Some(flip.clone()) };
                })/>
        }
    });
    let chips: Vec<_> = chips.collect();
    let picked = Memo::new(move |_| {
        let only = only.get();
        rows.with_value(|rows| {
            let keep = |row: &&DocumentRow| only.as_ref().is_none_or(|reader| has(&row.id, reader));
            rows.iter().filter(keep).cloned().collect::<Vec<_>>()
        })
    });
    let lines = move || {
        let first = picked.with(|rows| rows.iter().take(shown.get()).cloned().collect::<Vec<_>>());
        first.into_iter().map(|row| line(l, row).into_any()).collect_view()
    };
    let rest = move || picked.with(Vec::len).saturating_sub(shown.get());
    view! {
        {(!chips.is_empty()).then(|| view! {
            <fieldset><legend class="label">{words::reads_filter(l)}</legend><div class="chips tops">{chips}</div></fieldset>
        })}
        <p class="note" aria-live="polite">{move || document_words::count(l, picked.with(Vec::len))}</p>
        <ul class="sheet flush rows tight" aria-label=words::reads_table(l)>{lines}</ul>
        {move || (rest() > 0).then(|| view! {
            <p class="pager"><button class="btn" type="button" on:click=move |_| shown.update(|shown| *shown += FIRST_ROWS)>
                {document_words::older(l, rest().min(FIRST_ROWS))}
            </button></p>
        })}
    }
}

fn line(l: Lang, row: DocumentRow) -> impl IntoView {
    let date = time::iso(l, &row.date);
    view! {
        <li class="reads">
            <p><a href=Page::Document(row.id.clone()).path()>{row.title}</a><br/><span class="note">{date}</span></p>
            <ReadersLine document=row.id personal=row.personal/>
        </li>
    }
}
