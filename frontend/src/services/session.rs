//! The session on this side: it opens, hears real input, warns, and ends with everything it held.

use super::{
    browser, files,
    messages::{Ask, BridgeTrouble, Ending, Session, Trouble, Who},
    pdf, strength, tabs,
};
use crate::{
    desk::{Desk, Ended, Load},
    logic::{
        idle::{Idle, IdleClock},
        page::Page,
    },
    pages,
};
use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::{Interval, Timeout},
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Installs what watches the user and the clock, once, for the life of the page.
pub fn watch(desk: Desk) {
    for name in ["pointerdown", "keydown", "wheel", "touchmove"] {
        let options = EventListenerOptions { passive: true, ..EventListenerOptions::run_in_capture_phase() };
        EventListener::new_with_options(&browser::window(), name, options, move |event| {
            // While the warning stands, only its own buttons count.
            if event.is_trusted() && desk.warn.get_untracked().is_none() {
                act(desk);
            }
        })
        .forget();
    }
    for name in ["pageshow", "focus", "resume"] {
        EventListener::new(&browser::window(), name, move |_| check(desk)).forget();
    }
    EventListener::new(&browser::document(), "visibilitychange", move |_| check(desk)).forget();
    Interval::new(1000, move || check(desk)).forget();
    // A file dropped beside the place for it would make the browser leave the page.
    for name in ["dragover", "drop"] {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&browser::window(), name, options, |event| event.prevent_default()).forget();
    }
    tabs::listen(move |word| match word {
        tabs::Word::Act if desk.session.with_untracked(Option::is_some) => heard(desk),
        // Before a session each tab has a card's log-in of its own.
        tabs::Word::Act => {}
        tabs::Word::Lock if desk.session.get_untracked().is_some() => {
            close(desk, Ended::Why(Ending::Elsewhere));
        }
        tabs::Word::Lock => {}
    });
}

/// A session begins.
pub fn begin(desk: Desk, session: Session) {
    desk.clock.set_value(Some(IdleClock::new(browser::now(), session.idle_seconds)));
    let (by_kit, record, who) = (session.by_kit, session.record, session.who.clone());
    let professional = session.professional.is_some();
    desk.opening.empty();
    desk.room.empty();
    desk.documents.set(Load::Idle);
    desk.ended.set(None);
    desk.session.set(Some(session));
    if professional {
        return desk.goto(Page::Room);
    }
    match (by_kit, record) {
        // The consent is signed with the key of this computer, which must come first.
        (true, _) => desk.goto(Page::AddComputer),
        (false, true) => desk.goto(Page::Home),
        (false, false) => go_on(desk, who),
    }
}

/// The card is good, and leads to no session yet. The host counts ten minutes all the same, and the kit
/// takes its time: acts count from here as in a session.
pub fn begin_first_use(desk: Desk) {
    desk.ended.set(None);
    desk.clock.set_value(Some(IdleClock::new(browser::now(), FIRST_USE_SECONDS)));
}

/// The person leaves their first use. Nothing was kept yet: the worker forgets what it made.
pub fn leave_first_use(desk: Desk) {
    forget_first_use(desk);
    spawn_local(async move {
        drop(desk.vault.ask(Ask::LogOut).await);
        desk.vault.kill();
    });
    desk.goto(Page::Welcome);
}

/// Nobody was there, or the host ended it: what was made is forgotten here too.
pub fn end_first_use(desk: Desk, why: Ending) {
    let ended = match in_first_use(desk) {
        None => return,
        Some(FirstUse::Newcomer) => Ended::FirstUse(why),
        Some(FirstUse::NewCard) => Ended::NewCard(why),
    };
    desk.vault.kill();
    forget_first_use(desk);
    desk.ended.set(Some(ended));
    desk.goto(Page::Ended);
}

fn forget_first_use(desk: Desk) {
    desk.clock.set_value(None);
    desk.warn.set(None);
    desk.room.entry.empty();
}

/// What is under way where no session is.
fn in_first_use(desk: Desk) -> Option<FirstUse> {
    let entry = desk.room.entry;
    if desk.session.with_untracked(Option::is_some) {
        None
    } else if entry.newcomer.with_untracked(Option::is_some) {
        Some(FirstUse::Newcomer)
    } else {
        entry.new_card.with_untracked(Option::is_some).then_some(FirstUse::NewCard)
    }
}

enum FirstUse {
    Newcomer,
    NewCard,
}

/// An opening that was cut short before the consent goes on there.
pub fn go_on(desk: Desk, who: Who) {
    desk.opening.who.set(who);
    pages::open::read_statements(desk);
    desk.goto(Page::Open);
}

/// A real input event of the user, here.
pub fn act(desk: Desk) {
    if count(desk) && desk.session.with_untracked(Option::is_some) {
        tabs::tell(tabs::Word::Act);
    }
    desk.warn.set_if_some(None);
}

/// The user closes their record. The host is told, but not waited for beyond three seconds.
pub fn log_out(desk: Desk) {
    if in_first_use(desk).is_some() {
        return leave_first_use(desk);
    }
    let over = move || {
        if desk.session.with_untracked(Option::is_some) {
            end(desk, Ended::Why(Ending::Asked));
        }
    };
    Timeout::new(3000, over).forget();
    spawn_local(async move {
        drop(desk.vault.ask(Ask::LogOut).await);
        over();
    });
}

/// The card went out. The screen empties at once; then the worker, which may still keep a draft
/// and tell the host, goes too.
pub fn card_out(desk: Desk) {
    if desk.session.with_untracked(Option::is_none) {
        // Before a session there is only what the card said: it goes with the card.
        if in_first_use(desk).is_some() {
            forget_first_use(desk);
            desk.room.entry.trouble.set(Some(Trouble::Bridge(BridgeTrouble::CardRemoved)));
        }
        return;
    }
    tabs::tell(tabs::Word::Lock);
    pages::deposit::save_draft(desk);
    clear(desk, Ended::Why(Ending::Card));
    let over = move || {
        // A new session has a worker of its own.
        if desk.session.with_untracked(Option::is_none) && desk.room.entry.doing.with_untracked(Option::is_none) {
            desk.vault.kill();
        }
    };
    Timeout::new(3000, over).forget();
    spawn_local(async move {
        drop(desk.vault.ask(Ask::LogOut).await);
        over();
    });
}

/// The worker died. Without a session, whoever asked it is told, and that is enough.
pub fn crashed(desk: Desk) {
    if desk.session.with_untracked(Option::is_some) {
        end(desk, Ended::Crashed);
    } else {
        desk.vault.kill();
    }
}

/// Ends the session here and in every other tab.
pub fn end(desk: Desk, why: Ended) {
    if desk.session.get_untracked().is_some() {
        tabs::tell(tabs::Word::Lock);
    }
    close(desk, why);
}

/// Ends the session here: worker killed, object URLs revoked, page emptied.
fn close(desk: Desk, why: Ended) {
    desk.vault.kill();
    clear(desk, why);
}

/// Empties the page.
fn clear(desk: Desk, why: Ended) {
    pdf::kill();
    strength::kill();
    files::forget_all();
    let professional = desk.is_professional();
    desk.by_card.set(professional);
    desk.empty();
    desk.ended.set(Some(why));
    desk.goto(match why {
        Ended::Crashed if professional => Page::Card,
        Ended::Crashed => Page::LogIn,
        _ => Page::Ended,
    });
}

/// An act in another tab.
fn heard(desk: Desk) {
    count(desk);
    desk.warn.set_if_some(None);
}

/// Counts an act; tells the host when it is due.
fn count(desk: Desk) -> bool {
    let mut due = false;
    desk.clock.update_value(|clock| {
        due = clock.as_mut().is_some_and(|clock| clock.act(browser::now()));
    });
    if due {
        spawn_local(async move {
            drop(desk.vault.ask(Ask::Act).await);
        });
    }
    due
}

fn check(desk: Desk) {
    let Some(clock) = desk.clock.get_value() else { return };
    let open = desk.session.with_untracked(Option::is_some);
    let minutes = clock.minutes(browser::now());
    if open && desk.room.minutes.get_untracked() != minutes {
        desk.room.minutes.set(minutes);
    }
    match clock.state(browser::now()) {
        Idle::Fresh => desk.warn.set_if_some(None),
        Idle::Warn(left) => {
            if open && desk.warn.get_untracked().is_none() {
                pages::deposit::save_draft(desk);
            }
            desk.warn.set(Some(left));
        }
        Idle::Dead if open => end(desk, Ended::Why(Ending::Idle)),
        // The bridge has it in a window, which closes by itself; the answer decides.
        Idle::Dead if desk.room.entry.doing.with_untracked(Option::is_some) => desk.warn.set_if_some(None),
        Idle::Dead => end_first_use(desk, Ending::Idle),
    }
}

/// As long as the host keeps a session without an act.
const FIRST_USE_SECONDS: u32 = 600;

trait SetIfSome {
    fn set_if_some(&self, value: Option<u32>);
}

impl SetIfSome for RwSignal<Option<u32>> {
    /// Writes only a change, so that nothing is drawn every second.
    fn set_if_some(&self, value: Option<u32>) {
        if self.get_untracked() != value {
            self.set(value);
        }
    }
}
