//! The way in with a card: permission, bridge, reader, card, then one window and one code. What
//! each state says is in `card_state`; no password is ever asked here.

use super::{Title, card_state, first_use, new_card};
use crate::{
    components::{Ghosts, SixDigits, TroubleSay, WaitFor},
    desk::{Desk, Doing, Entry, Load, Permission, desk, lang},
    logic::page::Page,
    services::{
        messages::{Answer, Ask, Trouble},
        permission, session,
    },
    texts::{card as words, first_use as first_words},
};
use gloo::timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};

/// The page: one of three screens.
#[component]
pub fn CardEntry() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let entry = desk.room.entry;
    watch(desk);
    let screen =
        Memo::new(move |_| match (entry.newcomer.with(Option::is_some), entry.new_card.with(Option::is_some)) {
            (true, _) => 1,
            (_, true) => 2,
            _ => 0,
        });
    let heading = move || match screen.get() {
        1 => (first_words::title(l), first_words::lede(l)),
        2 => (first_words::new_title(l), first_words::new_lede(l)),
        _ => (words::title(l), words::lede(l)),
    };
    super::focus_on_change("titre-page", move || (screen.get(), entry.paper.kit.with(Option::is_some)));
    let body = move || match screen.get() {
        1 => view! { <first_use::FirstUse/> }.into_any(),
        2 => view! { <new_card::NewCard/> }.into_any(),
        _ => view! { <Way/> }.into_any(),
    };
    view! {
        <header class="stack-s noprint">
            {move || view! { <Title text=heading().0/> }}
            <p class="lede">{move || heading().1}</p>
        </header>
        <div class="stack-l">
            {move || entry.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            {body}
        </div>
    }
}

#[component]
fn Way() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let entry = desk.room.entry;
    let now = move || {
        match (entry.doing.get(), entry.permission.get()) {
        (Some(Doing::Pairing), _) => view! { <Pairing entry=entry/> }.into_any(),
        (Some(_), _) => view! { <WaitFor icon="card" title=words::log_in_wait(l) more=words::log_in_wait_more(l)/> }.into_any(),
        (None, Permission::Ask) => card_state::asking(desk, l).into_any(),
        (None, Permission::Denied) => card_state::denied(l).into_any(),
        (None, _) => match entry.card.get() {
            Load::Ready(state) => card_state::now(desk, l, state),
            Load::Failed(trouble) => view! {
                <TroubleSay trouble=trouble>
                    <div class="btns"><button class="btn" type="button" on:click=move |_| look(desk)>{words::look_again(l)}</button></div>
                </TroubleSay>
            }
            .into_any(),
            _ => view! { <Ghosts title=words::checking(l) more=words::checking_more(l)/> }.into_any(),
        },
    }
    };
    view! {
        <div class="cols ladder">
            <div class="stack-l">{now}</div>
            <card_state::Ladder/>
        </div>
        <p>{words::patient(l)}" "<a href=Page::LogIn.path()>{crate::texts::welcome::login_title(l)}</a></p>
    }
}

#[component]
fn Pairing(entry: Entry) -> impl IntoView {
    let l = lang();
    move || match entry.digits.get() {
        None => view! { <WaitFor icon="key" title=words::pairing_wait(l) more=words::pairing_do(l)/> }.into_any(),
        Some(digits) => view! {
            <section class="sheet stack judge" aria-labelledby="h-app" role="status">
                <h2 id="h-app">{words::pairing_title(l)}</h2>
                <SixDigits digits=digits/>
                <p>{words::pairing_do(l)}</p>
            </section>
        }
        .into_any(),
    }
}

/// Looks at once, then every two seconds: a reader or a card that is put in shows by itself.
fn watch(desk: Desk) {
    #[cfg(feature = "gallery")]
    if crate::gallery::on() {
        return;
    }
    let entry = desk.room.entry;
    spawn_local(async move {
        entry.permission.set(permission::look().await);
        if entry.permission.get_untracked() == Permission::Free {
            look(desk);
        }
    });
    let idle = move || {
        entry.doing.get_untracked().is_none()
            && entry.permission.get_untracked() == Permission::Free
            && entry.newcomer.with_untracked(Option::is_none)
            && entry.new_card.with_untracked(Option::is_none)
    };
    let clock = StoredValue::new_local(Some(Interval::new(LOOK_MS, move || {
        if idle() {
            look(desk);
        }
    })));
    on_cleanup(move || clock.update_value(|clock| drop(clock.take())));
}

/// Where bridge, reader and card stand, without a window.
pub fn look(desk: Desk) {
    let entry = desk.room.entry;
    if entry.card.with_untracked(|card| matches!(card, Load::Busy)) {
        return;
    }
    if !entry.card.with_untracked(|card| matches!(card, Load::Ready(_))) {
        entry.card.set(Load::Busy);
    }
    spawn_local(async move {
        let card = match desk.vault.ask(Ask::CardState).await.map(|reply| reply.answer) {
            Ok(Answer::Card(card)) => Load::Ready(card),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        };
        if entry.doing.get_untracked().is_none() && entry.card.with_untracked(|have| *have != card) {
            entry.card.set(card);
        }
    });
}

/// The browser's question has been explained: now it may come.
pub fn may_ask(desk: Desk) {
    desk.room.entry.permission.set(Permission::Free);
    look(desk);
}

/// Pairs this browser: digits, then the bridge's window.
pub fn pair(desk: Desk) {
    let entry = desk.room.entry;
    entry.digits.set(None);
    run(desk, Doing::Pairing, Ask::PairBridge);
}

/// One window, one code.
pub fn log_in(desk: Desk) {
    run(desk, Doing::LogIn, Ask::LogInWithCard);
}

/// Asks, and goes where the answer leads.
pub fn run(desk: Desk, doing: Doing, ask: Ask) {
    let entry = desk.room.entry;
    if entry.doing.get_untracked().is_some() {
        return;
    }
    entry.trouble.set(None);
    entry.doing.set(Some(doing));
    spawn_local(async move {
        let result = desk.vault.ask(ask).await;
        if entry.doing.get_untracked() != Some(doing) {
            // It was left meanwhile, and has said why.
            return;
        }
        entry.doing.set(None);
        entry.digits.set(None);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Card(card)) => entry.card.set(Load::Ready(card)),
            Ok(Answer::Newcomer(person)) => {
                entry.practice.set(person.practice.clone());
                entry.newcomer.set(Some(person));
                session::begin_first_use(desk);
            }
            Ok(Answer::NewCard(person)) => {
                entry.new_card.set(Some(person));
                session::begin_first_use(desk);
            }
            Ok(Answer::Kit(kit)) => crate::components::show_kit(entry.paper, kit),
            Ok(Answer::Open(open)) => session::begin(desk, *open),
            Ok(_) => entry.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => {
                entry.trouble.set(Some(trouble));
                again(desk, doing);
            }
        }
    });
}

/// After a trouble the state may be another one: a code is locked, the card is out.
fn again(desk: Desk, doing: Doing) {
    #[cfg(feature = "gallery")]
    if crate::gallery::on() {
        return;
    }
    if matches!(doing, Doing::Pairing | Doing::LogIn) {
        look(desk);
    }
}

const LOOK_MS: u32 = 2000;
