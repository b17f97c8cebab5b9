//! No such page.

use super::Title;
use crate::{desk::lang, logic::page::Page, texts::common};
use leptos::prelude::*;

/// Says so, and the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    let l = lang();
    view! {
        <header class="stack-s">
            <Title text=common::not_found(l)/>
            <p class="lede">{common::not_found_more(l)}</p>
        </header>
        <p><a class="btn main" href=Page::Welcome.path()>{common::to_home(l)}</a></p>
    }
}
