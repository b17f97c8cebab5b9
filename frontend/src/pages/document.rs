//! One document: its heading and facts beside the viewer.

use super::{Title, viewer};
use crate::{
    components::{Fact, Facts, Ghosts, Icon, ReadersLine, TroubleSay},
    desk::{Desk, Load, Viewing, desk, lang},
    logic::{kinds::kind, page::Page},
    services::{
        browser,
        messages::{DocumentRow, Trouble},
    },
    texts::{Lang, circle, common, document as words, documents, time},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page of document `id`.
#[component]
pub fn Document(id: String) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    super::documents::load(desk);
    let found = Memo::new(move |_| {
        desk.documents.with(|documents| match documents {
            Load::Ready(rows) => match rows.iter().find(|row| row.id == id) {
                Some(row) => Load::Ready(DocumentRow { unread: false, ..row.clone() }),
                None => Load::Failed(Trouble::NotFound),
            },
            Load::Failed(trouble) => Load::Failed(*trouble),
            _ => Load::Busy,
        })
    });
    move || match found.get() {
        Load::Ready(DocumentRow { refused: Some(trouble), .. }) | Load::Failed(trouble) => {
            refused(l, trouble).into_any()
        }
        Load::Ready(row) => view! { <Opened row=row/> }.into_any(),
        _ => view! {
            <header><Title text=words::page(l)/></header>
            <Ghosts title=documents::opening_labels(l) more=documents::opening_labels_more(l)/>
        }
        .into_any(),
    }
}

#[component]
fn Opened(row: DocumentRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    viewer::open(desk, &row);
    let (path, here) = (use_location().pathname, Page::Document(row.id.clone()));
    on_cleanup(move || {
        // A change of language draws the page anew: that is no second reading.
        let inside = desk.session.with_untracked(Option::is_some);
        if !inside || Page::of(&path.get_untracked()) != here {
            viewer::close(desk);
        }
    });
    let kind = kind(&row.kind);
    let name = if l == Lang::Fr { kind.fr.0 } else { kind.en };
    let official = (kind.fr.0 != kind.fr.1).then(|| words::official(l, kind.fr.1.to_owned()));
    let lede = words::lede(l, name.to_owned(), time::iso(l, &row.date));
    let keep = StoredValue::new(row.clone());
    let can_save = Memo::new(move |_| {
        desk.viewing
            .with(|viewing| matches!(viewing, Viewing::Image(_) | Viewing::Text { .. } | Viewing::Pdf | Viewing::Empty))
    });
    // Where there is nothing to save from here, or the viewer has its own button, there is none.
    let none = Memo::new(move |_| {
        desk.viewing.with(|viewing| {
            matches!(viewing, Viewing::Other | Viewing::TooLarge { .. } | Viewing::Saved | Viewing::Failed(_))
        })
    });
    let size = time::size(l, row.size);
    view! {
        <header class="stack-s">
            {back(l)}
            <Title text=row.title.clone()/>
            <p class="lede">{lede}" "{official}</p>
            <div class=move || if none.get() { "btns hidden" } else { "btns" }>
                <button class="btn" type="button" disabled=move || !can_save.get()
                    on:click=move |_| keep.with_value(|row| viewer::save(desk, row))>
                    <Icon name="download"/>
                    {words::download(l)}
                    <span class="quiet num">{size}</span>
                </button>
            </div>
        </header>
        <div class="cols side">
            <article aria-label=words::content(l)>
                <viewer::Viewer row=row.clone()/>
            </article>
            <About row=row/>
        </div>
    }
}

#[component]
fn About(row: DocumentRow) -> impl IntoView {
    let l = lang();
    let verified = Memo::new({
        let desk = desk();
        move |_| {
            desk.viewing.with(|viewing| {
                !matches!(
                    viewing,
                    Viewing::Nothing | Viewing::Busy { .. } | Viewing::Failed(_) | Viewing::TooLarge { .. }
                )
            })
        }
    });
    let seal = move || if verified.get() { words::verified(l) } else { words::label_verified(l) };
    view! {
        <aside class="stack-l" aria-label=words::about(l)>
            <section class="sheet stack-s" aria-labelledby="h-qui">
                <h2 id="h-qui" class="aside-h">{words::who(l)}</h2>
                <ReadersLine document=row.id.clone() personal=row.personal large=true/>
                {row.personal.then(|| view! {
                    <p><span class="tag veil"><Icon name="lock"/>{documents::personal(l)}</span></p>
                    <p class="note">{words::who_personal(l)}</p>
                })}
                <p><a href=Page::Circle.path()>{circle::change_readers(l)}</a></p>
            </section>
            <section class="stack-s" aria-labelledby="h-infos">
                <h2 id="h-infos" class="aside-h">{words::origin(l)}</h2>
                {facts(l, row)}
                <p class="sealed"><Icon name="seal"/><span>{seal}</span></p>
                <p class="note">{words::logged(l)}</p>
            </section>
        </aside>
    }
}

fn facts(l: Lang, row: DocumentRow) -> impl IntoView {
    let author = row.author.unwrap_or_else(|| common::you(l).to_owned());
    let deposited = time::moment(l, browser::local(row.deposited));
    let file = format!("{}, {}", viewer::media_name(l, &row.media), time::size(l, row.size));
    view! {
        <Facts>
            <Fact name=words::author(l)>{author}</Fact>
            <Fact name=words::deposited(l)>{deposited}</Fact>
            <Fact name=words::act_date(l)>{time::iso(l, &row.date)}</Fact>
            <Fact name=words::file(l)>{row.file_name}<br/><span class="note">{file}</span></Fact>
            <Fact name=words::version(l)>{row.version}</Fact>
        </Facts>
    }
}

fn refused(l: Lang, trouble: Trouble) -> impl IntoView {
    view! {
        <header class="stack-s">{back(l)}<Title text=words::page(l)/></header>
        <TroubleSay trouble=trouble>
            <div class="btns"><a class="btn" href=Page::Documents.path()>{words::back_to_list(l)}</a></div>
        </TroubleSay>
    }
}

fn back(l: Lang) -> impl IntoView {
    view! { <p><a class="backlink" href=Page::Documents.path()><Icon name="back"/>{words::back_to_list(l)}</a></p> }
}

/// Marks a document as seen, here and in the vault.
pub fn seen(desk: Desk, id: String) {
    let unread = desk.documents.with_untracked(|documents| match documents {
        Load::Ready(rows) => rows.iter().any(|row| row.id == id && row.unread),
        _ => false,
    });
    if !unread {
        return;
    }
    desk.documents.update(|documents| {
        if let Load::Ready(rows) = documents {
            rows.iter_mut().filter(|row| row.id == id).for_each(|row| row.unread = false);
        }
    });
    leptos::task::spawn_local(async move {
        drop(desk.vault.ask(crate::services::messages::Ask::Seen { documents: vec![id] }).await);
    });
}
