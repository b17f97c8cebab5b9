//! Which bytes of a content and of a stored body each segment holds.

use std::ops::Range;

use scelle_protocol::limits::{DOCUMENT_BYTES, SEGMENT_BYTES};

use super::Header;
use crate::{SealError, hazmat::aead::TAG, padme::body_length};

/// The layout of a body, fixed by the content's length alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    content: u64,
    padded: u64,
}

/// One segment of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// 0, 1, 2…
    pub index: u32,
    /// Which bytes of the content it holds; empty for one of padding only.
    pub content: Range<u64>,
    /// Zeros after them.
    pub zeros: u64,
    /// Which bytes of the stored body it is, the header counted to segment 0.
    pub stored: Range<u64>,
    /// Whether it ends the body.
    pub last: bool,
}

impl Plan {
    /// For a content of this many bytes.
    ///
    /// # Errors
    /// [`SealError::Long`] over `limits::DOCUMENT_BYTES`.
    pub const fn new(content: u64) -> Result<Self, SealError> {
        if content > DOCUMENT_BYTES {
            return Err(SealError::Long);
        }
        Ok(Self { content, padded: body_length(content) })
    }
    /// Length of the content, in bytes.
    #[must_use]
    pub const fn content(&self) -> u64 {
        self.content
    }
    /// Length of content and padding, in bytes.
    #[must_use]
    pub const fn padded(&self) -> u64 {
        self.padded
    }
    /// Length of the stored body, in bytes.
    #[must_use]
    pub fn stored(&self) -> u64 {
        HEADER + self.padded + TAG_BYTES * u64::from(self.segments())
    }
    /// Number of segments, at least one.
    #[must_use]
    pub fn segments(&self) -> u32 {
        let further = self.padded.saturating_sub(FIRST).div_ceil(REST);
        u32::try_from(further).map_or(u32::MAX, |n| n + 1)
    }
    /// One segment, or none beyond the last.
    #[must_use]
    pub fn segment(&self, index: u32) -> Option<Segment> {
        if index >= self.segments() {
            return None;
        }
        let at = u64::from(index);
        let start = if index == 0 { 0 } else { FIRST + (at - 1) * REST };
        let end = (FIRST + at * REST).min(self.padded);
        let content = start.min(self.content)..end.min(self.content);
        let stored = at * SEGMENT..((at + 1) * SEGMENT).min(self.stored());
        let zeros = (end - start) - (content.end - content.start);
        Some(Segment { index, content, zeros, stored, last: index + 1 == self.segments() })
    }
}

impl Segment {
    /// Bytes of plaintext, padding included.
    #[must_use]
    pub const fn plain(&self) -> u64 {
        self.content.end - self.content.start + self.zeros
    }
}

const HEADER: u64 = Header::LEN as u64;
const TAG_BYTES: u64 = TAG as u64;
const SEGMENT: u64 = SEGMENT_BYTES as u64;
/// Plaintext of the first segment, which shares its MiB with the header.
const FIRST: u64 = SEGMENT - HEADER - TAG_BYTES;
/// Plaintext of every other segment.
const REST: u64 = SEGMENT - TAG_BYTES;
