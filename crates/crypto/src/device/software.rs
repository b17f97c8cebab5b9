//! A device whose keys lie in this process's memory.

use rsa::{
    PrivateKey,
    pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _},
    sha2::Sha256,
};
use scelle_protocol::CertificateHash;
use zeroize::Zeroizing;

use super::{DeviceError, DeviceKeys, RSA_BITS, hash_of_own};
use crate::{
    hazmat::rng::SysRng,
    opener::{DeviceMac, Share},
};

random_secrets! {
    /// d: the computer's own key.
    DeviceSecret, 32;
}

/// RSA by the crate `rsa`, always blinded.
pub struct SoftwareDevice {
    key: PrivateKey,
    spki: Vec<u8>,
    certificate: Option<CertificateHash>,
    secret: DeviceSecret,
}

impl SoftwareDevice {
    /// Makes an RSA-3072 key and a fresh d. Takes seconds.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    pub fn make() -> Result<Self, DeviceError> {
        let key = PrivateKey::new(&mut SysRng, RSA_BITS).map_err(|_| DeviceError::Unavailable)?;
        Self::from_key(key, DeviceSecret::make())
    }
    /// From what [`SoftwareDevice::export`] gave.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`] when it is not an RSA key in PKCS#8.
    pub fn import(pkcs8: &[u8], secret: DeviceSecret) -> Result<Self, DeviceError> {
        Self::from_key(PrivateKey::from_pkcs8_der(pkcs8).map_err(|_| DeviceError::Unavailable)?, secret)
    }
    /// PKCS#8 DER of the key, for a native program's own store, and d. The browser's device has
    /// no such thing.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    pub fn export(&self) -> Result<(Zeroizing<Vec<u8>>, &DeviceSecret), DeviceError> {
        let pkcs8 = self.key.to_pkcs8_der().map_err(|_| DeviceError::Unavailable)?;
        Ok((Zeroizing::new(pkcs8.as_bytes().to_vec()), &self.secret))
    }
    /// Takes the certificate that was issued for this key, DER.
    ///
    /// # Errors
    /// [`DeviceError::Foreign`] when it is for another.
    pub fn set_certificate(&mut self, der: &[u8]) -> Result<(), DeviceError> {
        self.certificate = Some(hash_of_own(&self.spki, der)?);
        Ok(())
    }
    fn from_key(key: PrivateKey, secret: DeviceSecret) -> Result<Self, DeviceError> {
        let spki = key.to_public_key().to_public_key_der().map_err(|_| DeviceError::Unavailable)?;
        Ok(Self { key, spki: spki.as_bytes().to_vec(), certificate: None, secret })
    }
}

impl DeviceKeys for SoftwareDevice {
    fn spki(&self) -> &[u8] {
        &self.spki
    }
    fn certificate(&self) -> Result<CertificateHash, DeviceError> {
        self.certificate.ok_or(DeviceError::NoCertificate)
    }
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceError> {
        self.key.pkcs1v15_sign_with_rng::<Sha256, _>(&mut SysRng, message).map_err(|_| DeviceError::Unavailable)
    }
    async fn unwrap_share(&self, wrapped: &[u8]) -> Result<Share, DeviceError> {
        let plain = self.key.oaep_decrypt_with_rng::<Sha256, _>(&mut SysRng, wrapped);
        Ok(Share::from_slice(&Zeroizing::new(plain.map_err(|_| DeviceError::Refused)?))?)
    }
    async fn mac(&self, text: &str) -> Result<DeviceMac, DeviceError> {
        Ok(DeviceMac::from_bytes(&scelle_verify::hash::hmac_sha256(self.secret.expose(), text.as_bytes()).0))
    }
    async fn with_new_secret(&self) -> Result<Self, DeviceError> {
        Ok(Self {
            key: self.key.clone(),
            spki: self.spki.clone(),
            certificate: self.certificate,
            secret: DeviceSecret::make(),
        })
    }
}

impl std::fmt::Debug for SoftwareDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SoftwareDevice(…)")
    }
}
