//! The views of the five steps.

use super::sign;
use crate::{
    components::{CopyBack, Icon, KitSheet, MakingSteps, NewPassword, PasswordField, TextField},
    desk::{Opening, lang},
    services::{
        browser,
        messages::{AccountStep, Who},
    },
    texts::{notice, opening as words},
};
use leptos::prelude::*;

/// The view of a step, 1 to 5.
pub fn show(opening: Opening, step: usize) -> AnyView {
    match step {
        1 => understand().into_any(),
        2 => view! { <Credentials opening=opening/> }.into_any(),
        3 => view! { <WhoForm opening=opening/> }.into_any(),
        4 => view! { <Keys opening=opening/> }.into_any(),
        _ => view! { <sign::Consent opening=opening/> }.into_any(),
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
        {move || opening.paper.kit.get().map(|kit| view! {
            <section class="sheet stack" aria-labelledby="h-kit">
                <h2 id="h-kit" class="noprint">{words::kit(l)}</h2>
                <p class="measure noprint">{words::kit_why(l)}</p>
                <KitSheet kit=kit/>
                <div class="btns">
                    <button class="btn" type="button" on:click=|_| browser::print()>
                        <Icon name="print"/>{words::print(l)}
                    </button>
                </div>
                <CopyBack paper=opening.paper/>
            </section>
        })}
    }
}
