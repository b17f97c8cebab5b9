//! The list of documents: labels fetched against a list event, opened, and believed only when
//! the author's statement in them holds.

mod known;

pub(crate) use known::Known;

use scelle_crypto::{identity::ReadySecret, label::Label, wrap::BatchOpener};
use scelle_protocol::{
    BatchId, Digest, DocumentId, ReaderId, Signed, paths,
    statements::{Action, Batch, Document},
    wire::{ListRequest, Listing, SealedBatch, Wrap},
};
use scelle_verify::{ChainState, signature};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

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
        self.list_of(&*self.need_record()?).await
    }

    /// The same of this record, whichever is at hand by then.
    pub(crate) async fn list_of(&self, record: &Record) -> Result<Vec<Listed>, Trouble> {
        let send = async |event| {
            let listing: Listing =
                self.line.post(&paths::list(record.tag), &ListRequest { event }, record.proof()).await?;
            let receipt = listing.receipt.clone();
            Ok((listing, receipt))
        };
        for _ in 0..3 {
            if let Acted::Answer(listing) = self.event(record, Action::List, &[], send).await? {
                return Ok(self.read_labels(record, &listing).await);
            }
        }
        Err(Trouble::Line(crate::platform::LineDown))
    }

    async fn read_labels(&self, record: &Record, listing: &Listing) -> Vec<Listed> {
        let (before, mut now) = (self.learnt.labels.take(), Known::of(record));
        let named = named(&listing.batches);
        let by_name: HashMap<BatchId, &SealedBatch> = named.iter().copied().collect();
        let marked = |wrap: &Wrap| by_name.get(&wrap.batch).map(|batch| known::mark(batch, wrap));
        let marks: Vec<Option<Digest>> = listing.labels.iter().map(marked).collect();
        let is_new = |mark: &Digest| before.label(&now, mark).is_none();
        let fresh = listing.labels.iter().zip(&marks).filter(|(_, mark)| mark.as_ref().is_some_and(is_new));
        let needed: BTreeSet<BatchId> = fresh.map(|(wrap, _)| wrap.batch).collect();
        let batches = open_named(record, named.into_iter().filter(|(name, _)| needed.contains(name)));
        let holders = record.state().holders();
        let mut read: Vec<(&Wrap, Option<Rc<Read>>)> = Vec::with_capacity(marks.len());
        for (wrap, mark) in listing.labels.iter().zip(marks) {
            let seen = mark.and_then(|mark| before.label(&now, &mark));
            let label = seen.or_else(|| read_label(record, &batches, wrap, &holders).map(Rc::new));
            if let (Some(mark), Some(label)) = (mark, &label) {
                now.keep(mark, label.clone());
            }
            read.push((wrap, label));
        }
        self.learnt.labels.replace(now);
        let claims: Vec<Claim> = read.iter().filter_map(|(_, read)| read.as_ref().map(|read| read.claim())).collect();
        let authors = self.authors(record, &claims).await;
        read.into_iter().map(|(wrap, read)| listed(wrap, read, &authors)).collect()
    }
}

/// A label whose statement is signed by the key that it names; whose key that is stays to be asked.
pub(crate) struct Read {
    document: Document,
    text: String,
}

impl Read {
    fn claim(&self) -> Claim {
        (self.document.author, self.document.identity_sign)
    }
}

fn listed(wrap: &Wrap, read: Option<Rc<Read>>, authors: &HashMap<Claim, Result<Author, Trouble>>) -> Listed {
    let refused = |why| Listed {
        document: wrap.document,
        version: wrap.version,
        statement: Err(why),
        author: None,
        label: String::new(),
    };
    let Some(read) = read else { return refused(Trouble::BadLabel) };
    match authors.get(&read.claim()).cloned().unwrap_or(Err(Trouble::BadLabel)) {
        Ok(author) => Listed {
            statement: Ok(read.document.clone()),
            author,
            label: read.text.clone(),
            ..refused(Trouble::BadLabel)
        },
        Err(why) => refused(why),
    }
}

/// Batches by id, each opened once; those that do not hold are left out, so that what stands
/// under them is refused.
pub(crate) fn open_batches(record: &Record, batches: &[SealedBatch]) -> HashMap<BatchId, BatchOpener> {
    open_named(record, named(batches).into_iter())
}

/// Batches with the names that they give themselves; one without is left out.
fn named(batches: &[SealedBatch]) -> Vec<(BatchId, &SealedBatch)> {
    let name = |batch: &SealedBatch| Some(Signed::<Batch>::parse(&batch.statement).ok()?.body.batch);
    batches.iter().filter_map(|batch| Some((name(batch)?, batch))).collect()
}

fn open_named<'a>(
    record: &Record,
    batches: impl Iterator<Item = (BatchId, &'a SealedBatch)>,
) -> HashMap<BatchId, BatchOpener> {
    let keyring = Keyring { record, state: record.state(), own: OnceCell::new(), starter: OnceCell::new() };
    batches.filter_map(|(_, batch)| open_batch(&keyring, batch)).collect()
}

/// A record's keys, made ready for many batches, and the chain that says who may seal them.
struct Keyring<'a> {
    record: &'a Record,
    state: ChainState,
    own: OnceCell<ReadySecret>,
    starter: OnceCell<ReadySecret>,
}

impl Keyring<'_> {
    /// As [`Record::secret_at`].
    fn ready_at(&self, place: u64) -> &ReadySecret {
        let secret = self.record.secret_at(place);
        let ready = if std::ptr::eq(secret, self.record.secret()) { &self.own } else { &self.starter };
        ready.get_or_init(|| secret.ready())
    }
}

fn open_batch(keyring: &Keyring<'_>, batch: &SealedBatch) -> Option<(BatchId, BatchOpener)> {
    let (record, state) = (keyring.record, &keyring.state);
    let unchecked: Signed<Batch> = Signed::parse(&batch.statement).ok()?;
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
    let opener = BatchOpener::open(body, &batch.sealing.0, &record.pad, keyring.ready_at(body.place)).ok()?;
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
