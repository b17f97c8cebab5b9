//! The pages, one file each.

mod act;
mod add_computer;
mod card;
mod card_state;
pub mod circle;
mod compare;
mod consents;
pub mod deposit;
mod deposit_rows;
mod document;
pub mod documents;
mod ended;
mod first_use;
mod fitness;
mod home;
mod host;
mod journal;
mod kit;
mod leave;
mod log_in;
mod name;
mod name_person;
mod name_rights;
mod new_card;
mod new_kit;
mod not_found;
pub mod open;
mod open_steps;
mod openers;
mod pdf_pages;
mod remove;
pub mod room;
mod room_closed;
mod room_keys;
mod room_lists;
mod room_reading;
mod settings;
mod sign;
mod viewer;
mod welcome;
mod who_reads;

use crate::{
    logic::page::Page,
    texts::{
        Lang, card as card_words, circle as circle_words, common, compare as compare_words, deposit as deposit_words,
        document as document_words, documents as documents_words, journal as journal_words, log_in as log_in_words,
        new_kit as new_kit_words, opening, removal, room as room_words, session, settings as settings_words,
        welcome as welcome_words,
    },
};
use leptos::prelude::*;

/// The view of a page.
pub fn show(page: Page) -> AnyView {
    match page {
        Page::Welcome => welcome::Welcome().into_any(),
        Page::Open => fitness::guard(true, || open::Open().into_any()),
        Page::LogIn => fitness::guard(false, || log_in::LogIn().into_any()),
        Page::Kit => fitness::guard(false, || kit::OpenWithKit().into_any()),
        Page::AddComputer => fitness::guard(true, || add_computer::AddComputer().into_any()),
        Page::Home => home::Home().into_any(),
        Page::Documents => documents::Documents().into_any(),
        Page::Deposit => deposit::Deposit().into_any(),
        Page::Document(id) => document::Document(document::DocumentProps { id }).into_any(),
        Page::Journal => journal::JournalPage().into_any(),
        Page::Settings => settings::Settings().into_any(),
        Page::NewKit => new_kit::NewKit().into_any(),
        Page::Circle => circle::Circle().into_any(),
        Page::WhoReads => who_reads::WhoReads().into_any(),
        Page::Name => name::Name().into_any(),
        Page::Compare(reader) => compare::Compare(compare::CompareProps { reader }).into_any(),
        Page::Remove(reader) => remove::Remove(remove::RemoveProps { reader }).into_any(),
        Page::Card => fitness::guard(false, || card::CardEntry().into_any()),
        Page::Room => room::Room().into_any(),
        Page::Host => host::Host().into_any(),
        Page::Ended => ended::SessionEnded().into_any(),
        Page::NotFound => not_found::NotFound().into_any(),
    }
}

/// The title of a page, for the browser's window and history.
pub fn title(page: &Page, lang: Lang) -> &'static str {
    match page {
        Page::Welcome => welcome_words::page(lang),
        Page::Open => opening::title_1(lang),
        Page::LogIn => log_in_words::title(lang),
        Page::Kit => log_in_words::kit_title(lang),
        Page::AddComputer => log_in_words::add_title(lang),
        Page::Home => documents_words::home_title(lang),
        Page::Documents => documents_words::your_documents(lang),
        Page::Deposit => deposit_words::title(lang),
        Page::Document(_) => document_words::page(lang),
        Page::Journal => journal_words::title(lang),
        Page::Settings => settings_words::title(lang),
        Page::NewKit => new_kit_words::title(lang),
        Page::Circle => circle_words::title(lang),
        Page::WhoReads => circle_words::reads_title(lang),
        Page::Name => circle_words::name(lang),
        Page::Compare(_) => compare_words::page(lang),
        Page::Remove(_) => removal::page(lang),
        Page::Card => card_words::title(lang),
        Page::Room => room_words::title(lang),
        Page::Host => welcome_words::host_title(lang),
        Page::Ended => session::title(lang),
        Page::NotFound => common::not_found(lang),
    }
}

/// Moves the focus when a part of the page gives way to another: what was pressed is gone by then.
fn focus_on_change<T: PartialEq + 'static>(id: &'static str, watched: impl Fn() -> T + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = watched();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || crate::services::browser::focus(id));
        }
        now
    });
}

/// The one heading of a page; the focus comes here when the page changes.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    view! { <h1 id="titre-page" tabindex="-1">{text}</h1> }
}
