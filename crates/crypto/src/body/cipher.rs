//! AES-256-GCM and SHA-256 of one segment: here by the crates, in the browser by SubtleCrypto
//! too (`crate::subtle`). Both give the same bytes and the same verdict.

use scelle_protocol::Digest;
use scelle_verify::hash;

use crate::{Refused, hazmat::aead};

secrets! {
    /// The AES key of one body's segments.
    SegmentKey, 32;
}

/// Seals, opens and hashes segments.
#[expect(async_fn_in_trait, reason = "the browser's futures stay on their thread: no Send to ask for")]
pub trait SegmentCipher {
    /// Gives ciphertext ‖ tag; `data` is wiped or becomes the ciphertext.
    ///
    /// # Errors
    /// [`Refused`] when the cipher cannot run.
    async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused>;
    /// Opens ciphertext ‖ tag.
    ///
    /// # Errors
    /// [`Refused`] when the tag does not verify.
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused>;
    /// SHA-256.
    ///
    /// # Errors
    /// [`Refused`] when the hash cannot run.
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused>;
}

/// By the crates `aes-gcm` and `sha2`: everywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Portable;

impl SegmentCipher for Portable {
    async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        aead::seal(key.expose(), nonce, &[], data)
    }
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        aead::open(key.expose(), nonce, &[], data)
    }
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused> {
        Ok(hash::sha256(data))
    }
}
