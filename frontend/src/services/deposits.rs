//! The queue of deposits: files taken, sent one after the other, cancelled, taken up again.

use super::{
    files,
    messages::{Answer, Ask, NewDocument, Trouble, UnfinishedDeposit},
};
use crate::{
    desk::{Desk, Item, Sending},
    logic::{form, sizes::Pace, sniff},
    pages::documents,
};
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;
use web_sys::{File, FileList};

/// Takes files that the user chose or dropped: each is looked at, and described or refused.
pub fn take(desk: Desk, list: &FileList) {
    let chosen: Vec<File> = (0..list.length()).filter_map(|n| list.item(n)).collect();
    desk.refused.set(Vec::new());
    spawn_local(async move {
        for file in chosen {
            take_one(desk, file, None).await;
        }
    });
}

/// Takes up an unfinished deposit with the file that the user chose again.
pub fn resume(desk: Desk, unfinished: UnfinishedDeposit, file: File) {
    spawn_local(async move {
        let document = unfinished.document.clone();
        if take_one(desk, file, Some(unfinished)).await {
            desk.unfinished.update(|list| list.retain(|have| have.document != document));
            pump(desk);
        }
    });
}

/// Drops an unfinished deposit for good.
pub fn forget(desk: Desk, document: String) {
    spawn_local(async move {
        if desk.vault.ask(Ask::Drop { document: document.clone() }).await.is_ok() {
            desk.unfinished.update(|list| list.retain(|have| have.document != document));
        }
    });
}

/// Sends every described file.
pub fn send_all(desk: Desk) {
    desk.queue.update(|queue| {
        for item in queue.iter_mut().filter(|item| item.state == Sending::Draft) {
            item.state = Sending::Queued;
        }
    });
    pump(desk);
}

/// Sends again a file whose deposit failed.
pub fn retry(desk: Desk, task: u32) {
    set(desk, task, Sending::Queued);
    pump(desk);
}

/// Takes a file off the queue; a deposit under way is cancelled at the host too.
pub fn remove(desk: Desk, task: u32) {
    let under_way = desk.queue.with_untracked(|queue| {
        queue.iter().any(|item| item.task == task && matches!(item.state, Sending::UnderWay { .. }))
    });
    files::forget(task);
    desk.queue.update(|queue| queue.retain(|item| item.task != task));
    if under_way {
        spawn_local(async move { drop(desk.vault.ask(Ask::Cancel { task }).await) });
    }
}

async fn take_one(desk: Desk, file: File, resumes: Option<UnfinishedDeposit>) -> bool {
    let name = file.name();
    let size = file.size() as u64;
    let verdict = match files::head(&file, sniff::HEAD).await {
        Some(head) => sniff::judge(size, &head),
        None => Err(sniff::Refusal::Unreadable),
    };
    let media = match verdict {
        Ok(media) => media.to_owned(),
        Err(refusal) => {
            desk.refused.update(|refused| refused.push((name, refusal)));
            return false;
        }
    };
    let task = desk.task();
    files::keep(task, file);
    let (meta, state, resumes) = match resumes {
        Some(old) => (old.meta, Sending::Queued, Some(old.document)),
        None => {
            (NewDocument { file_name: name.clone(), media, size, ..drafted(desk, &name, size) }, Sending::Draft, None)
        }
    };
    desk.queue.update(|queue| queue.push(Item { task, meta, state, pace: Pace::default(), resumes }));
    true
}

/// What was typed before a session ended, for the same file; else a title from its name.
fn drafted(desk: Desk, name: &str, size: u64) -> NewDocument {
    let mut found = None;
    desk.drafts.update(|drafts| {
        let at = drafts.iter().position(|draft| draft.file_name == name && draft.size == size);
        found = at.map(|at| drafts.remove(at));
    });
    found.unwrap_or_else(|| NewDocument { title: form::title_of(name), ..NewDocument::default() })
}

/// Sends the next queued file, if none is under way.
fn pump(desk: Desk) {
    let next = desk.queue.with_untracked(|queue| {
        let busy = queue.iter().any(|item| matches!(item.state, Sending::UnderWay { .. }));
        queue.iter().find(|item| item.state == Sending::Queued).filter(|_| !busy).cloned()
    });
    let Some(item) = next else { return };
    let Some(file) = files::of(item.task) else {
        return set(desk, item.task, Sending::Failed(Trouble::FileUnreadable));
    };
    let stage = super::messages::Stage::Sealing;
    let total = item.meta.size;
    set(desk, item.task, Sending::UnderWay { stage, done: 0, total, waiting: false });
    spawn_local(send(desk, item, file));
}

fn send(desk: Desk, item: Item, file: File) -> impl Future<Output = ()> {
    let task = item.task;
    let ask = match item.resumes {
        Some(document) => Ask::Resume { task, document },
        None => Ask::Deposit { task, meta: item.meta },
    };
    async move {
        let state = match desk.vault.ask_with(ask, file.into()).await.map(|reply| reply.answer) {
            Ok(Answer::Deposited { document }) => {
                files::forget(task);
                documents::refresh(desk);
                Sending::Done { document }
            }
            Ok(_) => Sending::Failed(Trouble::Internal),
            Err(trouble) => Sending::Failed(trouble),
        };
        set(desk, task, state);
        pump(desk);
    }
}

fn set(desk: Desk, task: u32, state: Sending) {
    desk.queue.update(|queue| {
        if let Some(item) = queue.iter_mut().find(|item| item.task == task) {
            item.state = state;
        }
    });
}
