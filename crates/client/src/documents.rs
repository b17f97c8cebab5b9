//! The list of documents: labels fetched against a list event, opened, and believed only when
//! the author's statement in them holds.

use scelle_crypto::{label::Label, wrap::BatchOpener};
use scelle_protocol::{
    BatchId, DocumentId, Signed, paths,
    statements::{Action, Batch, Document},
    wire::{ListRequest, Listing, SealedBatch, Wrap},
};
use scelle_verify::signature;
use std::collections::HashMap;

use crate::account::Account;
use crate::events::Acted;
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// A document as its label tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The document.
    pub document: DocumentId,
    /// Its version.
    pub version: u64,
    /// The author's statement, checked; or why it is refused.
    pub statement: Result<Document, Trouble>,
}

impl<P: Platform> Account<P> {
    /// Fetches and opens the labels; one list event in the journal.
    ///
    /// # Errors
    /// [`Trouble`]. A label that does not hold is a refused line, not an error.
    pub async fn list(&self) -> Result<Vec<Listed>, Trouble> {
        let record = self.need_record()?;
        let send = async |event| {
            let listing: Listing =
                self.line.post(&paths::list(record.tag), &ListRequest { event }, record.proof()).await?;
            let receipt = listing.receipt.clone();
            Ok((listing, receipt))
        };
        for _ in 0..3 {
            if let Acted::Answer(listing) = self.event(Action::List, &[], send).await? {
                let batches = open_batches(&record, &listing.batches);
                let own = self.identity_key();
                return Ok(listing.labels.iter().map(|label| read_label(&record, &batches, label, &own)).collect());
            }
        }
        Err(Trouble::Line(crate::platform::LineDown))
    }
}

/// Batches by id, each opened once; those that do not hold are left out, so that what stands
/// under them is refused.
pub(crate) fn open_batches(record: &Record, batches: &[SealedBatch]) -> HashMap<BatchId, BatchOpener> {
    batches.iter().filter_map(|batch| open_batch(record, batch)).collect()
}

fn open_batch(record: &Record, batch: &SealedBatch) -> Option<(BatchId, BatchOpener)> {
    let unchecked: Signed<Batch> = Signed::parse(&batch.statement).ok()?;
    let state = record.state();
    // Only a reader whom the chain lets deposit may seal for us (DESIGN §2).
    let place = unchecked.body.place;
    let sealer = state.readers.get(&unchecked.body.sealer).filter(|reader| reader.could_seal_at(place))?;
    let signed = signature::parse_ed25519::<Batch>(&batch.statement, &sealer.sign).ok()?;
    let body = &signed.body;
    let ours = body.record == record.tag && body.reader == record.reader;
    let on_our_chain = record.statement_at(body.place) == Some(body.head);
    if !ours || !on_our_chain {
        return None;
    }
    let opener = BatchOpener::open(body, &batch.sealing.0, &record.pad, &record.secret).ok()?;
    Some((body.batch, opener))
}

fn read_label(
    record: &Record,
    batches: &HashMap<BatchId, BatchOpener>,
    wrap: &Wrap,
    own: &scelle_protocol::PublicKey,
) -> Listed {
    let statement = check_label(record, batches, wrap, own).ok_or(Trouble::BadLabel);
    Listed { document: wrap.document, version: wrap.version, statement }
}

fn check_label(
    record: &Record,
    batches: &HashMap<BatchId, BatchOpener>,
    wrap: &Wrap,
    own: &scelle_protocol::PublicKey,
) -> Option<Document> {
    if wrap.reader != record.reader {
        return None;
    }
    let Label::Full(text) = batches.get(&wrap.batch)?.label(wrap.document, wrap.version, &wrap.sealed.0).ok()? else {
        return None;
    };
    // The author's identity must be one that we know: our own, until there are members.
    let signed = signature::parse_ed25519::<Document>(&text, own).ok()?;
    let body = signed.body;
    let placed = body.record == record.tag && body.document == wrap.document && body.version == wrap.version;
    let by_author = body.identity_sign == *own && body.author == record.reader;
    (placed && by_author).then_some(body)
}
