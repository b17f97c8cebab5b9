//! The third step of a naming: rights, last day, documents so far. Nothing is chosen beforehand.

use super::name::{person, read_over};
use crate::{
    components::Field,
    desk::{Desk, Load, Naming, Which, desk, lang},
    logic::{form::Mend, kinds::kind},
    services::{browser, messages::DocumentRow},
    texts::{Lang, common, mends as mend_words, naming as words, time},
};
use leptos::prelude::*;

/// The choices.
#[component]
pub fn Choose() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let name = untrack(|| person(naming)).map(|person| person.name).unwrap_or_default();
    view! {
        <form class="stack-l" novalidate=true on:submit=move |event| { event.prevent_default(); read_over(desk); }>
            <p class="name lg">{name}</p>
            <Rights naming=naming/>
            <Last naming=naming/>
            <SoFar/>
            <div class="btns fill">
                <button class="btn main" type="submit">{words::read_over(l)}</button>
                <button class="btn" type="button" on:click=move |_| { naming.signing.empty(); naming.step.set(2); }>
                    {common::back(l)}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Rights(naming: Naming) -> impl IntoView {
    let l = lang();
    let one = move |id: &'static str, on: RwSignal<bool>, name: &'static str, hint: &'static str| {
        view! {
            <label class="choice">
                <input type="checkbox" id=id prop:checked=on on:change=move |event| on.set(event_target_checked(&event))
                    aria-describedby="droits-e"/>
                <b>{name}</b>
                <span class="hint">{hint}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{words::rights(l)}</legend>
            <div class="choices">
                {one("droit-lire", naming.read, words::read(l), words::read_hint(l))}
                {one("droit-deposer", naming.deposit, words::deposit(l), words::deposit_hint(l))}
            </div>
            {wrong(l, naming, "droits-e", &[Mend::RightsMissing])}
        </fieldset>
    }
}

#[component]
fn Last(naming: Naming) -> impl IntoView {
    let l = lang();
    let error = Signal::derive(move || {
        let found =
            naming.signing.mends.get().into_iter().find(|mend| matches!(mend, Mend::UntilPast | Mend::UntilWrong));
        found.map(|mend| mend_words::words(l, mend))
    });
    view! {
        <Field id="dernier-jour" label=words::until(l) hint=words::until_hint(l) optional=true error=error>
            <input id="dernier-jour" type="date" class="short" min=browser::today().iso()
                aria-describedby="dernier-jour-h dernier-jour-e"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=naming.until on:input=move |event| naming.until.set(event_target_value(&event))/>
        </Field>
    }
}

/// Documents that may be given: neither of the personal space, nor refused.
pub fn givable(desk: Desk) -> Vec<DocumentRow> {
    desk.documents.with(|documents| match documents {
        Load::Ready(rows) => rows.iter().filter(|row| !row.personal && row.refused.is_none()).cloned().collect(),
        _ => Vec::new(),
    })
}

#[component]
fn SoFar() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let naming = desk.circle.naming;
    let rows = Memo::new(move |_| givable(desk));
    let one = move |id: &'static str, which: Which, name: &'static str, hint: String| {
        view! {
            <label class="choice">
                <input type="radio" name="jusque-la" id=id prop:checked=move || naming.which.get() == Some(which)
                    on:change=move |_| naming.which.set(Some(which)) aria-describedby="jusque-la-e"/>
                <b>{name}</b>
                <span class="hint">{hint}</span>
            </label>
        }
    };
    let choices = move || {
        let all = words::everything_hint(l, rows.with(Vec::len));
        view! {
            <p class="hint">{words::so_far_hint(l)}</p>
            <div class="choices">
                {one("jusque-la-rien", Which::Nothing, words::nothing(l), words::nothing_hint(l).to_owned())}
                {one("jusque-la-tout", Which::Everything, words::everything(l), all)}
                {one("jusque-la-ceux", Which::These, words::these(l), words::these_hint(l).to_owned())}
            </div>
            {wrong(l, naming, "jusque-la-e", &[Mend::SoFarMissing, Mend::TheseMissing])}
            {move || (naming.which.get() == Some(Which::These)).then(|| view! { <These rows=rows.get()/> })}
        }
    };
    view! {
        <fieldset>
            <legend>{words::so_far(l)}</legend>
            {move || match naming.read.get() {
                true => choices().into_any(),
                false => view! { <p class="hint">{words::so_far_need(l)}</p> }.into_any(),
            }}
        </fieldset>
    }
}

#[component]
fn These(rows: Vec<DocumentRow>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let ticked = desk.circle.naming.ticked;
    if rows.is_empty() {
        return view! { <p class="quiet tops">{words::no_documents(l)}</p> }.into_any();
    }
    let line = move |row: DocumentRow| {
        let (id, flip) = (row.id.clone(), row.id.clone());
        let on = move || ticked.with(|ticked| ticked.contains(&id));
        let named = kind(&row.kind);
        let sort = if l == Lang::Fr { named.fr.0 } else { named.en };
        view! {
            <li><label class="check">
                <input type="checkbox" prop:checked=on on:change=move |event| tick(ticked, &flip, event_target_checked(&event))/>
                <span>{row.title}<span class="note">{time::iso(l, &row.date)}", "{sort}</span></span>
            </label></li>
        }
    };
    view! {
        <fieldset class="tops stack-s">
            <legend class="label">{words::these_list(l)}</legend>
            <p class="note" aria-live="polite">{move || words::these_count(l, ticked.with(Vec::len))}</p>
            <div class="sheet flush ticklist" tabindex="0" role="group" aria-label=words::these_list(l)>
                <ul class="rows tight">{rows.into_iter().map(line).collect_view()}</ul>
            </div>
        </fieldset>
    }
    .into_any()
}

fn tick(ticked: RwSignal<Vec<String>>, id: &str, on: bool) {
    ticked.update(|ticked| {
        ticked.retain(|have| have != id);
        if on {
            ticked.push(id.to_owned());
        }
    });
}

fn wrong(l: Lang, naming: Naming, id: &'static str, about: &'static [Mend]) -> impl IntoView {
    let found = move || naming.signing.mends.get().into_iter().find(|mend| about.contains(mend));
    view! { <p class="err" id=id>{move || found().map(|mend| mend_words::words(l, mend))}</p> }
}
