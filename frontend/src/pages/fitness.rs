//! Where keys would not be safe, the page says so in the place of the form.

use super::Title;
use crate::{
    components::{Icon, Say},
    desk::{Fitness, desk, lang},
    logic::page::Page,
    texts::{fitness as words, log_in},
};
use leptos::prelude::*;

/// The page, unless this browser or this address is not fit for it. `keeps` says that the page
/// makes a key that must stay in the browser.
pub fn guard(keeps: bool, page: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let fitness = desk().fitness;
    // The kit's page reads with what the crates give; only what keeps a key must be refused.
    let verdict = Memo::new(move |_| match fitness.get() {
        Fitness::NoKeys if !keeps => Fitness::Fit,
        other => other,
    });
    let shown = move || match verdict.get() {
        Fitness::Fit => page(),
        Fitness::Insecure => insecure().into_any(),
        Fitness::NoKeys => no_keys().into_any(),
    };
    view! { {shown} }.into_any()
}

fn insecure() -> impl IntoView {
    let l = lang();
    view! {
        <header class="stack-s"><Title text=words::insecure(l)/></header>
        <Say kind="alarm" icon="warn" title=words::insecure_more(l) role="alert">
            <p>{words::insecure_safe(l)}</p>
            <ol><li>{words::insecure_1(l)}</li><li>{words::insecure_2(l)}</li><li>{words::insecure_3(l)}</li></ol>
        </Say>
    }
}

fn no_keys() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let inside = desk.session.with_untracked(Option::is_some);
    view! {
        <header class="stack-s"><Title text=words::no_keys(l)/></header>
        <Say kind="look" icon="warn" title=words::no_keys_open(l) role="alert">
            <ol><li>{words::no_keys_1(l)}</li><li>{words::no_keys_2(l)}</li><li>{words::no_keys_3(l)}</li></ol>
            {inside.then(|| view! {
                <div class="btns"><a class="btn main" href=Page::Home.path()><Icon name="home"/>{log_in::later(l)}</a></div>
            })}
        </Say>
    }
}
