//! The third pane: the document that is read, the deposit form, or what to do next. Over each
//! stands the patient it belongs to.

use super::{deposit::Depositing, room, viewer};
use crate::{
    components::{Empty, Ghosts, Icon, Say},
    desk::{Desk, Load, Viewing},
    logic::kinds::kind,
    services::messages::{DocumentRow, RecordRow},
    texts::{Lang, room as words, time},
};
use leptos::prelude::*;

/// Nothing is open.
pub fn nothing(desk: Desk, l: Lang) -> AnyView {
    let (title, more) = match desk.room.hand.with(Option::is_some) {
        true => (words::choose_document(l), words::choose_document_more(l)),
        false => (words::choose(l), words::choose_more(l)),
    };
    view! { <div class="paper"><Empty title=title more=more/></div> }.into_any()
}

/// A record on its way to the hand.
pub fn taking(desk: Desk, l: Lang, record: &str) -> impl IntoView + use<> {
    let name = desk.room.records.with(|records| match records {
        Load::Ready(rows) => rows.iter().find(|row| row.record == record).map(|row| row.name.clone()),
        _ => None,
    });
    let title = words::taking(l, name.unwrap_or_default());
    view! { <div class="paper"><Ghosts title=title more=words::taking_more(l)/></div> }
}

/// One document, under the name of its patient.
pub fn document(desk: Desk, l: Lang, id: &str) -> AnyView {
    let row = desk.documents.with(|documents| match documents {
        Load::Ready(rows) => rows.iter().find(|row| row.id == id).cloned(),
        _ => None,
    });
    let (Some(row), Some(hand)) = (row, desk.room.hand.get()) else { return nothing(desk, l) };
    let named = kind(&row.kind);
    let sort = if l == Lang::Fr { named.fr.0 } else { named.en };
    let by = row.author.clone().unwrap_or_else(|| words::by_patient(l).to_owned());
    let facts = format!("{sort}, {}, {by}", time::iso(l, &row.date));
    view! {
        {pane_head(desk, l, &hand)}
        <div class="paper stack">
            <div class="stack-s">
                <p class="note">{facts}</p>
                <h2>{row.title.clone()}</h2>
                {seal(desk, l)}
            </div>
            <viewer::Viewer row=row.clone()/>
            {under(l, &row)}
        </div>
    }
    .into_any()
}

fn seal(desk: Desk, l: Lang) -> impl IntoView {
    let said = move || match desk.viewing.with(|viewing| {
        matches!(viewing, Viewing::Image(_) | Viewing::Text { .. } | Viewing::Pdf | Viewing::Other | Viewing::Empty)
    }) {
        true => words::verified(l),
        false => words::label_verified(l),
    };
    view! { <p class="sealed"><Icon name="seal"/><span>{said}</span></p> }
}

fn under(l: Lang, row: &DocumentRow) -> impl IntoView + use<> {
    let file = format!("{}, {}", viewer::media_name(l, &row.media), time::size(l, row.size));
    view! {
        <div class="last stack-s">
            <p class="note">{words::logged(l)}</p>
            <p class="note"><b>{words::no_copy(l)}</b>". "{words::no_copy_more(l)}</p>
            <p class="note">{file}</p>
        </div>
    }
}

/// Name, birth date and age, in every state of the pane.
pub fn pane_head(desk: Desk, l: Lang, row: &RecordRow) -> impl IntoView + use<> {
    let said = words::of(l, row.name.clone(), room::born(l, row));
    let lists = match desk.room.hand.with(Option::is_some) {
        true => words::to_documents(l),
        false => words::to_records(l),
    };
    view! {
        <header>
            <button class="btn bare to-list" type="button" on:click=move |_| room::back(desk)>
                <Icon name="back"/>{lists}
            </button>
            <p class="belongs"><Icon name="folder"/><b>{said}</b></p>
        </header>
    }
}

/// The deposit form for the record at hand, or why there is none.
pub fn deposit(desk: Desk, l: Lang) -> AnyView {
    let Some(hand) = desk.room.hand.get() else { return nothing(desk, l) };
    let name = hand.name.clone();
    let body = match hand.rights.deposit {
        true => view! {
            <div class="stack-s"><h2>{words::deposit_for(l, name)}</h2><p class="quiet">{words::deposit_more(l)}</p></div>
            <Depositing/>
        }
        .into_any(),
        false => view! {
            <Say kind="look" icon="lock" title=words::no_deposit(l) role="note"><p>{words::no_deposit_more(l)}</p></Say>
        }
        .into_any(),
    };
    view! { {pane_head(desk, l, &hand)}<div class="paper stack">{body}</div> }.into_any()
}
