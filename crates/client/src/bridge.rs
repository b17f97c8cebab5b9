//! The page's half of the bridge (FORMATS §10): pairing, sessions and signed requests, over whatever
//! carries them. No transport and no window lives here; every signed answer is checked under the key
//! that the person compared, before it is read.

mod answers;
#[cfg(any(test, feature = "native-page"))]
mod native;
mod session;
mod trouble;

pub use answers::{
    BindingFields, CardEvent, CardIn, CardStatus, CardToken, Hello, Opened, PinState, SealedOpener, SignedByCard,
};
#[cfg(any(test, feature = "native-page"))]
pub use native::SoftwarePageKey;
pub use trouble::{BridgeCode, BridgeTrouble};

use async_lock::Mutex;
use scelle_crypto::random;
use scelle_protocol::{
    AccountId, Bytes, Digest, PublicKey, SealKey,
    contexts::{self, context},
};
use scelle_verify::hash::{digits, sha256};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;

use answers::{Nothing, Paired, SignedAnswer, Started};
use session::Session;

/// No answer from the bridge: it does not run, or the browser lets nobody ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer from the bridge")]
pub struct NoBridge;

/// Carries one call to the bridge: loopback HTTP (`POST /v1/<operation>`) or native messaging.
pub trait Courier {
    /// Carries the JSON body, and the status and JSON body of the answer back.
    fn carry(&self, operation: &str, body: String) -> impl Future<Output = Result<(u16, String), NoBridge>>;
}

/// The page's own key does not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the page's own key does not sign")]
pub struct PageKeyFailed;

/// The page's P-256 pair, which the browser keeps and never gives out.
pub trait PageKey {
    /// The public half, an uncompressed point: 65 bytes.
    fn public(&self) -> Bytes;
    /// ECDSA with SHA-256: r ‖ s, 64 bytes, as WebCrypto gives it.
    fn sign(&self, text: &[u8]) -> impl Future<Output = Result<Vec<u8>, PageKeyFailed>>;
}

/// What a page keeps of a pairing. Nothing in it is secret; what it must not be is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Names it to the bridge.
    pub id: Digest,
    /// The bridge's key, pinned.
    pub bridge_key: PublicKey,
    /// The page's origin that it was made for.
    pub origin: String,
}

/// The bridge, as one page sees it.
pub struct Bridge<C, K> {
    courier: C,
    key: K,
    origin: String,
    pairing: RefCell<Option<Pairing>>,
    session: Mutex<Option<Rc<Session>>>,
    /// One request after the other: one that overtook another would be a replay to the bridge.
    order: Mutex<()>,
}

impl<C: Courier, K: PageKey> Bridge<C, K> {
    /// With what was kept. A pairing of another origin is none.
    #[must_use]
    pub fn new(courier: C, key: K, origin: &str, pairing: Option<Pairing>) -> Self {
        let pairing = RefCell::new(pairing.filter(|pairing| pairing.origin == origin));
        Self { courier, key, origin: origin.to_owned(), pairing, session: Mutex::new(None), order: Mutex::new(()) }
    }

    /// The pairing, to be kept.
    #[must_use]
    pub fn pairing(&self) -> Option<Pairing> {
        self.pairing.borrow().clone()
    }

    /// Whether a bridge answers. Nothing in it is signed.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn hello(&self) -> Result<Hello, BridgeTrouble> {
        let hello: Hello = self.carry("hello", &json!({})).await?;
        if hello.ok && hello.protocol == 1 { Ok(hello) } else { Err(BridgeTrouble::Unreadable) }
    }

    /// Pairs. `show` is given the six digits before the bridge opens its window: the person compares
    /// them there, which takes up to a minute. Gives what is to be kept.
    ///
    /// # Errors
    /// [`BridgeTrouble::Stranger`] when the answer is not by the key whose digits were shown. A
    /// pairing that was there stays as it was then.
    pub async fn pair(&self, show: impl FnOnce(&str)) -> Result<Pairing, BridgeTrouble> {
        let (page_key, reveal) = (self.key.public(), random::make_digest());
        let (key, shown) = (page_key.encode(), reveal.encode());
        let lines = [("origin", self.origin.as_str()), ("page-key", &key), ("reveal", &shown)];
        let commit = sha256(context(contexts::BRIDGE_COMMIT, &lines).as_bytes());
        let started: Started = self.carry("pair/start", &json!({"commit": commit})).await?;
        let (nonce, bridge_key) = (started.bridge_nonce.encode(), started.bridge_key.encode());
        let [origin, key, reveal_line] = lines;
        let lines = [origin, key, reveal_line, ("bridge-nonce", &nonce), ("bridge-key", &bridge_key)];
        let request = sha256(context(contexts::BRIDGE_DIGITS, &lines).as_bytes());
        show(&digits(&request));
        let finish = json!({"pageKey": page_key, "reveal": reveal});
        let answer: SignedAnswer = self.carry("pair/finish", &finish).await?;
        let paired: Paired = answer.read(&started.bridge_key, "pair/finish", &request)?;
        let pairing = Pairing { id: paired.pairing_id, bridge_key: started.bridge_key, origin: self.origin.clone() };
        self.session.lock().await.take();
        self.pairing.replace(Some(pairing.clone()));
        Ok(pairing)
    }

    /// Where reader and card stand, without a window.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn status(&self) -> Result<CardStatus, BridgeTrouble> {
        self.ask("status", &json!({})).await
    }

    /// Waits until a card came or went since `epoch`, at most 25 s.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn events(&self, epoch: u64) -> Result<CardEvent, BridgeTrouble> {
        self.ask("events", &json!({"after": epoch})).await
    }

    /// A log-in: one window, one PIN. The opener key may then be asked for within a minute, once.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn open(&self, nonce: &Digest, ephemeral: &SealKey) -> Result<Opened, BridgeTrouble> {
        self.ask("open", &json!({"nonce": nonce, "ephemeralKey": ephemeral})).await
    }

    /// The card's share in an opener, sealed to the key that [`Self::open`] was given.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn opener(
        &self,
        consent: &Digest,
        account: AccountId,
        salt: &Digest,
    ) -> Result<SealedOpener, BridgeTrouble> {
        self.ask("opener", &json!({"consent": consent, "account": account, "salt": salt})).await
    }

    /// A binding, signed by the card: one window with its text, one PIN. What comes back is still to
    /// be compared with what was asked for.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn binding(&self, fields: &BindingFields<'_>) -> Result<SignedByCard, BridgeTrouble> {
        self.ask("statement", &json!({"kind": "binding", "fields": fields})).await
    }

    /// Ends a consent that was not used up.
    ///
    /// # Errors
    /// [`BridgeTrouble`].
    pub async fn lock(&self) -> Result<(), BridgeTrouble> {
        self.ask("lock", &json!({})).await.map(|Nothing {}| ())
    }

    /// Has the bridge forget this page, and forgets the pairing here.
    ///
    /// # Errors
    /// [`BridgeTrouble`]; the pairing is kept then.
    pub async fn unpair(&self) -> Result<(), BridgeTrouble> {
        let Nothing {} = self.ask("unpair", &json!({})).await?;
        self.session.lock().await.take();
        self.pairing.replace(None);
        Ok(())
    }

    async fn carry<T: DeserializeOwned>(&self, operation: &str, body: &impl Serialize) -> Result<T, BridgeTrouble> {
        let body = serde_json::to_string(body).map_err(|_| BridgeTrouble::Unreadable)?;
        let (status, answer) = self.courier.carry(operation, body).await?;
        if status != 200 {
            return Err(trouble::refusal(&answer));
        }
        serde_json::from_str(&answer).map_err(|_| BridgeTrouble::Unreadable)
    }
}

#[cfg(test)]
mod tests;
