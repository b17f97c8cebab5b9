//! AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D).

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::AeadInOut as _};
use zeroize::Zeroize as _;

use crate::Refused;

/// Only for keys that seal once.
pub(crate) const NONCE_0: [u8; 12] = [0; 12];
/// Length of a tag.
pub(crate) const TAG: usize = 16;

/// Gives ciphertext ‖ tag. `Err` only above the cipher's limit of 64 GiB.
pub(crate) fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
    let room = data.len() + TAG;
    let mut data = roomy(data, room);
    let done = Aes256Gcm::new(key.into()).encrypt_in_place(nonce.into(), aad, &mut data);
    match done {
        Ok(()) => Ok(data),
        Err(_) => {
            data.zeroize();
            Err(Refused)
        }
    }
}

/// The same bytes where there is room for `capacity`; what they leave behind is wiped.
pub(crate) fn roomy(mut data: Vec<u8>, capacity: usize) -> Vec<u8> {
    if data.capacity() >= capacity {
        return data;
    }
    let mut moved = Vec::with_capacity(capacity);
    moved.extend_from_slice(&data);
    // As a slice, by blocks: a `Vec` is wiped byte by byte, a millisecond for each MiB in a browser.
    data.as_mut_slice().zeroize();
    moved
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
