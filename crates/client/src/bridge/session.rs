//! A session with the bridge: opened when it is needed, again when it has run out; the counter and the
//! page's signature that every request in it carries.

use scelle_crypto::random;
use scelle_protocol::{Bytes, Digest, contexts};
use scelle_verify::hash::sha256;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;

use super::answers::{Opening, SignedAnswer};
use super::{Bridge, BridgeCode, BridgeTrouble, Courier, PageKey, Pairing, context};

/// An open session.
pub(super) struct Session {
    id: Digest,
    nonce: Digest,
    counter: Cell<u64>,
}

impl Session {
    fn count(&self) -> u64 {
        self.counter.set(self.counter.get() + 1);
        self.counter.get()
    }
}

impl<C: Courier, K: PageKey> Bridge<C, K> {
    /// Asks in a session. A request that the bridge did not let in, because the session has run out or
    /// because two overtook each other on the way, was not done and is asked once more.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        operation: &str,
        body: &impl Serialize,
    ) -> Result<T, BridgeTrouble> {
        let body = serde_json::to_string(body).map_err(|_| BridgeTrouble::Unreadable)?;
        // What waits for a person or a card lets the others pass.
        let _turn = if LONG.contains(&operation) { None } else { Some(self.order.lock().await) };
        match self.ask_once(operation, &body).await {
            Err(BridgeTrouble::Code(BridgeCode::SessionExpired | BridgeCode::Replay)) => {
                self.ask_once(operation, &body).await
            }
            other => other,
        }
    }

    async fn ask_once<T: DeserializeOwned>(&self, operation: &str, body: &str) -> Result<T, BridgeTrouble> {
        let pairing = self.pairing().ok_or(BridgeTrouble::Unpaired)?;
        let session = self.session(&pairing).await?;
        let counter = session.count();
        let text = self.request_text(&session, operation, counter, body);
        let sig = Bytes(self.key.sign(text.as_bytes()).await?);
        let request = json!({"sessionId": session.id, "counter": counter, "body": body, "sig": sig});
        let answer = self.carry::<SignedAnswer>(operation, &request).await;
        if matches!(answer, Err(BridgeTrouble::Code(BridgeCode::SessionExpired))) {
            self.forget(&session).await;
        }
        answer?.read(&pairing.bridge_key, operation, &sha256(text.as_bytes()))
    }

    async fn session(&self, pairing: &Pairing) -> Result<Rc<Session>, BridgeTrouble> {
        let mut open = self.session.lock().await;
        if let Some(session) = &*open {
            return Ok(Rc::clone(session));
        }
        let (nonce, id) = (random::make_digest(), pairing.id.encode());
        let encoded = nonce.encode();
        let lines = [("origin", self.origin.as_str()), ("pairing", &id), ("page-nonce", &encoded)];
        let text = context(contexts::BRIDGE_SESSION, &lines);
        let sig = Bytes(self.key.sign(text.as_bytes()).await?);
        let request = json!({"pairingId": pairing.id, "pageNonce": nonce, "sig": sig});
        let answer: SignedAnswer = self.carry("session", &request).await?;
        let opening: Opening = answer.read(&pairing.bridge_key, "session", &sha256(text.as_bytes()))?;
        let session = Rc::new(Session { id: opening.session_id, nonce: opening.bridge_nonce, counter: Cell::new(0) });
        *open = Some(Rc::clone(&session));
        Ok(session)
    }

    /// Another task may have opened the next one meanwhile: that one stays.
    async fn forget(&self, session: &Rc<Session>) {
        let mut open = self.session.lock().await;
        if open.as_ref().is_some_and(|known| Rc::ptr_eq(known, session)) {
            *open = None;
        }
    }

    fn request_text(&self, session: &Session, operation: &str, counter: u64, body: &str) -> String {
        let path = format!("/v1/{operation}");
        let (id, nonce, hash) = (session.id.encode(), session.nonce.encode(), sha256(body.as_bytes()).encode());
        let counter = counter.to_string();
        let lines = [
            ("origin", self.origin.as_str()),
            ("method", "POST"),
            ("path", &path),
            ("session", &id),
            ("bridge-nonce", &nonce),
            ("counter", &counter),
            ("body", &hash),
        ];
        context(contexts::BRIDGE_REQUEST, &lines)
    }
}

/// Operations that last as long as a person takes, or until a card comes or goes.
const LONG: [&str; 3] = ["events", "open", "statement"];
