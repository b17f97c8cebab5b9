//! Log-in: identifier, password, and the certificate that lies in this browser.

use super::Title;
use crate::{
    components::{ErrorSummary, Icon, PasswordField, Say, TextField, TroubleSay, wrongs},
    desk::{Desk, Ended, Fitness, desk, lang},
    logic::{form::Mend, page::Page},
    services::{
        messages::{Answer, Ask, Trouble},
        session,
    },
    texts::{fitness, log_in},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Clone, Copy)]
struct Form {
    identifier: RwSignal<String>,
    password: RwSignal<String>,
    busy: RwSignal<bool>,
    mends: RwSignal<Vec<Mend>>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The form, and what else opens.
#[component]
pub fn LogIn() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let form = Form {
        identifier: RwSignal::default(),
        password: RwSignal::default(),
        busy: RwSignal::default(),
        mends: RwSignal::default(),
        trouble: RwSignal::new(None),
    };
    #[cfg(feature = "gallery")]
    crate::gallery::log_in(form.trouble, form.busy);
    if desk.ended.get_untracked() == Some(Ended::Crashed) {
        form.trouble.set(Some(Trouble::Internal));
    }
    let no_key = move || desk.hello.get().is_some_and(|hello| !hello.device);
    let why = move || match desk.fitness.get() {
        Fitness::Fit => (log_in::no_key_title(l), log_in::no_key(l)),
        _ => (fitness::no_keys(l), fitness::no_keys_log_in(l)),
    };
    view! {
        <header class="stack-s">
            <Title text=log_in::title(l)/>
            <p class="lede">{log_in::lede(l)}</p>
        </header>
        <div class="stack-l">
            {move || form.trouble.get().or_else(|| desk.boot_trouble.get()).map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            {move || no_key().then(|| view! {
                <Say kind="look" icon="key" title=why().0>
                    <p>{why().1}</p>
                    <div class="btns"><a class="btn main" href=Page::Kit.path()>{log_in::with_kit(l)}</a></div>
                </Say>
            })}
            <ErrorSummary wrongs=wrongs(form.mends)/>
            <LogInForm form=form/>
            <OtherWays/>
        </div>
    }
}

#[component]
fn LogInForm(form: Form) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        enter(desk, form);
    };
    view! {
        <form class="sheet stack" on:submit=submit novalidate=true>
            <TextField id="identifiant" label=log_in::identifier(l) autocomplete="username"
                value=form.identifier set=move |text| form.identifier.set(text) mends=form.mends/>
            <PasswordField id="mot-de-passe" label=log_in::password(l) value=form.password mends=form.mends/>
            <div class="btns fill">
                <button class="btn main" type="submit" disabled=form.busy>
                    <Icon name="key"/>
                    {log_in::enter(l)}
                </button>
            </div>
            <p class="quiet small" role="status">{move || form.busy.get().then(|| log_in::entering(l))}</p>
        </form>
    }
}

#[component]
fn OtherWays() -> impl IntoView {
    let l = lang();
    view! {
        <section class="stack-s">
            <details>
                <summary>{log_in::forgotten(l)}</summary>
                <p class="measure">{log_in::forgotten_more(l)}</p>
            </details>
            <p><a href=Page::Kit.path()>{log_in::with_kit(l)}</a></p>
            <p>{log_in::no_record(l)}" "<a href=Page::Open.path()>{crate::texts::welcome::open_title(l)}</a></p>
            <p><a href=Page::Card.path()>{crate::texts::card::welcome_title(l)}</a></p>
        </section>
    }
}

fn enter(desk: Desk, form: Form) {
    if form.busy.get_untracked() {
        return;
    }
    let (identifier, password) = (form.identifier.get_untracked(), form.password.get_untracked());
    let mut mends = Vec::new();
    if identifier.trim().is_empty() {
        mends.push(Mend::IdentifierMissing);
    }
    if password.is_empty() {
        mends.push(Mend::PasswordMissing);
    }
    form.trouble.set(None);
    form.mends.set(mends);
    if form.mends.with_untracked(|mends| !mends.is_empty()) {
        return;
    }
    form.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::LogIn { identifier, password }).await;
        form.busy.try_set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Open(open)) => session::begin(desk, *open),
            Ok(_) => drop(form.trouble.try_set(Some(Trouble::Internal))),
            Err(trouble) => drop(form.trouble.try_set(Some(trouble))),
        }
    });
}
