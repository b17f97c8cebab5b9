//! Who can read: in sight on every row and document.

use crate::{
    desk::{desk, lang},
    services::messages::Who,
    texts::common,
};
use leptos::prelude::*;

/// The owner alone; `large` in a side column.
#[component]
pub fn OnlyYou(#[prop(optional)] large: bool) -> impl IntoView {
    let who = desk()
        .session
        .with_untracked(|session| session.as_ref().map(|session| initials(&session.who)).unwrap_or_default());
    let l = lang();
    let words = if large { common::only_you(l) } else { common::only_you_short(l) };
    view! {
        <p class=if large { "readers lg" } else { "readers" }>
            <span class="set"><span class="who me" aria-hidden="true">{who}</span></span>
            <span>{words}</span>
        </p>
    }
}

/// Two letters for a person.
pub fn initials(who: &Who) -> String {
    let name = if who.used_name.is_empty() { &who.birth_name } else { &who.used_name };
    let first = who.given_names.chars().next();
    first.into_iter().chain(name.chars().next()).flat_map(char::to_uppercase).collect()
}
