//! Steps: where one is among the five, and the making of keys told step by step.

use super::Icon;
use crate::{
    desk::lang,
    services::messages::AccountStep,
    texts::{Lang, opening, time},
};
use leptos::prelude::*;

/// The five steps of opening a record.
#[component]
pub fn Trail(#[prop(into)] step: Signal<usize>) -> impl IntoView {
    let l = lang();
    let names = [opening::step_1(l), opening::step_2(l), opening::step_3(l), opening::step_4(l), opening::step_5(l)];
    let item = move |(n, name): (usize, &'static str)| {
        view! { <li aria-current=move || (step.get() == n + 1).then_some("step")>{name}</li> }
    };
    view! {
        <nav aria-label=opening::trail(l)>
            <ol class="trail">{names.into_iter().enumerate().map(item).collect_view()}</ol>
        </nav>
    }
}

/// Steps of a making: done with its time, under way, or to come.
#[component]
pub fn MakingSteps(
    all: &'static [AccountStep],
    /// Steps begun so far; `Some` when done, with its milliseconds.
    #[prop(into)]
    begun: Signal<Vec<(AccountStep, Option<u32>)>>,
) -> impl IntoView {
    let l = lang();
    let rows = move || {
        let begun = begun.get();
        all.iter()
            .enumerate()
            .map(|(n, step)| {
                let state = begun.iter().find(|have| have.0 == *step).map(|have| have.1);
                row(l, n + 1, *step, state).into_any()
            })
            .collect_view()
    };
    view! { <ol class="steps" aria-live="polite">{rows}</ol> }
}

fn row(l: Lang, number: usize, step: AccountStep, state: Option<Option<u32>>) -> impl IntoView {
    let (name, more) = words(l, step);
    let (class, at) = match state {
        Some(Some(millis)) => ("step done", time::took(l, millis)),
        Some(None) => ("step now", opening::begun(l).to_owned()),
        None => ("step next", opening::to_come(l).to_owned()),
    };
    let dot = match state {
        Some(Some(_)) => view! { <Icon name="check"/> }.into_any(),
        _ => number.into_any(),
    };
    let wait = matches!(state, Some(None)).then(|| {
        view! {
            <p class="more"><progress aria-label=name></progress>{opening::making_wait(l)}</p>
        }
    });
    view! {
        <li class=class>
            <span class="dot">{dot}</span>
            <b>{name}</b>
            <span class="at">{at}</span>
            {state.is_some().then(|| view! { <p class="more">{more}</p> })}
            {(step == AccountStep::Key).then_some(wait)}
        </li>
    }
}

fn words(l: Lang, step: AccountStep) -> (&'static str, &'static str) {
    match step {
        AccountStep::Key => (opening::key(l), opening::key_more(l)),
        AccountStep::Certificate => (opening::certificate(l), opening::certificate_more(l)),
        AccountStep::Identity => (opening::identity(l), opening::identity_more(l)),
        AccountStep::Opener => (opening::opener(l), opening::opener_more(l)),
        AccountStep::Kit => (opening::kit_step(l), opening::kit_step_more(l)),
        AccountStep::Account => (opening::account(l), ""),
        AccountStep::Record => (opening::record(l), ""),
        AccountStep::Consent => (opening::consent(l), ""),
        AccountStep::Vault => (opening::vault(l), ""),
    }
}
