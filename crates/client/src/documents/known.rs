//! Labels that were opened and verified in this session, so that a list asked for again costs what is new
//! in it. Held in memory alone, by the very bytes that came and the chain that they were judged by: other
//! bytes, or a chain that has grown, are judged anew.

use scelle_protocol::{
    Digest,
    wire::{SealedBatch, Wrap},
};
use scelle_verify::hash::sha256_of;
use std::collections::HashMap;
use std::rc::Rc;

use super::Read;
use crate::record::Record;

/// Labels by their mark.
#[derive(Default)]
pub(crate) struct Known {
    /// Hash of the head of the record's chain; it names the record too.
    head: Option<Digest>,
    labels: HashMap<Digest, Rc<Read>>,
}

impl Known {
    /// None yet, by the chain of this record as it stands.
    pub(super) fn of(record: &Record) -> Self {
        Self { head: Some(record.head().1), labels: HashMap::new() }
    }

    /// The label of this mark, if it was judged by the same chain.
    pub(super) fn label(&self, now: &Self, mark: &Digest) -> Option<Rc<Read>> {
        if self.head == now.head { self.labels.get(mark).cloned() } else { None }
    }

    pub(super) fn keep(&mut self, mark: Digest, label: Rc<Read>) {
        self.labels.insert(mark, label);
    }
}

/// SHA-256 of everything that a label's verdict comes from, beside the chain and our keys.
pub(super) fn mark(batch: &SealedBatch, wrap: &Wrap) -> Digest {
    let lengths = [batch.statement.len(), batch.sealing.0.len(), wrap.sealed.0.len()].map(|length| length as u64);
    sha256_of(&[
        &lengths.map(u64::to_be_bytes).concat(),
        batch.statement.as_bytes(),
        &batch.sealing.0,
        &wrap.sealed.0,
        &wrap.document.0,
        &wrap.version.to_be_bytes(),
        &wrap.reader.0,
        &wrap.batch.0,
    ])
}
