//! Long tasks: their progress, and their cancelling.

use scelle_client::platform::{Stage, Watcher};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Reply, Worker, answers, note};
use scelle_seam::{Answer, Progress};

/// Tasks that the user has cancelled.
#[derive(Default, Clone)]
pub struct Tasks(Rc<RefCell<BTreeSet<u32>>>);

/// Watches one task.
pub struct Watching {
    task: u32,
    tasks: Tasks,
}

impl Tasks {
    /// Begins to watch a task.
    pub fn watch(&self, task: u32) -> Watching {
        self.0.borrow_mut().remove(&task);
        Watching { task, tasks: self.clone() }
    }
}

impl Watcher for Watching {
    fn done(&self, stage: Stage, done: u64, total: u64) {
        note(&Progress::Bytes { task: self.task, stage: answers::stage(stage), done, total });
    }
    fn waiting(&self) {
        note(&Progress::Waiting { task: self.task });
    }
    fn cancelled(&self) -> bool {
        self.tasks.0.borrow().contains(&self.task)
    }
}

impl Worker {
    pub(super) fn cancel(&self, task: u32) -> Reply {
        // No task has the number 0: it stands for the comparison that waits.
        if task == 0 {
            self.comparisons.end();
        } else {
            self.tasks.0.borrow_mut().insert(task);
        }
        Answer::Done.into()
    }
}
