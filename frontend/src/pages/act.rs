//! An act of the circle on its way to a signature: made ready, shown whole, agreed to, signed.

use super::sign::Texts;
use crate::{
    components::{Ghosts, TroubleSay},
    desk::{Desk, Load, Signing, lang},
    logic::form::Mend,
    services::messages::{Answer, Ask, Trouble},
    texts::{circle, mends as mend_words},
};
use leptos::{prelude::*, task::spawn_local};

/// Asks the worker for the text, anew: with its ten minutes, and in the language of the page.
pub fn prepare(desk: Desk, signing: Signing, ask: Ask) {
    let l = desk.lang.get_untracked();
    signing.agreed.set(false);
    signing.to_sign.set(Load::Busy);
    spawn_local(async move {
        signing.to_sign.set(match desk.vault.ask(ask).await.map(|reply| reply.answer) {
            Ok(Answer::ToSign(texts)) => Load::Ready((l, texts)),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

/// Signs what is on the screen: the worker gets it back word for word, and signs nothing else.
/// `again` makes the text anew after a refusal.
pub fn sign(
    desk: Desk,
    signing: Signing,
    finish: impl FnOnce(String) -> Ask,
    again: impl FnOnce() + 'static,
    done: impl FnOnce(Answer) + 'static,
) {
    let Load::Ready((_, texts)) = signing.to_sign.get_untracked() else { return };
    signing.trouble.set(None);
    signing.mends.set(if signing.agreed.get_untracked() { Vec::new() } else { vec![Mend::ActNotAgreed] });
    if !signing.agreed.get_untracked() || signing.busy.get_untracked() {
        return;
    }
    signing.busy.set(true);
    let ask = finish(texts.consent);
    spawn_local(async move {
        let result = desk.vault.ask(ask).await;
        signing.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(answer) => done(answer),
            Err(trouble) => {
                signing.trouble.set(Some(trouble));
                again();
            }
        }
    });
}

/// The words around one act.
#[derive(Clone)]
pub struct ActWords {
    pub title: &'static str,
    pub plain: String,
    pub agree: &'static str,
    pub agree_hint: &'static str,
    pub busy: (&'static str, &'static str),
}

/// The act: one plain sentence, the text whole, the box to tick.
#[component]
pub fn Act(signing: Signing, words: ActWords) -> impl IntoView {
    let l = lang();
    let ActWords { title, plain, agree, agree_hint, busy } = words;
    let text = move || match signing.to_sign.get() {
        Load::Ready((_, texts)) => view! { <Texts texts=texts/> }.into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=circle::loading(l) more=circle::loading_more(l)/> }.into_any(),
    };
    let wrong = move || signing.mends.with(|mends| mends.contains(&Mend::ActNotAgreed));
    view! {
        <section class="sheet stack" aria-labelledby="h-acte">
            <h2 id="h-acte">{title}</h2>
            <p>{plain}</p>
            {text}
        </section>
        <label class="choice">
            <input type="checkbox" id="accord" prop:checked=signing.agreed aria-describedby="accord-e"
                aria-invalid=move || wrong().then_some("true")
                on:change=move |event| signing.agreed.set(event_target_checked(&event))/>
            <b>{agree}</b>
            <span class="hint">{agree_hint}</span>
        </label>
        <p class="err" id="accord-e">{move || wrong().then(|| mend_words::not_agreed_act(l))}</p>
        {move || signing.busy.get().then(|| view! { <Ghosts title=busy.0 more=busy.1/> })}
    }
}
