//! The views of the five steps.

use super::open;
use crate::{
    components::{
        Field, Ghosts, Icon, KitSheet, MakingSteps, NewPassword, PasswordField, Statement, TextField, TroubleSay,
    },
    desk::{Load, Opening, lang},
    logic::form::Mend,
    services::{
        browser,
        messages::{AccountStep, Who},
    },
    texts::{mends as mend_words, notice, opening as words},
};
use leptos::prelude::*;

/// The view of a step, 1 to 5.
pub fn show(opening: Opening, step: usize) -> AnyView {
    match step {
        1 => understand().into_any(),
        2 => view! { <Credentials opening=opening/> }.into_any(),
        3 => view! { <WhoForm opening=opening/> }.into_any(),
        4 => view! { <Keys opening=opening/> }.into_any(),
        _ => view! { <Consent opening=opening/> }.into_any(),
    }
}

fn understand() -> impl IntoView {
    let l = lang();
    let icons = ["folder", "seal", "eye", "lock", "journal", "letter", "out", "key"];
    let point = |((title, more), icon): ((&'static str, &'static str), &'static str)| {
        view! {
            <li class="item">
                <span class="disc"><Icon name=icon/></span>
                <div><h2 class="aside-h">{title}</h2><p class="quiet">{more}</p></div>
            </li>
        }
    };
    view! {
        <p class="measure">{notice::intro(l)}</p>
        <ul class="sheet flush rows">{notice::points(l).into_iter().zip(icons).map(point).collect_view()}</ul>
    }
}

#[component]
fn Credentials(opening: Opening) -> impl IntoView {
    let l = lang();
    view! {
        <div class="sheet stack">
            <TextField id="identifiant" label=words::identifier(l) hint=words::identifier_hint(l)
                autocomplete="username" value=opening.identifier
                set=move |text| opening.identifier.set(text) mends=opening.mends/>
            <NewPassword identifier=opening.identifier password=opening.password
                judged=opening.strength mends=opening.mends/>
            <PasswordField id="mot-de-passe-2" label=words::password_again(l)
                autocomplete="new-password" value=opening.again mends=opening.mends/>
            <p class="note">{words::password_alone(l)}</p>
        </div>
    }
}

#[component]
fn WhoForm(opening: Opening) -> impl IntoView {
    let l = lang();
    let who = opening.who;
    let get = move |of: fn(&Who) -> &String| Signal::derive(move || who.with(|who| of(who).clone()));
    let set = move |put: fn(&mut Who, String)| Callback::new(move |text| who.update(|who| put(who, text)));
    let mends = opening.mends;
    view! {
        <div class="sheet stack">
            <div class="pair">
                <TextField id="prenoms" label=words::given_names(l) hint=words::given_names_hint(l)
                    autocomplete="given-name" value=get(|who| &who.given_names)
                    set=set(|who, text| who.given_names = text) mends=mends/>
                <TextField id="nom-naissance" label=words::birth_name(l) autocomplete="family-name"
                    hint=words::birth_name_hint(l)
                    value=get(|who| &who.birth_name) set=set(|who, text| who.birth_name = text) mends=mends/>
            </div>
            <TextField id="nom-utilise" label=words::used_name(l) hint=words::used_name_hint(l) optional=true
                value=get(|who| &who.used_name) set=set(|who, text| who.used_name = text)/>
            <div class="pair">
                <TextField id="date-naissance" label=words::birth_date(l) kind="date" autocomplete="bday"
                    value=get(|who| &who.birth_date) set=set(|who, text| who.birth_date = text) mends=mends/>
                <TextField id="lieu-naissance" label=words::birth_place(l) optional=true
                    value=get(|who| &who.birth_place) set=set(|who, text| who.birth_place = text)/>
            </div>
            <Sex who=who/>
            <TextField id="contact" label=words::contact(l) hint=words::contact_hint(l) optional=true
                autocomplete="tel" value=get(|who| &who.contact) set=set(|who, text| who.contact = text)/>
        </div>
    }
}

#[component]
fn Sex(who: RwSignal<Who>) -> impl IntoView {
    let l = lang();
    let choice = move |code: &'static str, name: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="sexe" value=code
                    prop:checked=move || who.with(|who| who.sex == code)
                    on:change=move |_| who.update(|who| who.sex = code.to_owned())/>
                <b>{name}</b>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{words::sex(l)}</legend>
            <div class="choices three">
                {choice("F", words::sex_f(l))}
                {choice("M", words::sex_m(l))}
                {choice("", words::sex_none(l))}
            </div>
        </fieldset>
    }
}

#[component]
fn Keys(opening: Opening) -> impl IntoView {
    const STEPS: [AccountStep; 5] =
        [AccountStep::Key, AccountStep::Certificate, AccountStep::Identity, AccountStep::Opener, AccountStep::Kit];
    let l = lang();
    view! {
        <section class="sheet stack noprint" aria-labelledby="h-cles">
            <h2 id="h-cles">{words::making(l)}</h2>
            <MakingSteps all=&STEPS begun=opening.steps/>
            <p class="note">{words::half(l)}</p>
        </section>
        {move || opening.kit.get().map(|kit| view! {
            <section class="sheet stack" aria-labelledby="h-kit">
                <h2 id="h-kit" class="noprint">{words::kit(l)}</h2>
                <p class="measure noprint">{words::kit_why(l)}</p>
                <KitSheet kit=kit/>
                <div class="btns">
                    <button class="btn" type="button" on:click=|_| browser::print()>
                        <Icon name="print"/>{words::print(l)}
                    </button>
                </div>
                <CopyBack opening=opening/>
            </section>
        })}
    }
}

#[component]
fn CopyBack(opening: Opening) -> impl IntoView {
    let l = lang();
    let groups = move || {
        let (first, second) = opening.asked.get();
        [(0, first), (1, second)].map(|(place, group)| view! { <GroupField opening=opening place=place group=group/> })
    };
    view! {
        <fieldset class="noprint">
            <legend>{words::check_kit(l)}</legend>
            <p class="hint">{words::check_kit_hint(l)}</p>
            <div class="pair tops">{groups}</div>
        </fieldset>
    }
}

#[component]
fn GroupField(opening: Opening, place: usize, group: usize) -> impl IntoView {
    let l = lang();
    let id = format!("groupe-{}", group + 1);
    let (said, field) = (format!("{id}-s"), id.clone());
    let typed = move || opening.copied.with(|copied| if place == 0 { copied.0.clone() } else { copied.1.clone() });
    let set =
        move |text: String| opening.copied.update(|copied| if place == 0 { copied.0 = text } else { copied.1 = text });
    // Nothing is said against a group while it is being typed.
    let wrong = Memo::new(move |_| open::copied(opening)[place].1.filter(|_| typed().trim().chars().count() >= 5));
    let good = Memo::new(move |_| open::copied(opening)[place].1.is_none());
    view! {
        <Field id=id label=words::group(l, group + 1)>
            <input id=field class="code" autocomplete="off" spellcheck="false" maxlength="8"
                prop:value=typed on:input=move |event| set(event_target_value(&event))
                aria-describedby=said.clone()
                aria-invalid=move || wrong.get().is_some().then_some("true")/>
            <p id=said aria-live="polite" class=move || if wrong.get().is_some() { "err" } else { "small" }>
                {move || match (good.get(), wrong.get()) {
                    (true, _) => words::group_good(l).to_owned(),
                    (_, Some(place)) => words::group_differs(l, place),
                    _ => String::new(),
                }}
            </p>
        </Field>
    }
}

#[component]
fn Consent(opening: Opening) -> impl IntoView {
    let l = lang();
    let name = opening.who.with_untracked(|who| {
        format!("{} {}", who.given_names, if who.used_name.is_empty() { &who.birth_name } else { &who.used_name })
    });
    let plain = words::signing_plain(l, name);
    let texts = move || match opening.statements.get() {
        Load::Ready(texts) => texts
            .into_iter()
            .enumerate()
            .map(|(n, text)| view! { <Statement text=text label=words::statement(l, n + 1)/> })
            .collect_view()
            .into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=words::signing(l) more=words::begun(l)/> }.into_any(),
    };
    view! {
        <section class="sheet stack" aria-labelledby="h-acte">
            <h2 id="h-acte">{words::signing(l)}</h2>
            <p>{plain.clone()}</p>
            <details>
                <summary>{words::title_1(l)}</summary>
                <div class="stack-s">{notice::whole(l).lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}</div>
            </details>
            {texts}
        </section>
        <Agree opening=opening/>
        {move || opening.busy.get().then(|| view! { <Finishing opening=opening/> })}
    }
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
