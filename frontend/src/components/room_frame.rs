//! The frame of a consulting room: who is here, card and session always in sight.

use super::{Icon, StayDialog, letters, profession, progress};
use crate::{
    desk::{Desk, desk, lang},
    logic::page::Page,
    services::{browser, session},
    texts::{Lang, common, room as words},
};
use leptos::prelude::*;

/// Bar, then the room.
#[component]
pub fn RoomFrame(children: Children) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let waits = move || progress::waits(desk).then(|| view! { <progress::WaitingLine/> });
    view! {
        <a class="skip" href="#contenu" on:click=|event| { event.prevent_default(); browser::focus("contenu"); }>
            {common::skip(l)}
        </a>
        <div class="app desk">
            <header class="bar">
                <a class="brand" href=Page::Room.path() aria-label=common::brand_home(l)>
                    <Icon name="mark" class="mark"/>
                    <span class="wide">{common::brand(l)}</span>
                </a>
                {who(desk, l)}
                <p class="status end"><Icon name="card"/><span>{words::card_in(l)}</span></p>
                <p class="status" role="timer" aria-label=words::session_name(l)>
                    <Icon name="clock"/><span>{move || words::session(l, desk.room.minutes.get())}</span>
                </p>
                <button class="btn bare wide" type="button" aria-keyshortcuts="?" on:click=move |_| desk.room.help.set(true)>
                    <kbd aria-hidden="true">"?"</kbd>{words::keys(l)}
                </button>
                <button class="btn" type="button" on:click=move |_| session::log_out(desk)>
                    <Icon name="lock"/>{words::close(l)}
                </button>
            </header>
            <main class="room" id="contenu" tabindex="-1">
                {waits}
                {children()}
            </main>
        </div>
        <StayDialog/>
    }
}

fn who(desk: Desk, l: Lang) -> impl IntoView {
    let person = desk.session.with_untracked(|session| session.as_ref().and_then(|open| open.professional.clone()));
    person.map(|person| {
        view! {
            <p class="whose">
                <span class="who" aria-hidden="true">{letters(&person.name)}</span>
                <span><b>{person.name.clone()}</b>{profession(l, &person.words)}</span>
            </p>
        }
    })
}
