//! Leaving: download everything, close the record.

use crate::{
    components::{Dialog, Field, Icon, Say, TaskProgress, TroubleSay},
    desk::{Desk, Ended, Export as State, desk, lang},
    services::{
        files,
        messages::{Answer, Ask, Stage, Trouble},
        session,
    },
    texts::{common, settings as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// Everything in one ZIP.
#[component]
pub fn Export() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let state = move || {
        match desk.export.get() {
        State::Idle => view! {
            <div class="btns"><button class="btn" type="button" on:click=move |_| export(desk)>
                <Icon name="download"/>{words::export_go(l)}
            </button></div>
        }
        .into_any(),
        State::Busy { done, total } => view! {
            <TaskProgress label=words::export_busy(l) stage=Stage::Fetching done=done total=total/>
            <div class="btns"><button class="btn" type="button" on:click=move |_| cancel(desk)>{common::cancel(l)}</button></div>
        }
        .into_any(),
        State::Ready { url, name, documents, bytes } => view! {
            <Say kind="ok" icon="check" title=words::export_ready(l, documents as usize, time::size(l, bytes))>
                <div class="btns"><button class="btn main" type="button" on:click=move |_| files::save(&url, &name)>
                    <Icon name="download"/>{words::export_save(l)}
                </button></div>
            </Say>
        }
        .into_any(),
        State::Failed(trouble) => view! {
            <TroubleSay trouble=trouble>
                <div class="btns"><button class="btn" type="button" on:click=move |_| export(desk)>{common::retry(l)}</button></div>
            </TroubleSay>
        }
        .into_any(),
    }
    };
    view! {
        <section class="stack-s" aria-labelledby="h-export">
            <h2 id="h-export" class="aside-h">{words::export(l)}</h2>
            <p class="quiet">{words::export_more(l)}</p>
            {state}
        </section>
    }
}

fn export(desk: Desk) {
    let task = desk.task();
    desk.export_task.set_value(task);
    desk.export.set(State::Busy { done: 0, total: 0 });
    spawn_local(async move {
        let result = desk.vault.ask(Ask::Export { task }).await;
        if desk.export_task.get_value() != task {
            return;
        }
        desk.export_task.set_value(0);
        desk.export.set(match result {
            Ok(reply) => match (reply.answer, files::url_of(&reply.extra, "application/zip")) {
                (Answer::Export { name, documents, bytes }, Some(url)) => State::Ready { url, name, documents, bytes },
                _ => State::Failed(Trouble::Internal),
            },
            Err(trouble) => State::Failed(trouble),
        });
    });
}

fn cancel(desk: Desk) {
    let task = desk.export_task.get_value();
    desk.export_task.set_value(0);
    desk.export.set(State::Idle);
    spawn_local(async move { drop(desk.vault.ask(Ask::Cancel { task }).await) });
}

/// Closing the record, with a word to type.
#[component]
pub fn Leave() -> impl IntoView {
    let l = lang();
    let open = RwSignal::new(false);
    #[cfg(feature = "gallery")]
    crate::gallery::leaving(open);
    view! {
        <section class="stack-s" aria-labelledby="h-partir">
            <h2 id="h-partir" class="aside-h">{words::leave(l)}</h2>
            <p class="quiet">{words::leave_more(l)}</p>
            <div class="btns">
                <button class="btn grave" type="button" on:click=move |_| open.set(true)>{words::leave_go(l)}</button>
            </div>
        </section>
        <Dialog id="fermer" title=words::leave_title(l) open=open><Confirm open=open/></Dialog>
    }
}

#[component]
fn Confirm(open: RwSignal<bool>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let sure = move || typed.with(|typed| typed.trim() == words::leave_word(l)) && !busy.get();
    let go = move |_| {
        if !untrack(sure) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match desk.vault.ask(Ask::CloseRecord).await {
                Ok(_) => session::end(desk, Ended::Closed),
                Err(why) => drop((busy.try_set(false), trouble.try_set(Some(why)))),
            }
        });
    };
    view! {
        <div class="body">
            {move || trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <ul class="list dot">
                <li>{words::leave_1(l)}</li><li>{words::leave_2(l)}</li><li>{words::leave_3(l)}</li>
            </ul>
            <Field id="mot-fermer" label=words::leave_type(l, words::leave_word(l).to_owned())>
                <input id="mot-fermer" type="text" autocomplete="off" class="code" prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))/>
            </Field>
            <p class="note" id="fermer-n">{words::leave_wait(l)}</p>
        </div>
        <footer>
            <button class="btn" type="button" on:click=move |_| open.set(false)>{common::cancel(l)}</button>
            <button class="btn grave main" type="button" aria-describedby="fermer-n"
                disabled=move || !sure() on:click=go>{words::leave_sure(l)}</button>
        </footer>
    }
}
