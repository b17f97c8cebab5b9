//! The front page: what a record is, two doors, what is needed, and the limits.

use super::Title;
use crate::{
    components::{Icon, Say, TroubleSay},
    desk::{desk, lang},
    logic::page::Page,
    texts::{Lang, card, welcome},
};
use leptos::prelude::*;

/// The front page.
#[component]
pub fn Welcome() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let trouble = move || desk.boot_trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> });
    view! {
        <div class="hero">
            <div class="stack-l">
                <header class="stack">
                    <Title text=welcome::title(l)/>
                    <p class="lede">{welcome::lede(l)}</p>
                </header>
                {trouble}
                <Doors/>
            </div>
            <svg class="hero-mark" aria-hidden="true"><use href="/icons.svg#mark"></use></svg>
        </div>
        <div class="thirds">
            {part("h-what", welcome::what_title(l), vec![welcome::what_1(l), welcome::what_2(l), welcome::what_3(l)])}
            {part("h-need", welcome::need_title(l), vec![
                welcome::need_1(l), welcome::need_2(l), welcome::need_3(l), welcome::need_4(l),
            ])}
            {knows(l)}
        </div>
        {limits(l)}
    }
}

#[component]
fn Doors() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let here = move || {
        desk.hello.get().is_some_and(|hello| hello.device).then(|| {
            view! { <span class="sealed"><Icon name="key"/>{welcome::login_here(l)}</span> }
        })
    };
    view! {
        <ul class="doors">
            <li class="sheet door">
                <h2><a href=Page::LogIn.path()>{welcome::login_title(l)}</a></h2>
                <p class="quiet">{welcome::login_more(l)}</p>
                {here}
            </li>
            <li class="sheet door">
                <h2><a href=Page::Open.path()>{welcome::open_title(l)}</a></h2>
                <p class="quiet">{welcome::open_more(l)}</p>
            </li>
            <li class="sheet door other">
                <h2><a href=Page::Card.path()>{card::welcome_title(l)}</a></h2>
                <p class="quiet">{card::welcome_more(l)}</p>
            </li>
        </ul>
    }
}

fn part(id: &'static str, title: &'static str, items: Vec<&'static str>) -> impl IntoView {
    view! {
        <section class="stack-s" aria-labelledby=id>
            <h2 id=id class="name lg">{title}</h2>
            <ul class="ticks">{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul>
        </section>
    }
}

fn knows(l: Lang) -> impl IntoView {
    view! {
        <section class="stack-s" aria-labelledby="h-host">
            <h2 id="h-host" class="name lg">{welcome::host_title(l)}</h2>
            <p>{welcome::host_lede(l)}</p>
            <p><a href=Page::Host.path()>{welcome::host_go(l)}</a></p>
        </section>
    }
}

fn limits(l: Lang) -> impl IntoView {
    view! {
        <Say title=welcome::limits_title(l) role="note">
            <ul class="list dot">
                <li>{welcome::limit_1(l)}</li>
                <li>{welcome::limit_2(l)}</li>
                <li>{welcome::limit_3(l)}</li>
                <li>{welcome::limit_4(l)}</li>
            </ul>
        </Say>
    }
}
