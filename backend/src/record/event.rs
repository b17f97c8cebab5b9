//! Checks of an event, and the receipt for it. Whatever is handed out is handed out after the
//! event and its leaf are durable.

use scelle_protocol::limits::{CLOCK_SECONDS, DOCUMENTS_PER_EVENT, RECEIPT_SECONDS};
use scelle_protocol::statements::{Action, Event, Receipt};
use scelle_protocol::text::SignatureLine;
use scelle_protocol::{Digest, DocumentId, ProblemCode, Signed, Time, wire};
use scelle_verify::{hash, log, signature};
use std::collections::BTreeSet;

use super::sealed;
use crate::error::Result;
use crate::gate::Reader;
use crate::state::App;
use crate::store::EventRow;
use crate::store::rows::Leaf;

/// An event that may be placed.
pub struct Checked {
    /// To be written.
    pub row: EventRow,
    /// The documents that it names, each once.
    pub documents: Vec<DocumentId>,
    /// When it says that it happened: within the tolerance of the host's clock.
    pub time: Time,
}

/// Checks signature, reader, action, clock, counter and head; the store checks the last two
/// again when it writes.
///
/// # Errors
/// The problem that the caller is told.
pub async fn check(app: &App, reader: &Reader, entry: wire::Entry, actions: &[Action]) -> Result<Checked> {
    let event: Signed<Event> = signature::parse_ed25519(&entry.open, &reader.role.sign)?;
    let body = &event.body;
    if body.record != reader.record || body.reader != reader.id || !actions.contains(&body.action) {
        return Err(ProblemCode::Invalid.into());
    }
    // What else an event can tell of is a holder's to do.
    if !matches!(body.action, Action::Deposit | Action::List | Action::Read) {
        reader.must_hold()?;
    }
    if body.documents.len() > DOCUMENTS_PER_EVENT {
        return Err(ProblemCode::TooLarge.into());
    }
    let distinct: BTreeSet<DocumentId> = body.documents.iter().copied().collect();
    if distinct.len() != body.documents.len() || distinct.is_empty() == body.action.names_documents() {
        return Err(ProblemCode::Invalid.into());
    }
    sealed::check(&entry, &reader.chain.holders())?;
    if body.time.distance(app.clock.now()) > CLOCK_SECONDS {
        return Err(ProblemCode::Clock.into());
    }
    let head = reader.chain.head;
    if body.place != head.number || body.head != head.hash {
        return Err(ProblemCode::StaleChain.into());
    }
    let state = app.store.reader_state(reader.record, reader.id).await?.ok_or(ProblemCode::NotFound)?;
    if body.counter != state.counter + 1 {
        return Err(ProblemCode::StaleNumber.into());
    }
    let place = log::place(&state.list_key, body.counter);
    let row = EventRow {
        record: reader.record,
        reader: reader.id,
        counter: body.counter,
        place: body.place,
        head: body.head,
        leaf: Leaf { place, entry: hash::statement(&event) },
        entry,
    };
    Ok(Checked { row, time: event.body.time, documents: event.body.documents })
}

/// The host's promise for an event that is placed (FORMATS §8).
#[must_use]
pub fn receipt(app: &App, event: Digest, leaf: u64) -> String {
    let deadline = app.clock.now().plus(RECEIPT_SECONDS);
    let mut receipt = Signed::new(Receipt { event, leaf, deadline });
    let signature = app.secrets.sign_receipt(&receipt.text);
    receipt.signatures.push(SignatureLine::Ed25519(signature));
    receipt.whole()
}
