//! Keys of the consulting room, and the list of them. No key does what a button does not.

use super::room;
use crate::{
    components::Dialog,
    desk::{Desk, Pane, desk, lang},
    services::browser,
    texts::{Lang, room as words},
};
use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Hears keys for as long as the screen stands.
pub fn listen(desk: Desk) {
    let options = EventListenerOptions::enable_prevent_default();
    let ear = EventListener::new_with_options(&browser::window(), "keydown", options, move |event| {
        if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            heard(desk, key);
        }
    });
    let ear = StoredValue::new_local(Some(ear));
    on_cleanup(move || ear.update_value(|ear| drop(ear.take())));
}

fn heard(desk: Desk, key: &KeyboardEvent) {
    let modified = key.ctrl_key() || key.alt_key() || key.meta_key();
    if modified || desk.warn.get_untracked().is_some() || desk.room.help.get_untracked() {
        return;
    }
    let focused = browser::document().active_element();
    let id = focused.as_ref().map(Element::id).unwrap_or_default();
    let searching = id == SEARCH;
    let writing = focused.as_ref().is_some_and(|at| WRITTEN.contains(&at.tag_name().as_str()));
    match key.key().as_str() {
        "ArrowDown" if searching => step(key, RECORD, 0),
        "Escape" if searching => {
            desk.room.typed.set(String::new());
            step(key, RECORD, 0);
        }
        _ if writing => {}
        "/" => {
            key.prevent_default();
            browser::focus(SEARCH);
        }
        "?" => {
            key.prevent_default();
            desk.room.help.set(true);
        }
        "ArrowDown" => walk(desk, key, &id, 1),
        "ArrowUp" => walk(desk, key, &id, -1),
        "Escape" => back(desk, key),
        _ => {}
    }
}

/// One line up or down; from nowhere, to the first line of the list that matters.
fn walk(desk: Desk, key: &KeyboardEvent, id: &str, by: i32) {
    for list in [RECORD, DOCUMENT] {
        if let Some(at) = id.strip_prefix(list).and_then(|at| at.parse::<u32>().ok()) {
            return step(key, list, at.saturating_add_signed(by));
        }
    }
    let nowhere = id.is_empty() || ["titre-page", "contenu"].contains(&id);
    if nowhere {
        step(key, if desk.room.hand.with_untracked(Option::is_some) { DOCUMENT } else { RECORD }, 0);
    }
}

fn step(key: &KeyboardEvent, list: &str, to: u32) {
    key.prevent_default();
    browser::focus(&format!("{list}{to}"));
}

/// From the document to its list, from there to the records.
fn back(desk: Desk, key: &KeyboardEvent) {
    key.prevent_default();
    if desk.room.pane.with_untracked(|pane| *pane != Pane::Nothing) {
        let line = current_line();
        room::back(desk);
        return request_animation_frame(move || browser::focus(&line));
    }
    browser::focus(SEARCH);
}

/// The line that was opened: of the documents, else of the records.
fn current_line() -> String {
    let page = browser::document();
    let of = |list: &str| page.query_selector(&format!("{list} [aria-current]")).ok().flatten();
    of(".docs").or_else(|| of(".people")).map_or_else(|| SEARCH.to_owned(), |line| line.id())
}

/// All keys, in a table.
#[component]
pub fn Help() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    view! {
        <Dialog id="raccourcis" title=words::keys(l) open=desk.room.help>
            <div class="body">
                <table>
                    <caption class="vh">{words::keys(l)}</caption>
                    <thead><tr><th scope="col">{words::the_key(l)}</th><th scope="col">{words::does(l)}</th></tr></thead>
                    <tbody>{lines(l).into_iter().map(|(key, does)| view! {
                        <tr><th scope="row"><kbd>{key}</kbd></th><td>{does}</td></tr>
                    }).collect_view()}</tbody>
                </table>
            </div>
        </Dialog>
    }
}

fn lines(l: Lang) -> [(&'static str, &'static str); 5] {
    [
        ("/", words::key_search(l)),
        ("↑ ↓", words::key_move(l)),
        (words::key_enter(l), words::key_open(l)),
        (words::key_escape(l), words::key_back(l)),
        ("?", words::key_help(l)),
    ]
}

const SEARCH: &str = "chercher-dossier";
const RECORD: &str = "rec-";
const DOCUMENT: &str = "doc-";
const WRITTEN: [&str; 3] = ["INPUT", "TEXTAREA", "SELECT"];
