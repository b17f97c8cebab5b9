//! A statement, shown whole: what a person signs is what a person reads.

use leptos::prelude::*;

/// The text, word for word.
#[component]
pub fn Statement(#[prop(into)] text: String, #[prop(into)] label: String) -> impl IntoView {
    view! { <pre class="statement" tabindex="0" role="region" aria-label=label>{text}</pre> }
}
