//! The core behind every transport: one function from a call to an answer. It blocks, as windows
//! and cards do; transports call it from threads of their own.

mod consent;
mod limiter;
mod open;
mod pairing;
mod session;
mod status;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::{
    Digest, Signature, Time,
    contexts::{self, context},
};
use scelle_verify::hash::sha256;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::card::desk::DeskHandle;
use crate::config::Config;
use crate::origin::Origin;
use crate::pin::Window;
use crate::store::Store;
use crate::texts::hash_of;
use crate::trouble::Trouble;

pub use pairing::{commitment, digits};
pub use session::{request_text, session_text};

/// Times that a test shortens.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// A window.
    pub window: Duration,
    /// Between the two halves of a pairing, and for its window.
    pub pairing: Duration,
    /// A session.
    pub session: Duration,
    /// Between the two signatures of one consent.
    pub consent: Duration,
    /// A long poll.
    pub poll: Duration,
}

impl Patience {
    /// What people get.
    #[must_use]
    pub const fn usual(window: u64) -> Self {
        Self {
            window: Duration::from_secs(window),
            pairing: Duration::from_secs(60),
            session: Duration::from_secs(900),
            consent: Duration::from_secs(60),
            poll: Duration::from_secs(25),
        }
    }
}

/// The bridge.
pub struct Bridge {
    config: Config,
    patience: Patience,
    key: SigningKey,
    store: Store,
    desk: DeskHandle,
    window: Arc<dyn Window>,
    clock: fn() -> Time,
    state: Mutex<State>,
    /// One window and one card operation at a time.
    gate: Mutex<()>,
    /// One long poll at a time.
    poll: Mutex<()>,
}

#[derive(Default)]
struct State {
    attempt: Option<pairing::Attempt>,
    sessions: session::Sessions,
    consent: Option<open::Consent>,
    limiter: limiter::Limiter,
}

/// A call, as every transport brings it.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// Who calls: a listed origin.
    pub origin: Origin,
    /// Which operation, as `pair/start`.
    pub operation: &'a str,
    /// The JSON body.
    pub body: &'a [u8],
}

impl Bridge {
    /// With everything it needs.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when its key can be neither read nor made.
    pub fn new(
        config: Config,
        patience: Patience,
        desk: DeskHandle,
        window: Arc<dyn Window>,
        clock: fn() -> Time,
    ) -> Result<Self, Trouble> {
        let store = Store::open(&config.state)?;
        let key = store.key()?;
        let (state, gate, poll) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Self { config, patience, key, store, desk, window, clock, state, gate, poll })
    }

    /// The configuration.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Answers a call from a listed origin: status and body.
    #[must_use]
    pub fn answer(&self, call: &Call<'_>) -> (u16, Value) {
        match self.try_answer(call) {
            Ok(body) => (200, body),
            Err(trouble) => (trouble.status(), trouble.body()),
        }
    }

    /// Ends whatever is open: the window, a consent, the sessions with the card. A card that stays
    /// in the reader asks for its PIN again.
    pub fn close(&self) {
        self.close_window();
        self.state().consent = None;
        let _ = self.desk.run(|desk| {
            desk.close();
            Ok(())
        });
    }

    /// Closes the window that is open, as if the person had done it.
    pub fn close_window(&self) {
        self.window.close();
    }

    /// Ends what a page began that has gone since: nobody comes for its opener key.
    pub fn give_up(&self) {
        let _ = self.forget_consent();
    }

    fn try_answer(&self, call: &Call<'_>) -> Result<Value, Trouble> {
        if !self.state().limiter.take(&call.origin) {
            return Err(Trouble::RateLimited);
        }
        match call.operation {
            "hello" => read(call.body).map(|Empty {}| self.hello(&call.origin)),
            "pair/start" => self.pair_start(&call.origin, &read(call.body)?),
            "pair/finish" => self.pair_finish(&call.origin, &read(call.body)?),
            "session" => self.session(&call.origin, &read(call.body)?),
            _ => self.signed(call),
        }
    }

    /// What only a paired page may ask, under a signature and a counter.
    fn signed(&self, call: &Call<'_>) -> Result<Value, Trouble> {
        if !OPERATIONS.contains(&call.operation) {
            return Err(Trouble::NotFound);
        }
        let asked = self.admit(call)?;
        let (session, body) = (&asked.session, asked.body.as_bytes());
        let answer = match call.operation {
            "status" => read(body).and_then(|Empty {}| self.status()),
            "events" => self.events(&read(body)?),
            "certificate" => self.certificate(&call.origin, &read(body)?),
            "open" => self.open(&call.origin, session, &read(body)?),
            "opener" => self.opener(&call.origin, session, &read(body)?),
            "statement" => self.statement(&call.origin, &read(body)?),
            "unpair" => read(body).and_then(|Empty {}| self.unpair(&asked)),
            _ => read(body).and_then(|Empty {}| self.lock()),
        }?;
        self.sealed_with_key(call.operation, &asked.hash, &answer)
    }

    /// Nothing about a card or a person.
    fn hello(&self, origin: &Origin) -> Value {
        let paired = self.store.pairings().iter().any(|pairing| pairing.origin == origin.as_str());
        json!({"ok": true, "protocol": 1, "paired": paired})
    }

    /// An answer with the bridge's signature over it and over what was asked (FORMATS §10).
    fn sealed_with_key(&self, operation: &str, request: &Digest, answer: &Value) -> Result<Value, Trouble> {
        let body = serde_json::to_string(answer).map_err(|_| Trouble::Internal)?;
        let text = answer_text(operation, request, &body);
        let signature = Signature(self.key.sign(text.as_bytes()).to_bytes());
        Ok(json!({"ok": true, "body": body, "sig": signature}))
    }

    fn lock(&self) -> Result<Value, Trouble> {
        self.state().consent = None;
        self.desk.run(|desk| {
            desk.logout();
            Ok(())
        })?;
        Ok(json!({}))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The right to open a window and use the card, or the answer that somebody else has it.
    fn gate(&self) -> Result<MutexGuard<'_, ()>, Trouble> {
        match self.gate.try_lock() {
            Ok(guard) => Ok(guard),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => Err(Trouble::Busy),
        }
    }
}

/// What the bridge signs with an answer.
#[must_use]
pub fn answer_text(operation: &str, request: &Digest, body: &str) -> String {
    let path = format!("/v1/{operation}");
    let lines = [("path", path.as_str()), ("request", &request.encode()), ("body", &hash_of(body))];
    context(contexts::BRIDGE_ANSWER, &lines)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(body).map_err(|_| Trouble::BadRequest)
}

/// 32 bytes that nobody can guess.
fn random() -> Result<Digest, Trouble> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Trouble::Internal)?;
    Ok(Digest(bytes))
}

fn digest_of(text: &str) -> Digest {
    sha256(text.as_bytes())
}

/// What only a paired page may ask.
pub const OPERATIONS: &[&str] = &["status", "events", "certificate", "open", "opener", "statement", "unpair", "lock"];

/// Those of all operations in which a window may be open.
pub const WINDOWS: &[&str] = &["pair/finish", "certificate", "open", "statement"];

#[cfg(test)]
mod tests;
