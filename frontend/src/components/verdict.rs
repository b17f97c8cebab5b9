//! What the client verified of the log: whole, incomplete, or an alarm; always with its limit.

use super::{Icon, Statement};
use crate::{
    desk::lang,
    services::{browser, messages::Checks},
    texts::{Lang, journal, time},
};
use leptos::prelude::*;

/// The panel on top of the journal.
#[component]
pub fn Verdict(checks: Checks) -> impl IntoView {
    let l = lang();
    if !checks.contradictions.is_empty() {
        alarm(l, checks).into_any()
    } else if !checks.missing.is_empty() {
        incomplete(l, checks).into_any()
    } else {
        whole(l, checks).into_any()
    }
}

fn whole(l: Lang, checks: Checks) -> impl IntoView {
    let when = time::moment(l, browser::local(checks.checkpoint_time));
    let pending =
        (checks.pending > 0).then(|| view! { <p class="small">{journal::ok_pending(l, checks.pending as usize)}</p> });
    view! {
        <section class="seal-panel" aria-labelledby="h-ver" role="status">
            <svg class="bigseal" viewBox="0 0 64 64" aria-hidden="true">
                <circle cx="32" cy="32" r="29"></circle>
                <circle cx="32" cy="32" r="23" class="in"></circle>
                <path d="m22 33 7 7 14-15"></path>
            </svg>
            <div class="stack-s">
                <h2 id="h-ver">{journal::ok(l)}</h2>
                <p>{journal::ok_count(l, checks.entries as usize, when)}</p>
                {pending}
                <p class="note">{limit(l, checks.cosigners)}</p>
            </div>
        </section>
    }
}

fn incomplete(l: Lang, checks: Checks) -> impl IntoView {
    view! {
        <section class="say look" aria-labelledby="h-ver" role="alert">
            <Icon name="warn"/>
            <h2 id="h-ver">{journal::incomplete(l, checks.missing.len())}</h2>
            <p>{journal::incomplete_more(l)}</p>
            <p>{journal::numbers(l, checks.missing.join(", "))}</p>
            <ol><li>{journal::incomplete_1(l)}</li><li>{journal::incomplete_2(l)}</li></ol>
            <p class="note">{limit(l, checks.cosigners)}</p>
        </section>
    }
}

fn alarm(l: Lang, checks: Checks) -> impl IntoView {
    view! {
        <section class="say alarm" aria-labelledby="h-ver" role="alert">
            <Icon name="seal-broken"/>
            <h2 id="h-ver">{journal::alarm(l)}</h2>
            <p>{journal::alarm_more(l)}</p>
            <h3>{journal::alarm_do(l)}</h3>
            <ol>
                <li>{journal::alarm_1(l)}</li>
                <li>{journal::alarm_2(l)}</li>
                <li>{journal::alarm_3(l)}</li>
            </ol>
            <details>
                <summary>{journal::expert(l)}</summary>
                <Statement text=checks.contradictions.join("\n") label=journal::expert(l)/>
            </details>
        </section>
    }
}

fn limit(l: Lang, cosigners: u32) -> String {
    match cosigners {
        0 => journal::alone(l).to_owned(),
        some => journal::cosigned(l, some as usize),
    }
}
