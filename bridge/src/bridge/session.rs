//! Sessions of paired pages, and the signature and counter that every request in one carries.

use std::collections::VecDeque;
use std::time::Instant;

use p256::ecdsa::{Signature as P256Signature, signature::Verifier as _};
use scelle_protocol::{
    Bytes, Digest,
    contexts::{self, context},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bridge, Call, digest_of, pairing::page_key, random, read};
use crate::origin::Origin;
use crate::store::Pairing;
use crate::texts::hash_of;
use crate::trouble::Trouble;

#[derive(Default)]
pub(super) struct Sessions {
    open: VecDeque<Session>,
    nonces: VecDeque<Digest>,
}

struct Session {
    id: Digest,
    pairing: Pairing,
    bridge_nonce: Digest,
    counter: u64,
    until: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Opening {
    pairing_id: Digest,
    page_nonce: Digest,
    sig: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SignedBody {
    session_id: Digest,
    counter: u64,
    body: String,
    sig: Bytes,
}

/// A request whose signature and counter hold.
pub(super) struct Asked {
    pub(super) session: Digest,
    pub(super) pairing: Digest,
    pub(super) body: String,
    /// SHA-256 of what the page signed: the answer's signature covers it.
    pub(super) hash: Digest,
}

impl Bridge {
    pub(super) fn session(&self, origin: &Origin, opening: &Opening) -> Result<Value, Trouble> {
        let pairings = self.store.pairings();
        let pairing = pairings.into_iter().find(|p| p.id == opening.pairing_id && p.origin == origin.as_str());
        let pairing = pairing.ok_or(Trouble::NotPaired)?;
        let text = session_text(origin, &opening.pairing_id, &opening.page_nonce);
        verify(&pairing, &text, &opening.sig)?;
        let (id, bridge_nonce) = (random()?, random()?);
        let until = Instant::now() + self.patience.session;
        self.state().sessions.begin(opening.page_nonce, Session { id, pairing, bridge_nonce, counter: 0, until })?;
        let seconds = self.patience.session.as_secs();
        let answer = json!({"sessionId": id, "bridgeNonce": bridge_nonce, "expiresIn": seconds});
        self.sealed_with_key("session", &digest_of(&text), &answer)
    }

    /// Lets a signed request in, once.
    pub(super) fn admit(&self, call: &Call<'_>) -> Result<Asked, Trouble> {
        let signed: SignedBody = read(call.body)?;
        let paired = self.store.pairings();
        let mut state = self.state();
        let session = state.sessions.find(&signed.session_id, &call.origin).ok_or(Trouble::SessionExpired)?;
        // Another process, a person or a test may have unpaired in between.
        if !paired.contains(&session.pairing) {
            return Err(Trouble::NotPaired);
        }
        let text = request_text(call, &session.id, &session.bridge_nonce, signed.counter, &signed.body);
        verify(&session.pairing, &text, &signed.sig)?;
        if signed.counter <= session.counter {
            return Err(Trouble::Replay);
        }
        session.counter = signed.counter;
        Ok(Asked { session: session.id, pairing: session.pairing.id, body: signed.body, hash: digest_of(&text) })
    }
}

impl Sessions {
    fn begin(&mut self, nonce: Digest, session: Session) -> Result<(), Trouble> {
        if self.nonces.contains(&nonce) {
            return Err(Trouble::Replay);
        }
        self.nonces.push_back(nonce);
        self.open.push_back(session);
        self.open.retain(|session| session.until > Instant::now());
        if self.open.len() > SESSIONS {
            self.open.pop_front();
        }
        if self.nonces.len() > NONCES {
            self.nonces.pop_front();
        }
        Ok(())
    }

    fn find(&mut self, id: &Digest, origin: &Origin) -> Option<&mut Session> {
        let now = Instant::now();
        self.open.iter_mut().find(|s| s.id == *id && s.pairing.origin == origin.as_str() && s.until > now)
    }

    pub(super) fn forget(&mut self, pairing: &Digest) {
        self.open.retain(|session| session.pairing.id != *pairing);
    }
}

/// What a page signs to open a session.
#[must_use]
pub fn session_text(origin: &Origin, pairing: &Digest, page_nonce: &Digest) -> String {
    let lines = [("origin", origin.as_str()), ("pairing", &pairing.encode()), ("page-nonce", &page_nonce.encode())];
    context(contexts::BRIDGE_SESSION, &lines)
}

/// What a page signs with each request of a session.
#[must_use]
pub fn request_text(call: &Call<'_>, session: &Digest, bridge_nonce: &Digest, counter: u64, body: &str) -> String {
    let path = format!("/v1/{}", call.operation);
    let lines = [
        ("origin", call.origin.as_str()),
        ("method", "POST"),
        ("path", &path),
        ("session", &session.encode()),
        ("bridge-nonce", &bridge_nonce.encode()),
        ("counter", &counter.to_string()),
        ("body", &hash_of(body)),
    ];
    context(contexts::BRIDGE_REQUEST, &lines)
}

/// ECDSA on P-256 with SHA-256, r ‖ s as WebCrypto gives it (FIPS 186-5 §6.4).
fn verify(pairing: &Pairing, text: &str, signature: &Bytes) -> Result<(), Trouble> {
    let key = page_key(&pairing.page_key).ok_or(Trouble::NotPaired)?;
    let signature = P256Signature::from_slice(&signature.0).map_err(|_| Trouble::BadSignature)?;
    key.verify(text.as_bytes(), &signature).map_err(|_| Trouble::BadSignature)
}

const SESSIONS: usize = 16;
const NONCES: usize = 1024;
