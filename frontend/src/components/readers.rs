//! Who can read: in sight on every row and document.

use crate::{
    desk::{Desk, Load, desk, lang},
    services::messages::{MemberRow, Who},
    texts::{Lang, circle as words, common},
};
use leptos::prelude::*;

/// Who has a key of a document, as far as this page knows.
#[derive(Debug, Clone, PartialEq)]
pub enum Readers {
    /// Still looking.
    Counting,
    /// The circle or the keys could not be checked: nothing is claimed.
    Unknown,
    /// The owner alone, or with these; a reader that the circle does not know is `None`.
    With(Vec<Option<MemberRow>>),
}

/// The readers of one document. A circle without members needs no list of keys.
pub fn readers_of(desk: Desk, document: &str, personal: bool) -> Readers {
    let circle = desk.circle.circle.get();
    let members = match circle {
        _ if personal => return Readers::With(Vec::new()),
        Load::Ready(circle) if circle.members.is_empty() => return Readers::With(Vec::new()),
        Load::Ready(circle) => circle.members,
        Load::Failed(_) => return Readers::Unknown,
        _ => return Readers::Counting,
    };
    desk.circle.access.with(|access| match access {
        Load::Ready(rows) => {
            let member = |reader: &String| members.iter().find(|member| member.reader == *reader).cloned();
            match rows.iter().find(|row| row.0 == document) {
                Some(row) => Readers::With(row.1.iter().map(member).collect()),
                // It came after the keys were counted.
                None => Readers::Counting,
            }
        }
        Load::Failed(_) => Readers::Unknown,
        _ => Readers::Counting,
    })
}

/// The line of readers of one document; `large` in a side column, with names.
#[component]
pub fn ReadersLine(#[prop(into)] document: String, personal: bool, #[prop(optional)] large: bool) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let mine = my_initials(desk);
    let readers = Memo::new(move |_| readers_of(desk, &document, personal));
    move || {
        let readers = readers.get();
        let others = match &readers {
            Readers::With(others) => others.clone(),
            _ => Vec::new(),
        };
        let tokens = others.iter().take(TOKENS).map(|member| {
            let letters = member.as_ref().map_or_else(|| "?".to_owned(), |member| letters(&member.name));
            view! { <span class="who" aria-hidden="true">{letters}</span> }
        });
        let names = (large && !others.is_empty()).then(|| named(l, &others));
        view! {
            <div class=if large { "readers lg" } else { "readers" }>
                <span class="set">
                    <span class="who me" aria-hidden="true">{mine.clone()}</span>
                    {tokens.collect_view()}
                </span>
                <div><p>{said(l, &readers, large)}</p>{names}</div>
            </div>
        }
    }
}

fn said(l: Lang, readers: &Readers, large: bool) -> String {
    match readers {
        Readers::Counting => words::counting(l).to_owned(),
        Readers::Unknown => words::uncounted(l).to_owned(),
        Readers::With(others) if others.is_empty() && large => common::only_you(l).to_owned(),
        Readers::With(others) if others.is_empty() => common::only_you_short(l).to_owned(),
        Readers::With(others) if large => words::you_and_long(l, others.len()),
        Readers::With(others) => words::you_and(l, others.len()),
    }
}

fn named(l: Lang, others: &[Option<MemberRow>]) -> impl IntoView + use<> {
    let line = |member: &Option<MemberRow>| match member {
        Some(member) => view! {
            <li><b>{member.name.clone()}</b>", "{profession(l, &member.words)}</li>
        }
        .into_any(),
        None => view! { <li><b>{words::stranger(l)}</b></li> }.into_any(),
    };
    view! { <ul class="small">{others.iter().map(line).collect_view()}</ul> }
}

/// A profession in the language of the page.
pub fn profession(l: Lang, words: &(String, String)) -> String {
    match l {
        Lang::Fr => words.0.clone(),
        Lang::En => words.1.clone(),
    }
}

/// Two letters for the person whose session it is.
pub fn my_initials(desk: Desk) -> String {
    desk.session.with_untracked(|session| session.as_ref().map(|session| initials(&session.who)).unwrap_or_default())
}

/// Two letters for a person.
pub fn initials(who: &Who) -> String {
    let name = if who.used_name.is_empty() { &who.birth_name } else { &who.used_name };
    let first = who.given_names.chars().next();
    first.into_iter().chain(name.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Two letters for a displayed name; a title is no part of it.
pub fn letters(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().filter(|word| !word.ends_with('.') && *word != "Dr").collect();
    words.iter().take(2).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

const TOKENS: usize = 3;
