//! One file of a deposit: being described, on its way, done, or failed.

use crate::{
    components::{Field, Icon, TaskProgress, TroubleSay, Wrong},
    desk::{Desk, Item, Sending, desk, lang},
    logic::{
        form::LONGEST_TITLE,
        kinds::{GROUPS, KINDS, kind},
        page::Page,
        sizes::Pace,
    },
    services::{browser, deposits, messages::NewDocument},
    texts::{Lang, common, deposit as words, documents, time},
};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

/// One file, in whatever state it is.
#[component]
pub fn Row(task: u32, wrongs: RwSignal<Vec<Wrong>>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let item = Memo::new(move |_| desk.queue.with(|queue| queue.iter().find(|item| item.task == task).cloned()));
    let draft = Memo::new(move |_| item.with(|item| item.as_ref().is_some_and(|item| item.state == Sending::Draft)));
    let head = item
        .with_untracked(|item| item.as_ref().map(|item| (item.meta.file_name.clone(), time::size(l, item.meta.size))));
    let (name, size) = head.unwrap_or_default();
    let whose = name.clone();
    let body = move || {
        if draft.get() {
            return view! { <Describe task=task wrongs=wrongs/> }.into_any();
        }
        item.get().map(|item| under_way(desk, l, item)).into_any()
    };
    view! {
        <li class="sheet">
            // Two files have the same fields: each says whose they are.
            <div class="stack" role="group" aria-label=whose>
                <div class="line nowrap top">
                    <span class="disc"><Icon name="letter"/></span>
                    <p><b>{name.clone()}</b><br/><span class="note">{size}</span></p>
                    {move || draft.get().then(|| {
                        let label = words::remove(l, name.clone());
                        view! {
                            <button class="btn bare only end" type="button" aria-label=label
                                on:click=move |_| deposits::remove(desk, task)><Icon name="close"/></button>
                        }
                    })}
                </div>
                {body}
            </div>
        </li>
    }
}

#[component]
fn Describe(task: u32, wrongs: RwSignal<Vec<Wrong>>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let meta = move || {
        desk.queue
            .with(|queue| queue.iter().find(|item| item.task == task).map(|item| item.meta.clone()).unwrap_or_default())
    };
    let error = move |field: &'static str| {
        let id = format!("{field}-{task}");
        Signal::derive(move || wrongs.with(|wrongs| wrongs.iter().any(|wrong| wrong.0 == id)))
    };
    let (title, date) = (format!("titre-{task}"), format!("date-{task}"));
    let (title_wrong, date_wrong) = (error("titre"), error("date"));
    view! {
        <div class="pair">
            <Field id=title.clone() label=words::field_title(l) hint=words::field_title_hint(l)>
                <input id=title.clone() type="text" aria-describedby=format!("{title}-h") maxlength=LONGEST_TITLE.to_string() autocomplete="off"
                    aria-invalid=move || title_wrong.get().then_some("true") prop:value=move || meta().title
                    on:input=move |event| edit(desk, task, |meta| meta.title = event_target_value(&event))/>
            </Field>
            <Field id=date.clone() label=words::field_date(l) hint=words::field_date_hint(l)>
                <input id=date.clone() type="date" max=browser::today().iso() aria-describedby=format!("{date}-h")
                    aria-invalid=move || date_wrong.get().then_some("true") prop:value=move || meta().date
                    on:input=move |event| edit(desk, task, |meta| meta.date = event_target_value(&event))/>
            </Field>
        </div>
        <KindField task=task wrong=error("sorte") code=Signal::derive(move || meta().kind)/>
        {(!desk.is_professional()).then(|| view! { <label class="choice veil">
            <input type="checkbox" prop:checked=move || meta().personal
                on:change=move |event| edit(desk, task, |meta| meta.personal = event_target_checked(&event))/>
            <b>{words::personal(l)}</b>
            <span class="hint">{words::personal_hint(l)}</span>
        </label> })}
    }
}

#[component]
fn KindField(task: u32, wrong: Signal<bool>, code: Signal<String>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let id = format!("sorte-{task}");
    let said = format!("{id}-s");
    let options = GROUPS.map(|group| {
        let kinds = KINDS.iter().filter(|kind| kind.group == group).map(|kind| {
            let name = if l == Lang::Fr { kind.fr.0 } else { kind.en };
            view! { <option value=kind.code selected=move || code.get() == kind.code>{name}</option> }
        });
        view! { <optgroup label=documents::group(l, group)>{kinds.collect_view()}</optgroup> }
    });
    let official = move || code.with(|code| (!code.is_empty()).then(|| words::official(l, kind(code).fr.1.to_owned())));
    view! {
        <Field id=id.clone() label=words::field_kind(l)>
            <select id=id aria-describedby=said.clone() aria-invalid=move || wrong.get().then_some("true")
                on:change=move |event| edit(desk, task, |meta| meta.kind = event_target_value(&event))>
                <option value="" selected=move || code.with(String::is_empty)>{words::field_kind_choose(l)}</option>
                {options}
            </select>
            <p class="note" id=said>{official}</p>
        </Field>
    }
}

fn under_way(desk: Desk, l: Lang, item: Item) -> AnyView {
    let Item { task, meta, state, pace, .. } = item;
    match state {
        Sending::Done { document } => done(l, document).into_any(),
        Sending::Failed(trouble) => view! {
            <TroubleSay trouble=trouble>
                <div class="btns">
                    <button class="btn" type="button" on:click=move |_| deposits::retry(desk, task)>{common::retry(l)}</button>
                    <button class="btn bare" type="button" on:click=move |_| deposits::remove(desk, task)>{words::remove_short(l)}</button>
                </div>
            </TroubleSay>
        }
        .into_any(),
        Sending::UnderWay { stage, done, total, waiting } => {
            let label = words::sending(l, meta.title.clone());
            view! {
                <TaskProgress label=label stage=stage done=done total=total waiting=waiting pace=pace/>
                {cancel(desk, l, task, &meta)}
            }
            .into_any()
        }
        Sending::Queued | Sending::Draft => view! {
            <p class="quiet small">{words::queued(l)}</p>
            {cancel(desk, l, task, &meta)}
        }
        .into_any(),
    }
}

fn done(l: Lang, document: String) -> impl IntoView {
    let desk = desk();
    let see = match desk.is_professional() {
        true => ().into_any(),
        false => view! { <a href=Page::Document(document).path()>{words::see(l)}</a> }.into_any(),
    };
    view! {
        <div class="say ok" role="status">
            <Icon name="check"/>
            <p class="say-title">{words::done(l)}</p>
            <p>{words::done_more(l)}" "{see}</p>
        </div>
    }
}

fn cancel(desk: Desk, l: Lang, task: u32, meta: &NewDocument) -> impl IntoView {
    let label = words::cancel_one(l, meta.title.clone());
    view! {
        <div class="btns">
            <button class="btn" type="button" aria-label=label on:click=move |_| deposits::remove(desk, task)>
                {words::cancel_short(l)}
            </button>
        </div>
    }
}

/// Changes what is typed, and keeps a sealed draft once the typing pauses.
fn edit(desk: Desk, task: u32, change: impl FnOnce(&mut NewDocument)) {
    desk.queue.update(|queue| {
        if let Some(item) = queue.iter_mut().find(|item| item.task == task) {
            change(&mut item.meta);
            item.pace = Pace::default();
        }
    });
    PAUSE.with_borrow_mut(|pause| {
        let later = Timeout::new(PAUSE_MS, move || super::deposit::save_draft(desk));
        if let Some(before) = pause.replace(later) {
            before.cancel();
        }
    });
}

thread_local! {
    static PAUSE: std::cell::RefCell<Option<Timeout>> = const { std::cell::RefCell::new(None) };
}

const PAUSE_MS: u32 = 3000;
