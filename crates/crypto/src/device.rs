//! The keys that lie on a computer: the certificate's RSA key, which signs and unwraps, and d,
//! the computer's own key beside it. `SoftwareDevice` holds them in memory, for native programs
//! and as the portable path; in the browser `crate::subtle::SubtleDevice` never shows them.

mod request;
mod software;

pub use request::request;
pub use software::{DeviceSecret, SoftwareDevice};

use rsa::{PublicKey as RsaPublicKey, pkcs8::DecodePublicKey as _, sha2::Sha256};
use scelle_protocol::{Bytes, CertificateHash, Signed, Statement, text::SignatureLine};
use scelle_verify::Certificate;

use crate::{
    Refused,
    hazmat::rng::SysRng,
    opener::{DeviceMac, Share},
};

/// Why a device did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// The certificate is not for this key, or is not one.
    #[error("this certificate is not for this key")]
    Foreign,
    /// The device has no certificate yet.
    #[error("no certificate yet")]
    NoCertificate,
    /// Something did not open.
    #[error("this could not be opened")]
    Refused,
    /// The platform cannot do it, or would not.
    #[error("the platform's cryptography is not available")]
    Unavailable,
}

impl From<Refused> for DeviceError {
    fn from(_: Refused) -> Self {
        Self::Refused
    }
}

/// An RSA key with its certificate, and d.
#[expect(async_fn_in_trait, reason = "the browser's futures stay on their thread: no Send to ask for")]
pub trait DeviceKeys: Sized {
    /// SubjectPublicKeyInfo of the RSA key, DER.
    fn spki(&self) -> &[u8];
    /// SHA-256 of the certificate's DER.
    ///
    /// # Errors
    /// [`DeviceError::NoCertificate`].
    fn certificate(&self) -> Result<CertificateHash, DeviceError>;
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.1) over the message.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceError>;
    /// RSA-OAEP (RFC 8017 §7.1.2), SHA-256, MGF1-SHA-256, empty label.
    ///
    /// # Errors
    /// [`DeviceError::Refused`] for whatever is not 32 bytes wrapped to this key.
    async fn unwrap_share(&self, wrapped: &[u8]) -> Result<Share, DeviceError>;
    /// HMAC-SHA-256 under d.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    async fn mac(&self, text: &str) -> Result<DeviceMac, DeviceError>;
    /// The same key and certificate with a fresh d.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    async fn with_new_secret(&self) -> Result<Self, DeviceError>;
    /// Wraps s to this key, as [`DeviceKeys::unwrap_share`] opens it.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`] when the key is malformed.
    fn wrap_share(&self, share: &Share) -> Result<Vec<u8>, DeviceError> {
        let key = RsaPublicKey::from_public_key_der(self.spki()).map_err(|_| DeviceError::Unavailable)?;
        key.oaep_encrypt_with_rng::<Sha256, _>(&mut SysRng, share.expose()).map_err(|_| DeviceError::Unavailable)
    }
}

/// Appends the certificate's signature line: it covers the text and the lines so far.
///
/// # Errors
/// [`DeviceError`] from the device.
pub async fn append<T: Statement>(device: &impl DeviceKeys, signed: &mut Signed<T>) -> Result<(), DeviceError> {
    append_after(device, "", signed).await
}

/// The same in a sealed part: `lines` is the open text without its `sealed:` line.
///
/// # Errors
/// [`DeviceError`] from the device.
pub async fn append_after<T: Statement>(
    device: &impl DeviceKeys,
    lines: &str,
    signed: &mut Signed<T>,
) -> Result<(), DeviceError> {
    let covered = format!("{lines}{}", signed.covered(signed.signatures.len()));
    let signature = device.sign(covered.as_bytes()).await?;
    signed.signatures.push(SignatureLine::Rsa(device.certificate()?, Bytes(signature)));
    Ok(())
}

/// The hash of a certificate, when it is for the key of `spki`.
pub(crate) fn hash_of_own(spki: &[u8], der: &[u8]) -> Result<CertificateHash, DeviceError> {
    let certificate = Certificate::from_der(der).map_err(|_| DeviceError::Foreign)?;
    if certificate.spki_hash() == scelle_verify::hash::sha256(spki) {
        Ok(certificate.hash())
    } else {
        Err(DeviceError::Foreign)
    }
}

/// Length of the RSA modulus of new keys, in bits.
pub const RSA_BITS: usize = 3072;

#[cfg(test)]
mod tests;
