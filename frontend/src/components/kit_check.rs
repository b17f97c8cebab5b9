//! Two groups of a kit, copied back from its paper: who can read them has printed it.

use super::Field;
use crate::{
    desk::{Paper, lang},
    logic::{
        form::{self, Mend},
        kit,
    },
    services::{browser, messages::Kit},
    texts::opening as words,
};
use leptos::prelude::*;

/// Shows a kit, and chooses the two groups that will be asked for.
pub fn show_kit(paper: Paper, made: Kit) {
    let own = made.groups.len().saturating_sub(kit::FIRST_OWN_GROUP);
    let (first, second) = form::two_groups(own, browser::dice);
    paper.asked.set((first + kit::FIRST_OWN_GROUP, second + kit::FIRST_OWN_GROUP));
    paper.copied.set(Default::default());
    paper.kit.set(Some(made));
}

/// The two groups that are asked from paper, each with the place of its first wrong sign.
pub fn copied(paper: Paper) -> [(usize, Option<usize>); 2] {
    let (first, second) = paper.asked.get();
    let (one, two) = paper.copied.get();
    paper.kit.with(|kit| {
        let differs = |n: usize, typed: &str| {
            kit.as_ref().and_then(|kit| kit.groups.get(n)).map_or(Some(1), |group| kit::differs_at(group, typed))
        };
        [(first, differs(first, &one)), (second, differs(second, &two))]
    })
}

/// Whether both are right.
pub fn is_copied(paper: Paper) -> bool {
    copied(paper).iter().all(|group| group.1.is_none())
}

/// What is still wrong.
pub fn kit_mends(paper: Paper) -> Vec<Mend> {
    let wrong = untrack(|| copied(paper)).into_iter().filter(|group| group.1.is_some());
    wrong.map(|group| Mend::KitGroup(group.0 + 1)).collect()
}

/// The two fields.
#[component]
pub fn CopyBack(paper: Paper) -> impl IntoView {
    let l = lang();
    let groups = move || {
        let (first, second) = paper.asked.get();
        [(0, first), (1, second)].map(|(place, group)| view! { <GroupField paper=paper place=place group=group/> })
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
fn GroupField(paper: Paper, place: usize, group: usize) -> impl IntoView {
    let l = lang();
    let id = format!("groupe-{}", group + 1);
    let (said, field) = (format!("{id}-s"), id.clone());
    let typed = move || paper.copied.with(|copied| if place == 0 { copied.0.clone() } else { copied.1.clone() });
    let set =
        move |text: String| paper.copied.update(|copied| if place == 0 { copied.0 = text } else { copied.1 = text });
    // Nothing is said against a group while it is being typed.
    let wrong = Memo::new(move |_| copied(paper)[place].1.filter(|_| typed().trim().chars().count() >= kit::SIGNS));
    let good = Memo::new(move |_| copied(paper)[place].1.is_none());
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
