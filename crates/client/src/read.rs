//! Reading: the event first, then the key, then the body, verified whole before a byte of it is
//! given out. A body too large for memory waits as ciphertext and is decrypted in a second pass.

use futures_util::{StreamExt as _, future::try_join_all, stream};
use scelle_crypto::body::{BodyOpener, DocumentKey, Gather, Manifest, Nothing, SegmentCipher};
use scelle_protocol::{
    DocumentId,
    limits::{DOCUMENT_BYTES, DOCUMENTS_PER_EVENT, MEMORY_BYTES, PART_BYTES, PARTS_IN_FLIGHT, SEGMENT_BYTES},
    paths,
    statements::{Action, Document},
    wire::{ReadRequest, Release},
};
use std::collections::BTreeMap;
use std::pin::pin;

use crate::account::Account;
use crate::documents::open_batches;
use crate::events::Acted;
use crate::platform::{LineDown, Platform, Stage, Trouble, Watcher};
use crate::record::Record;
use crate::session::Payload;

/// Where a large body waits as ciphertext between its two passes.
pub trait Scratch {
    /// Appends ciphertext.
    fn append(&mut self, bytes: &[u8]) -> impl Future<Output = Result<(), Trouble>>;
    /// Reads ciphertext back.
    fn read(&mut self, offset: u64, length: usize) -> impl Future<Output = Result<Vec<u8>, Trouble>>;
}

/// Where a document goes once it has verified.
pub trait Sink {
    /// Takes the next bytes of the content.
    fn write(&mut self, bytes: Vec<u8>) -> impl Future<Output = Result<(), Trouble>>;
}

/// Whether a document can be opened in memory.
#[must_use]
pub const fn fits_memory(length: u64) -> bool {
    length <= MEMORY_BYTES
}

impl<P: Platform> Account<P> {
    /// Has the keys of documents released, against an event in the journal.
    ///
    /// # Errors
    /// [`Trouble`]; a key that does not open is left out.
    pub async fn release(
        &self,
        action: Action,
        documents: &[Document],
    ) -> Result<BTreeMap<DocumentId, DocumentKey>, Trouble> {
        self.release_of(&*self.need_record()?, action, documents).await
    }

    /// The same in this record, whichever is at hand by then.
    pub(crate) async fn release_of(
        &self,
        record: &Record,
        action: Action,
        documents: &[Document],
    ) -> Result<BTreeMap<DocumentId, DocumentKey>, Trouble> {
        if documents.iter().any(|document| document.record != record.tag) {
            return Err(Trouble::AnotherRecord);
        }
        let mut keys = BTreeMap::new();
        for some in documents.chunks(DOCUMENTS_PER_EVENT) {
            let ids: Vec<DocumentId> = some.iter().map(|document| document.document).collect();
            let release = self.release_some(record, action, &ids).await?;
            let batches = open_batches(record, &release.batches);
            for document in some {
                let wrap = release.keys.iter().find(|wrap| {
                    wrap.document == document.document
                        && wrap.version == document.version
                        && wrap.reader == record.reader
                });
                let key = wrap
                    .and_then(|wrap| batches.get(&wrap.batch)?.key(wrap.document, wrap.version, &wrap.sealed.0).ok());
                if let Some(key) = key {
                    keys.insert(document.document, key);
                }
            }
        }
        Ok(keys)
    }

    async fn release_some(&self, record: &Record, action: Action, ids: &[DocumentId]) -> Result<Release, Trouble> {
        let send = async |event| {
            let release: Release =
                self.line.post(&paths::reads(record.tag), &ReadRequest { event }, record.proof()).await?;
            let receipt = release.receipt.clone();
            Ok((release, receipt))
        };
        // An answer lost on the way is asked for again: one more event, as it happened.
        for _ in 0..3 {
            if let Acted::Answer(release) = self.event(record, action, ids, send).await? {
                return Ok(release);
            }
        }
        Err(Trouble::Line(LineDown))
    }

    /// Opens one document in memory.
    ///
    /// # Errors
    /// [`Trouble::BadBody`] when anything of it does not verify.
    pub async fn open(
        &self,
        document: &Document,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
    ) -> Result<Vec<u8>, Trouble> {
        self.open_into(document, cipher, watcher, room(document)?).await
    }

    /// The same, gathered elsewhere: given back once the whole has verified, else wiped.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_into<G: Gather>(
        &self,
        document: &Document,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
        content: G,
    ) -> Result<G, Trouble> {
        let keys = self.release(Action::Read, std::slice::from_ref(document)).await?;
        let key = keys.get(&document.document).ok_or(Trouble::BadBody)?;
        self.mark_seen(&[document.document]);
        self.body_into(document, key, cipher, watcher, content).await
    }

    /// Fetches and opens one body in memory, its key released before.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn body(
        &self,
        document: &Document,
        key: &DocumentKey,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
    ) -> Result<Vec<u8>, Trouble> {
        self.body_into(document, key, cipher, watcher, room(document)?).await
    }

    /// Fetches and opens part after part, several at once.
    async fn body_into<G: Gather>(
        &self,
        document: &Document,
        key: &DocumentKey,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
        content: G,
    ) -> Result<G, Trouble> {
        let opener = BodyOpener::new(key, Manifest::from(document), content).map_err(|_| Trouble::BadBody)?;
        let total = opener.plan().stored();
        {
            let parts = stream::iter((0..total).step_by(PART_BYTES))
                .map(async |at| Ok((at, self.fetch(document, at, total, watcher).await?)))
                .buffered(PARTS_IN_FLIGHT);
            let mut parts = pin!(parts);
            // The first segment names the key of all: its part is opened first, while what follows travels.
            let first = parts.next().await.unwrap_or(Err(Trouble::BadBody));
            let first = open_part(&opener, cipher, first).await;
            let rest = parts.map(|part| open_part(&opener, cipher, part)).buffered(PARTS_IN_FLIGHT);
            let mut opened = pin!(stream::iter([first]).chain(rest));
            while let Some(end) = opened.next().await {
                watcher.done(Stage::Fetching, end?, total);
            }
        }
        opener.finish().map(|(_, content)| content).map_err(|_| Trouble::BadBody)
    }

    /// Opens one document to a file: a first pass verifies and keeps the ciphertext, a second
    /// decrypts.
    ///
    /// # Errors
    /// As [`Self::open`]; nothing was written to the sink then.
    pub async fn save(
        &self,
        document: &Document,
        cipher: &impl SegmentCipher,
        watcher: &impl Watcher,
        scratch: &mut impl Scratch,
        sink: &mut impl Sink,
    ) -> Result<(), Trouble> {
        let keys = self.release(Action::Read, std::slice::from_ref(document)).await?;
        let key = keys.get(&document.document).ok_or(Trouble::BadBody)?;
        self.mark_seen(&[document.document]);
        let refused = |_| Trouble::BadBody;
        let opener = BodyOpener::new(key, Manifest::from(document), Nothing).map_err(refused)?;
        let total = opener.plan().stored();
        let mut at = 0;
        while at < total {
            let part = self.fetch(document, at, total, watcher).await?;
            scratch.append(&part).await?;
            at = open_part(&opener, cipher, Ok((at, part))).await?;
            watcher.done(Stage::Verifying, at, total);
        }
        let (verdict, Nothing) = opener.finish().map_err(refused)?;
        let plan = *verdict.plan();
        for segment in (0..plan.segments()).filter_map(|index| plan.segment(index)) {
            let length = usize::try_from(segment.stored.end - segment.stored.start).map_err(|_| Trouble::Unreadable)?;
            let stored = scratch.read(segment.stored.start, length).await?;
            let content = verdict.segment(cipher, segment.index, &stored).await.map_err(refused)?;
            sink.write(content).await?;
            watcher.done(Stage::Fetching, segment.stored.end, total);
        }
        Ok(())
    }

    /// One part of a body: exactly the bytes asked for, or the body does not verify.
    async fn fetch(
        &self,
        document: &Document,
        at: u64,
        total: u64,
        watcher: &impl Watcher,
    ) -> Result<Vec<u8>, Trouble> {
        let record = self.record_of(document.record)?;
        let end = (at + PART_BYTES as u64).min(total);
        let range = [("range", format!("bytes={at}-{}", end - 1))];
        let path = paths::body(record.tag, document.body);
        let response =
            self.line.call_patiently("GET", &path, Payload::of(&[]), record.proof(), &range, watcher).await?;
        if response.body.len() as u64 == end - at { Ok(response.body) } else { Err(Trouble::BadBody) }
    }
}

/// Room in memory for the whole: a content that is being opened is never moved.
fn room(document: &Document) -> Result<Vec<u8>, Trouble> {
    // An author who signs a length beyond all has no memory set aside for it.
    if document.length > DOCUMENT_BYTES {
        return Err(Trouble::BadBody);
    }
    usize::try_from(document.length).map(Vec::with_capacity).map_err(|_| Trouble::FileTooLarge)
}

/// Opens the segments of one part, all at once; says where the part ends.
async fn open_part<G: Gather>(
    opener: &BodyOpener<'_, G>,
    cipher: &impl SegmentCipher,
    part: Result<(u64, Vec<u8>), Trouble>,
) -> Result<u64, Trouble> {
    let (at, part) = part?;
    let first = u32::try_from(at / SEGMENT_BYTES as u64).map_err(|_| Trouble::BadBody)?;
    let mut segments = (first..).zip(part.chunks(SEGMENT_BYTES));
    if first == 0
        && let Some((index, stored)) = segments.next()
    {
        opener.segment(cipher, index, stored).await.map_err(|_| Trouble::BadBody)?;
    }
    let rest = segments.map(|(index, stored)| opener.segment(cipher, index, stored));
    try_join_all(rest).await.map_err(|_| Trouble::BadBody)?;
    Ok(at + part.len() as u64)
}
