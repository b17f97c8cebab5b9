//! A reader that believes too early: it opens one segment of a body and shows it, without waiting for
//! the others. Written from FORMATS §7 alone, as somebody in a hurry would.

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _};
use hkdf::Hkdf;
use scelle_crypto::body::DocumentKey;
use scelle_protocol::{contexts, limits::SEGMENT_BYTES, statements::Document};
use sha2::Sha256;

/// The text of segment `index` of a stored body, in the place that it has in an honest one.
pub fn shows(key: &DocumentKey, document: &Document, stored: &[u8], index: u32, last: bool) -> Option<Vec<u8>> {
    let (header, _) = stored.split_at_checked(HEADER)?;
    let Document { record, document, version, .. } = document;
    let of = format!("{}\nrecord: {record}\ndocument: {document}\nversion: {version}\n", contexts::BODY);
    let mut own = [0; 32];
    Hkdf::<Sha256>::new(Some(&header[1..33]), key.expose()).expand(of.as_bytes(), &mut own).ok()?;
    let mut nonce = [0; 12];
    nonce[..7].copy_from_slice(&header[33..]);
    nonce[7..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(last);
    let start = if index == 0 { HEADER } else { index as usize * SEGMENT_BYTES };
    let end = ((index as usize + 1) * SEGMENT_BYTES).min(stored.len());
    Aes256Gcm::new((&own).into()).decrypt((&nonce).into(), stored.get(start..end)?).ok()
}

const HEADER: usize = 40;
