//! The browser's own cryptography, through `web-sys`: bulk AES-256-GCM and SHA-256, and RSA
//! keys that cannot be taken out. Works in a page and in a dedicated worker.

mod device;
mod page;

pub use device::{DeviceCryptoKeys, SubtleDevice};
pub use page::PageCryptoKey;

use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use scelle_protocol::Digest;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};
use zeroize::Zeroize as _;

use crate::{
    Refused,
    body::{Opened, Portable, SegmentCipher, SegmentKey},
    device::DeviceError,
};

/// Segments by SubtleCrypto.
#[derive(Debug, Clone)]
pub struct Subtle(SubtleCrypto);

impl Subtle {
    /// Finds SubtleCrypto, which only secure contexts have.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`]: use [`crate::body::Portable`] then.
    pub fn new() -> Result<Self, DeviceError> {
        subtle().map(Self)
    }
    async fn key(&self, key: &SegmentKey) -> Result<CryptoKey, DeviceError> {
        import(&self.0, "raw", key.expose(), &algorithm(&[("name", "AES-GCM")]), &["encrypt", "decrypt"]).await
    }
}

impl SegmentCipher for Subtle {
    async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], mut data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        let key = self.key(key).await.map_err(|_| Refused)?;
        let promise = self.0.encrypt_with_object_and_u8_array(&gcm(nonce), &key, &data);
        data.as_mut_slice().zeroize();
        buffer(promise).await.map(|sealed| sealed.to_vec()).map_err(|_| Refused)
    }
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: &[u8]) -> Result<Opened, Refused> {
        let key = self.key(key).await.map_err(|_| Refused)?;
        let promise = self.0.decrypt_with_object_and_u8_array(&gcm(nonce), &key, data);
        buffer(promise).await.map(Opened::There).map_err(|_| Refused)
    }
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused> {
        let promise = self.0.digest_with_str_and_u8_array("SHA-256", data);
        let hash = buffer(promise).await.map_err(|_| Refused)?;
        Digest::from_slice(&hash.to_vec()).map_err(|_| Refused)
    }
}

/// What does the bulk work here: SubtleCrypto, or the crates where it is missing. Both give the
/// same bytes and the same verdict.
#[derive(Debug, Clone)]
pub enum Bulk {
    /// By the browser.
    Subtle(Subtle),
    /// By the crates: slower, one thread.
    Portable(Portable),
}

impl Bulk {
    /// Whichever there is.
    #[must_use]
    pub fn here() -> Self {
        Subtle::new().map_or(Self::Portable(Portable), Self::Subtle)
    }
}

impl SegmentCipher for Bulk {
    async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        match self {
            Self::Subtle(cipher) => cipher.seal(key, nonce, data).await,
            Self::Portable(cipher) => cipher.seal(key, nonce, data).await,
        }
    }
    async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: &[u8]) -> Result<Opened, Refused> {
        match self {
            Self::Subtle(cipher) => cipher.open(key, nonce, data).await,
            Self::Portable(cipher) => cipher.open(key, nonce, data).await,
        }
    }
    async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused> {
        match self {
            Self::Subtle(cipher) => cipher.sha256(data).await,
            Self::Portable(cipher) => cipher.sha256(data).await,
        }
    }
}

/// Of the page or of the worker.
pub(crate) fn subtle() -> Result<SubtleCrypto, DeviceError> {
    let crypto = Reflect::get(&js_sys::global(), &JsValue::from_str("crypto")).map_err(unavailable)?;
    let crypto = crypto.dyn_into::<Crypto>().map_err(unavailable)?;
    let subtle = crypto.subtle();
    if subtle.is_undefined() { Err(DeviceError::Unavailable) } else { Ok(subtle) }
}

/// A plain object with string members.
pub(crate) fn algorithm(members: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, &JsValue::from_str(value));
    }
    object
}

pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    // A member of a plain object of ours can always be set.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// Imports a key that cannot be taken out again.
pub(crate) async fn import(
    subtle: &SubtleCrypto,
    format: &str,
    bytes: &[u8],
    algorithm: &Object,
    usages: &[&str],
) -> Result<CryptoKey, DeviceError> {
    let copy = Uint8Array::from(bytes);
    let usages: Array = usages.iter().map(|usage| JsValue::from_str(usage)).collect();
    let promise = subtle.import_key_with_object(format, &copy, algorithm, false, &usages);
    let key = settle(promise).await;
    copy.fill(0, 0, copy.length());
    key?.dyn_into().map_err(unavailable)
}

/// Waits for a promise of SubtleCrypto.
pub(crate) async fn settle(promise: Result<Promise, JsValue>) -> Result<JsValue, DeviceError> {
    JsFuture::from(promise.map_err(unavailable)?).await.map_err(unavailable)
}

/// Waits for bytes.
pub(crate) async fn buffer(promise: Result<Promise, JsValue>) -> Result<Uint8Array, DeviceError> {
    let buffer: ArrayBuffer = settle(promise).await?.dyn_into().map_err(unavailable)?;
    Ok(Uint8Array::new(&buffer))
}

/// Copies secret bytes into this module's memory and wipes the browser's copy.
pub(crate) fn take(bytes: &Uint8Array) -> Vec<u8> {
    let taken = bytes.to_vec();
    bytes.fill(0, 0, bytes.length());
    taken
}

/// Whatever SubtleCrypto says, it is not told on.
pub(crate) fn unavailable<T>(_: T) -> DeviceError {
    DeviceError::Unavailable
}

fn gcm(nonce: &[u8; 12]) -> Object {
    let parameters = algorithm(&[("name", "AES-GCM")]);
    set(&parameters, "iv", &Uint8Array::from(nonce.as_slice()));
    set(&parameters, "tagLength", &JsValue::from(128));
    parameters
}
