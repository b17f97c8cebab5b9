//! What this browser keeps (IndexedDB): the certificate with its three non-extractable keys and
//! the host's keys, the key and the pairing with the bridge, and sealed drafts. Nothing in clear
//! but public material and random ids.

use js_sys::{Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie, TransactionMode};
use scelle_crypto::subtle::PageCryptoKey;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

/// The certificate of this computer and what goes with it.
#[derive(Clone)]
pub struct Device {
    /// DER.
    pub certificate: Vec<u8>,
    /// The host's keys, JSON.
    pub host: String,
    /// RSASSA key.
    pub sign: CryptoKey,
    /// RSA-OAEP key.
    pub unwrap: CryptoKey,
    /// HMAC key.
    pub mac: CryptoKey,
}

/// The shelf does not answer, or has no room.
#[derive(Debug, Clone, Copy)]
pub struct ShelfError;

/// The certificate of this computer, if there is one.
pub async fn device() -> Result<Option<Device>, ShelfError> {
    let Some(value) = get(DEVICE, OWN).await? else { return Ok(None) };
    let field = |name: &str| Reflect::get(&value, &name.into()).ok();
    let key = |name: &str| field(name).and_then(|v| v.dyn_into::<CryptoKey>().ok());
    let bytes = field("certificate").and_then(|v| v.dyn_into::<Uint8Array>().ok()).map(|a| a.to_vec());
    let host = field("host").and_then(|v| v.as_string());
    Ok((|| {
        Some(Device { certificate: bytes?, host: host?, sign: key("sign")?, unwrap: key("unwrap")?, mac: key("mac")? })
    })())
}

/// Keeps the certificate of this computer, in place of any other.
pub async fn keep_device(device: &Device) -> Result<(), ShelfError> {
    let value = Object::new();
    let set =
        |name: &str, field: &JsValue| Reflect::set(&value, &name.into(), field).map(|_| ()).map_err(|_| ShelfError);
    set("certificate", &Uint8Array::from(device.certificate.as_slice()))?;
    set("host", &JsValue::from_str(&device.host))?;
    set("sign", &device.sign)?;
    set("unwrap", &device.unwrap)?;
    set("mac", &device.mac)?;
    put(DEVICE, OWN, &value).await
}

/// The pairing with the bridge: the key that it knows this browser by, and what both agreed on.
pub async fn paired() -> Result<Option<(PageCryptoKey, String)>, ShelfError> {
    let Some(value) = get(DEVICE, PAIRED).await? else { return Ok(None) };
    let field = |name: &str| Reflect::get(&value, &name.into()).ok();
    let sign = field("sign").and_then(|v| v.dyn_into::<CryptoKey>().ok());
    let public = field("public").and_then(|v| v.dyn_into::<Uint8Array>().ok());
    let pairing = field("pairing").and_then(|v| v.as_string());
    Ok((|| Some((PageCryptoKey::restore(sign?, &public?).ok()?, pairing?)))())
}

/// Keeps a pairing, key and all, in place of any other: another tab never finds half of one.
pub async fn keep_paired(key: &PageCryptoKey, pairing: &str) -> Result<(), ShelfError> {
    let value = Object::new();
    let set =
        |name: &str, field: &JsValue| Reflect::set(&value, &name.into(), field).map(|_| ()).map_err(|_| ShelfError);
    set("sign", &key.sign)?;
    set("public", &Uint8Array::from(key.public.as_slice()))?;
    set("pairing", &JsValue::from_str(pairing))?;
    put(DEVICE, PAIRED, &value).await
}

/// The host's keys as a professional's first log-in here found them, JSON.
pub async fn host() -> Result<Option<String>, ShelfError> {
    Ok(get(DEVICE, HOST).await?.and_then(|value| value.as_string()))
}

/// Keeps them.
pub async fn keep_host(pins: &str) -> Result<(), ShelfError> {
    put(DEVICE, HOST, &JsValue::from_str(pins)).await
}

/// Forgets the certificate of this computer. The pairing stays: it is the browser's with the
/// computer, and names nobody.
pub async fn forget_device() -> Result<(), ShelfError> {
    drop_from(DEVICE, OWN).await
}

/// A sealed text by name.
pub async fn local(name: &str) -> Result<Option<Vec<u8>>, ShelfError> {
    let value = get(LOCAL, name).await?;
    Ok(value.and_then(|v| v.dyn_into::<Uint8Array>().ok()).map(|a| a.to_vec()))
}

/// Keeps a sealed text.
pub async fn keep_local(name: &str, sealed: &[u8]) -> Result<(), ShelfError> {
    put(LOCAL, name, &Uint8Array::from(sealed)).await
}

/// Drops a sealed text.
pub async fn drop_local(name: &str) -> Result<(), ShelfError> {
    drop_from(LOCAL, name).await
}

/// Names of the sealed texts that begin with `prefix`.
pub async fn local_names(prefix: &str) -> Result<Vec<String>, ShelfError> {
    let shelf = open().await?;
    let transaction = shelf.transaction(&[LOCAL], TransactionMode::ReadOnly).map_err(|_| ShelfError)?;
    let store = transaction.store(LOCAL).map_err(|_| ShelfError)?;
    let keys = store.get_all_keys(None, None).await.map_err(|_| ShelfError)?;
    Ok(keys.into_iter().filter_map(|key| key.as_string()).filter(|name| name.starts_with(prefix)).collect())
}

/// Asks the browser not to throw the certificate away when room gets short. It may say no.
pub async fn ask_to_stay() {
    if let Ok(asked) = super::browser::scope().navigator().storage().persist() {
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
    }
}

async fn open() -> Result<Rexie, ShelfError> {
    let builder = Rexie::builder("scelle").version(1);
    let builder = builder.add_object_store(ObjectStore::new(DEVICE)).add_object_store(ObjectStore::new(LOCAL));
    builder.build().await.map_err(|_| ShelfError)
}

async fn get(store: &str, name: &str) -> Result<Option<JsValue>, ShelfError> {
    let shelf = open().await?;
    let transaction = shelf.transaction(&[store], TransactionMode::ReadOnly).map_err(|_| ShelfError)?;
    let value = transaction.store(store).map_err(|_| ShelfError)?.get(name.into()).await.map_err(|_| ShelfError)?;
    Ok(value.filter(|v| !v.is_undefined()))
}

async fn put(store: &str, name: &str, value: &JsValue) -> Result<(), ShelfError> {
    let shelf = open().await?;
    let transaction = shelf.transaction(&[store], TransactionMode::ReadWrite).map_err(|_| ShelfError)?;
    let into = transaction.store(store).map_err(|_| ShelfError)?;
    into.put(value, Some(&name.into())).await.map_err(|_| ShelfError)?;
    transaction.done().await.map(|_| ()).map_err(|_| ShelfError)
}

async fn drop_from(store: &str, name: &str) -> Result<(), ShelfError> {
    let shelf = open().await?;
    let transaction = shelf.transaction(&[store], TransactionMode::ReadWrite).map_err(|_| ShelfError)?;
    let from = transaction.store(store).map_err(|_| ShelfError)?;
    from.delete(name.into()).await.map_err(|_| ShelfError)?;
    transaction.done().await.map(|_| ()).map_err(|_| ShelfError)
}

const DEVICE: &str = "device";
// Entries of that store. A further store would need a newer version of the database, which an open
// tab with the older page would keep shut.
const OWN: &str = "own";
const PAIRED: &str = "paired";
const HOST: &str = "host";
const LOCAL: &str = "local";
