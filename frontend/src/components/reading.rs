//! A statement in plain words, every line of it; the text itself stands beside it.

use super::{Fact, Facts};
use crate::{
    desk::lang,
    logic::statement::{Line, lines},
    services::browser,
    texts::{Lang, acts, consent as words, time},
};
use leptos::prelude::*;

/// Each line with what it is about; a context begins a part of its own.
#[component]
pub fn Reading(#[prop(into)] text: String) -> impl IntoView {
    let l = lang();
    let mut parts: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in lines(&text) {
        match line {
            Line::Kind(context) => parts.push((words::part(l, &context), Vec::new())),
            Line::Fact(name, value) => {
                if let Some((_, facts)) = parts.last_mut() {
                    facts.push((name, value));
                }
            }
        }
    }
    parts.into_iter().map(|(title, facts)| part(l, title, facts)).collect_view()
}

fn part(l: Lang, title: String, facts: Vec<(String, String)>) -> impl IntoView {
    let fact = move |(name, value): (String, String)| {
        view! { <Fact name=words::line(l, &name)>{said(l, &name, value)}</Fact> }
    };
    view! {
        <div class="stack-s">
            <h3>{title}</h3>
            <Facts class="facts lines">{facts.into_iter().map(fact).collect_view()}</Facts>
        </div>
    }
}

/// A value as one says it; numbers and keys stay letter by letter.
fn said(l: Lang, name: &str, value: String) -> AnyView {
    let when = |value: &str| browser::unix_of(value).map(|at| time::moment(l, browser::local(at)));
    let plain = match name {
        "number" => Some(words::place(l, value.clone())),
        "deadline" | "agreed" | "from" => when(&value),
        "until" if value == "-" => Some(acts::no_end(l).to_owned()),
        "until" => when(&value),
        "reason" if value == "-" => Some(acts::none(l).to_owned()),
        "reason" | "name" | "documents" => Some(value.clone()),
        "rights" => acts::said_rights(l, &value).map(str::to_owned),
        "notice" => match value.rsplit_once(' ') {
            Some((version, "fr")) => Some(words::version_fr(l, version.to_owned())),
            Some((version, "en")) => Some(words::version_en(l, version.to_owned())),
            _ => None,
        },
        _ => None,
    };
    match plain {
        Some(plain) => plain.into_any(),
        // A key to seal to is two screens long on a telephone: whole, but folded.
        None if value.len() > FOLDED => view! {
            <details class="slim"><summary>{acts::long(l, value.len())}</summary><p class="mono">{value}</p></details>
        }
        .into_any(),
        None => view! { <span class="mono">{value}</span> }.into_any(),
    }
}

const FOLDED: usize = 200;
