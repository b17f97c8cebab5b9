//! The frame around every page: skip link, bar, rooms, main, foot.

use super::{Icon, RoomFrame, StayDialog, initials, progress};
use crate::{
    desk::{Desk, desk, lang},
    logic::page::Page,
    services::{browser, messages::Session, session},
    texts::{Lang, circle, common, opening, time},
};
use leptos::prelude::*;

/// The frame; rooms only when a session is open.
#[component]
pub fn Frame(page: Page, children: Children) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let session = desk.session.get_untracked();
    let roomy = session.is_some() && page.needs_session();
    if page == Page::Room && roomy {
        return view! { <RoomFrame>{children()}</RoomFrame> }.into_any();
    }
    let narrow = !roomy && page != Page::Welcome;
    let waits = move || progress::waits(desk).then(|| view! { <progress::WaitingLine/> });
    view! {
        <a class="skip" href="#contenu" on:click=|event| { event.prevent_default(); browser::focus("contenu"); }>
            {common::skip(l)}
        </a>
        <div class=if roomy { "app roomy" } else { "app" }>
            <header class="bar">
                <a class="brand" href=home(roomy).path() aria-label=common::brand_home(l)>
                    <Icon name="mark" class="mark"/>
                    <span>{common::brand(l)}</span>
                </a>
                {session.filter(|_| roomy).map(|session| whose(desk, l, session))}
                {(!roomy).then(|| side(desk, l, &page))}
            </header>
            {roomy.then(|| rooms(l, &page))}
            <main class=if narrow { "page narrow" } else { "page" } id="contenu" tabindex="-1">
                {waits}
                {children()}
            </main>
            <Foot langs=roomy && page != Page::Settings/>
        </div>
        <StayDialog/>
    }
    .into_any()
}

fn home(roomy: bool) -> Page {
    if roomy { Page::Home } else { Page::Welcome }
}

fn whose(desk: Desk, l: Lang, session: Session) -> impl IntoView {
    let who = &session.who;
    let name = if who.used_name.is_empty() { &who.birth_name } else { &who.used_name };
    let full = format!("{} {name}", who.given_names.split([',', ' ']).next().unwrap_or_default());
    let checks = &session.checks;
    let (icon, words) = if !checks.contradictions.is_empty() {
        ("seal-broken", common::checked_alarm(l).to_owned())
    } else if !checks.missing.is_empty() {
        ("warn", common::checked_gap(l).to_owned())
    } else {
        let at = browser::local(checks.checkpoint_time);
        ("seal", common::checked_at(l, time::hour(l, at)))
    };
    view! {
        <p class="whose">
            <span class="who me" aria-hidden="true">{initials(who)}</span>
            <span>{common::record_of(l)}" "<b>{full}</b></span>
        </p>
        <a class="sealed wide end" href=Page::Journal.path()><Icon name=icon/>{words}</a>
        <button class="btn bare end-sm" type="button" on:click=move |_| session::log_out(desk)>
            <Icon name="out"/>
            <span class="wide-text">{common::close_session(l)}</span>
        </button>
    }
}

/// Outside a session: the language, and during the opening the promise that nothing is sent.
fn side(desk: Desk, l: Lang, page: &Page) -> impl IntoView + use<> {
    let promise = (*page == Page::Open && desk.opening.step.get_untracked() < 4).then(|| {
        view! { <span class="status wide"><Icon name="lock"/>{opening::nothing_sent(l)}</span> }
    });
    view! { <div class="line end">{promise}<LanguageSwitch/></div> }
}

fn rooms(l: Lang, page: &Page) -> impl IntoView + use<> {
    let rooms = [
        (Page::Home, "home", common::home(l)),
        (Page::Documents, "folder", common::documents(l)),
        (Page::Deposit, "add", common::deposit(l)),
        (Page::Circle, "circle", circle::room(l)),
        (Page::Journal, "journal", common::journal(l)),
        (Page::Settings, "settings", common::settings(l)),
    ];
    let item = |(room, icon, name): (Page, &'static str, &'static str)| {
        let inside = matches!(
            (&room, page),
            (Page::Documents, Page::Document(_))
                | (Page::Settings, Page::NewKit)
                | (Page::Circle, Page::Name | Page::WhoReads | Page::Compare(_) | Page::Remove(_))
        );
        let current = if room == *page { Some("page") } else { inside.then_some("true") };
        // A telephone has room for five; both lists of documents have the button.
        let class = if room == Page::Deposit { "roomier" } else { "" };
        view! { <li class=class><a href=room.path() aria-current=current><Icon name=icon/>{name}</a></li> }
    };
    view! {
        <nav class="rooms" aria-label=common::rooms(l)>
            <ul>{rooms.into_iter().map(item).collect_view()}</ul>
        </nav>
    }
}

/// French or English, each named in its own language.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let id = |to: Lang| format!("langue-{}", to.code());
    let button = move |to: Lang, name: &'static str| {
        view! {
            <button class="btn bare" type="button" id=id(to) lang=to.code() aria-pressed=(to == l).to_string()
                on:click=move |_| speak(desk, to)>{name}</button>
        }
    };
    view! {
        <div class="langs" role="group" aria-label=common::language(l)>
            {button(Lang::Fr, "Français")}
            {button(Lang::En, "English")}
        </div>
    }
}

/// From now on in that language, here and at the next visit. The page is drawn anew: the focus
/// goes back to where it was.
fn speak(desk: Desk, to: Lang) {
    desk.lang.set(to);
    browser::keep_language(to.code());
    request_animation_frame(move || browser::focus(&format!("langue-{}", to.code())));
}

#[component]
fn Foot(
    /// In a session the bar has no room for the language: it stands here, and in the settings.
    langs: bool,
) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let build = move || desk.hello.get().map(|hello| view! { <li class="num">{common::version(l, hello.build)}</li> });
    view! {
        <footer class="foot">
            <ul>
                {build}
                <li><a href=Page::Host.path()>{common::host_link(l)}</a></li>
                {langs.then(|| view! { <li class="end"><LanguageSwitch/></li> })}
            </ul>
        </footer>
    }
}
