//! A message that stands in the page, and a trouble told in its three parts.

use super::Icon;
use crate::{
    desk::lang,
    services::messages::Trouble,
    texts::{colon, common, trouble},
};
use leptos::prelude::*;

/// A message: `ok`, `look`, `veil`, `alarm`, or plain.
#[component]
pub fn Say(
    #[prop(default = "")] kind: &'static str,
    #[prop(default = "info")] icon: &'static str,
    #[prop(into)] title: String,
    /// Said at once by screen readers (`alert`) or when they are free (`status`).
    #[prop(default = "status")]
    role: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("say {kind}") role=role>
            <Icon name=icon/>
            <p class="say-title">{title}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// What happened, what stays safe, what to do.
#[component]
pub fn TroubleSay(trouble: Trouble, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let l = lang();
    let words = trouble::words(l, trouble);
    let (kind, icon) = match trouble {
        alarm if trouble::is_alarm(alarm) => ("alarm", "seal-broken"),
        Trouble::Offline => ("look", "link-off"),
        Trouble::Cancelled => ("", "info"),
        _ => ("look", "warn"),
    };
    view! {
        <Say kind=kind icon=icon title=words.happened role="alert">
            <p><b class="vh">{common::what_safe(l)}{colon(l)}</b>{words.safe}</p>
            <p><b class="vh">{common::what_do(l)}{colon(l)}</b>{words.todo}</p>
            {children.map(|children| children())}
        </Say>
    }
}
