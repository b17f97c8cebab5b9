//! A record that is not open: its owner is still to be compared with, or access is over.

use super::{compare::judged, room, room_reading};
use crate::{
    components::{Fact, Facts, Field, Ghosts, Icon, Say, SixDigits, TroubleSay, WaitFor},
    desk::{Compared, Desk, desk, lang},
    logic::form,
    services::{
        browser,
        messages::{Ask, RecordRow, RecordState},
    },
    texts::{Lang, circle as circle_words, compare as compare_words, mends as mend_words, room as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// What the state of the record allows.
pub fn closed(desk: Desk, l: Lang, row: RecordRow) -> AnyView {
    let head = room_reading::pane_head(desk, l, &row);
    let body = match row.state {
        RecordState::Wrong => view! {
            <Say kind="alarm" icon="seal-broken" title=words::wrong_title(l) role="alert"><p>{words::wrong_more(l)}</p></Say>
        }
        .into_any(),
        RecordState::Ended => view! {
            <Say icon="out" title=words::ended_title(l)><p>{words::ended_more(l)}</p><p>{words::ended_do(l)}</p></Say>
        }
        .into_any(),
        RecordState::NotBegun => {
            let day = time::day(l, browser::local(row.since).day);
            view! {
                <Say icon="out" title=words::not_begun_title(l)><p>{words::not_begun_more(l, day)}</p></Say>
            }
            .into_any()
        }
        RecordState::Unverified | RecordState::Open => view! { <Unverified row=row/> }.into_any(),
    };
    view! { {head}<div class="paper stack">{body}</div> }.into_any()
}

#[component]
fn Unverified(row: RecordRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let comparing = desk.circle.comparing;
    super::focus_on_change("lecture", move || comparing.state.with(std::mem::discriminant));
    let record = StoredValue::new(row.record.clone());
    let claim = words::claim_title(l, row.name.clone());
    let (born, can, contact) = (room::born(l, &row), circle_words::rights(l, row.rights), row.contact);
    let body = move || {
        let record = record.get_value();
        if desk.room.accepting.get() {
            return view! { <Ghosts title=words::accepting(l) more=words::accepting_more(l)/> }.into_any();
        }
        match comparing.state.get() {
            Compared::Waiting => {
                view! { <WaitFor icon="clock" title=compare_words::waiting(l) more=compare_words::waiting_member(l)/> }
                    .into_any()
            }
            Compared::Digits(digits) => judge(desk, l, record, digits).into_any(),
            Compared::Same => same(desk, l, record).into_any(),
            Compared::Different => different(desk, l, record).into_any(),
            state => {
                let trouble = match state {
                    Compared::Failed(trouble) => Some(view! { <TroubleSay trouble=trouble/> }),
                    _ => None,
                };
                view! {
                    {trouble}
                    {ways(desk, l, record)}
                }
                .into_any()
            }
        }
    };
    view! {
        <div class="stack-s">
            <p><span class="tag todo">{words::unverified(l)}</span></p>
            <h2>{claim}</h2>
            <p class="quiet">{words::claim_more(l)}</p>
        </div>
        <Facts class="facts">
            <Fact name=words::born(l)>{born}</Fact>
            <Fact name=words::you_can(l)>{can}</Fact>
            {(!contact.is_empty()).then(|| view! { <Fact name=words::contact(l)>{contact}</Fact> })}
        </Facts>
        {body}
    }
}

fn ways(desk: Desk, l: Lang, record: String) -> impl IntoView {
    let other = record.clone();
    view! {
        <section class="sheet stack" aria-labelledby="h-chiffres">
            <h3 id="h-chiffres">{words::compare(l)}</h3>
            <p>{words::compare_do(l)}</p>
            <div class="btns"><button class="btn main" type="button" on:click=move |_| digits(desk, record.clone())>
                {words::compare_start(l)}
            </button></div>
        </section>
        <details class="sheet">
            <summary>{compare_words::other_way(l)}</summary>
            <Typed record=other/>
        </details>
    }
}

#[component]
fn Typed(record: String) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let error = Signal::derive(move || wrong.get().map(|mend| mend_words::words(l, mend)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form::fingerprint(&typed.get_untracked()) {
            Ok(fingerprint) => {
                wrong.set(None);
                ask(desk, Ask::CompareFingerprint { record: record.clone(), fingerprint });
            }
            Err(mend) => wrong.set(Some(mend)),
        }
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            <p>{compare_words::other_way_member(l)}</p>
            <Field id="empreinte" label=compare_words::fingerprint(l) hint=compare_words::fingerprint_hint(l) error=error>
                <textarea id="empreinte" class="mono" rows="3" autocomplete="off" spellcheck="false" maxlength="200"
                    aria-describedby="empreinte-h empreinte-e"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=typed on:input=move |event| typed.set(event_target_value(&event))></textarea>
            </Field>
            <div class="btns"><button class="btn" type="submit">{compare_words::fingerprint_check(l)}</button></div>
        </form>
    }
}

fn judge(desk: Desk, l: Lang, record: String, digits: String) -> impl IntoView {
    let state = desk.circle.comparing.state;
    let differ = move || {
        state.set(Compared::Different);
        let record = record.clone();
        spawn_local(async move { drop(desk.vault.ask(Ask::ComparedDifferently { record }).await) });
    };
    view! {
        <section class="sheet stack judge" aria-labelledby="h-six" role="status">
            <h3 id="h-six">{compare_words::digits(l)}</h3>
            <SixDigits digits=digits/>
            <p>{compare_words::digits_do(l)}</p>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| state.set(Compared::Same)>
                    <Icon name="check"/>{compare_words::same(l)}
                </button>
                <button class="btn grave" type="button" on:click=move |_| differ()>
                    <Icon name="warn"/>{compare_words::different(l)}
                </button>
            </div>
        </section>
    }
}

fn same(desk: Desk, l: Lang, record: String) -> impl IntoView {
    view! {
        <Say kind="ok" icon="check" title=words::accept_title(l)>
            <p>{words::accept_more(l)}</p>
            <div class="btns"><button class="btn main" type="button" on:click=move |_| room::accept(desk, record.clone())>
                <Icon name="signed"/>{words::accept(l)}
            </button></div>
        </Say>
    }
}

fn different(desk: Desk, l: Lang, record: String) -> impl IntoView {
    view! {
        <Say kind="alarm" icon="seal-broken" title=compare_words::alarm(l) role="alert">
            <p>{compare_words::alarm_safe(l)}</p>
            <ol>
                <li>{compare_words::alarm_1(l)}</li>
                <li>{compare_words::alarm_member_2(l)}</li>
                <li>{compare_words::alarm_3(l)}</li>
            </ol>
            <div class="btns"><button class="btn" type="button" on:click=move |_| digits(desk, record.clone())>
                {compare_words::again(l)}
            </button></div>
        </Say>
    }
}

fn digits(desk: Desk, record: String) {
    ask(desk, Ask::CompareRecord { record });
}

fn ask(desk: Desk, ask: Ask) {
    let comparing = desk.circle.comparing;
    comparing.empty();
    comparing.state.set(Compared::Waiting);
    let turn = comparing.turn.get_value();
    spawn_local(async move {
        let result = desk.vault.ask(ask).await;
        if comparing.turn.get_value() == turn {
            comparing.state.set(judged(result.map(|reply| reply.answer)));
        }
    });
}
