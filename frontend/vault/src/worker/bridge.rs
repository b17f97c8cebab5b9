//! The way from the engine to the bridge: through the page, since the browser lets only a page
//! there; and the key by which the bridge knows this browser.

use js_sys::{Function, Object, Promise, Reflect};
use scelle_client::bridge::{Bridge, Courier, NoBridge, PageKey, PageKeyFailed, Pairing};
use scelle_crypto::subtle::PageCryptoKey;
use scelle_protocol::Bytes;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{browser::scope, put, shelf};
use scelle_seam::Trouble;

/// Calls that the page carries, and who waits for their answers.
#[derive(Clone, Default)]
pub struct Relay(Rc<Waiting>);

#[derive(Default)]
struct Waiting {
    next: Cell<u32>,
    tell: RefCell<BTreeMap<u32, Function>>,
}

impl Relay {
    /// Takes in what the page brought back, if the message is that.
    pub fn heard(&self, message: &JsValue) -> bool {
        let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
        let Some(number) = field("bridgeAnswer").as_f64() else { return false };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of ours comes back")]
        let tell = self.0.tell.borrow_mut().remove(&(number as u32));
        if let Some(tell) = tell {
            let _ = tell.call1(&JsValue::NULL, message);
        }
        true
    }

    /// One call: status and JSON; status 0 when nobody is there.
    pub async fn call(&self, op: &str, body: &str) -> (u16, String) {
        let number = self.0.next.get().wrapping_add(1);
        self.0.next.set(number);
        let answer = Promise::new(&mut |settle, _| {
            self.0.tell.borrow_mut().insert(number, settle);
        });
        let message = Object::new();
        put(&message, "bridge", &number.into());
        put(&message, "op", &op.into());
        put(&message, "body", &body.into());
        if scope().post_message(&message).is_err() {
            self.0.tell.borrow_mut().remove(&number);
            return (0, String::new());
        }
        let message = JsFuture::from(answer).await.unwrap_or_default();
        let field = |name: &str| Reflect::get(&message, &name.into()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an HTTP status")]
        let status = field("status").as_f64().unwrap_or_default() as u16;
        (status, field("body").as_string().unwrap_or_default())
    }
}

impl Courier for Relay {
    async fn carry(&self, operation: &str, body: String) -> Result<(u16, String), NoBridge> {
        match self.call(operation, &body).await {
            (0, _) => Err(NoBridge),
            answer => Ok(answer),
        }
    }
}

/// The key by which the bridge knows this browser, in the browser's keeping.
#[derive(Clone)]
pub struct BrowserKey(PageCryptoKey);

impl PageKey for BrowserKey {
    fn public(&self) -> Bytes {
        Bytes(self.0.public.to_vec())
    }

    async fn sign(&self, text: &[u8]) -> Result<Vec<u8>, PageKeyFailed> {
        self.0.sign(text).await.map(|signature| signature.to_vec()).map_err(|_| PageKeyFailed)
    }
}

/// The bridge of this computer, and the key that this browser shows it.
pub struct OwnBridge {
    /// The engine's side.
    pub bridge: Bridge<Relay, BrowserKey>,
    key: BrowserKey,
}

impl OwnBridge {
    /// With the pairing that is kept here, or a fresh key that nobody knows yet.
    pub async fn open(relay: &Relay, origin: &str) -> Result<Self, Trouble> {
        let kept = shelf::paired().await.map_err(|_| Trouble::BrowserCannot)?;
        let (key, pairing) = match kept {
            Some((key, pairing)) => (key, serde_json::from_str(&pairing).ok()),
            None => (PageCryptoKey::make().await.map_err(|_| Trouble::BrowserCannot)?, None),
        };
        let key = BrowserKey(key);
        Ok(Self { bridge: Bridge::new(relay.clone(), key.clone(), origin, pairing), key })
    }

    /// Keeps the pairing in this browser.
    pub async fn keep(&self, pairing: &Pairing) -> Result<(), Trouble> {
        let text = serde_json::to_string(pairing).map_err(|_| Trouble::Internal)?;
        shelf::keep_paired(&self.key.0, &text).await.map_err(|_| Trouble::StorageFull)?;
        shelf::ask_to_stay().await;
        Ok(())
    }
}
