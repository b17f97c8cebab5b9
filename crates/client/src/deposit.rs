//! A deposit: sealed segment by segment and sent in parts, several at once, then one commit with
//! labels, keys and the event (FLOWS). What is needed to go on after an interruption is kept,
//! sealed, before anything leaves. How a part is sealed and the draft kept lies in `parts`, what the
//! host has of a draft in `placed`.

mod parts;
mod placed;

use async_lock::Mutex;
use futures_util::{StreamExt as _, future::join, stream};
use scelle_crypto::{
    SealError, Signs as _,
    body::{BodySealer, DocumentKey, DocumentVersion, SegmentCipher},
    label::Label,
    random,
    wrap::{BatchPlace, BatchSealer},
};
use scelle_protocol::{
    Bytes, Digest, DocumentId, ProblemCode, ReaderId, RecordTag, Signed, Time, UploadId,
    limits::{DOCUMENT_BYTES, FILE_NAME_BYTES, PART_BYTES, PARTS_IN_FLIGHT, TITLE_BYTES},
    paths,
    statements::{Action, Document, Event},
    text::{Value as _, clean},
    time::Date,
    wire::{Deposit, Entry, NewUpload, NewVersion, Placed, SealedBatch, Upload, Wrap},
};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;

use self::parts::{Keeping, Stop, seal_part};
use self::placed::AtHost;
use crate::account::Account;
use crate::platform::{Platform, Source, Stage, Trouble, Watcher};
use crate::record::Record;
use crate::session::Payload;

/// What the patient says of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Title.
    pub title: String,
    /// Type code.
    pub kind: String,
    /// ISO date of the act.
    pub date: String,
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media: String,
    /// For the personal space.
    pub personal: bool,
}

/// A deposit under way, as it is kept sealed in the browser.
#[derive(Serialize, Deserialize)]
pub struct Draft {
    /// The document.
    pub document: DocumentId,
    /// What it is.
    pub about: About,
    /// Length of the content.
    pub length: u64,
    /// Bytes that are durable at the host.
    pub sent: Cell<u64>,
    /// Bytes that will be.
    pub stored: u64,
    /// Of which record; none in a draft of the first days, which only patients had.
    #[serde(default)]
    record: Option<RecordTag>,
    upload: UploadId,
    key: Bytes,
    header: Bytes,
    hashes: RefCell<Vec<Option<Digest>>>,
}

impl Drop for Draft {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.key.0);
    }
}

impl<P: Platform> Account<P> {
    /// Begins a deposit: a document id, a key, a place for the body at the host.
    ///
    /// # Errors
    /// [`Trouble::FileTooLarge`], [`Trouble`].
    pub async fn begin_deposit(&self, about: About, length: u64) -> Result<Draft, Trouble> {
        if length > DOCUMENT_BYTES {
            return Err(Trouble::FileTooLarge);
        }
        let record = self.need_record()?;
        if about.personal && record.is_member() {
            return Err(Trouble::Personal);
        }
        let (key, document) = (DocumentKey::make(), random::make_document());
        let of = DocumentVersion { record: record.tag, document, version: 1 };
        let sealer = BodySealer::new(&key, &of, length).map_err(sealing)?;
        let stored = sealer.plan().stored();
        let upload: Upload =
            self.line.post(&paths::uploads(record.tag), &NewUpload { size: stored }, record.proof()).await?;
        Ok(Draft {
            document,
            about: about.cleaned(),
            length,
            sent: Cell::new(0),
            stored,
            record: Some(record.tag),
            upload: upload.upload,
            key: Bytes(key.expose().to_vec()),
            header: Bytes(sealer.header().bytes().to_vec()),
            hashes: RefCell::new(vec![None; sealer.plan().segments() as usize]),
        })
    }

    /// Seals and sends the body, and commits, in the record that the draft was begun in, whichever is
    /// at hand by then. Goes on where a draft stopped: the content must be the same. `keep` is called
    /// before a part leaves, and nothing of ours is under way any more when this returns.
    ///
    /// # Errors
    /// [`Trouble::AnotherRecord`], before anything is sent, when another record is at hand at the start;
    /// [`Trouble::OtherFile`] when the content is not what the draft was begun with.
    pub async fn deposit(
        &self,
        draft: Draft,
        source: &impl Source,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
        keep: impl AsyncFn(&Draft),
    ) -> Result<DocumentId, Trouble> {
        let record = self.record_of_draft(&draft)?;
        if source.len() != draft.length {
            return Err(Trouble::OtherFile);
        }
        let there = self.at_host(&record, &draft).await?;
        let known = draft.known();
        let (key, sealer) = draft.sealer(record.tag, &known)?;
        draft.sent.set(0);
        let keeping = Keeping { draft: &draft, keep, kept: Mutex::new(known.len()) };
        let stop = Stop { watcher, stopped: Cell::new(false) };
        let one = async |part: u64| {
            if stop.cancelled() {
                return Err(Trouble::Cancelled);
            }
            let body = seal_part(&sealer, &draft, part, source, cipher).await?;
            if !there.has(part) {
                let (digest, ()) = join(cipher.sha256(&body), keeping.before_it_leaves()).await;
                let digest = digest.map_err(|_| Trouble::Unreadable)?;
                self.send_part(&record, draft.upload, part, Payload { bytes: &body, digest }, &stop).await?;
            }
            Ok(body.len() as u64)
        };
        // What was sealed before is compared first: of another file nothing is sealed, kept or sent.
        let (before, new): (Vec<u64>, Vec<u64>) =
            (0..draft.stored.div_ceil(PART_BYTES as u64)).partition(|part| draft.knows(*part));
        for parts in [before, new] {
            let mut sent = pin!(stream::iter(parts).map(&one).buffer_unordered(PARTS_IN_FLIGHT));
            let mut outcome = Ok(());
            while let Some(done) = sent.next().await {
                match done {
                    Ok(length) => {
                        draft.sent.set(draft.sent.get() + length);
                        watcher.done(Stage::Sealing, draft.sent.get(), draft.stored);
                    }
                    // Those under way come to their end first: none may arrive after what follows.
                    Err(trouble) => {
                        stop.stopped.set(true);
                        outcome = outcome.and(Err(trouble));
                    }
                }
            }
            outcome?;
        }
        if watcher.cancelled() {
            return Err(Trouble::Cancelled);
        }
        watcher.done(Stage::Committing, draft.stored, draft.stored);
        let body = sealer.finish().map_err(sealing)?;
        match there {
            AtHost::Document(placed) => placed.is_of(&draft, &key, body),
            AtHost::Parts(_) => self.commit(&record, &draft, &key, body).await,
        }
    }

    /// Drops a deposit under way, at the host too.
    ///
    /// # Errors
    /// [`Trouble`]; what the host did not drop it drops itself after a week.
    pub async fn drop_deposit(&self, draft: &Draft) -> Result<(), Trouble> {
        let record = self.record_of_draft(draft)?;
        let path = paths::upload(record.tag, draft.upload);
        self.line.call("DELETE", &path, Vec::new(), record.proof(), &[]).await.map(|_| ())
    }

    /// Whether this draft is of the record at hand.
    #[must_use]
    pub fn is_at_hand(&self, draft: &Draft) -> bool {
        self.record_of_draft(draft).is_ok()
    }

    fn record_of_draft(&self, draft: &Draft) -> Result<Rc<Record>, Trouble> {
        match draft.record {
            Some(tag) => self.record_of(tag),
            None => self.own_record().ok_or(Trouble::AnotherRecord),
        }
    }

    async fn send_part(
        &self,
        record: &Record,
        upload: UploadId,
        part: u64,
        payload: Payload<'_>,
        watcher: &impl Watcher,
    ) -> Result<(), Trouble> {
        let path = paths::part(record.tag, upload, part);
        let headers = [("content-type", "application/octet-stream".to_owned())];
        self.line.call_patiently("PUT", &path, payload, record.proof(), &headers, watcher).await.map(|_| ())
    }

    async fn commit(
        &self,
        record: &Record,
        draft: &Draft,
        key: &DocumentKey,
        body: Digest,
    ) -> Result<DocumentId, Trouble> {
        let statement = self.document_statement(record, draft, key, body)?;
        let version =
            NewVersion { document: draft.document, version: 1, upload: draft.upload, body, size: draft.stored };
        let send = async |event: Entry| {
            let deposit = self.wrap_for_readers(record, &version, &statement, key, event)?;
            let placed: Placed = self.line.post(&paths::deposits(record.tag), &deposit, record.proof()).await?;
            Ok(((), placed.receipt))
        };
        // Whether the answer came or was lost, the event was placed, and with it the document.
        self.event(record, Action::Deposit, &[draft.document], send).await?;
        Ok(draft.document)
    }

    fn document_statement(
        &self,
        record: &Record,
        draft: &Draft,
        key: &DocumentKey,
        body: Digest,
    ) -> Result<Signed<Document>, Trouble> {
        let of = DocumentVersion { record: record.tag, document: draft.document, version: 1 };
        let about = &draft.about;
        let refused = |_| Trouble::Problem(ProblemCode::Invalid);
        let mut statement = Signed::new(Document {
            record: record.tag,
            document: draft.document,
            version: 1,
            body,
            length: draft.length,
            key: key.commitment(&of),
            author: record.reader,
            identity_sign: self.identity.sign_key(),
            time: self.line.now(),
            previous: None,
            kind: about.kind.clone(),
            date: Date::read(&about.date).map_err(refused)?,
            media: about.media.clone(),
            personal: about.personal,
            name: about.name.clone(),
            title: about.title.clone(),
        });
        self.identity.append(&mut statement);
        Ok(statement)
    }

    fn wrap_for_readers(
        &self,
        record: &Record,
        version: &NewVersion,
        statement: &Signed<Document>,
        key: &DocumentKey,
        event: Entry,
    ) -> Result<Deposit, Trouble> {
        let (place, head) = record.head();
        let state = record.state();
        let readers = readers_of(record, statement.body.personal, &event, self.line.latest())?;
        let label = Label::full(statement);
        let mut deposit = Deposit {
            documents: vec![version.clone()],
            batches: Vec::new(),
            labels: Vec::new(),
            keys: Vec::new(),
            event,
        };
        for (reader, known) in state.readers.iter().filter(|(id, _)| readers.contains(id)) {
            let batch = BatchPlace {
                record: record.tag,
                reader: *reader,
                sealer: record.reader,
                batch: random::make_batch(),
                place,
                head,
            };
            let (mut sealer, batch, sealing_bytes) =
                BatchSealer::make(batch, &record.pad, &known.seal).map_err(sealing)?;
            let wrap = |sealed: Vec<u8>| Wrap {
                document: version.document,
                version: version.version,
                reader: *reader,
                batch: batch.batch,
                sealed: sealed.into(),
            };
            let (document, number) = (version.document, version.version);
            deposit.labels.push(wrap(sealer.wrap_label(document, number, &label).map_err(sealing)?));
            deposit.keys.push(wrap(sealer.wrap_key(document, number, key).map_err(sealing)?));
            let mut signed = Signed::new(batch);
            record.secret().append(&mut signed);
            deposit.batches.push(SealedBatch { statement: signed.whole(), sealing: sealing_bytes.into() });
        }
        Ok(deposit)
    }
}

/// To whom a deposit is sealed: the personal space to the holders alone, everything else to whom
/// the chain names at the time of its event, or by a later clock of our own.
fn readers_of(record: &Record, personal: bool, event: &Entry, latest: Time) -> Result<BTreeSet<ReaderId>, Trouble> {
    let state = record.state();
    if personal {
        return Ok(state.holders());
    }
    let event: Signed<Event> = Signed::parse(&event.open).map_err(|_| Trouble::Unreadable)?;
    Ok(state.readers_of_deposit(record.reader, event.body.time.max(latest)))
}

impl About {
    /// Fit for a statement: no invisible character, within the limits.
    fn cleaned(self) -> Self {
        Self {
            title: within(&clean(&self.title), TITLE_BYTES),
            name: within(&clean(&self.name), FILE_NAME_BYTES),
            media: within(&clean(&self.media), 100),
            kind: clean(&self.kind),
            ..self
        }
    }
}

fn within(text: &str, limit: usize) -> String {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default().trim().to_owned()
}

fn sealing(error: SealError) -> Trouble {
    match error {
        SealError::Changed => Trouble::OtherFile,
        SealError::Long => Trouble::FileTooLarge,
        _ => Trouble::Unreadable,
    }
}

#[cfg(test)]
mod tests;
