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

/// The rows of a deposit that fits: to the holders, the author, and the members who may read at its
/// time. A holder may leave members out of a document; nobody leaves a holder out.
///
/// # Errors
/// The problem that the caller is told.
pub fn wraps(
    reader: &Reader,
    now: Time,
    documents: Vec<wire::NewVersion>,
    wraps: wire::NewWraps,
) -> Result<DepositRows> {
    let readers = reader.chain.readers_of_deposit(reader.id, now);
    let needed = if reader.must_hold().is_ok() { reader.chain.holders() } else { readers.clone() };
    let (rows, sealed_for) = check_wraps(reader, &readers, wraps)?;
    let named: BTreeSet<Version> = documents.iter().map(|document| (document.document, document.version)).collect();
    let whole = sealed_for.keys().copied().collect::<BTreeSet<_>>() == named
        && sealed_for.values().all(|readers| needed.is_subset(readers));
    if whole { Ok(DepositRows { documents, ..rows }) } else { Err(ProblemCode::Invalid.into()) }
}

/// The rows of what a holder seals for further readers.
///
/// # Errors
/// The problem that the caller is told.
pub fn further(reader: &Reader, readers: &BTreeSet<ReaderId>, wraps: wire::NewWraps) -> Result<DepositRows> {
    let (rows, sealed_for) = check_wraps(reader, readers, wraps)?;
    if sealed_for.is_empty() { Err(ProblemCode::Invalid.into()) } else { Ok(rows) }
}

type Version = (DocumentId, u64);
type SealedFor = BTreeMap<Version, BTreeSet<ReaderId>>;

/// Batches by the caller at the present head, for these readers; a label and a key in each place,
/// in the batch of its reader; no batch for nothing.
fn check_wraps(
    reader: &Reader,
    readers: &BTreeSet<ReaderId>,
    wraps: wire::NewWraps,
) -> Result<(DepositRows, SealedFor)> {
    let wire::NewWraps { batches, labels, keys } = wraps;
    let mut rows = Vec::with_capacity(batches.len());
    let mut known: BTreeMap<BatchId, ReaderId> = BTreeMap::new();
    for sealed in batches {
        let (batch, to) = check_batch(reader, readers, &sealed)?;
        if known.insert(batch, to).is_some() {
            return Err(ProblemCode::Invalid.into());
        }
        rows.push((batch, to, sealed));
    }
    let labelled = places(&labels, &known, LABEL_BYTES + TAG_BYTES)?;
    let keyed = places(&keys, &known, KEY_BYTES + TAG_BYTES)?;
    let used: BTreeSet<BatchId> = labels.iter().chain(&keys).map(|wrap| wrap.batch).collect();
    if labelled != keyed || used.len() != known.len() {
        return Err(ProblemCode::Invalid.into());
    }
    let by_holder = reader.must_hold().is_ok();
    Ok((DepositRows { by_holder, documents: Vec::new(), batches: rows, labels, keys }, labelled))
}

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

/// What is sealed for whom, each place once.
fn places(wraps: &[wire::Wrap], batches: &BTreeMap<BatchId, ReaderId>, bytes: usize) -> Result<SealedFor> {
    let mut places = SealedFor::new();
    for wrap in wraps {
        let fits = wrap.sealed.0.len() == bytes && batches.get(&wrap.batch) == Some(&wrap.reader);
        if !fits || !places.entry((wrap.document, wrap.version)).or_default().insert(wrap.reader) {
            return Err(ProblemCode::Invalid.into());
        }
    }
    Ok(places)
}

const KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
/// X-Wing's encapsulation, the secret, the tag.
const SEALING_BYTES: usize = 1120 + 32 + TAG_BYTES;
