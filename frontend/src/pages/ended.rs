//! After a session: the page is empty, says why, and what stays safe.

use super::Title;
use crate::{
    components::Icon,
    desk::{Ended, desk, lang},
    logic::page::Page,
    services::messages::Ending,
    texts::{Lang, first_use, room, session, settings},
};
use leptos::prelude::*;

/// Why it ended, and the way back in.
#[component]
pub fn SessionEnded() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let ended = desk.ended.get_untracked().unwrap_or(Ended::Why(Ending::Asked));
    if ended == Ended::Why(Ending::Card) {
        return locked(l).into_any();
    }
    match ended {
        Ended::FirstUse(why) => return begun(l, why, false).into_any(),
        Ended::NewCard(why) => return begun(l, why, true).into_any(),
        _ => {}
    }
    let closed = ended == Ended::Closed;
    let title = if closed { settings::closed_title(l) } else { session::title(l) };
    let by_card = desk.by_card.get_untracked();
    let next = match (closed, by_card) {
        (true, _) => Page::Welcome,
        (_, true) => Page::Card,
        _ => Page::LogIn,
    };
    let clean = if by_card { room::locked_safe(l) } else { session::clean(l) };
    let draft = if by_card { room::locked_draft(l) } else { session::draft(l) };
    view! {
        <header class="stack-s">
            <Title text=title/>
            <p class="lede">{if by_card { why_card(l, ended) } else { why(l, ended) }}</p>
        </header>
        <div class="stack">
            <p class="sealed"><Icon name="lock"/><span>{clean}</span></p>
            {(!closed && ended != Ended::Removed).then(|| view! { <p class="quiet measure">{draft}</p> })}
            <div class="btns">
                <a class="btn main" href=next.path()>
                    {if closed { crate::texts::common::to_home(l) } else { session::again(l) }}
                </a>
            </div>
        </div>
    }
    .into_any()
}

/// The card is out: what happened, what stays safe, what to do.
fn locked(l: Lang) -> impl IntoView {
    view! {
        <header class="stack-s">
            <Title text=room::locked_title(l)/>
            <p class="lede">{room::locked_lede(l)}</p>
        </header>
        <div class="stack">
            <p class="sealed"><Icon name="lock"/><span>{room::locked_safe(l)}</span></p>
            <p class="quiet measure">{room::locked_draft(l)}</p>
            <ul class="list dot"><li>{room::locked_1(l)}</li><li>{room::locked_2(l)}</li></ul>
            <div class="btns"><a class="btn main" href=Page::Card.path()><Icon name="card"/>{room::again(l)}</a></div>
        </div>
    }
}

/// A first use or a new card was left lying. The sheet of a new card's kit stays good; that of a first
/// use only where the host knows the person by now.
fn begun(l: Lang, why: Ending, new_card: bool) -> impl IntoView {
    let lede = if why == Ending::Idle { first_use::over_idle(l) } else { first_use::over_host(l) };
    let (safe, todo) = if new_card {
        (first_use::over_new_safe(l), first_use::over_new_do(l))
    } else {
        (first_use::over_safe(l), first_use::over_do(l))
    };
    view! {
        <header class="stack-s">
            <Title text=first_use::over_title(l)/>
            <p class="lede">{lede}</p>
        </header>
        <div class="stack">
            <p class="sealed"><Icon name="lock"/><span>{safe}</span></p>
            <p class="measure">{todo}</p>
            <div class="btns"><a class="btn main" href=Page::Card.path()><Icon name="card"/>{first_use::over_again(l)}</a></div>
        </div>
    }
}

/// A professional has several records, and none of them is closed for good.
fn why_card(l: Lang, ended: Ended) -> &'static str {
    match ended {
        Ended::Why(Ending::Idle) => room::over_idle(l),
        Ended::Why(Ending::Asked) => room::over_asked(l),
        Ended::Why(Ending::Elsewhere) => room::over_elsewhere(l),
        other => why(l, other),
    }
}

fn why(l: Lang, ended: Ended) -> &'static str {
    match ended {
        Ended::Why(Ending::Idle) => session::idle(l),
        Ended::Why(Ending::Asked) => session::asked(l),
        Ended::Why(Ending::Elsewhere) => session::elsewhere(l),
        Ended::Why(Ending::Host) => session::host(l),
        Ended::FirstUse(_) | Ended::NewCard(_) => first_use::over_idle(l),
        Ended::Why(Ending::Card) => room::locked_lede(l),
        Ended::Closed => settings::leave_1(l),
        Ended::Crashed => session::crashed_title(l),
        Ended::Removed => session::removed(l),
    }
}
