//! What two people compare: six digits, large, or a whole fingerprint.

use super::Qr;
use crate::{desk::lang, texts::compare as words};
use leptos::prelude::*;

/// Six digits, in two groups of three; a screen reader says them one by one.
#[component]
pub fn SixDigits(#[prop(into)] digits: String) -> impl IntoView {
    let l = lang();
    let (one, two) = digits.split_at_checked(3).unwrap_or((&digits, ""));
    let spoken = digits.chars().map(String::from).collect::<Vec<_>>().join(" ");
    view! {
        <p class="six" role="img" aria-label=format!("{} : {spoken}", words::digits(l))>
            <span aria-hidden="true">{one.to_owned()}</span>
            <span aria-hidden="true">{two.to_owned()}</span>
        </p>
    }
}

/// The fingerprint of a record, to read or to scan.
#[component]
pub fn Fingerprint(#[prop(into)] hex: String, modules: Vec<bool>, side: u32) -> impl IntoView {
    let l = lang();
    let groups: Vec<String> = hex.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    view! {
        <div class="print">
            <div class="kit"><Qr modules=modules side=side label=words::fingerprint_qr(l)/></div>
            <div class="stack-s">
                <p class="label">{words::fingerprint(l)}</p>
                <p class="mono hexes">{groups.into_iter().map(|four| view! { <span>{four}</span>" " }).collect_view()}</p>
            </div>
        </div>
    }
}
