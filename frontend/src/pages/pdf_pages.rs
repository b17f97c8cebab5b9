//! The pages of a PDF, one at a time, drawn by the PDF worker on a canvas.

use crate::{
    components::{Icon, Say},
    desk::{desk, lang},
    services::{browser, files, pdf},
    texts::{document as words, room},
};
use leptos::{html, prelude::*, task::spawn_local};

#[derive(Clone, Copy)]
struct Book {
    page: RwSignal<u32>,
    pages: RwSignal<u32>,
    busy: RwSignal<bool>,
    failed: RwSignal<bool>,
    canvas: NodeRef<html::Canvas>,
}

/// Buttons and the page.
#[component]
pub fn PdfPages() -> impl IntoView {
    let l = lang();
    let saved = !desk().is_professional();
    let note = if saved { words::pdf_note(l) } else { room::pdf_note(l) };
    let failed = if saved { words::pdf_failed_more(l) } else { room::pdf_failed_more(l) };
    let book = Book {
        page: RwSignal::new(0),
        pages: RwSignal::new(0),
        busy: RwSignal::new(true),
        failed: RwSignal::new(false),
        canvas: NodeRef::new(),
    };
    spawn_local(async move {
        let pages = match files::opened() {
            Some(bytes) => pdf::open(&bytes).await,
            None => None,
        };
        match pages {
            Some(pages) => drop(book.pages.try_set(pages)),
            None => drop((book.failed.try_set(true), book.busy.try_set(false))),
        }
    });
    Effect::new(move |_| {
        if book.pages.get() > 0 {
            draw(book, book.page.get());
        }
    });
    view! {
        <section class="stack" aria-label=words::pages(l)>
            <Pager book=book/>
            <div class="paper-view" class:hidden=book.failed>
                <canvas node_ref=book.canvas role="img" aria-label=move || words::page_of(l, book.page.get() as usize + 1, book.pages.get() as usize)></canvas>
            </div>
            {move || book.failed.get().then(|| view! {
                <Say kind="look" icon="warn" title=words::pdf_failed(l)><p>{failed}</p></Say>
            })}
            <p class="note">{note}</p>
        </section>
    }
}

#[component]
fn Pager(book: Book) -> impl IntoView {
    let l = lang();
    let words_of = move || match (book.busy.get(), book.pages.get()) {
        (true, _) => words::drawing(l).to_owned(),
        (false, 0) => String::new(),
        (false, pages) => words::page_of(l, book.page.get() as usize + 1, pages as usize),
    };
    let last = move || book.page.get() + 1 >= book.pages.get();
    let turn = move |by: i32| {
        let last = book.pages.get_untracked().saturating_sub(1);
        book.page.update(|page| *page = page.saturating_add_signed(by).min(last));
    };
    view! {
        <div class="line pdf-bar" class:hidden=move || book.pages.get() == 0 && !book.busy.get()>
            <button class="btn only" type="button" aria-label=words::previous(l)
                disabled=move || book.page.get() == 0 on:click=move |_| turn(-1)><Icon name="back"/></button>
            <p class="small" aria-live="polite">{words_of}</p>
            <button class="btn only" type="button" aria-label=words::next(l)
                disabled=last on:click=move |_| turn(1)><Icon name="forward"/></button>
        </div>
    }
}

fn draw(book: Book, page: u32) {
    let Some(canvas) = book.canvas.get_untracked() else { return };
    book.busy.set(true);
    let screen = browser::window();
    let ratio = screen.device_pixel_ratio().clamp(1.0, 2.0);
    let wide = canvas.parent_element().map_or(800, |parent| parent.client_width());
    let width = (f64::from(wide) * ratio) as u32;
    spawn_local(async move {
        let drawn = pdf::draw(page, width, &canvas).await.is_some();
        // A later page may have been asked for meanwhile.
        if book.page.try_get_untracked() == Some(page) {
            book.failed.set(!drawn);
            book.busy.set(false);
        }
    });
}
