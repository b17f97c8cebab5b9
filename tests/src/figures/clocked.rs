//! A line that notes when each request left and when its answer was whole. Work that the engine does
//! beside a request is done before the clock starts, so that what is noted is the wire and the host.

use scelle_client::platform::{LineDown, Platform, Request, Response};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::native::Native;

/// One request, answered.
#[derive(Debug, Clone)]
pub struct Note {
    /// Method and path, without its query.
    pub what: String,
    /// When it left.
    pub left: Instant,
    /// When its answer was whole.
    pub whole: Instant,
}

impl Note {
    /// How long it was waited for.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.whole - self.left
    }
}

/// The line.
#[derive(Clone)]
pub struct Clocked {
    native: Native,
    notes: Rc<RefCell<Vec<Note>>>,
}

impl Clocked {
    /// Over this one.
    #[must_use]
    pub fn over(native: Native) -> Self {
        Self { native, notes: Rc::default() }
    }

    /// What was noted since the last time this was asked.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        self.notes.take()
    }
}

impl Platform for Clocked {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        // What is sealed while a request travels, here it is sealed before.
        tokio::task::yield_now().await;
        let path = request.path.split('?').next().unwrap_or_default();
        let what = format!("{} {path}", request.method);
        let left = Instant::now();
        let answer = self.native.send(request).await;
        self.notes.borrow_mut().push(Note { what, left, whole: Instant::now() });
        answer
    }

    fn now(&self) -> u64 {
        self.native.now()
    }

    async fn pause(&self, millis: u32) {
        self.native.pause(millis).await;
    }

    fn page_origin(&self) -> String {
        self.native.page_origin()
    }
}
