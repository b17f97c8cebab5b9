//! A professional's screen: records on the left, documents of the one at hand, reading on the
//! right. What is on screen of a patient is always of the record at hand, and of no other.

use super::{Title, deposit, documents, room_closed, room_keys, room_lists, room_reading, viewer};
use crate::{
    components::{Icon, Say, TroubleSay},
    desk::{Desk, Load, Pane, Sending, desk, lang},
    logic::{dates::Day, groups::Filter},
    services::{
        browser,
        messages::{Answer, Ask, DocumentRow, RecordRow, RecordState, Trouble},
    },
    texts::{Lang, circle as circle_words, room as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The screen.
#[component]
pub fn Room() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let room = desk.room;
    load(desk);
    room_keys::listen(desk);
    // A telephone shows one pane at a time.
    let panes = move || match (room.pane.get(), room.hand.with(Option::is_some)) {
        (Pane::Nothing, false) => "panes at-people",
        (Pane::Nothing, true) => "panes at-list",
        (Pane::Closed(_), _) => "panes at-reading at-closed",
        _ => "panes at-reading",
    };
    view! {
        {move || head(desk, l)}
        {move || room.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
        {move || room.held.get().then(|| view! { <Say kind="look" icon="clock" title=words::busy_deposit(l) role="alert"/> })}
        <div class=panes>
            <room_lists::Records/>
            <room_lists::Documents/>
            <article class="pane reading-pane" tabindex="0" id="lecture" aria-label=words::reading(l)>
                {move || third(desk, l, room.pane.get())}
            </article>
        </div>
        <room_keys::Help/>
    }
}

fn third(desk: Desk, l: Lang, pane: Pane) -> AnyView {
    if let Some(wanted) = desk.room.taking.get() {
        return room_reading::taking(desk, l, &wanted).into_any();
    }
    match pane {
        Pane::Document(id) => room_reading::document(desk, l, &id),
        Pane::Deposit => room_reading::deposit(desk, l),
        Pane::Closed(row) => room_closed::closed(desk, l, row),
        Pane::Nothing => room_reading::nothing(desk, l),
    }
}

/// Whose record is at hand, over everything else.
fn head(desk: Desk, l: Lang) -> AnyView {
    let Some(row) = desk.room.hand.get() else {
        return view! {
            <section class="patient none" aria-label=words::none_at_hand(l)><Title text=words::title(l)/></section>
        }
        .into_any();
    };
    let until = row.until.map_or_else(|| words::no_end(l).to_owned(), |at| time::day(l, browser::local(at).day));
    view! {
        <section class="patient" aria-label=words::at_hand(l)>
            <button class="btn bare to-people" type="button" on:click=move |_| put_away(desk)>
                <Icon name="back"/>{words::to_records(l)}
            </button>
            <Title text=row.name.clone()/>
            <dl>
                <div><dt>{words::born(l)}</dt><dd>{born(l, &row)}</dd></div>
                <div class="wide"><dt>{words::you_can(l)}</dt><dd>{circle_words::rights(l, row.rights)}</dd></div>
                <div class="wide"><dt>{words::until(l)}</dt><dd>{until}</dd></div>
            </dl>
            <p class="sealed wide"><Icon name="seal"/>{words::checked(l)}</p>
            <div class="btns end">
                <button class="btn main" type="button" on:click=move |_| show_deposit(desk)>
                    <Icon name="add"/>{words::deposit(l)}
                </button>
                <button class="btn far" type="button" on:click=move |_| put_away(desk)>{words::put_away(l)}</button>
            </div>
        </section>
    }
    .into_any()
}

/// Birth date and age: with the name, what tells two patients apart.
pub fn born(l: Lang, row: &RecordRow) -> String {
    let Some(day) = Day::parse(&row.birth_date) else { return row.birth_date.clone() };
    let age = day.age(browser::today());
    format!("{}, {}", time::day(l, day), words::age(l, age))
}

/// Asks for the records, if they are not here.
pub fn load(desk: Desk) {
    if desk.room.records.with_untracked(|records| matches!(records, Load::Idle | Load::Failed(_))) {
        refresh(desk);
    }
}

/// Asks for the records anew: grants may have come.
pub fn refresh(desk: Desk) {
    let records = desk.room.records;
    if !records.with_untracked(|records| matches!(records, Load::Ready(_))) {
        records.set(Load::Busy);
    }
    spawn_local(async move {
        records.set(match desk.vault.ask(Ask::Records).await.map(|reply| reply.answer) {
            Ok(Answer::Records(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

/// Shows one record: takes it at hand when it is open, says why when it is not.
pub fn choose(desk: Desk, row: RecordRow) {
    let room = desk.room;
    if room.taking.get_untracked().is_some() || desk.at_hand().as_ref() == Some(&row.record) {
        return;
    }
    if !clear(desk) {
        return;
    }
    if row.state == RecordState::Open {
        take(desk, row.record);
    } else {
        room.pane.set(Pane::Closed(row));
    }
}

fn take(desk: Desk, record: String) {
    let room = desk.room;
    room.taking.set(Some(record.clone()));
    spawn_local(async move {
        let result = desk.vault.ask(Ask::TakeRecord { record: record.clone() }).await;
        // The session may be over by now.
        if room.taking.get_untracked().as_ref() != Some(&record) {
            return;
        }
        room.taking.set(None);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Record(row)) if row.record == record => {
                let reads = row.rights.read;
                room.hand.set(Some(row));
                if reads {
                    documents::load(desk);
                }
                request_animation_frame(|| browser::focus("titre-page"));
            }
            Ok(_) => room.trouble.set(Some(Trouble::Internal)),
            Err(Trouble::NotFound) => over(desk, &record),
            Err(trouble) => {
                room.trouble.set(Some(trouble));
                refresh(desk);
            }
        }
    });
}

/// Nothing is found there any more: the patient ended it since the list was fetched.
fn over(desk: Desk, record: &str) {
    let room = desk.room;
    let found = room.records.with_untracked(|records| match records {
        Load::Ready(rows) => rows.iter().find(|row| row.record == record).cloned(),
        _ => None,
    });
    if let Some(row) = found {
        room.pane.set(Pane::Closed(RecordRow { state: RecordState::Ended, ..row }));
    }
    refresh(desk);
}

/// Puts the record away: nothing of that patient stays on screen.
pub fn put_away(desk: Desk) {
    if clear(desk) {
        request_animation_frame(|| browser::focus("titre-page"));
    }
}

/// Takes everything of a patient off the screen. `false` while something of theirs is still being
/// sent: it must not end up under another name.
fn clear(desk: Desk) -> bool {
    let room = desk.room;
    let sending = desk.queue.with_untracked(|queue| {
        queue.iter().any(|item| matches!(item.state, Sending::UnderWay { .. } | Sending::Queued))
    });
    room.held.set(sending);
    if sending {
        return false;
    }
    deposit::save_draft(desk);
    let held = room.hand.with_untracked(Option::is_some);
    viewer::close(desk);
    room.hand.set(None);
    room.pane.set(Pane::Nothing);
    room.trouble.set(None);
    desk.documents.set(Load::Idle);
    desk.filter.set(Filter::default());
    desk.unfinished.set(Vec::new());
    desk.queue.set(Vec::new());
    desk.refused.set(Vec::new());
    desk.drafts.set(Vec::new());
    desk.circle.comparing.empty();
    if held {
        spawn_local(async move { drop(desk.vault.ask(Ask::PutRecordAway).await) });
    }
    true
}

/// Opens a document of the record at hand in the third pane.
pub fn read(desk: Desk, row: &DocumentRow) {
    if row.refused.is_some() {
        return;
    }
    viewer::close(desk);
    desk.room.pane.set(Pane::Document(row.id.clone()));
    viewer::open(desk, row);
    request_animation_frame(|| browser::focus("lecture"));
}

/// The deposit form, or why there is none.
pub fn show_deposit(desk: Desk) {
    viewer::close(desk);
    desk.room.pane.set(Pane::Deposit);
    request_animation_frame(|| browser::focus("lecture"));
}

/// From the third pane back to the lists.
pub fn back(desk: Desk) {
    viewer::close(desk);
    desk.circle.comparing.empty();
    desk.room.pane.set(Pane::Nothing);
}

/// The two have compared: own keys are published, and the record is taken at hand.
pub fn accept(desk: Desk, record: String) {
    let room = desk.room;
    if room.accepting.get_untracked() {
        return;
    }
    room.trouble.set(None);
    room.accepting.set(true);
    spawn_local(async move {
        let result = desk.vault.ask(Ask::Accept { record: record.clone() }).await;
        room.accepting.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Records(rows)) => {
                let row = rows.iter().find(|row| row.record == record).cloned();
                room.records.set(Load::Ready(rows));
                if let Some(row) = row {
                    choose(desk, row);
                }
            }
            Ok(_) => room.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => room.trouble.set(Some(trouble)),
        }
    });
}
