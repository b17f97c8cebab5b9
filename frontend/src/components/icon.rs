//! An icon of the sprite; always beside a word, so hidden from screen readers.

use leptos::prelude::*;

/// Draws `name` of `icons.svg`.
#[component]
pub fn Icon(
    /// Id of the symbol.
    name: &'static str,
    /// Class, when it is not a plain icon.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
