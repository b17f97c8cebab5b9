//! AES-256-GCM and SHA-256 of one segment: here by the crates, in the browser by SubtleCrypto
//! too (`crate::subtle`). Both give the same bytes and the same verdict.

use scelle_protocol::Digest;
use scelle_verify::hash;
use zeroize::Zeroize as _;

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
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: &[u8]) -> Result<Opened, Refused>;
    /// SHA-256.
    ///
    /// # Errors
    /// [`Refused`] when the hash cannot run.
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused>;
}

/// The plaintext of one segment, where it was opened; wiped on drop, by blocks (a `Vec` that is
/// `Zeroizing` goes byte by byte).
pub enum Opened {
    /// In the memory of this program.
    Here(Vec<u8>),
    /// In the browser's, where SubtleCrypto put it.
    #[cfg(target_arch = "wasm32")]
    There(js_sys::Uint8Array),
}

impl Opened {
    /// The bytes, in the memory of this program.
    #[must_use]
    pub fn take(mut self) -> Vec<u8> {
        match &mut self {
            Self::Here(bytes) => std::mem::take(bytes),
            #[cfg(target_arch = "wasm32")]
            Self::There(array) => array.to_vec(),
        }
    }
    /// Cuts off what follows the first `length` bytes: padding, which is zeros.
    pub(super) fn unpad(&mut self, length: usize) -> Result<(), Refused> {
        let zeros = |padding: &[u8]| if padding.iter().all(|byte| *byte == 0) { Ok(()) } else { Err(Refused) };
        match self {
            Self::Here(bytes) => {
                zeros(bytes.get(length..).ok_or(Refused)?)?;
                bytes.truncate(length);
            }
            #[cfg(target_arch = "wasm32")]
            Self::There(array) => {
                let length = u32::try_from(length).ok().filter(|length| *length <= array.length()).ok_or(Refused)?;
                zeros(&array.subarray(length, array.length()).to_vec())?;
                *array = array.subarray(0, length);
            }
        }
        Ok(())
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        match self {
            Self::Here(bytes) => bytes.as_mut_slice().zeroize(),
            #[cfg(target_arch = "wasm32")]
            Self::There(array) => drop(array.fill(0, 0, array.length())),
        }
    }
}

/// By the crates `aes-gcm` and `sha2`: everywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Portable;

impl SegmentCipher for Portable {
    async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        aead::seal(key.expose(), nonce, &[], data)
    }
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: &[u8]) -> Result<Opened, Refused> {
        aead::open(key.expose(), nonce, &[], data.to_vec()).map(Opened::Here)
    }
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused> {
        Ok(hash::sha256(data))
    }
}
