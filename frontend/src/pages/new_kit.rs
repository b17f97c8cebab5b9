//! A new recovery kit: made here, printed, checked from its paper, and only then put in the place
//! of the old one.

use super::Title;
use crate::{
    components::{CopyBack, ErrorSummary, Icon, KitSheet, Say, TroubleSay, is_copied, kit_mends, show_kit, wrongs},
    desk::{Desk, Load, Renewal, desk, lang},
    logic::page::Page,
    services::{
        browser,
        messages::{Answer, Ask, Kit, Trouble},
    },
    texts::{Lang, new_kit as words, opening},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// Three states: what will happen, the new sheet, done.
#[component]
pub fn NewKit() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let renewal = desk.renewal;
    let path = use_location().pathname;
    on_cleanup(move || leave(desk, &Page::of(&path.get_untracked())));
    let body = move || match (renewal.done.get(), renewal.paper.kit.get()) {
        (true, _) => done(l).into_any(),
        (_, Some(kit)) => sheet(desk, l, kit).into_any(),
        _ => before(desk, l).into_any(),
    };
    view! {
        <header class="stack-s noprint">
            <p><a class="backlink" href=Page::Settings.path()><Icon name="back"/>{words::back(l)}</a></p>
            <Title text=words::title(l)/>
            <p class="lede">{words::lede(l)}</p>
        </header>
        <div class="stack-l measure">
            {move || renewal.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            {body}
        </div>
    }
}

fn before(desk: Desk, l: Lang) -> impl IntoView {
    view! {
        <section class="sheet stack-s" aria-labelledby="h-suite">
            <h2 id="h-suite">{words::what(l)}</h2>
            <ol class="list"><li>{words::what_1(l)}</li><li>{words::what_2(l)}</li><li>{words::what_3(l)}</li></ol>
        </section>
        <Say icon="print" title=words::old(l) role="note">
            <p>{words::old_more(l)}</p>
            <p>{words::read(l)}</p>
        </Say>
        <Say kind="look" icon="key" title=words::lost(l) role="note"><p>{words::lost_more(l)}</p></Say>
        <div class="btns fill">
            <button class="btn main" type="button" disabled=desk.renewal.busy on:click=move |_| make(desk)>
                <Icon name="key"/>{words::make(l)}
            </button>
            <a class="btn bare" href=Page::Settings.path()>{words::keep(l)}</a>
        </div>
    }
}

fn sheet(desk: Desk, l: Lang, kit: Kit) -> impl IntoView {
    let renewal = desk.renewal;
    let missing = Memo::new(move |_| match (renewal.busy.get(), is_copied(renewal.paper)) {
        (true, _) => Some(words::replacing(l)),
        (_, false) => Some(opening::still_kit(l)),
        _ => None,
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        replace(desk);
    };
    view! {
        <form class="stack-l" novalidate=true on:submit=submit>
            <ErrorSummary wrongs=wrongs(renewal.mends)/>
            <section class="sheet stack" aria-labelledby="h-kit">
                <h2 id="h-kit" class="noprint">{words::sheet(l)}</h2>
                <p class="noprint">{words::sheet_more(l)}</p>
                <KitSheet kit=kit/>
                <div class="btns">
                    <button class="btn" type="button" on:click=|_| browser::print()>
                        <Icon name="print"/>{opening::print(l)}
                    </button>
                </div>
                <CopyBack paper=renewal.paper/>
            </section>
            <div class="stack-s">
                <p class="note noprint" id="reste" role="status">{move || missing.get()}</p>
                <div class="btns fill">
                    <button class="btn main" type="submit" aria-describedby="reste"
                        aria-disabled=move || missing.with(Option::is_some).then_some("true")>{words::replace(l)}</button>
                    <a class="btn bare" href=Page::Settings.path()>{words::keep(l)}</a>
                </div>
            </div>
        </form>
    }
}

fn done(l: Lang) -> impl IntoView {
    view! {
        <Say kind="ok" icon="check" title=words::done(l)>
            <p>{words::done_more(l)}</p>
            <div class="btns"><a class="btn main" href=Page::Settings.path()>{words::back(l)}</a></div>
        </Say>
    }
}

fn make(desk: Desk) {
    let renewal = desk.renewal;
    if renewal.busy.get_untracked() {
        return;
    }
    renewal.trouble.set(None);
    renewal.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::MakeKit).await;
        renewal.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Kit(kit)) => show_kit(renewal.paper, kit),
            Ok(_) => renewal.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => renewal.trouble.set(Some(trouble)),
        }
    });
}

fn replace(desk: Desk) {
    let renewal = desk.renewal;
    renewal.trouble.set(None);
    renewal.mends.set(kit_mends(renewal.paper));
    if renewal.busy.get_untracked() || renewal.mends.with_untracked(|mends| !mends.is_empty()) {
        return;
    }
    renewal.busy.set(true);
    let copied = copied(renewal);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::ReplaceKit { copied }).await;
        renewal.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Openers(rows)) => {
                desk.openers.set(Load::Ready(rows));
                renewal.empty();
                renewal.done.set(true);
            }
            Ok(_) => renewal.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => renewal.trouble.set(Some(trouble)),
        }
    });
}

fn copied(renewal: Renewal) -> Vec<(u32, String)> {
    let (groups, signs) = (renewal.paper.asked.get_untracked(), renewal.paper.copied.get_untracked());
    [(groups.0, signs.0), (groups.1, signs.1)].map(|(group, signs)| (group as u32, signs)).to_vec()
}

/// A kit that was not put in place is forgotten, here and in the worker: the old one is good.
fn leave(desk: Desk, to: &Page) {
    // A change of language draws the page anew.
    if *to == Page::NewKit && desk.session.with_untracked(Option::is_some) {
        return;
    }
    let made = desk.renewal.paper.kit.with_untracked(Option::is_some);
    desk.renewal.empty();
    if made && desk.session.with_untracked(Option::is_some) {
        spawn_local(async move { drop(desk.vault.ask(Ask::DropKit).await) });
    }
}
