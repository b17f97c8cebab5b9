//! A labelled field, its hint and its own error, tied together.

use crate::{
    desk::lang,
    logic::form::Mend,
    texts::{common, mends},
};
use leptos::prelude::*;

/// Label, hint and error around any control that carries `id` and describes itself by them.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    /// The sentence to correct, if any.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let tail = optional.then(|| view! { " " <span class="note">"("{common::optional(lang())}")"</span> });
    let error_id = format!("{id}-e");
    view! {
        <div class="field">
            <label for=id.clone()>{label}{tail}</label>
            {hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <p class="hint" id=format!("{id}-h")>{hint}</p> })}
            {children()}
            {move || error.get().map(|text| view! { <p class="err" id=error_id.clone()>{text}</p> })}
        </div>
    }
}

/// A line of text, a date, or anything that an `<input>` takes.
#[component]
pub fn TextField(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] class: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] set: Callback<String>,
    /// The mends of the form; those of this field show under it.
    #[prop(into, optional)]
    mends: Signal<Vec<Mend>>,
) -> impl IntoView {
    let l = lang();
    let error = Signal::derive(move || {
        let mine = mends.get().into_iter().find(|mend| super::field_of(*mend) == id);
        mine.map(|mend| mends::words(l, mend))
    });
    let described = describe(id, hint.is_some(), error);
    let max = (kind == "date").then(|| crate::services::browser::today().iso());
    view! {
        <Field id=id label=label hint=hint.unwrap_or_default() optional=optional error=error>
            <input
                id=id type=kind class=class autocomplete=autocomplete spellcheck="false" max=max
                maxlength="200"
                prop:value=value
                // A browser keeps what was typed over the default, for a page that it would restore, in
                // a file of its own. Of a field that says its default there is nothing to keep.
                prop:defaultValue=value
                on:input=move |event| set.run(event_target_value(&event))
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
            />
        </Field>
    }
}

/// Ids of the hint and of the error, as they are there.
fn describe(id: &'static str, hint: bool, error: Signal<Option<String>>) -> Signal<Option<String>> {
    Signal::derive(move || {
        let mut ids = Vec::new();
        if hint {
            ids.push(format!("{id}-h"));
        }
        if error.with(Option::is_some) {
            ids.push(format!("{id}-e"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}
