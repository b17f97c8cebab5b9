//! Depositing: choose or drop files, describe each, follow them on their way. Rows are in
//! `deposit_rows`.

use super::{Title, deposit_rows::Row};
use crate::{
    components::{ErrorSummary, Icon, Say, Wrong},
    desk::{Desk, Pane, Sending, desk, lang},
    logic::{form, page::Page},
    services::{
        browser, deposits,
        messages::{Answer, Ask, NewDocument, UnfinishedDeposit},
    },
    texts::{colon, deposit as words, mends as mend_words, room, time},
};
use leptos::{html, prelude::*, task::spawn_local};

/// The page.
#[component]
pub fn Deposit() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    super::documents::load(desk);
    view! {
        <header class="stack-s">
            <Title text=words::title(l)/>
            <p class="lede">{words::lede(l)}</p>
        </header>
        <Depositing/>
    }
}

/// The form itself, for the record at hand.
#[component]
pub fn Depositing() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load_draft(desk);
    let wrongs = RwSignal::new(Vec::<Wrong>::new());
    let keys = move || desk.queue.with(|queue| queue.iter().map(|item| item.task).collect::<Vec<_>>());
    view! {
        <div class="stack-l measure-wide">
            <ErrorSummary wrongs=wrongs/>
            <Refused/>
            {move || desk.drafts.with(|drafts| !drafts.is_empty()).then(|| view! {
                <Say icon="clock" title=words::draft_back(l)/>
            })}
            <Unfinished/>
            <DropZone/>
            <form class="stack" novalidate=true on:submit=move |event| { event.prevent_default(); send(desk, wrongs); }>
                <ul class="stack">
                    <For each=keys key=|task| *task let:task><Row task=task wrongs=wrongs/></For>
                </ul>
                <SendAll/>
            </form>
        </div>
    }
}

#[component]
fn SendAll() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let count = Memo::new(move |_| {
        desk.queue.with(|queue| {
            let of = |wanted: fn(&Sending) -> bool| queue.iter().filter(|item| wanted(&item.state)).count();
            (of(|state| *state == Sending::Draft), of(|state| matches!(state, Sending::Done { .. })), queue.len())
        })
    });
    move || match count.get() {
        (drafts, _, _) if drafts > 0 => view! {
            <div class="btns fill">
                <button class="btn main" type="submit"><Icon name="lock"/>{words::send(l, drafts)}</button>
            </div>
        }
        .into_any(),
        (_, done, all) if done == all && all > 0 && desk.is_professional() => view! {
            <div class="btns">
                <button class="btn main" type="button" on:click=move |_| desk.room.pane.set(Pane::Nothing)>
                    {room::deposit_done(l)}
                </button>
            </div>
        }
        .into_any(),
        (_, done, all) if done == all && all > 0 => view! {
            <div class="btns"><a class="btn main" href=Page::Documents.path()>{words::all_done(l)}</a></div>
        }
        .into_any(),
        (_, _, all) if all > 0 => view! { <p class="quiet small">{words::can_go(l)}</p> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn DropZone() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let dropped = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(list) = event.data_transfer().and_then(|data| data.files()) {
            deposits::take(desk, &list);
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get() else { return };
        if let Some(list) = input.files() {
            deposits::take(desk, &list);
        }
        input.set_value("");
    };
    // Once there are files, what is to be done with them is the main thing.
    let first = Memo::new(move |_| desk.queue.with(Vec::is_empty));
    view! {
        <div class="drop" class:over=over class:slim=move || !first.get()
            on:dragover=move |event| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false) on:drop=dropped>
            <Icon name="share"/>
            <p class="name lg">{words::drop(l)}</p>
            <p class="quiet small" id="depot-h">{words::drop_or(l)}</p>
            <input class="hidden" id="fichiers" type="file" multiple=true node_ref=input on:change=chosen/>
            <button class="btn" class:main=first type="button" aria-describedby="depot-h"
                on:click=move |_| if let Some(input) = input.get() { input.click() }>
                <Icon name="add"/>
                {words::choose(l)}
            </button>
        </div>
    }
}

#[component]
fn Refused() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    move || {
        let refused = desk.refused.get();
        (!refused.is_empty()).then(|| {
            view! {
                <Say kind="look" icon="warn" title=words::refused_title(l, refused.len()) role="alert">
                    <ul class="list dot">
                        {refused.into_iter().map(|(name, why)| view! {
                            <li><b>{name}</b>{colon(l)}{words::refusal(l, why)}</li>
                        }).collect_view()}
                    </ul>
                    <p class="small">{words::refused_safe(l)}</p>
                </Say>
            }
        })
    }
}

#[component]
fn Unfinished() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let any = Memo::new(move |_| desk.unfinished.with(|list| !list.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <section class="stack-s" aria-labelledby="h-finir">
                    <h2 id="h-finir">{words::unfinished_title(l)}</h2>
                    <p class="quiet">{words::unfinished_more(l)}</p>
                    <ul class="sheet flush rows">
                        <For each=move || desk.unfinished.get() key=Clone::clone let:one><UnfinishedRow one=one/></For>
                    </ul>
                </section>
            }
        })
    }
}

#[component]
fn UnfinishedRow(one: UnfinishedDeposit) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let input = NodeRef::<html::Input>::new();
    let (name, file_name, document) = (one.meta.title.clone(), one.meta.file_name.clone(), one.document.clone());
    let sent = time::done_of(l, time::size(l, one.sent), time::size(l, one.total));
    let (value, max) = (one.sent.to_string(), one.total.max(1).to_string());
    let chosen = move |_| {
        let file = input.get().and_then(|input| input.files()).and_then(|list| list.item(0));
        if let Some(file) = file {
            deposits::resume(desk, one.clone(), file);
        }
    };
    view! {
        <li class="stack-s">
            <p><b>{name.clone()}</b><br/><span class="note">{file_name}", "{sent}</span></p>
            <progress max=max value=value aria-label=name.clone()></progress>
            <input class="hidden" type="file" node_ref=input on:change=chosen/>
            <div class="btns slim">
                <button class="btn" type="button" aria-label=words::resume(l, name.clone())
                    on:click=move |_| if let Some(input) = input.get() { input.click() }>{words::resume_short(l)}</button>
                <button class="btn bare" type="button" aria-label=words::forget(l, name)
                    on:click=move |_| deposits::forget(desk, document.clone())>{words::forget_short(l)}</button>
            </div>
        </li>
    }
}

fn send(desk: Desk, wrongs: RwSignal<Vec<Wrong>>) {
    let (l, today) = (desk.lang.get_untracked(), browser::today());
    let mut found = Vec::new();
    desk.queue.with_untracked(|queue| {
        for item in queue.iter().filter(|item| item.state == Sending::Draft) {
            for mend in form::document(&item.meta, today) {
                let id = format!("{}-{}", crate::components::field_of(mend), item.task);
                found.push((id, format!("{} : {}", item.meta.file_name, mend_words::words(l, mend))));
            }
        }
    });
    let good = found.is_empty();
    wrongs.set(found);
    if good {
        deposits::send_all(desk);
        clear_draft(desk);
    }
}

/// Keeps, sealed, what is typed but not sent. Called a minute before a session ends, and while typing.
pub fn save_draft(desk: Desk) {
    let metas: Vec<NewDocument> = desk.queue.with_untracked(|queue| {
        queue.iter().filter(|item| item.state == Sending::Draft).map(|item| item.meta.clone()).collect()
    });
    if metas.is_empty() {
        return;
    }
    put_draft(desk, serde_json::to_string(&metas).unwrap_or_default());
}

fn clear_draft(desk: Desk) {
    put_draft(desk, String::new());
}

fn put_draft(desk: Desk, text: String) {
    let form = form_name(desk);
    spawn_local(async move {
        drop(desk.vault.ask(Ask::SaveDraft { form, text }).await);
    });
}

fn load_draft(desk: Desk) {
    if desk.queue.with_untracked(|queue| !queue.is_empty()) {
        return;
    }
    let at_hand = desk.at_hand();
    let ask = Ask::LoadDraft { form: form_name(desk) };
    spawn_local(async move {
        if let Ok(Answer::Draft(Some(text))) = desk.vault.ask(ask).await.map(|reply| reply.answer) {
            // What was typed for one patient is never offered for another.
            if desk.at_hand() == at_hand {
                desk.drafts.set(serde_json::from_str(&text).unwrap_or_default());
            }
        }
    });
}

/// A professional has a draft for each record.
fn form_name(desk: Desk) -> String {
    desk.at_hand().map_or_else(|| FORM.to_owned(), |record| format!("{FORM}-{record}"))
}

const FORM: &str = "deposit";
