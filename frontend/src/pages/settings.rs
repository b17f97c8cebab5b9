//! Settings: ways to open, the kit, who I am, language, consent. Leaving is in `leave`.

use super::{Title, consents, leave, openers};
use crate::{
    components::{Fact, Facts, LanguageSwitch, Say},
    desk::{Desk, desk, lang},
    texts::{Lang, settings as words, time},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    view! {
        <header class="stack-s">
            <Title text=words::title(l)/>
            <p class="lede">{words::lede(l)}</p>
        </header>
        <div class="cols even">
            <div class="stack-l">
                <openers::Openers/>
                <Say kind="look" icon="key" title=words::kit_reminder(l) role="note">
                    <p>{words::kit_reminder_more(l)}</p>
                </Say>
                {who(desk, l)}
            </div>
            <div class="stack-l">
                <section class="stack-s" aria-labelledby="h-langue">
                    <h2 id="h-langue" class="aside-h">{words::language(l)}</h2>
                    <LanguageSwitch/>
                </section>
                <consents::Consents/>
                <leave::Export/>
                <leave::Leave/>
            </div>
        </div>
    }
}

fn who(desk: Desk, l: Lang) -> impl IntoView {
    let who = desk.session.get_untracked().map(|session| session.who).unwrap_or_default();
    let used = (!who.used_name.is_empty()).then(|| format!(" ({})", who.used_name));
    let place = (!who.birth_place.is_empty()).then(|| format!(", {}", who.birth_place));
    view! {
        <section class="sheet stack" aria-labelledby="h-moi">
            <h2 id="h-moi">{words::who(l)}</h2>
            <Facts class="facts">
                <Fact name=words::name(l)>{who.given_names}" "{who.birth_name}{used}</Fact>
                <Fact name=words::born(l)>{time::iso(l, &who.birth_date)}{place}</Fact>
                {(!who.contact.is_empty()).then(|| view! { <Fact name=words::contact(l)>{who.contact}</Fact> })}
            </Facts>
            <p class="note">{words::who_more(l)}</p>
        </section>
    }
}
