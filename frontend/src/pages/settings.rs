//! Settings: ways to open, the kit, who I am, language, consent. Leaving is in `leave`.

use super::{Title, leave};
use crate::{
    components::{Fact, Facts, Icon, LanguageSwitch, Say, TroubleSay},
    desk::{Desk, Load, desk, lang},
    services::messages::{Answer, Ask, OpenerRow, Trouble},
    texts::{Lang, notice, settings as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load(desk);
    view! {
        <header class="stack-s">
            <Title text=words::title(l)/>
            <p class="lede">{words::lede(l)}</p>
        </header>
        <div class="cols even">
            <div class="stack-l">
                <Openers/>
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
                {consent(l)}
                <leave::Export/>
                <leave::Leave/>
            </div>
        </div>
    }
}

fn load(desk: Desk) {
    if !matches!(desk.openers.get_untracked(), Load::Idle) {
        return;
    }
    desk.openers.set(Load::Busy);
    openers(desk, Ask::Openers);
}

fn openers(desk: Desk, ask: Ask) {
    spawn_local(async move {
        desk.openers.set(match desk.vault.ask(ask).await.map(|reply| reply.answer) {
            Ok(Answer::Openers(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

#[component]
fn Openers() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let rows = move || match desk.openers.get() {
        Load::Ready(rows) => view! {
            <ul class="sheet flush rows">{rows.into_iter().map(|row| opener(desk, l, row)).collect_view()}</ul>
        }
        .into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <p class="sheet" role="status"><span class="ghost w2"></span></p> }.into_any(),
    };
    view! {
        <section class="stack-s" aria-labelledby="h-ouvrir">
            <h2 id="h-ouvrir">{words::openers(l)}</h2>
            <p class="quiet">{words::openers_more(l)}</p>
            {rows}
        </section>
    }
}

fn opener(desk: Desk, l: Lang, row: OpenerRow) -> impl IntoView {
    let kit = row.kind == "kit";
    let name = if kit { words::kit(l) } else { words::certificate(l) };
    let made = words::made(l, time::iso(l, &row.made));
    let act = if row.removable {
        let (id, label) = (row.id, words::remove_this(l, format!("{name}, {made}")));
        view! {
            <div class="btns slim"><button class="btn" type="button" aria-label=label
                on:click=move |_| openers(desk, Ask::RemoveOpener { id: id.clone() })>{words::remove(l)}</button></div>
        }
        .into_any()
    } else {
        view! { <p class="note">{words::keep_two(l)}</p> }.into_any()
    };
    view! {
        <li class="item">
            <span class="disc"><Icon name=if kit { "print" } else { "key" }/></span>
            <div>
                {row.this_computer.then(|| view! { <p><span class="tag ok">{words::this_computer(l)}</span></p> })}
                <h3>{name}</h3>
                <p class="quiet small">{made}</p>
                {act}
            </div>
        </li>
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

fn consent(l: Lang) -> impl IntoView {
    view! {
        <section class="stack-s" aria-labelledby="h-accord">
            <h2 id="h-accord" class="aside-h">{words::consent(l)}</h2>
            <p class="quiet">{words::consent_more(l)}</p>
            <details>
                <summary>{words::consent_read(l)}</summary>
                <div class="sheet stack">
                    <p>{notice::intro(l)}</p>
                    {notice::points(l).map(|(title, more)| view! {
                        <div><h3>{title}</h3><p class="quiet">{more}</p></div>
                    }).collect_view()}
                </div>
            </details>
        </section>
    }
}
