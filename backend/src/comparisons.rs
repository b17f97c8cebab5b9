//! Comparisons under way, in memory only: forgotten after ten minutes, and with the program.

use scelle_protocol::{Digest, ProblemCode, ReaderId, RecordTag, Time, wire};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// One step of a comparison (FORMATS §11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The member's commitment: begins anew.
    Commit(Digest),
    /// The holder's nonce.
    Nonce(Digest),
    /// The member's nonce.
    Reveal(Digest),
}

#[derive(Clone)]
struct Comparison {
    begun: Time,
    commit: Digest,
    nonce: Option<Digest>,
    reveal: Option<Digest>,
}

/// By record and member.
pub struct Comparisons {
    clock: Arc<dyn Clock>,
    table: Mutex<HashMap<(RecordTag, ReaderId), Comparison>>,
}

impl Comparisons {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, table: Mutex::default() }
    }

    /// What there is so far.
    #[must_use]
    pub fn state(&self, record: RecordTag, member: ReaderId) -> wire::CompareState {
        let now = self.clock.now();
        let table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        shown(table.get(&(record, member)).filter(|comparison| comparison.lasts(now)))
    }

    /// Takes a step; none where too many comparisons are under way.
    ///
    /// # Errors
    /// `invalid` out of order or twice.
    pub fn take(
        &self,
        record: RecordTag,
        member: ReaderId,
        message: Message,
    ) -> Result<Option<wire::CompareState>, ProblemCode> {
        let now = self.clock.now();
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if table.len() >= MOST {
            table.retain(|_, comparison| comparison.lasts(now));
        }
        let name = (record, member);
        if let Message::Commit(commit) = message {
            if table.len() >= MOST && !table.contains_key(&name) {
                return Ok(None);
            }
            table.insert(name, Comparison { begun: now, commit, nonce: None, reveal: None });
            return Ok(Some(shown(table.get(&name))));
        }
        let comparison = table.get_mut(&name).filter(|comparison| comparison.lasts(now));
        let comparison = comparison.ok_or(ProblemCode::Invalid)?;
        match (message, comparison.nonce, comparison.reveal) {
            (Message::Nonce(nonce), None, None) => comparison.nonce = Some(nonce),
            (Message::Reveal(reveal), Some(_), None) => comparison.reveal = Some(reveal),
            _ => return Err(ProblemCode::Invalid),
        }
        Ok(Some(shown(Some(comparison))))
    }
}

impl Comparison {
    const fn lasts(&self, now: Time) -> bool {
        now.0.saturating_sub(self.begun.0) < SECONDS
    }
}

fn shown(comparison: Option<&Comparison>) -> wire::CompareState {
    wire::CompareState {
        commit: comparison.map(|comparison| comparison.commit),
        nonce: comparison.and_then(|comparison| comparison.nonce),
        reveal: comparison.and_then(|comparison| comparison.reveal),
    }
}

const SECONDS: u64 = 600;
const MOST: usize = 10_000;
