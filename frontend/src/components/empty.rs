//! A place with nothing in it yet: says so, and what to do.

use leptos::prelude::*;

/// Title, sentence and what follows.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(into)] more: String,
    #[prop(optional)] drawing: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let drawn = drawing.then(|| {
        view! {
            <svg class="drawing" viewBox="0 0 120 72" aria-hidden="true">
                <path d="M22 14h44l14 14v38H22z"></path>
                <path d="M66 14v14h14M32 40h30M32 50h22"></path>
                <path class="b" d="m58 58 34-20 4 10-34 20z"></path>
            </svg>
        }
    });
    view! {
        <div class="sheet empty stack">
            {drawn}
            <p class="name lg">{title}</p>
            <p class="quiet">{more}</p>
            {children.map(|children| view! { <div class="btns mid">{children()}</div> })}
        </div>
    }
}
