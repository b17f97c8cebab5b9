//! Facts as a description list.

use leptos::prelude::*;

/// The list.
#[component]
pub fn Facts(#[prop(default = "facts one")] class: &'static str, children: Children) -> impl IntoView {
    view! { <dl class=class>{children()}</dl> }
}

/// One fact.
#[component]
pub fn Fact(#[prop(into)] name: String, children: Children) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }
}
