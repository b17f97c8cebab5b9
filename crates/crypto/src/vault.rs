//! Vault entries (FORMATS §6): each sealed under a key of its own, with a fresh salt each
//! time, and padded.

use scelle_protocol::{AccountId, Digest, EntryId, contexts, limits, wire::VaultEntry};
use zeroize::Zeroizing;

use crate::{
    Refused, SealError,
    hazmat::{
        aead::{self, NONCE_0},
        context::context,
        kdf,
    },
    random,
};

secrets! {
    /// What entry keys are derived from: `derive(vault)` of the identity secret.
    VaultKey, 32;
}

/// Seals the JSON text of an entry: salt (32) ‖ AES-256-GCM of the padded text.
///
/// # Errors
/// [`SealError::Long`] over `limits::VAULT_ENTRY_BYTES`.
pub fn seal(key: &VaultKey, account: AccountId, entry: EntryId, json: &[u8]) -> Result<Vec<u8>, SealError> {
    let padded = pad(json);
    if SALT + padded.len() + aead::TAG > limits::VAULT_ENTRY_BYTES {
        return Err(SealError::Long);
    }
    seal_salted(key.expose(), &entry_context(account, entry), padded)
}

/// Opens an entry: the JSON text, without padding.
///
/// # Errors
/// [`Refused`] for an entry of another account or id, and for changed bytes.
pub fn open(key: &VaultKey, account: AccountId, entry: EntryId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut plain = open_salted(key.expose(), &entry_context(account, entry), sealed)?;
    unpad(&mut plain)?;
    Ok(plain)
}

/// `root` of a version over all its entries, tombstones (empty ones) included.
///
/// # Errors
/// [`SealError::Duplicate`] when an id stands twice.
pub fn root(entries: &[VaultEntry]) -> Result<Digest, SealError> {
    let mut ids: Vec<_> = entries.iter().map(|e| e.id).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(SealError::Duplicate);
    }
    Ok(scelle_verify::hash::vault_root(entries.iter().map(|e| (e.id, &e.sealed))))
}

/// salt ‖ AES-256-GCM under HKDF(key; salt; ctx), with ctx as associated data.
pub(crate) fn seal_salted(key: &[u8; 32], ctx: &str, mut plain: Zeroizing<Vec<u8>>) -> Result<Vec<u8>, SealError> {
    let salt = random::bytes::<SALT>();
    let key = kdf::hkdf32(key, &salt, ctx);
    let sealed =
        aead::seal(&key, &NONCE_0, ctx.as_bytes(), std::mem::take(&mut *plain)).map_err(|_| SealError::Cipher)?;
    Ok([salt.as_slice(), &sealed].concat())
}

/// Opens what [`seal_salted`] made.
pub(crate) fn open_salted(key: &[u8; 32], ctx: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (salt, ciphertext) = sealed.split_at_checked(SALT).ok_or(Refused)?;
    let key = kdf::hkdf32(key, salt, ctx);
    aead::open(&key, &NONCE_0, ctx.as_bytes(), ciphertext.to_vec()).map(Zeroizing::new)
}

/// Text ‖ 0x80 ‖ zeros to the next multiple of 256.
pub(crate) fn pad(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = (text.len() + 1).next_multiple_of(BLOCK);
    let mut padded = Zeroizing::new(Vec::with_capacity(length + aead::TAG));
    padded.extend_from_slice(text);
    padded.push(0x80);
    padded.resize(length, 0);
    padded
}

/// Cuts the padding off; only the one spelling of [`pad`] passes.
pub(crate) fn unpad(padded: &mut Vec<u8>) -> Result<(), Refused> {
    let end = padded.iter().rposition(|b| *b != 0).ok_or(Refused)?;
    if padded[end] != 0x80 || padded.len() != (end + 1).next_multiple_of(BLOCK) {
        return Err(Refused);
    }
    padded.truncate(end);
    Ok(())
}

fn entry_context(account: AccountId, entry: EntryId) -> String {
    context(contexts::VAULT_ENTRY, &[("account", &account), ("entry", &entry)])
}

const SALT: usize = 32;
const BLOCK: usize = 256;

#[cfg(test)]
#[path = "vault/tests.rs"]
mod tests;
