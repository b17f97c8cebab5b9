//! Bodies of documents (FORMATS §7): Tink's `AES256_GCM_HKDF_1MB`, one segment at a time, with
//! Padmé padding inside, a hash over the segments and a commitment to the key.
//!
//! Nothing of a body can be had before its last segment has verified: [`BodyOpener`] gathers its
//! content and gives it out with the [`Verdict`], or wipes it.

mod cipher;
mod opener;
mod plan;
mod sealer;

pub use cipher::{Opened, Portable, SegmentCipher, SegmentKey};
pub use opener::{BodyOpener, Gather, Manifest, Nothing, Verdict, open_whole};
pub use plan::{Plan, Segment};
pub use sealer::{BodySealer, SealedSegment, seal_whole};

use scelle_protocol::{Digest, DocumentId, RecordTag, contexts};
use scelle_verify::hash;

use crate::{
    Refused,
    hazmat::{context::context, kdf},
    random,
};

random_secrets! {
    /// What opens one version of a document.
    DocumentKey, 32;
}

/// A version of a document: what a body is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentVersion {
    /// The record.
    pub record: RecordTag,
    /// The document.
    pub document: DocumentId,
    /// 1, 2, 3…
    pub version: u64,
}

impl DocumentVersion {
    fn context(&self, kind: &str) -> String {
        let lines: [(&str, &dyn std::fmt::Display); 3] =
            [("record", &self.record), ("document", &self.document), ("version", &self.version)];
        context(kind, &lines)
    }
}

impl DocumentKey {
    /// The commitment that the author signs, so that one body cannot open as two documents.
    #[must_use]
    pub fn commitment(&self, of: &DocumentVersion) -> Digest {
        Digest(*kdf::hkdf32(self.expose(), &[], &of.context(contexts::KEY_COMMITMENT)))
    }
    /// The `previous` line of a statement: SHA-256 of this key, which is the new version's, and
    /// the hash of the statement before.
    #[must_use]
    pub fn previous(&self, statement_before: &Digest) -> Digest {
        hash::sha256_of(&[self.expose(), &statement_before.0])
    }
    fn segment_key(&self, of: &DocumentVersion, header: &Header) -> SegmentKey {
        SegmentKey::from_bytes(&kdf::hkdf32(self.expose(), header.salt(), &of.context(contexts::BODY)))
    }
}

/// The first 40 bytes of a body: 0x28 ‖ salt (32) ‖ nonce prefix (7). Public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header([u8; Self::LEN]);

impl Header {
    /// Length in bytes.
    pub const LEN: usize = 40;

    /// A fresh one: never used with two contents.
    ///
    /// # Panics
    /// When the system has no random source.
    #[must_use]
    pub fn make() -> Self {
        let mut bytes = random::bytes::<{ Self::LEN }>();
        bytes[0] = FIRST;
        Self(bytes)
    }
    /// Reads one.
    ///
    /// # Errors
    /// [`Refused`] for another length or first byte.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Refused> {
        let bytes: [u8; Self::LEN] = bytes.try_into().map_err(|_| Refused)?;
        if bytes[0] == FIRST { Ok(Self(bytes)) } else { Err(Refused) }
    }
    /// As it stands in the body.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
    fn salt(&self) -> &[u8] {
        &self.0[1..33]
    }
    /// prefix ‖ index as four bytes, big-endian ‖ 1 for the last segment, else 0.
    fn nonce(&self, segment: &Segment) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[..7].copy_from_slice(&self.0[33..]);
        nonce[7..11].copy_from_slice(&segment.index.to_be_bytes());
        nonce[11] = u8::from(segment.last);
        nonce
    }
}

/// Length of the header, which is also its first byte.
const FIRST: u8 = 0x28;

#[cfg(test)]
mod tests;
