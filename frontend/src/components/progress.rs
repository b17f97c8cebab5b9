//! Honest progress: what is being done, how much of it, how fast it really went.

use super::Icon;
use crate::{
    desk::{Desk, lang},
    logic::sizes::Pace,
    services::messages::Stage,
    texts::{common, deposit, time},
};
use leptos::prelude::*;

/// The state of one long task.
#[component]
pub fn TaskProgress(
    #[prop(into)] label: String,
    stage: Stage,
    done: u64,
    total: u64,
    #[prop(optional)] waiting: bool,
    #[prop(optional)] pace: Pace,
) -> impl IntoView {
    let l = lang();
    let mut words = vec![deposit::stage(l, stage).to_owned()];
    if total > 0 {
        words.push(time::done_of(l, time::size(l, done), time::size(l, total)));
    }
    if !waiting && stage != Stage::Committing {
        words.extend(pace.speed().map(|speed| time::per_second(l, time::size(l, speed))));
        words.extend(pace.left(total).map(|left| time::about(l, time::wait(l, left))));
    }
    let value = (total > 0).then(|| done.to_string());
    view! {
        <progress max=total.max(1).to_string() value=value aria-label=label></progress>
        <p class="quiet small num-wrap">{words.join(", ")}"."</p>
        {waiting.then(|| view! {
            <p class="small lookat"><Icon name="link-off"/>" "{deposit::waiting(l)}</p>
        })}
    }
}

/// Grey where text will come, under the sentence that says what is going on.
#[component]
pub fn Ghosts(#[prop(into)] title: String, #[prop(into)] more: String) -> impl IntoView {
    view! {
        <div class="sheet stack" role="status">
            <p><b>{title}</b><br/><span class="quiet small">{more}</span></p>
            <div class="stack" aria-hidden="true">
                <span class="ghost w1"></span>
                <span class="ghost w2"></span>
                <span class="ghost w3"></span>
            </div>
        </div>
    }
}

/// Somebody has to do something, here or elsewhere: what, under an icon that says where. Grey lines
/// would promise a text that does not come.
#[component]
pub fn WaitFor(icon: &'static str, #[prop(into)] title: String, #[prop(into)] more: String) -> impl IntoView {
    view! {
        <div class="sheet stack call" role="status">
            <span class="disc look"><Icon name=icon/></span>
            <p class="name lg">{title}</p>
            <p>{more}</p>
        </div>
    }
}

/// `true` while any deposit waits for the network; said once, on every page.
pub fn waits(desk: Desk) -> bool {
    desk.queue.with(|queue| {
        queue.iter().any(|item| matches!(item.state, crate::desk::Sending::UnderWay { waiting: true, .. }))
    })
}

/// The sentence that goes with [`waits`].
#[component]
pub fn WaitingLine() -> impl IntoView {
    let l = lang();
    view! {
        <super::Say kind="look" icon="link-off" title=common::waiting(l)>
            <p>{common::waiting_more(l)}</p>
        </super::Say>
    }
}
