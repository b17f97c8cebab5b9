//! HKDF-SHA-256 (RFC 5869).

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// `HKDF(ikm; salt; info; 32)`; an empty salt is RFC 5869's absent one.
pub(crate) fn hkdf32(ikm: &[u8], salt: &[u8], info: &str) -> Zeroizing<[u8; 32]> {
    let mut okm = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<Sha256>::new(Some(salt), ikm);
    hkdf.expand(info.as_bytes(), okm.as_mut_slice()).expect("32 bytes are within HKDF's limit of 8,160");
    okm
}
