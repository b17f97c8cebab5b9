//! A device whose keys lie in the browser and cannot be taken out. What the browser stores of
//! them on disk is no better guarded than the disk: an opener never rests on them alone.

use js_sys::{Array, Object, Uint8Array};
use rsa::pkcs8::EncodePublicKey as _;
use scelle_protocol::CertificateHash;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};
use zeroize::Zeroizing;

use super::{algorithm, buffer, import, set, settle, subtle, take};
use crate::{
    device::{DeviceError, DeviceKeys, DeviceSecret, RSA_BITS, SoftwareDevice, hash_of_own},
    opener::{DeviceMac, Share},
};

/// The three keys, to be put into IndexedDB: none is extractable.
#[derive(Debug, Clone)]
pub struct DeviceCryptoKeys {
    /// RSASSA-PKCS1-v1_5 with SHA-256, usage `sign`.
    pub sign: CryptoKey,
    /// RSA-OAEP with SHA-256, usage `decrypt`: the same RSA key.
    pub unwrap: CryptoKey,
    /// HMAC with SHA-256, usage `sign`: d.
    pub mac: CryptoKey,
}

/// RSA and HMAC by SubtleCrypto.
#[derive(Debug)]
pub struct SubtleDevice {
    subtle: SubtleCrypto,
    keys: DeviceCryptoKeys,
    spki: Vec<u8>,
    certificate: Option<CertificateHash>,
}

impl SubtleDevice {
    /// Makes an RSA-3072 key and a fresh d. The key's bytes are out for a moment, to be taken
    /// in again for its two uses, and are wiped.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`].
    pub async fn make() -> Result<Self, DeviceError> {
        let subtle = subtle()?;
        let usages = Array::of2(&JsValue::from_str("sign"), &JsValue::from_str("verify"));
        let pair = settle(subtle.generate_key_with_object(&new_rsa(), true, &usages)).await?;
        let pair: CryptoKeyPair = pair.unchecked_into();
        let pkcs8 = buffer(subtle.export_key("pkcs8", &pair.get_private_key())).await?;
        let pkcs8 = Zeroizing::new(take(&pkcs8));
        let spki = buffer(subtle.export_key("spki", &pair.get_public_key())).await?.to_vec();
        Self::build(subtle, &pkcs8, spki).await
    }
    /// Takes an RSA key, PKCS#8 DER, with a fresh d. The caller wipes its bytes.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`] when it is not an RSA key.
    pub async fn import(pkcs8: &[u8]) -> Result<Self, DeviceError> {
        let spki = SoftwareDevice::import(pkcs8, DeviceSecret::make())?.spki().to_vec();
        Self::build(subtle()?, pkcs8, spki).await
    }
    async fn build(subtle: SubtleCrypto, pkcs8: &[u8], spki: Vec<u8>) -> Result<Self, DeviceError> {
        let sign = import(&subtle, "pkcs8", pkcs8, &sha256("RSASSA-PKCS1-v1_5"), &["sign"]).await?;
        let unwrap = import(&subtle, "pkcs8", pkcs8, &sha256("RSA-OAEP"), &["decrypt"]).await?;
        let mac = new_mac_key(&subtle).await?;
        Ok(Self { subtle, keys: DeviceCryptoKeys { sign, unwrap, mac }, spki, certificate: None })
    }
    /// From what the browser kept: the keys, and the certificate's DER.
    ///
    /// # Errors
    /// [`DeviceError::Foreign`] when `certificate` is not one.
    pub fn restore(keys: DeviceCryptoKeys, certificate: &[u8]) -> Result<Self, DeviceError> {
        let parsed = scelle_verify::Certificate::from_der(certificate).map_err(|_| DeviceError::Foreign)?;
        let spki = parsed.key().to_public_key_der().map_err(|_| DeviceError::Foreign)?.into_vec();
        Ok(Self { subtle: subtle()?, keys, spki, certificate: Some(parsed.hash()) })
    }
    /// The keys, to be kept.
    #[must_use]
    pub const fn keys(&self) -> &DeviceCryptoKeys {
        &self.keys
    }
    /// Takes the certificate that was issued for this key, DER.
    ///
    /// # Errors
    /// [`DeviceError::Foreign`] when it is for another.
    pub fn set_certificate(&mut self, der: &[u8]) -> Result<(), DeviceError> {
        self.certificate = Some(hash_of_own(&self.spki, der)?);
        Ok(())
    }
}

impl DeviceKeys for SubtleDevice {
    fn spki(&self) -> &[u8] {
        &self.spki
    }
    fn certificate(&self) -> Result<CertificateHash, DeviceError> {
        self.certificate.ok_or(DeviceError::NoCertificate)
    }
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let promise = self.subtle.sign_with_str_and_u8_array("RSASSA-PKCS1-v1_5", &self.keys.sign, message);
        Ok(buffer(promise).await?.to_vec())
    }
    async fn unwrap_share(&self, wrapped: &[u8]) -> Result<Share, DeviceError> {
        let promise = self.subtle.decrypt_with_str_and_u8_array("RSA-OAEP", &self.keys.unwrap, wrapped);
        let plain = buffer(promise).await.map_err(|_| DeviceError::Refused)?;
        Ok(Share::from_slice(&Zeroizing::new(take(&plain)))?)
    }
    async fn mac(&self, text: &str) -> Result<DeviceMac, DeviceError> {
        let promise = self.subtle.sign_with_str_and_u8_array("HMAC", &self.keys.mac, text.as_bytes());
        Ok(DeviceMac::from_slice(&Zeroizing::new(take(&buffer(promise).await?)))?)
    }
    async fn with_new_secret(&self) -> Result<Self, DeviceError> {
        let mac = new_mac_key(&self.subtle).await?;
        Ok(Self {
            subtle: self.subtle.clone(),
            keys: DeviceCryptoKeys { mac, ..self.keys.clone() },
            spki: self.spki.clone(),
            certificate: self.certificate,
        })
    }
}

async fn new_mac_key(subtle: &SubtleCrypto) -> Result<CryptoKey, DeviceError> {
    import(subtle, "raw", DeviceSecret::make().expose(), &sha256("HMAC"), &["sign"]).await
}

fn sha256(name: &str) -> Object {
    algorithm(&[("name", name), ("hash", "SHA-256")])
}

fn new_rsa() -> Object {
    let parameters = sha256("RSASSA-PKCS1-v1_5");
    set(&parameters, "modulusLength", &JsValue::from(u32::try_from(RSA_BITS).unwrap_or(u32::MAX)));
    set(&parameters, "publicExponent", &Uint8Array::from([1u8, 0, 1].as_slice()));
    parameters
}
