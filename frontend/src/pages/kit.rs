//! Log-in with the printed recovery kit, typed or pasted, with live feedback on its form.

use super::Title;
use crate::{
    components::{ErrorSummary, Field, Icon, TroubleSay, wrongs},
    desk::{Desk, desk, lang},
    logic::{form::Mend, kit},
    services::{
        messages::{Answer, Ask, Trouble},
        session,
    },
    texts::{Lang, log_in, mends as mend_words},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Clone, Copy)]
struct Form {
    typed: RwSignal<String>,
    busy: RwSignal<bool>,
    mends: RwSignal<Vec<Mend>>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The form.
#[component]
pub fn OpenWithKit() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let form = Form {
        typed: RwSignal::default(),
        busy: RwSignal::default(),
        mends: RwSignal::default(),
        trouble: RwSignal::default(),
    };
    #[cfg(feature = "gallery")]
    crate::gallery::kit(form.typed, form.trouble);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        open(desk, form);
    };
    view! {
        <header class="stack-s">
            <Title text=log_in::kit_title(l)/>
            <p class="lede">{log_in::kit_lede(l)}</p>
        </header>
        <form class="stack-l" on:submit=submit novalidate=true>
            {move || form.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <ErrorSummary wrongs=wrongs(form.mends)/>
            <div class="sheet stack">
                <KitField typed=form.typed mends=form.mends/>
                <div class="btns fill">
                    <button class="btn main" type="submit" disabled=form.busy>
                        <Icon name="key"/>
                        {log_in::kit_open(l)}
                    </button>
                </div>
                <p class="quiet small" role="status">{move || form.busy.get().then(|| log_in::kit_opening(l))}</p>
            </div>
        </form>
    }
}

/// Seventeen groups, typed or pasted, with live feedback.
#[component]
pub fn KitField(typed: RwSignal<String>, mends: RwSignal<Vec<Mend>>) -> impl IntoView {
    let l = lang();
    let error = Signal::derive(move || mends.get().first().map(|mend| mend_words::words(l, *mend)));
    let read = Memo::new(move |_| kit::read(&typed.get()));
    let groups = move || {
        read.get()
            .groups
            .into_iter()
            .take(kit::GROUPS)
            .enumerate()
            .map(|(n, group)| view! { <li><span>{n + 1}</span>{group}</li> })
            .collect_view()
    };
    view! {
        <Field id="kit" label=log_in::kit_code(l) hint=log_in::kit_hint(l) error=error>
            <textarea
                id="kit" class="code" rows="4" autocomplete="off" autocapitalize="characters"
                spellcheck="false" aria-describedby="kit-h kit-s kit-e" maxlength="400"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
                aria-invalid=move || read.with(|read| read.stranger.is_some()).then_some("true")
            ></textarea>
        </Field>
        <p id="kit-s" aria-live="polite" class=move || if read.with(|read| read.stranger.is_some()) { "err" } else { "small" }>{move || feedback(l, &read.get())}</p>
        <ol class="groups" aria-hidden="true">{groups}</ol>
    }
}

fn feedback(l: Lang, typed: &kit::Typed) -> String {
    if let Some((sign, group)) = typed.stranger {
        return log_in::kit_stranger(l, sign, group);
    }
    let count = log_in::kit_count(l, typed.groups.len(), kit::GROUPS);
    match (typed.groups.len(), typed.rest) {
        (kit::GROUPS, 0) => log_in::kit_whole(l).to_owned(),
        (have, _) if have >= kit::GROUPS => log_in::kit_too_many(l).to_owned(),
        (_, 0) => count,
        (_, rest) => format!("{count} {}", log_in::kit_rest(l, rest)),
    }
}

fn open(desk: Desk, form: Form) {
    let typed = kit::read(&form.typed.get_untracked());
    form.trouble.set(None);
    let whole = typed.groups.len() == kit::GROUPS && typed.rest == 0 && typed.stranger.is_none();
    form.mends.set(if whole { Vec::new() } else { vec![Mend::KitMissing] });
    if !whole || form.busy.get_untracked() {
        return;
    }
    form.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::OpenWithKit { kit: typed.groups.join(" ") }).await;
        form.busy.try_set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Open(open)) => session::begin(desk, *open),
            Ok(_) => drop(form.trouble.try_set(Some(Trouble::Internal))),
            Err(trouble) => drop(form.trouble.try_set(Some(trouble))),
        }
    });
}
