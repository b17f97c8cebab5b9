//! The consents as they stand signed in the record's chain, to be read again and kept.

use crate::{
    components::{Icon, Reading, Statement, TroubleSay},
    desk::{Desk, Load, desk, lang},
    services::{
        browser, files,
        messages::{Answer, Ask, SignedConsent, Trouble},
    },
    texts::{Lang, consent as words, consent_file, notice, settings, time},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

/// The section of the settings.
#[component]
pub fn Consents() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load(desk);
    let rows = move || match desk.consents.get() {
        Load::Ready(rows) => rows.into_iter().map(|row| consent(l, row)).collect_view().into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <p class="quiet" role="status">{words::reading(l)}</p> }.into_any(),
    };
    view! {
        <section class="stack-s" aria-labelledby="h-accord">
            <h2 id="h-accord" class="aside-h">{settings::consent(l)}</h2>
            <p class="quiet">{settings::consent_more(l)}</p>
            {rows}
        </section>
    }
}

fn load(desk: Desk) {
    if !matches!(desk.consents.get_untracked(), Load::Idle | Load::Failed(_)) {
        return;
    }
    desk.consents.set(Load::Busy);
    spawn_local(async move {
        let notices = NOTICES.map(notice::whole).to_vec();
        desk.consents.set(match desk.vault.ask(Ask::Consents { notices }).await.map(|reply| reply.answer) {
            Ok(Answer::Consents(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

fn consent(l: Lang, row: SignedConsent) -> impl IntoView {
    let when = time::moment(l, browser::local(row.agreed));
    let read = read(&row).unwrap_or_else(|| words::notice_unknown(l).to_owned());
    let kept = row.clone();
    view! {
        <div class="sheet stack-s">
            <h3>{words::signed_on(l, when)}</h3>
            <p class="sealed"><Icon name="seal"/><span>{words::holds(l, row.number)}</span></p>
            <div class="btns">
                <button class="btn" type="button" aria-describedby="accord-fichier" on:click=move |_| save(l, &kept)>
                    <Icon name="download"/>{words::save(l)}
                </button>
            </div>
            <p class="note" id="accord-fichier">{words::save_more(l)}</p>
            <details>
                <summary>{words::read_again(l)}</summary>
                <div class="stack-s">{read.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}</div>
            </details>
            <details>
                <summary>{words::act_again(l)}</summary>
                <div class="stack">
                    <Reading text=row.signed.clone()/>
                    {text(words::signed_part(l), row.signed)}
                    {text(words::sealed_signed(l), row.sealed)}
                    {text(words::chain_part(l), row.open)}
                </div>
            </details>
        </div>
    }
}

fn text(title: &'static str, text: String) -> impl IntoView {
    view! { <div class="stack-s"><h4>{title}</h4><Statement text=text label=title/></div> }
}

/// The notice that was agreed to, in the language in which it was read.
fn read(row: &SignedConsent) -> Option<String> {
    row.known.and_then(|known| NOTICES.get(known as usize)).map(|lang| notice::whole(*lang))
}

fn save(l: Lang, row: &SignedConsent) {
    let at = browser::local(row.agreed);
    let file = consent_file::write(l, row, time::moment(l, at), read(row));
    let bytes = js_sys::Uint8Array::from(file.as_bytes());
    if let Some(url) = files::url_of(&JsValue::from(bytes), "text/plain") {
        files::save(&url, &consent_file::name(&at.day.iso()));
        gloo::timers::callback::Timeout::new(60_000, move || files::revoke(&url)).forget();
    }
}

/// The texts that this page knows, in the order in which the worker is given them.
const NOTICES: [Lang; 2] = [Lang::Fr, Lang::En];
