//! What the host can know, at rest and live, and what it never receives.

use super::Title;
use crate::{desk::lang, texts::welcome};
use leptos::prelude::*;

/// Both lists, short.
#[component]
pub fn Host() -> impl IntoView {
    let l = lang();
    view! {
        <header class="stack-s">
            <Title text=welcome::host_title(l)/>
            <p class="lede">{welcome::host_lede(l)}</p>
        </header>
        <div class="stack-l">
            {list("h-never", welcome::never_title(l), None, vec![
                welcome::never_1(l), welcome::never_2(l), welcome::never_3(l),
            ], None)}
            {list("h-rest", welcome::rest_title(l), Some(welcome::rest_intro(l)), vec![
                welcome::rest_1(l), welcome::rest_2(l), welcome::rest_3(l), welcome::rest_4(l),
            ], Some(welcome::rest_not(l)))}
            {list("h-live", welcome::live_title(l), Some(welcome::live_intro(l)), vec![
                welcome::live_1(l), welcome::live_2(l), welcome::live_3(l),
            ], None)}
        </div>
    }
}

fn list(
    id: &'static str,
    title: &'static str,
    intro: Option<&'static str>,
    items: Vec<&'static str>,
    after: Option<&'static str>,
) -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {intro.map(|text| view! { <p>{text}</p> })}
            <ul class="list dot">{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul>
            {after.map(|text| view! { <p class="quiet">{text}</p> })}
        </section>
    }
}
