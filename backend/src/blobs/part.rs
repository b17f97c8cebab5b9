//! A part on its way to the disk: what has come is hashed and written while more comes, and synced while
//! the last of it is hashed. No thread waits for the caller: only for the disk.

use bytes::Bytes;
use scelle_protocol::Digest;
use scelle_protocol::limits::SEGMENT_BYTES;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

use super::{Part, Turn};
use crate::error::{Error, Result};

/// Bytes of a part, taken piece by piece.
pub(super) struct Desk {
    file: Arc<File>,
    /// Kept by every write too: one that its request left behind still ends before the next begins.
    turn: Arc<Turn>,
    at: u64,
    end: u64,
    batch: Vec<Bytes>,
    batched: usize,
    writing: Option<JoinHandle<std::io::Result<()>>>,
    hashing: Option<JoinHandle<PartHash>>,
}

impl Desk {
    pub(super) fn new(file: File, turn: Turn, offset: u64, length: u64) -> Self {
        let (file, turn, end) = (Arc::new(file), Arc::new(turn), offset + length);
        Self { file, turn, at: offset, end, batch: Vec::new(), batched: 0, writing: None, hashing: None }
    }

    /// Bytes that are still to come.
    pub(super) fn left(&self) -> u64 {
        self.end - self.at - self.batched as u64
    }

    /// Takes the next bytes, no more than [`Self::left`]. When they are the last, the disk is told at once.
    pub(super) async fn take(&mut self, chunk: Bytes) -> Result<()> {
        self.batched += chunk.len();
        self.batch.push(chunk);
        if self.batched >= BATCH_BYTES || self.left() == 0 { self.hand_on().await } else { Ok(()) }
    }

    /// Waits until every byte is durable and hashed.
    pub(super) async fn finish(mut self) -> Result<Part> {
        self.written().await?;
        Ok(self.hashed().await?.finish())
    }

    async fn hand_on(&mut self) -> Result<()> {
        self.written().await?;
        let mut hash = self.hashed().await?;
        let (batch, from) = (Arc::new(std::mem::take(&mut self.batch)), self.at);
        self.at += std::mem::take(&mut self.batched) as u64;
        let (file, turn, last, bytes) = (self.file.clone(), self.turn.clone(), self.at == self.end, batch.clone());
        self.writing = Some(spawn_blocking(move || {
            let _turn = turn;
            let mut at = from;
            for chunk in bytes.iter() {
                file.write_all_at(chunk, at)?;
                at += chunk.len() as u64;
            }
            if last { file.sync_data() } else { Ok(()) }
        }));
        self.hashing = Some(spawn_blocking(move || {
            for chunk in batch.iter() {
                hash.take(chunk);
            }
            hash
        }));
        Ok(())
    }

    async fn written(&mut self) -> Result<()> {
        match self.writing.take() {
            Some(writing) => Ok(writing.await.map_err(Error::host)??),
            None => Ok(()),
        }
    }

    async fn hashed(&mut self) -> Result<PartHash> {
        match self.hashing.take() {
            Some(hashing) => hashing.await.map_err(Error::host),
            None => Ok(PartHash::default()),
        }
    }
}

/// Hash of a part and of its segments, both at once.
#[derive(Default)]
struct PartHash {
    whole: Sha256,
    segment: Sha256,
    filled: usize,
    segments: Vec<Digest>,
}

impl PartHash {
    fn take(&mut self, mut chunk: &[u8]) {
        self.whole.update(chunk);
        while !chunk.is_empty() {
            let (now, later) = chunk.split_at(chunk.len().min(SEGMENT_BYTES - self.filled));
            self.segment.update(now);
            self.filled += now.len();
            chunk = later;
            if self.filled == SEGMENT_BYTES {
                self.segments.push(Digest(self.segment.finalize_reset().into()));
                self.filled = 0;
            }
        }
    }

    fn finish(mut self) -> Part {
        if self.filled > 0 {
            self.segments.push(Digest(self.segment.finalize().into()));
        }
        Part { digest: Digest(self.whole.finalize().into()), segments: self.segments }
    }
}

/// Written and hashed at a time: what a part in flight holds in memory is two of these.
const BATCH_BYTES: usize = SEGMENT_BYTES;
