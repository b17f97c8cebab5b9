//! A password field that can be shown, and the one that explains itself while it is chosen.

use super::{Field, Icon, field_of};
use crate::{
    desk::{Judged, lang},
    logic::form::{ENOUGH, Mend},
    services::{browser, strength},
    texts::{Lang, common, mends, opening},
};
use leptos::{prelude::*, task::spawn_local};

/// A password with its « Voir » button.
#[component]
pub fn PasswordField(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(default = "current-password")] autocomplete: &'static str,
    value: RwSignal<String>,
    #[prop(into, optional)] mends: Signal<Vec<Mend>>,
    #[prop(default = "")] described: &'static str,
    #[prop(into, optional)] on_focus: Option<Callback<()>>,
) -> impl IntoView {
    let l = lang();
    let shown = RwSignal::new(false);
    let error = Signal::derive(move || {
        let mine = mends.get().into_iter().find(|mend| field_of(*mend) == id);
        mine.map(|mend| mends::words(l, mend))
    });
    let ids = format!("{id}-h {described} {id}-e");
    view! {
        <Field id=id label=label hint=hint.unwrap_or_default() error=error>
            <div class="line nowrap">
                <input
                    id=id autocomplete=autocomplete spellcheck="false" autocapitalize="none"
                    type=move || if shown.get() { "text" } else { "password" }
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:focus=move |_| if let Some(on_focus) = on_focus { on_focus.run(()) }
                    aria-describedby=ids
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                />
                <button
                    class="btn" type="button" aria-controls=id
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| { shown.update(|shown| *shown = !*shown); browser::focus(id); }
                >
                    <Icon name="eye"/>
                    {common::show(l)}
                </button>
            </div>
        </Field>
    }
}

/// A new password, judged as it is typed.
#[component]
pub fn NewPassword(
    identifier: RwSignal<String>,
    password: RwSignal<String>,
    judged: RwSignal<Option<Judged>>,
    #[prop(into)] mends: Signal<Vec<Mend>>,
) -> impl IntoView {
    let l = lang();
    on_cleanup(strength::kill);
    Effect::new(move |_| {
        let (name, word) = (identifier.get(), password.get());
        if word.is_empty() {
            return judged.set(None);
        }
        spawn_local(async move {
            let verdict = strength::judge(&name, &word).await;
            // A slower verdict on an older word says nothing about this one.
            if password.get_untracked() == word {
                judged.set(verdict);
            }
        });
    });
    view! {
        <PasswordField
            id="mot-de-passe" label=opening::password_choose(l) hint=opening::password_hint(l)
            autocomplete="new-password" value=password mends=mends described="force"
            on_focus=Callback::new(|()| strength::warm())
        />
        <div class="strength" id="force" aria-live="polite">
            {move || judged.get().map(|judged| verdict(l, judged))}
        </div>
    }
}

fn verdict(l: Lang, judged: Judged) -> impl IntoView {
    let score = judged.strength.score;
    let word = match score {
        0 => opening::strength_0(l),
        1 => opening::strength_1(l),
        2 => opening::strength_2(l),
        3 => opening::strength_3(l),
        _ => opening::strength_4(l),
    };
    let (bad, like) = (score < ENOUGH || judged.strength.like_identifier, judged.strength.like_identifier);
    let advice: Vec<_> = judged.advice.iter().filter_map(|code| advice(l, code)).collect();
    view! {
        <meter min="0" max="4" low="3" high="3" optimum="4" value=score.to_string()
            aria-label=opening::strength(l)>{score.to_string()}</meter>
        <p class="small">
            <b>{word}</b> " "
            {if like { opening::strength_like(l) } else { opening::strength_unlike(l) }}
        </p>
        {bad.then(|| view! { <p class="small">{advice.join(" ")}</p> })}
    }
}

fn advice(l: Lang, code: &str) -> Option<&'static str> {
    Some(match code {
        "words" => opening::advice_words(l),
        "common" => opening::advice_common(l),
        "keys" => opening::advice_keys(l),
        "repeat" => opening::advice_repeat(l),
        "date" => opening::advice_date(l),
        _ => return None,
    })
}
