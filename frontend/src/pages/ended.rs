//! After a session: the page is empty, says why, and what stays safe.

use super::Title;
use crate::{
    components::Icon,
    desk::{Ended, desk, lang},
    logic::page::Page,
    services::messages::Ending,
    texts::{Lang, session, settings},
};
use leptos::prelude::*;

/// Why it ended, and the way back in.
#[component]
pub fn SessionEnded() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let ended = desk.ended.get_untracked().unwrap_or(Ended::Why(Ending::Asked));
    let closed = ended == Ended::Closed;
    let title = if closed { settings::closed_title(l) } else { session::title(l) };
    let next = if closed { Page::Welcome } else { Page::LogIn };
    view! {
        <header class="stack-s">
            <Title text=title/>
            <p class="lede">{why(l, ended)}</p>
        </header>
        <div class="stack">
            <p class="sealed"><Icon name="lock"/><span>{session::clean(l)}</span></p>
            {(!closed).then(|| view! { <p class="quiet measure">{session::draft(l)}</p> })}
            <div class="btns">
                <a class="btn main" href=next.path()>
                    {if closed { crate::texts::common::to_home(l) } else { session::again(l) }}
                </a>
            </div>
        </div>
    }
}

fn why(l: Lang, ended: Ended) -> &'static str {
    match ended {
        Ended::Why(Ending::Idle) => session::idle(l),
        Ended::Why(Ending::Asked) => session::asked(l),
        Ended::Why(Ending::Elsewhere) => session::elsewhere(l),
        Ended::Why(Ending::Host) => session::host(l),
        Ended::Closed => settings::leave_1(l),
        Ended::Crashed => session::crashed_title(l),
        Ended::Removed => session::removed(l),
    }
}
