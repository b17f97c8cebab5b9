//! AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D).

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::AeadInOut as _};
use zeroize::Zeroize as _;

use crate::Refused;

/// Only for keys that seal once.
pub(crate) const NONCE_0: [u8; 12] = [0; 12];
/// Length of a tag.
pub(crate) const TAG: usize = 16;

/// Gives ciphertext ‖ tag. `Err` only above the cipher's limit of 64 GiB.
pub(crate) fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], mut data: Vec<u8>) -> Result<Vec<u8>, Refused> {
    data.reserve_exact(TAG);
    let done = Aes256Gcm::new(key.into()).encrypt_in_place(nonce.into(), aad, &mut data);
    match done {
        Ok(()) => Ok(data),
        Err(_) => {
            data.zeroize();
            Err(Refused)
        }
    }
}

/// Takes ciphertext ‖ tag.
pub(crate) fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], mut data: Vec<u8>) -> Result<Vec<u8>, Refused> {
    let done = Aes256Gcm::new(key.into()).decrypt_in_place(nonce.into(), aad, &mut data);
    match done {
        Ok(()) => Ok(data),
        Err(_) => {
            data.zeroize();
            Err(Refused)
        }
    }
}
