//! A native modal dialog: focus on its title, Escape closes, focus goes back by itself.

use super::Icon;
use crate::{desk::lang, texts::common};
use leptos::{html, prelude::*};

/// Opens and closes with `open`.
#[component]
pub fn Dialog(
    id: &'static str,
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog id=id node_ref=node aria-labelledby=format!("{id}-t") on:close=move |_| open.set(false)>
            <header>
                <h2 id=format!("{id}-t") tabindex="-1" autofocus=true>{title}</h2>
                <button class="btn bare only" type="button" aria-label=common::close(lang())
                    on:click=move |_| open.set(false)>
                    <Icon name="close"/>
                </button>
            </header>
            {children()}
        </dialog>
    }
}
