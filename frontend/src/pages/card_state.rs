//! What each state of bridge, reader and card says, and the ladder that shows them all.

use super::card;
use crate::{
    components::{Icon, Say},
    desk::{Desk, Load, Permission, desk, lang},
    services::messages::{BridgeState, BridgeTrouble, CardIn, CardState, Tries, Trouble},
    texts::{Lang, card as words},
};
use leptos::prelude::*;

/// The browser will ask: said before it does.
pub fn asking(desk: Desk, l: Lang) -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="h-question">
            <h2 id="h-question">{words::ask_title(l)}</h2>
            <p>{words::ask_more(l)}</p>
            <p><b>{words::ask_quote(l)}</b></p>
            <p class="quiet">{words::ask_only(l)}</p>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| card::may_ask(desk)>{words::ask_go(l)}</button>
            </div>
        </section>
    }
}

/// It was refused: how to undo that.
pub fn denied(l: Lang) -> impl IntoView {
    view! {
        <Say kind="look" icon="link-off" title=words::denied_title(l) role="alert">
            <p>{words::denied_more(l)}</p>
            <ol><li>{words::denied_1(l)}</li><li>{words::denied_2(l)}</li><li>{words::denied_3(l)}</li></ol>
            <p>{words::denied_managed(l)}</p>
        </Say>
    }
}

/// The one thing to do now.
pub fn now(desk: Desk, l: Lang, state: CardState) -> AnyView {
    match (state.bridge, state.reader, state.card) {
        (BridgeState::Unreached, ..) => unreached(desk, l).into_any(),
        (BridgeState::Unpaired, ..) => unpaired(desk, l).into_any(),
        (BridgeState::Stranger, ..) => stranger(desk, l).into_any(),
        (_, false, _) => plain("no_reader", "link-off", words::no_reader_title(l), words::no_reader_more(l)).into_any(),
        (_, _, CardIn::Absent) => plain("no_card", "card", words::no_card_title(l), words::no_card_more(l)).into_any(),
        (_, _, CardIn::Unrecognized) => plain("odd", "warn", words::odd_title(l), words::odd_more(l)).into_any(),
        (_, _, CardIn::Present) => present(desk, l, state.tries),
    }
}

fn plain(id: &'static str, icon: &'static str, title: &'static str, more: &'static str) -> impl IntoView {
    let (id, labelled) = (format!("h-{id}"), format!("h-{id}"));
    view! {
        <section class="sheet stack call" aria-labelledby=labelled role="status">
            <span class="disc look"><Icon name=icon/></span>
            <h2 id=id>{title}</h2>
            <p>{more}</p>
        </section>
    }
}

fn unreached(desk: Desk, l: Lang) -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="h-pont">
            <h2 id="h-pont">{words::missing_title(l)}</h2>
            <p>{words::missing_more(l)}</p>
            <ol class="list">
                <li>{words::missing_1(l)}</li>
                <li>{words::missing_2(l)}" "<code>"scelle-bridge doctor"</code><br/><span class="quiet">{words::missing_2_more(l)}</span></li>
                <li>{words::missing_3(l)}</li>
            </ol>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| card::look(desk)>{words::look_again(l)}</button>
            </div>
        </section>
    }
}

fn unpaired(desk: Desk, l: Lang) -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="h-appairer">
            <h2 id="h-appairer">{words::unpaired_title(l)}</h2>
            <p>{words::unpaired_more(l)}</p>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| card::pair(desk)>{words::pair(l)}</button>
            </div>
        </section>
    }
}

fn stranger(desk: Desk, l: Lang) -> impl IntoView {
    view! {
        <Say kind="alarm" icon="seal-broken" title=words::stranger_title(l) role="alert">
            <p>{words::stranger_more(l)}</p>
            <ol><li>{words::stranger_1(l)}</li><li>{words::stranger_2(l)}</li></ol>
            <div class="btns"><button class="btn" type="button" on:click=move |_| card::pair(desk)>{words::pair_again(l)}</button></div>
        </Say>
    }
}

fn present(desk: Desk, l: Lang, tries: Tries) -> AnyView {
    let notice = match tries {
        Tries::Locked => return locked(l).into_any(),
        Tries::Final => Some(view! {
            <Say kind="look" icon="warn" title=words::final_title(l) role="alert"><p>{words::final_more(l)}</p></Say>
        }),
        // A code that was just refused has said so, with the tries left.
        Tries::Low if !wrong_code(desk) => Some(view! {
            <Say kind="look" icon="warn" title=words::low_title(l)><p>{words::low_more(l)}</p></Say>
        }),
        Tries::Low | Tries::All => None,
    };
    let (title, more) = match refused(desk) {
        true => (words::other_card_title(l), words::other_card_more(l)),
        false => (words::ready_title(l), words::ready_more(l)),
    };
    let label = if tries == Tries::Final { words::log_in_final(l) } else { words::log_in(l) };
    view! {
        {notice}
        <section class="sheet stack call" aria-labelledby="h-prete" role="status">
            <span class="disc"><Icon name="card"/></span>
            <h2 id="h-prete">{title}</h2>
            <p>{more}</p>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| card::log_in(desk)><Icon name="key"/>{label}</button>
            </div>
        </section>
    }
    .into_any()
}

fn wrong_code(desk: Desk) -> bool {
    desk.room.entry.trouble.with(|trouble| matches!(trouble, Some(Trouble::Bridge(BridgeTrouble::PinWrong { .. }))))
}

/// The card in the reader opens nothing here, and the page has said why.
fn refused(desk: Desk) -> bool {
    desk.room.entry.trouble.with(|trouble| {
        matches!(
            trouble,
            Some(Trouble::CardRevoked | Trouble::CardExpired | Trouble::CardIssuer | Trouble::CardProfile)
        )
    })
}

fn locked(l: Lang) -> impl IntoView {
    view! {
        <Say kind="look" icon="lock" title=words::locked_title(l) role="alert">
            <p>{words::locked_more(l)}</p>
            <ol><li>{words::locked_1(l)}</li><li>{words::locked_2(l)}</li></ol>
        </Say>
    }
}

/// All four rungs, each in words: what is there, what is missing, what comes after.
#[component]
pub fn Ladder() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let entry = desk.room.entry;
    let rungs =
        move || {
            let state = match entry.card.get() {
                Load::Ready(state) if entry.permission.get() == Permission::Free => Some(state),
                _ => None,
            };
            let names = [words::bridge(l), words::pairing(l), words::reader(l), words::card(l)];
            let mut reached = true;
            names.into_iter().zip(rungs(l, state)).enumerate().map(|(n, (name, (good, said)))| {
            let said = if reached { said } else { words::after(l) };
            let class = match (reached, good) {
                (true, true) => "step done",
                (true, false) => "step now",
                _ => "step next",
            };
            let dot = if reached && good { view! { <Icon name="check"/> }.into_any() } else { (n + 1).into_any() };
            reached &= good;
            view! { <li class=class><span class="dot">{dot}</span><b>{name}</b><span class="at">{said}</span></li> }
        }).collect_view()
        };
    view! {
        <section class="sheet stack" aria-labelledby="h-echelle">
            <h2 id="h-echelle" class="aside-h">{words::where_you_are(l)}</h2>
            <ol class="steps slim">{rungs}</ol>
        </section>
    }
}

fn rungs(l: Lang, state: Option<CardState>) -> [(bool, &'static str); 4] {
    let Some(state) = state else { return [(false, words::bridge_asked(l)); 4] };
    let bridge = match state.bridge {
        BridgeState::Unreached => (false, words::bridge_no(l)),
        _ => (true, words::bridge_ok(l)),
    };
    let pairing = match state.bridge {
        BridgeState::Paired => (true, words::pairing_ok(l)),
        BridgeState::Stranger => (false, words::pairing_wrong(l)),
        _ => (false, words::pairing_no(l)),
    };
    let reader = if state.reader { (true, words::reader_ok(l)) } else { (false, words::reader_no(l)) };
    let card = match (state.card, state.tries) {
        (CardIn::Absent, _) => (false, words::card_no(l)),
        (CardIn::Unrecognized, _) => (false, words::card_odd(l)),
        (CardIn::Present, Tries::Locked) => (false, words::card_locked(l)),
        (CardIn::Present, _) => (true, words::card_ok(l)),
    };
    [bridge, pairing, reader, card]
}
