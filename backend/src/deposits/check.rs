//! Checks of what a deposit brings: batches by the depositor at the present head, and for each
//! document one label and one key for each reader whom the chain allows; no more, no fewer.

use scelle_protocol::limits::LABEL_BYTES;
use scelle_protocol::statements::Batch;
use scelle_protocol::{BatchId, DocumentId, ProblemCode, ReaderId, Signed, Time, wire};
use scelle_verify::hash::sha256;
use scelle_verify::signature;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::gate::Reader;
use crate::store::DepositRows;

/// The rows of a deposit that fits.
///
/// # Errors
/// The problem that the caller is told.
pub fn wraps(
    reader: &Reader,
    now: Time,
    documents: Vec<wire::NewVersion>,
    batches: Vec<wire::SealedBatch>,
    labels: Vec<wire::Wrap>,
    keys: Vec<wire::Wrap>,
) -> Result<DepositRows> {
    let readers = reader.chain.readers_of_deposit(reader.id, now);
    let mut rows = Vec::with_capacity(batches.len());
    let mut known: BTreeMap<BatchId, ReaderId> = BTreeMap::new();
    for sealed in batches {
        let (batch, to) = check_batch(reader, &readers, &sealed)?;
        if known.insert(batch, to).is_some() {
            return Err(ProblemCode::Invalid.into());
        }
        rows.push((batch, to, sealed));
    }
    let wanted: BTreeSet<Slot> =
        documents.iter().flat_map(|d| readers.iter().map(|reader| (d.document, d.version, *reader))).collect();
    check_wraps(&labels, &wanted, &known, LABEL_BYTES + TAG_BYTES)?;
    check_wraps(&keys, &wanted, &known, KEY_BYTES + TAG_BYTES)?;
    let used: BTreeSet<BatchId> = labels.iter().chain(&keys).map(|wrap| wrap.batch).collect();
    if used.len() != known.len() {
        return Err(ProblemCode::Invalid.into());
    }
    Ok(DepositRows { documents, batches: rows, labels, keys })
}

type Slot = (DocumentId, u64, ReaderId);

fn check_batch(
    reader: &Reader,
    readers: &BTreeSet<ReaderId>,
    sealed: &wire::SealedBatch,
) -> Result<(BatchId, ReaderId)> {
    let batch: Signed<Batch> = signature::parse_ed25519(&sealed.statement, &reader.role.sign)?;
    let body = &batch.body;
    let head = reader.chain.head;
    if body.record == reader.record && (body.place != head.number || body.head != head.hash) {
        return Err(ProblemCode::StaleChain.into());
    }
    let fits = body.record == reader.record
        && body.sealer == reader.id
        && readers.contains(&body.reader)
        && sealed.sealing.0.len() == SEALING_BYTES
        && body.sealing == sha256(&sealed.sealing.0);
    if fits { Ok((body.batch, body.reader)) } else { Err(ProblemCode::Invalid.into()) }
}

fn check_wraps(
    wraps: &[wire::Wrap],
    wanted: &BTreeSet<Slot>,
    batches: &BTreeMap<BatchId, ReaderId>,
    bytes: usize,
) -> Result<()> {
    let slots: BTreeSet<Slot> = wraps.iter().map(|wrap| (wrap.document, wrap.version, wrap.reader)).collect();
    let fit = wraps.iter().all(|wrap| wrap.sealed.0.len() == bytes && batches.get(&wrap.batch) == Some(&wrap.reader));
    if fit && slots == *wanted && slots.len() == wraps.len() { Ok(()) } else { Err(ProblemCode::Invalid.into()) }
}

const KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
/// X-Wing's encapsulation, the secret, the tag.
const SEALING_BYTES: usize = 1120 + 32 + TAG_BYTES;
