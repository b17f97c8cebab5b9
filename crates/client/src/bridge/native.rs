//! A page key in memory, for native programs and tests: a browser's lies in WebCrypto.

use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use scelle_crypto::random;
use scelle_protocol::Bytes;

use super::{PageKey, PageKeyFailed};

/// A P-256 pair in memory.
pub struct SoftwarePageKey(SigningKey);

impl SoftwarePageKey {
    /// Makes a fresh one.
    #[must_use]
    pub fn make() -> Self {
        // A scalar at or above the order of the group is drawn once in 2^32 times.
        loop {
            if let Some(key) = Self::from_scalar(&random::bytes()) {
                return key;
            }
        }
    }

    /// From a scalar, if it is one.
    #[must_use]
    pub fn from_scalar(scalar: &[u8; 32]) -> Option<Self> {
        SigningKey::from_slice(scalar).ok().map(Self)
    }
}

impl PageKey for SoftwarePageKey {
    fn public(&self) -> Bytes {
        Bytes(self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec())
    }

    async fn sign(&self, text: &[u8]) -> Result<Vec<u8>, PageKeyFailed> {
        let signature: Signature = self.0.try_sign(text).map_err(|_| PageKeyFailed)?;
        Ok(signature.to_bytes().to_vec())
    }
}
