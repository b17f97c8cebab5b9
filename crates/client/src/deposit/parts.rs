//! The parts of a deposit: sealed all segments at once, the draft kept before they leave, those
//! under way told to stop. What is sent, and the commit, lie above.

use async_lock::Mutex;
use futures_util::future::try_join_all;
use scelle_crypto::body::{BodySealer, DocumentKey, DocumentVersion, Header, Segment, SegmentCipher};
use scelle_protocol::{
    Digest, RecordTag,
    limits::{PART_BYTES, SEGMENT_BYTES},
};
use std::cell::Cell;

use super::{Draft, sealing};
use crate::platform::{Source, Stage, Trouble, Watcher};

impl Draft {
    /// Hashes of the segments that were sealed, by index.
    pub(super) fn known(&self) -> Vec<(u32, Digest)> {
        let hashes = self.hashes.borrow();
        (0u32..).zip(hashes.iter()).filter_map(|(index, hash)| hash.map(|hash| (index, hash))).collect()
    }
    /// Whether every segment of a part was sealed.
    pub(super) fn knows(&self, part: u64) -> bool {
        let hashes = self.hashes.borrow();
        let first = usize::try_from(part * SEGMENTS_PER_PART).unwrap_or(usize::MAX);
        hashes.iter().skip(first).take(PART_BYTES / SEGMENT_BYTES).all(Option::is_some)
    }
    /// The key, and a sealer that knows what was sealed.
    pub(super) fn sealer(
        &self,
        record: RecordTag,
        known: &[(u32, Digest)],
    ) -> Result<(DocumentKey, BodySealer), Trouble> {
        let key = DocumentKey::from_slice(&self.key.0).map_err(|_| Trouble::Unreadable)?;
        let header = Header::from_slice(&self.header.0).map_err(|_| Trouble::Unreadable)?;
        let of = DocumentVersion { record, document: self.document, version: 1 };
        let sealer = BodySealer::resume(&key, &of, self.length, header, known).map_err(sealing)?;
        Ok((key, sealer))
    }
}

/// Keeps the draft before parts leave: one keeping after the other, so that an older state never
/// replaces a newer one.
pub(super) struct Keeping<'a, K> {
    pub(super) draft: &'a Draft,
    pub(super) keep: K,
    /// How many hashes were in the draft when it was kept last.
    pub(super) kept: Mutex<usize>,
}

impl<K: AsyncFn(&Draft)> Keeping<'_, K> {
    /// Returns when the hashes of a part that was sealed are kept.
    pub(super) async fn before_it_leaves(&self) {
        let sealed = self.draft.known().len();
        let mut kept = self.kept.lock().await;
        if *kept < sealed {
            let now = self.draft.known().len();
            (self.keep)(self.draft).await;
            *kept = now;
        }
    }
}

/// Cancelled by the user, or because another part failed.
pub(super) struct Stop<'a, W> {
    pub(super) watcher: &'a W,
    pub(super) stopped: Cell<bool>,
}

impl<W: Watcher> Watcher for Stop<'_, W> {
    fn done(&self, stage: Stage, done: u64, total: u64) {
        self.watcher.done(stage, done, total);
    }
    fn waiting(&self) {
        self.watcher.waiting();
    }
    fn cancelled(&self) -> bool {
        self.stopped.get() || self.watcher.cancelled()
    }
}

/// Seals the segments of one part, all at once.
pub(super) async fn seal_part(
    sealer: &BodySealer,
    draft: &Draft,
    part: u64,
    source: &impl Source,
    cipher: &impl SegmentCipher,
) -> Result<Vec<u8>, Trouble> {
    let first = part * SEGMENTS_PER_PART;
    let end = (first + SEGMENTS_PER_PART).min(u64::from(sealer.plan().segments()));
    let segments: Option<Vec<Segment>> =
        (first..end).map(|index| sealer.plan().segment(u32::try_from(index).ok()?)).collect();
    let segments = segments.ok_or(Trouble::FileTooLarge)?;
    let content = |segment: &Segment| usize::try_from(segment.content.end - segment.content.start);
    let lengths: Result<Vec<usize>, _> = segments.iter().map(content).collect();
    let lengths = lengths.map_err(|_| Trouble::FileTooLarge)?;
    let start = segments.first().map_or(0, |segment| segment.content.start);
    // One reading for the whole part: asked for by the segment, files are twice as slow in a browser.
    let pieces = source.read_pieces(start, &lengths).await?;
    let seal = async |(segment, content): (&Segment, Vec<u8>)| {
        let sealed = sealer.seal(cipher, segment.index, content).await.map_err(sealing)?;
        if let Some(known) = draft.hashes.borrow_mut().get_mut(segment.index as usize) {
            *known = Some(sealed.hash);
        }
        Ok::<_, Trouble>(sealed.bytes)
    };
    Ok(try_join_all(segments.iter().zip(pieces).map(seal)).await?.concat())
}

const SEGMENTS_PER_PART: u64 = (PART_BYTES / SEGMENT_BYTES) as u64;
