//! The viewer: nothing is shown before the worker has verified the whole document, and what is
//! shown is inert: images, plain text, pictures of PDF pages. Everything else is offered as a file.

use super::{document::seen, pdf_pages::PdfPages};
use crate::{
    components::{Empty, Icon, Say, TaskProgress, TroubleSay},
    desk::{Desk, Viewing, desk, lang},
    logic::sniff,
    services::{
        browser, files,
        messages::{Answer, Ask, DocumentRow, Stage, Trouble},
        pdf,
        vault::Reply,
    },
    texts::{Lang, common, document as words, room},
};
use js_sys::Uint8Array;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

/// Asks the worker for a document and prepares what shows it.
pub fn open(desk: Desk, row: &DocumentRow) {
    if !desk.viewing.with_untracked(|viewing| matches!(viewing, Viewing::Nothing)) {
        return;
    }
    let task = desk.task();
    desk.view_task.set_value(task);
    desk.viewing.set(Viewing::Busy { stage: Stage::Fetching, done: 0, total: row.size, waiting: false });
    let id = row.id.clone();
    spawn_local(async move {
        let result = desk.vault.ask(Ask::Open { task, document: id.clone() }).await;
        // The user may be elsewhere by now.
        if desk.view_task.get_value() != task {
            return;
        }
        desk.viewing.set(match result {
            Ok(Reply { answer: Answer::Content { .. }, extra }) => {
                seen(desk, id);
                show(extra)
            }
            Ok(Reply { answer: Answer::TooLarge { size, .. }, .. }) => Viewing::TooLarge { size },
            Ok(_) => Viewing::Failed(Trouble::Internal),
            Err(trouble) => Viewing::Failed(trouble),
        });
    });
}

/// Stops an opening under way, and forgets what was on screen.
pub fn close(desk: Desk) {
    let task = desk.view_task.get_value();
    desk.view_task.set_value(0);
    if desk.viewing.with_untracked(|viewing| matches!(viewing, Viewing::Busy { .. })) {
        spawn_local(async move { drop(desk.vault.ask(Ask::Cancel { task }).await) });
    }
    if let Viewing::Image(url) = desk.viewing.get_untracked() {
        files::revoke(&url);
    }
    files::set_opened(None);
    pdf::kill();
    desk.viewing.set(Viewing::Nothing);
}

/// What kind of view fits the bytes, by what they are and not by what they are called.
fn show(buffer: JsValue) -> Viewing {
    let bytes = Uint8Array::new(&buffer);
    let length = bytes.length();
    let head = bytes.subarray(0, length.min(sniff::HEAD as u32)).to_vec();
    let media = sniff::media(&head);
    files::set_opened(Some(buffer.clone()));
    match media {
        _ if length == 0 => Viewing::Empty,
        "image/jpeg" | "image/png" | "image/gif" | "image/webp" => {
            files::url_of(&buffer, media).map_or(Viewing::Other, Viewing::Image)
        }
        "application/pdf" => Viewing::Pdf,
        "text/plain" => {
            let part = bytes.subarray(0, length.min(LONGEST_TEXT)).to_vec();
            Viewing::Text { text: String::from_utf8_lossy(&part).into_owned(), cut: length > LONGEST_TEXT }
        }
        _ => Viewing::Other,
    }
}

/// Saves the document on screen as a file, under its own name.
pub fn save(desk: Desk, row: &DocumentRow) {
    // Copy-out is a right of its own, which no member has yet.
    if desk.is_professional() {
        return;
    }
    // Never a type that a browser would run: the file opens in whatever program the user chooses.
    let url = files::opened().and_then(|bytes| files::url_of(&bytes, "application/octet-stream"));
    if let Some(url) = url {
        files::save(&url, &row.file_name);
        gloo::timers::callback::Timeout::new(60_000, move || files::revoke(&url)).forget();
    }
}

/// Plain name of a media type.
pub fn media_name(l: Lang, media: &str) -> &'static str {
    match media {
        "application/pdf" => words::pdf(l),
        "application/cda+xml" => words::cda(l),
        "application/xml" | "text/xml" => words::xml(l),
        "application/dicom" => words::dicom(l),
        "text/plain" => words::text(l),
        image if image.starts_with("image/") && image != "image/svg+xml" => words::image(l),
        _ => words::unknown(l),
    }
}

/// The document, or where it stands.
#[component]
pub fn Viewer(row: DocumentRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let row = StoredValue::new(row);
    move || row.with_value(|row| look(desk, l, row, desk.viewing.get()))
}

fn look(desk: Desk, l: Lang, row: &DocumentRow, viewing: Viewing) -> AnyView {
    match viewing {
        Viewing::Nothing => ().into_any(),
        Viewing::Busy { stage, done, total, waiting } => view! {
            <div class="sheet stack" role="status">
                <p><b>{words::opening(l)}</b><br/><span class="quiet small">{words::opening_more(l)}</span></p>
                <TaskProgress label=words::opening(l) stage=stage done=done total=total waiting=waiting/>
            </div>
        }
        .into_any(),
        Viewing::Empty => view! { <Empty title=words::empty_title(l) more=words::empty_more(l)/> }.into_any(),
        Viewing::Image(url) => view! {
            <figure class="sheet flush"><img class="shown" src=url alt=words::image_of(l, row.title.clone())/></figure>
        }
        .into_any(),
        Viewing::Text { text, cut } => view! {
            <div class="sheet"><pre class="reading" tabindex="0" role="region" aria-label=words::content(l)>{text}</pre></div>
            {cut.then(|| view! { <p class="note">{words::text_cut(l)}</p> })}
        }
        .into_any(),
        Viewing::Pdf => view! { <PdfPages/> }.into_any(),
        Viewing::Other => other(desk, l, row),
        Viewing::TooLarge { .. } => large(desk, l, row),
        Viewing::Saved => view! { <Say kind="ok" icon="check" title=words::large_saved(l)/> }.into_any(),
        Viewing::Failed(trouble) => failed(desk, l, row, trouble),
    }
}

fn other(desk: Desk, l: Lang, row: &DocumentRow) -> AnyView {
    if desk.is_professional() {
        return view! { <Empty title=room::no_show(l) more=room::no_show_more(l) drawing=true/> }.into_any();
    }
    let more = format!("{} {}", words::other_more(l), words::other_inert(l));
    let row = row.clone();
    view! {
        <Empty title=words::other_title(l) more=more drawing=true>
            <button class="btn main" type="button" on:click=move |_| save(desk, &row)>
                <Icon name="download"/>{words::download(l)}
            </button>
        </Empty>
    }
    .into_any()
}

fn large(desk: Desk, l: Lang, row: &DocumentRow) -> AnyView {
    if desk.is_professional() {
        return view! { <Empty title=room::no_show(l) more=room::no_show_more(l) drawing=true/> }.into_any();
    }
    let (id, name) = (row.id.clone(), row.file_name.clone());
    let can = browser::can_save_large();
    let go = move |_| save_large(desk, id.clone(), name.clone());
    let more = if can { words::large_more(l) } else { words::large_cannot(l) };
    view! {
        <Empty title=words::large_title(l) more=more drawing=true>
            {can.then(|| view! {
                <button class="btn main" type="button" on:click=go><Icon name="download"/>{words::large_save(l)}</button>
            })}
        </Empty>
    }
    .into_any()
}

fn save_large(desk: Desk, document: String, name: String) {
    let task = desk.view_task.get_value();
    spawn_local(async move {
        let Some(place) = browser::choose_place(&name).await else { return };
        desk.viewing.set(Viewing::Busy { stage: Stage::Fetching, done: 0, total: 0, waiting: false });
        let ask = Ask::SaveLarge { task, document: document.clone() };
        let result = desk.vault.ask_with(ask, place).await;
        if desk.view_task.get_value() != task {
            return;
        }
        desk.viewing.set(match result {
            Ok(_) => {
                seen(desk, document);
                Viewing::Saved
            }
            Err(trouble) => Viewing::Failed(trouble),
        });
    });
}

fn failed(desk: Desk, l: Lang, row: &DocumentRow, trouble: Trouble) -> AnyView {
    if trouble == Trouble::NotFound && desk.is_professional() {
        return view! { <Empty title=room::ended_title(l) more=room::ended_more(l)/> }.into_any();
    }
    let row = row.clone();
    let again = move |_| {
        desk.viewing.set(Viewing::Nothing);
        open(desk, &row);
    };
    view! {
        <TroubleSay trouble=trouble>
            <div class="btns"><button class="btn" type="button" on:click=again>{common::retry(l)}</button></div>
        </TroubleSay>
    }
    .into_any()
}

const LONGEST_TEXT: u32 = 2 << 20;
