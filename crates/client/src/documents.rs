//! The list of documents: labels fetched against a list event, opened, and believed only when
//! the author's statement in them holds.

use scelle_crypto::{label::Label, wrap::BatchOpener};
use scelle_protocol::{
    BatchId, DocumentId, ReaderId, Signed, paths,
    statements::{Action, Batch, Document},
    wire::{ListRequest, Listing, SealedBatch, Wrap},
};
use scelle_verify::signature;
use std::collections::{BTreeSet, HashMap};

use crate::account::Account;
use crate::events::Acted;
use crate::people::{Author, Claim};
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
    /// Who signed it; none is the owner, and whoever's statement is refused.
    pub author: Author,
    /// The statement word for word, signature included: what a further reader is given. Empty where
    /// it is refused.
    pub label: String,
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
            if let Acted::Answer(listing) = self.event(&record, Action::List, &[], send).await? {
                return Ok(self.read_labels(&record, &listing).await);
            }
        }
        Err(Trouble::Line(crate::platform::LineDown))
    }

    async fn read_labels(&self, record: &Record, listing: &Listing) -> Vec<Listed> {
        let batches = open_batches(record, &listing.batches);
        let holders = record.state().holders();
        let read = |wrap| (wrap, read_label(record, &batches, wrap, &holders));
        let read: Vec<_> = listing.labels.iter().map(read).collect();
        let claims: Vec<Claim> = read.iter().filter_map(|(_, read)| read.as_ref().map(|read| read.claim())).collect();
        let authors = self.authors(record, &claims).await;
        let believed = |(wrap, read): (&Wrap, Option<Read>)| listed(wrap, read, &authors);
        read.into_iter().map(believed).collect()
    }
}

/// A label whose statement is signed by the key that it names; whose key that is stays to be asked.
struct Read {
    document: Document,
    text: String,
}

impl Read {
    fn claim(&self) -> Claim {
        (self.document.author, self.document.identity_sign)
    }
}

fn listed(wrap: &Wrap, read: Option<Read>, authors: &HashMap<Claim, Result<Author, Trouble>>) -> Listed {
    let refused = |why| Listed {
        document: wrap.document,
        version: wrap.version,
        statement: Err(why),
        author: None,
        label: String::new(),
    };
    let Some(read) = read else { return refused(Trouble::BadLabel) };
    match authors.get(&read.claim()).cloned().unwrap_or(Err(Trouble::BadLabel)) {
        Ok(author) => Listed { statement: Ok(read.document), author, label: read.text, ..refused(Trouble::BadLabel) },
        Err(why) => refused(why),
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
    let opener = BatchOpener::open(body, &batch.sealing.0, &record.pad, record.secret_at(body.place)).ok()?;
    Some((body.batch, opener))
}

fn read_label(
    record: &Record,
    batches: &HashMap<BatchId, BatchOpener>,
    wrap: &Wrap,
    holders: &BTreeSet<ReaderId>,
) -> Option<Read> {
    if wrap.reader != record.reader {
        return None;
    }
    let Label::Full(text) = batches.get(&wrap.batch)?.label(wrap.document, wrap.version, &wrap.sealed.0).ok()? else {
        return None;
    };
    let unchecked: Signed<Document> = Signed::parse(&text).ok()?;
    let signed = signature::parse_ed25519::<Document>(&text, &unchecked.body.identity_sign).ok()?;
    let document = signed.body;
    let placed =
        document.record == record.tag && document.document == wrap.document && document.version == wrap.version;
    // The personal space is the holders': nobody else may put anything into it.
    let by_holder = holders.contains(&document.author);
    // A member writes first versions only: by a further one it could lay its own word over another's.
    let by_whom_may = by_holder || (document.version == 1 && !document.personal);
    (placed && by_whom_may).then_some(Read { document, text })
}

#[cfg(test)]
mod tests;
