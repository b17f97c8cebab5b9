//! Signatures of statements. A [`Checked`] exists only where a signature was verified, so a
//! function that asks for one cannot be called with an unchecked statement.

use ed25519_dalek::VerifyingKey;
use scelle_protocol::{
    PublicKey, Signature, Signed, Statement,
    text::{SignatureLine, StatementError, check_characters},
};

use crate::Certificate;

/// Why a signed statement was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The signature is missing, by another key or does not hold.
    #[error("a signature does not hold")]
    Refused,
    /// The text is not in the one form of its kind.
    #[error(transparent)]
    Statement(#[from] StatementError),
}

/// Proof that a signature was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked(());

/// Verifies Ed25519 strictly: no small-order key, no malleable s (RFC 8032 §5.1.7).
///
/// # Errors
/// [`SignatureError::Refused`].
pub fn ed25519(key: &PublicKey, message: &[u8], signature: &Signature) -> Result<Checked, SignatureError> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| SignatureError::Refused)?;
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(message, &signature).map(|()| Checked(())).map_err(|_| SignatureError::Refused)
}

/// Verifies signature line `index` of a statement as Ed25519 by `key`.
///
/// # Errors
/// [`SignatureError::Refused`] also when that line is missing or of another kind.
pub fn verify_ed25519<T: Statement>(
    signed: &Signed<T>,
    index: usize,
    key: &PublicKey,
) -> Result<Checked, SignatureError> {
    verify_ed25519_after("", signed, index, key)
}

/// The same where the signature also covers `before`: a sealed part signs its open part
/// without the `sealed:` line (FORMATS §3).
///
/// # Errors
/// As [`verify_ed25519`].
pub fn verify_ed25519_after<T: Statement>(
    before: &str,
    signed: &Signed<T>,
    index: usize,
    key: &PublicKey,
) -> Result<Checked, SignatureError> {
    match signed.signatures.get(index) {
        Some(SignatureLine::Ed25519(signature)) => {
            ed25519(key, format!("{before}{}", signed.covered(index)).as_bytes(), signature)
        }
        _ => Err(SignatureError::Refused),
    }
}

/// Verifies signature line `index` as sha256WithRSA by `certificate` (RFC 8017 §8.2.2).
///
/// # Errors
/// [`SignatureError::Refused`] also when that line names another certificate.
pub fn verify_rsa<T: Statement>(
    signed: &Signed<T>,
    index: usize,
    certificate: &Certificate,
) -> Result<Checked, SignatureError> {
    verify_rsa_after("", signed, index, certificate)
}

/// The same where the signature also covers `before`.
///
/// # Errors
/// As [`verify_rsa`].
pub fn verify_rsa_after<T: Statement>(
    before: &str,
    signed: &Signed<T>,
    index: usize,
    certificate: &Certificate,
) -> Result<Checked, SignatureError> {
    match signed.signatures.get(index) {
        Some(SignatureLine::Rsa(hash, signature)) if *hash == certificate.hash() => {
            let message = format!("{before}{}", signed.covered(index));
            certificate
                .verify_sha256_with_rsa(message.as_bytes(), &signature.0)
                .map(|()| Checked(()))
                .map_err(|_| SignatureError::Refused)
        }
        _ => Err(SignatureError::Refused),
    }
}

/// Reads a statement that carries exactly `count` signature lines.
///
/// # Errors
/// [`SignatureError`]: a signature too many is refused like one too few.
pub fn parse<T: Statement>(whole: &str, count: usize) -> Result<Signed<T>, SignatureError> {
    check_characters(whole)?;
    let signed = Signed::parse(whole)?;
    if signed.signatures.len() == count { Ok(signed) } else { Err(SignatureError::Refused) }
}

/// Reads a statement with one Ed25519 signature and verifies it.
///
/// # Errors
/// [`SignatureError`].
pub fn parse_ed25519<T: Statement>(whole: &str, key: &PublicKey) -> Result<Signed<T>, SignatureError> {
    let signed = parse(whole, 1)?;
    verify_ed25519(&signed, 0, key)?;
    Ok(signed)
}

/// The open text that a sealed part's signatures cover: all of it but the last line, `sealed:`.
#[must_use]
pub fn open_lines(open_text: &str) -> &str {
    open_text.rfind("\nsealed: ").map_or(open_text, |at| open_text.get(..=at).unwrap_or(open_text))
}
