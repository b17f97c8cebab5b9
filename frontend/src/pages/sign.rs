//! The last step of an opening: what will be signed, whole, and only then the signature.

use crate::{
    components::{Ghosts, MakingSteps, Reading, Statement, TroubleSay},
    desk::{Desk, Load, Opening, desk, lang},
    logic::{form::Mend, statement},
    services::{
        browser,
        messages::{AccountStep, Answer, Ask, ToSign, Trouble},
        session,
    },
    texts::{Lang, consent, mends as mend_words, notice, opening as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// Asks for what is to be signed, anew: with its ten minutes, and in the language of the page.
pub fn prepare(desk: Desk) {
    let (opening, l) = (desk.opening, desk.lang.get_untracked());
    opening.agreed.set(false);
    opening.to_sign.set(Load::Busy);
    spawn_local(async move {
        let ask = Ask::PrepareConsent { lang: l.code().to_owned(), notice: notice::whole(l) };
        opening.to_sign.set(match desk.vault.ask(ask).await.map(|reply| reply.answer) {
            Ok(Answer::ToSign(texts)) => Load::Ready((l, texts)),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

/// Signs what is on the screen: the worker gets it back word for word, and signs nothing else.
pub fn sign(desk: Desk) {
    let opening = desk.opening;
    let Load::Ready((_, texts)) = opening.to_sign.get_untracked() else { return };
    opening.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::FinishAccount { shown: texts.consent }).await;
        opening.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Open(open)) => {
                desk.hello.update(|hello| {
                    if let Some(hello) = hello {
                        hello.device = true;
                    }
                });
                session::begin(desk, *open);
            }
            Ok(_) => failed(desk, Trouble::Internal),
            Err(trouble) => failed(desk, trouble),
        }
    });
}

/// Whatever was refused, the text is made again: it may have aged, or the record be open by now.
fn failed(desk: Desk, trouble: Trouble) {
    desk.opening.trouble.set(Some(trouble));
    prepare(desk);
}

/// The step.
#[component]
pub fn Consent(opening: Opening) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    // The page was drawn anew in another language: so must be what is signed.
    if opening.to_sign.with_untracked(|to_sign| matches!(to_sign, Load::Ready((other, _)) if *other != l)) {
        prepare(desk);
    }
    let name = opening.who.with_untracked(|who| {
        format!("{} {}", who.given_names, if who.used_name.is_empty() { &who.birth_name } else { &who.used_name })
    });
    let text = move || match opening.to_sign.get() {
        Load::Ready((_, texts)) => view! { <Texts texts=texts/> }.into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=words::signing(l) more=words::begun(l)/> }.into_any(),
    };
    view! {
        <section class="sheet stack" aria-labelledby="h-acte">
            <h2 id="h-acte">{words::signing(l)}</h2>
            <p>{words::signing_plain(l, name)}</p>
            <details>
                <summary>{words::title_1(l)}</summary>
                <div class="stack-s">{notice::whole(l).lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}</div>
            </details>
            {text}
        </section>
        <Agree opening=opening/>
        {move || opening.busy.get().then(|| view! { <Finishing opening=opening/> })}
    }
}

/// What is to be signed: in plain words line by line, then word for word.
#[component]
pub fn Texts(texts: ToSign) -> impl IntoView {
    let l = lang();
    let others = texts.others.into_iter().enumerate();
    let others: Vec<_> =
        others.map(|(n, text)| view! { <Statement text=text label=consent::other(l, n + 1)/> }).collect();
    view! {
        <Reading text=texts.consent.clone()/>
        <p class="note">{until(l, &texts.consent)}</p>
        <details>
            <summary>{consent::raw(l)}</summary>
            <Statement text=texts.consent label=consent::raw(l)/>
        </details>
        {(!others.is_empty()).then(|| view! {
            <details>
                <summary>{consent::others(l)}</summary>
                <div class="stack-s"><p class="quiet">{consent::others_more(l)}</p>{others}</div>
            </details>
        })}
    }
}

/// Until when the text is good, in the hours of this place.
fn until(l: Lang, text: &str) -> Option<String> {
    let deadline = statement::value(text, "deadline").and_then(browser::unix_of)?;
    Some(consent::until(l, time::hour(l, browser::local(deadline))))
}

#[component]
fn Agree(opening: Opening) -> impl IntoView {
    let l = lang();
    let wrong = move || opening.mends.with(|mends| mends.contains(&Mend::NotAgreed));
    view! {
        <label class="choice">
            <input type="checkbox" id="accord" prop:checked=opening.agreed aria-describedby="accord-e"
                aria-invalid=move || wrong().then_some("true")
                on:change=move |event| opening.agreed.set(event_target_checked(&event))/>
            <b>{words::agree(l)}</b>
            <span class="hint">{words::agree_hint(l)}</span>
        </label>
        <p class="err" id="accord-e">{move || wrong().then(|| mend_words::not_agreed(l))}</p>
    }
}

#[component]
fn Finishing(opening: Opening) -> impl IntoView {
    const STEPS: [AccountStep; 4] =
        [AccountStep::Account, AccountStep::Record, AccountStep::Consent, AccountStep::Vault];
    let l = lang();
    view! {
        <section class="sheet stack" aria-labelledby="h-fin">
            <h2 id="h-fin">{words::finishing(l)}</h2>
            <MakingSteps all=&STEPS begun=opening.steps/>
        </section>
    }
}
