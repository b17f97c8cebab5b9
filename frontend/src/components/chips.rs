//! A filter chip: a real checkbox with its count.

use leptos::prelude::*;

/// One chip.
#[component]
pub fn Chip(
    #[prop(into)] label: String,
    count: usize,
    #[prop(into)] on: Signal<bool>,
    #[prop(into)] flip: Callback<()>,
) -> impl IntoView {
    view! {
        <label class="chip">
            <input type="checkbox" prop:checked=on on:change=move |_| flip.run(())/>
            <span>{label}</span>
            <span class="count">{count}</span>
        </label>
    }
}
