//! The key by which the bridge knows this browser (FORMATS §10): P-256, made by the browser, which
//! does not give it out.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CryptoKey, CryptoKeyPair};

use super::{algorithm, buffer, settle, subtle};
use crate::device::DeviceError;

/// Both halves, to be put into IndexedDB.
#[derive(Debug, Clone)]
pub struct PageCryptoKey {
    /// ECDSA on P-256, usage `sign`; not extractable.
    pub sign: CryptoKey,
    /// 0x04 ‖ x ‖ y.
    pub public: [u8; PUBLIC],
}

impl PageCryptoKey {
    /// A fresh key.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`] where the browser makes none.
    pub async fn make() -> Result<Self, DeviceError> {
        let subtle = subtle()?;
        let curve = algorithm(&[("name", "ECDSA"), ("namedCurve", "P-256")]);
        let usages = Array::of2(&JsValue::from_str("sign"), &JsValue::from_str("verify"));
        let pair = settle(subtle.generate_key_with_object(&curve, false, &usages)).await?;
        let pair: CryptoKeyPair = pair.unchecked_into();
        // The public half comes out whatever was asked of the pair.
        let public = buffer(subtle.export_key("raw", &pair.get_public_key())).await?;
        Ok(Self { sign: pair.get_private_key(), public: point(&public)? })
    }

    /// From what the browser kept.
    ///
    /// # Errors
    /// [`DeviceError::Foreign`] when `public` is no point.
    pub fn restore(sign: CryptoKey, public: &Uint8Array) -> Result<Self, DeviceError> {
        Ok(Self { sign, public: point(public)? })
    }

    /// Signs with SHA-256: r ‖ s.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`] when the browser does not sign.
    pub async fn sign(&self, text: &[u8]) -> Result<[u8; SIGNATURE], DeviceError> {
        let how = algorithm(&[("name", "ECDSA"), ("hash", "SHA-256")]);
        let promise = subtle()?.sign_with_object_and_u8_array(&how, &self.sign, text);
        buffer(promise).await?.to_vec().try_into().map_err(|_| DeviceError::Unavailable)
    }
}

fn point(bytes: &Uint8Array) -> Result<[u8; PUBLIC], DeviceError> {
    let point: [u8; PUBLIC] = bytes.to_vec().try_into().map_err(|_| DeviceError::Foreign)?;
    if point[0] == 4 { Ok(point) } else { Err(DeviceError::Foreign) }
}

const PUBLIC: usize = 65;
const SIGNATURE: usize = 64;
