//! The ways to open, in the settings: which there are, a new kit, and what is taken away.

use crate::{
    components::{Dialog, Icon, Say, TroubleSay},
    desk::{Desk, Ended, Load, desk, lang},
    logic::page::Page,
    services::{
        messages::{Answer, Ask, OpenerRow, Trouble},
        session,
    },
    texts::{Lang, common, new_kit, settings as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// What is about to be removed, and how that goes.
#[derive(Clone, Copy)]
struct Removal {
    row: RwSignal<Option<OpenerRow>>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The section.
#[component]
pub fn Openers() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load(desk);
    let removal = Removal {
        row: RwSignal::default(),
        open: RwSignal::default(),
        busy: RwSignal::default(),
        trouble: RwSignal::default(),
    };
    #[cfg(feature = "gallery")]
    crate::gallery::removing(removal.row, removal.open);
    let state = Memo::new(move |_| {
        desk.openers.with(|openers| match openers {
            Load::Ready(_) => Load::Ready(()),
            Load::Failed(trouble) => Load::Failed(*trouble),
            _ => Load::Busy,
        })
    });
    let list = move || {
        desk.openers.with(|openers| match openers {
            Load::Ready(rows) => rows.clone(),
            _ => Vec::new(),
        })
    };
    let rows = move || match state.get() {
        Load::Ready(()) => view! {
            <ul class="sheet flush rows"><For each=list key=Clone::clone let:row>{opener(l, removal, row)}</For></ul>
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
        <Dialog id="retirer" title=words::remove_title(l) open=removal.open><Confirm removal=removal/></Dialog>
    }
}

fn load(desk: Desk) {
    if !matches!(desk.openers.get_untracked(), Load::Idle | Load::Failed(_)) {
        return;
    }
    desk.openers.set(Load::Busy);
    spawn_local(async move {
        desk.openers.set(match desk.vault.ask(Ask::Openers).await.map(|reply| reply.answer) {
            Ok(Answer::Openers(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

fn opener(l: Lang, removal: Removal, row: OpenerRow) -> impl IntoView {
    let (kit, here) = (row.kind == "kit", row.this_computer);
    let made = words::made(l, time::iso(l, &row.made));
    view! {
        <li class="item">
            <span class="disc"><Icon name=if kit { "print" } else { "key" }/></span>
            <div>
                {here.then(|| view! { <p><span class="tag ok">{words::this_computer(l)}</span></p> })}
                <h3>{name(l, kit)}</h3>
                <p class="quiet small">{made.clone()}</p>
                {act(l, removal, row, made)}
            </div>
        </li>
    }
}

fn act(l: Lang, removal: Removal, row: OpenerRow, made: String) -> AnyView {
    if row.kind == "kit" {
        return view! { <div class="btns slim"><a class="btn" href=Page::NewKit.path()>{new_kit::title(l)}</a></div> }
            .into_any();
    }
    if !row.removable {
        return view! { <p class="note">{words::keep_two(l)}</p> }.into_any();
    }
    let label = words::remove_this(l, format!("{}, {made}", name(l, false)));
    let ask = move |_| {
        removal.trouble.set(None);
        removal.row.set(Some(row.clone()));
        removal.open.set(true);
    };
    view! {
        <div class="btns slim"><button class="btn" type="button" aria-label=label on:click=ask>{words::remove(l)}</button></div>
    }
    .into_any()
}

fn name(l: Lang, kit: bool) -> &'static str {
    if kit { words::kit(l) } else { words::certificate(l) }
}

#[component]
fn Confirm(removal: Removal) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let here = Memo::new(move |_| removal.row.with(|row| row.as_ref().is_some_and(|row| row.this_computer)));
    let made = move || removal.row.with(|row| row.as_ref().map(|row| words::made(l, time::iso(l, &row.made))));
    view! {
        <div class="body">
            {move || removal.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <p><b>{name(l, false)}</b><br/><span class="quiet small">{made}</span></p>
            {move || here.get().then(|| view! {
                <Say kind="look" icon="warn" title=words::remove_here(l) role="note"><p>{words::remove_here_more(l)}</p></Say>
            })}
            <ul class="list dot">
                <li>{words::remove_1(l)}</li><li>{words::remove_2(l)}</li><li>{words::remove_3(l)}</li>
            </ul>
        </div>
        <footer>
            <button class="btn" type="button" on:click=move |_| removal.open.set(false)>{common::cancel(l)}</button>
            <button class="btn grave main" type="button" disabled=removal.busy on:click=move |_| remove(desk, removal)>
                {move || if here.get() { words::remove_here_sure(l) } else { words::remove_sure(l) }}
            </button>
        </footer>
    }
}

fn remove(desk: Desk, removal: Removal) {
    let Some(row) = removal.row.get_untracked() else { return };
    removal.busy.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::RemoveOpener { id: row.id }).await;
        removal.busy.try_set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Openers(rows)) => {
                removal.open.try_set(false);
                desk.openers.set(Load::Ready(rows));
            }
            // This computer's own: the session is over, and the key is no longer here.
            Ok(_) => {
                desk.hello.update(|hello| {
                    if let Some(hello) = hello {
                        hello.device = false;
                    }
                });
                session::end(desk, Ended::Removed);
            }
            Err(trouble) => drop(removal.trouble.try_set(Some(trouble))),
        }
    });
}
