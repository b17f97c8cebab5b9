//! After the kit: a certificate and an opener for this computer.

use super::Title;
use crate::{
    components::{ErrorSummary, Icon, NewPassword, PasswordField, Say, TextField, TroubleSay, wrongs},
    desk::{Desk, Judged, Load, desk, lang},
    logic::{
        form::{self, Mend},
        page::Page,
    },
    services::{
        messages::{Ask, Session, Trouble},
        session,
    },
    texts::{log_in, opening},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Clone, Copy)]
struct Form {
    identifier: RwSignal<String>,
    password: RwSignal<String>,
    again: RwSignal<String>,
    judged: RwSignal<Option<Judged>>,
    busy: RwSignal<bool>,
    mends: RwSignal<Vec<Mend>>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The form.
#[component]
pub fn AddComputer() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let form = Form {
        identifier: RwSignal::default(),
        password: RwSignal::default(),
        again: RwSignal::default(),
        judged: RwSignal::default(),
        busy: RwSignal::default(),
        mends: RwSignal::default(),
        trouble: RwSignal::default(),
    };
    let record = desk.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.record));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        add(desk, form);
    };
    view! {
        <header class="stack-s">
            <Title text=log_in::add_title(l)/>
            <p class="lede">{log_in::add_lede(l)}</p>
        </header>
        <form class="stack-l measure" on:submit=submit novalidate=true>
            {move || form.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <ErrorSummary wrongs=wrongs(form.mends)/>
            <Say kind="look" icon="warn" title=log_in::add_warn(l) role="note"/>
            <div class="sheet stack">
                <TextField id="identifiant" label=log_in::add_identifier(l) autocomplete="username"
                    value=form.identifier set=move |text| form.identifier.set(text) mends=form.mends/>
                <NewPassword identifier=form.identifier password=form.password judged=form.judged mends=form.mends/>
                <PasswordField id="mot-de-passe-2" label=opening::password_again(l)
                    autocomplete="new-password" value=form.again mends=form.mends/>
            </div>
            <div class="btns fill">
                <button class="btn main" type="submit" disabled=form.busy><Icon name="key"/>{log_in::add(l)}</button>
                {record.then(|| view! { <a class="btn bare" href=Page::Home.path()>{log_in::later(l)}</a> })}
            </div>
            <p class="quiet small" role="status">{move || form.busy.get().then(|| log_in::adding(l))}</p>
        </form>
    }
}

fn add(desk: Desk, form: Form) {
    if form.busy.get_untracked() {
        return;
    }
    let (identifier, password) = (form.identifier.get_untracked(), form.password.get_untracked());
    let strength = form.judged.with_untracked(|judged| judged.as_ref().map(|judged| judged.strength));
    form.trouble.set(None);
    form.mends.set(form::credentials(&identifier, &password, &form.again.get_untracked(), strength));
    if form.mends.with_untracked(|mends| !mends.is_empty()) {
        return;
    }
    form.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::AddThisComputer { identifier, password }).await;
        form.busy.try_set(false);
        match result {
            Ok(_) => {
                desk.session.update(|session| {
                    if let Some(session) = session {
                        session.by_kit = false;
                    }
                });
                desk.openers.set(Load::Idle);
                match desk.session.get_untracked() {
                    Some(Session { record: false, who, .. }) => session::go_on(desk, who),
                    _ => desk.goto(Page::Home),
                }
            }
            Err(trouble) => drop(form.trouble.try_set(Some(trouble))),
        }
    });
}
