//! A session with the host: its key, its token, the host's nonces, and the two proofs that go
//! with every request (FORMATS §9).

use scelle_crypto::{
    Signs as _,
    identity::{ReaderSecret, SessionSecret},
    random,
};
use scelle_protocol::{
    Bytes, Digest, Problem, ProblemCode, ReaderId, Signed, Statement as _, Time,
    statements::Request as RequestStatement,
    wire::{GRANT_HEADER, NONCE_HEADER, READER_HEADER},
};
use scelle_verify::{dpop, hash::sha256};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::{Cell, RefCell};

use crate::platform::{LineDown, Platform, Request, Response, Trouble, Watcher, needs_reader};

/// The line to the host with its proofs. Without a token it serves what comes before log-in.
pub struct Line<P> {
    /// Where we run.
    pub platform: P,
    /// Origin of the interface, as it stands in every proof.
    pub origin: String,
    key: SessionSecret,
    token: RefCell<Option<Bytes>>,
    nonce: RefCell<String>,
    offset: Cell<i64>,
}

/// A reader of a record, and what proves it.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The reader.
    pub reader: ReaderId,
    /// The key that the chain knows it by now.
    pub secret: &'a ReaderSecret,
    /// A member's: the grant key, which shows that the grant names the person of the session.
    pub grant: Option<Digest>,
}

/// Bytes on their way to the host, with the digest that stands in their proof.
#[derive(Debug, Clone, Copy)]
pub struct Payload<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// SHA-256 of them.
    pub digest: Digest,
}

/// Who asks, where a path lies under a record.
pub type Reader<'a> = Option<Asking<'a>>;

impl<P: Platform> Line<P> {
    /// A line with a fresh session key.
    #[must_use]
    pub fn new(platform: P, origin: &str) -> Self {
        Self {
            platform,
            origin: origin.to_owned(),
            key: SessionSecret::make(),
            token: RefCell::default(),
            nonce: RefCell::default(),
            offset: Cell::new(0),
        }
    }

    /// Public half of the session key.
    #[must_use]
    pub fn session_key(&self) -> scelle_protocol::PublicKey {
        self.key.sign_key()
    }

    /// From now on requests carry this token; the host's clock corrects ours.
    pub fn open(&self, token: Bytes, host_time: Time) {
        self.token.replace(Some(token));
        self.set_clock(host_time);
    }

    /// Corrects our clock by the host's: a computer an hour off must not be shut out.
    pub fn set_clock(&self, host_time: Time) {
        let local = i64::try_from(self.platform.now()).unwrap_or_default();
        self.offset.set(i64::try_from(host_time.0).unwrap_or_default() - local);
    }

    /// The time that client and host agree on.
    #[must_use]
    pub fn now(&self) -> Time {
        let local = i64::try_from(self.platform.now()).unwrap_or_default();
        Time(u64::try_from(local + self.offset.get()).unwrap_or_default())
    }

    /// The later of the own clock and of the host's: what has ended by it has ended. A host that says
    /// it is last month brings back no certificate, no answer on revocation, no grant.
    #[must_use]
    pub fn latest(&self) -> Time {
        self.now().max(Time(self.platform.now()))
    }

    /// `GET`, JSON back.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn get<T: DeserializeOwned>(&self, path: &str, reader: Reader<'_>) -> Result<T, Trouble> {
        json(&self.call("GET", path, Vec::new(), reader, &[]).await?.body)
    }

    /// JSON out, JSON back.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
        reader: Reader<'_>,
    ) -> Result<T, Trouble> {
        let body = serde_json::to_vec(body).map_err(|_| Trouble::Unreadable)?;
        json(&self.call("POST", path, body, reader, &[("content-type", "application/json".into())]).await?.body)
    }

    /// JSON out, and nothing back that is of use.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn tell<B: Serialize>(&self, path: &str, body: &B, reader: Reader<'_>) -> Result<(), Trouble> {
        let body = serde_json::to_vec(body).map_err(|_| Trouble::Unreadable)?;
        self.call("POST", path, body, reader, &[("content-type", "application/json".into())]).await.map(drop)
    }

    /// Nothing out, JSON back.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn ask<T: DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        json(&self.call("POST", path, Vec::new(), None, &[]).await?.body)
    }

    /// Any request, proofs added; a refused nonce is renewed once.
    ///
    /// # Errors
    /// [`Trouble::Line`] without an answer, else what the host's problem says.
    pub async fn call(
        &self,
        method: &'static str,
        path: &str,
        body: Vec<u8>,
        reader: Reader<'_>,
        headers: &[(&'static str, String)],
    ) -> Result<Response, Trouble> {
        self.call_with(method, path, Payload::of(&body), reader, headers).await
    }

    async fn call_with(
        &self,
        method: &'static str,
        path: &str,
        payload: Payload<'_>,
        reader: Reader<'_>,
        headers: &[(&'static str, String)],
    ) -> Result<Response, Trouble> {
        for _ in 0..3 {
            let (path, body) = (path.to_owned(), payload.bytes.to_vec());
            let mut request = Request { method, path, headers: headers.to_vec(), body };
            request.headers.extend(self.proofs(method, &request.path, payload.digest, reader));
            let response = self.platform.send(request).await?;
            if let Some(nonce) = &response.nonce {
                self.nonce.replace(nonce.clone());
            }
            match refusal(&response) {
                None => return Ok(response),
                Some(Trouble::Problem(ProblemCode::UseNonce)) => {}
                Some(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::Problem(ProblemCode::UseNonce))
    }

    /// As [`Self::call`], waiting and trying again while the line is down or the host restarts:
    /// only for requests that may safely arrive twice.
    ///
    /// # Errors
    /// As [`Self::call`], but never [`Trouble::Line`] before `patience` tries; [`Trouble::Cancelled`].
    pub async fn call_patiently(
        &self,
        method: &'static str,
        path: &str,
        payload: Payload<'_>,
        reader: Reader<'_>,
        headers: &[(&'static str, String)],
        watcher: &impl Watcher,
    ) -> Result<Response, Trouble> {
        let mut wait = FIRST_PAUSE_MILLIS;
        let mut tries = 0;
        loop {
            if watcher.cancelled() {
                return Err(Trouble::Cancelled);
            }
            match self.call_with(method, path, payload, reader, headers).await {
                Err(Trouble::Line(LineDown)) if tries < PATIENCE => {
                    watcher.waiting();
                    self.platform.pause(wait).await;
                    wait = (wait * 2).min(LONGEST_PAUSE_MILLIS);
                    tries += 1;
                }
                other => return other,
            }
        }
    }

    fn proofs(&self, method: &str, path: &str, digest: Digest, reader: Reader<'_>) -> Vec<(&'static str, String)> {
        let nonce = self.nonce.borrow().clone();
        let token = self.token.borrow();
        let bare = path.split('?').next().unwrap_or_default();
        let claims = dpop::Claims {
            jti: Bytes(random::bytes::<16>().to_vec()).encode(),
            htm: method.to_owned(),
            htu: format!("{}{bare}", self.origin),
            iat: self.now().0,
            nonce: nonce.clone(),
            ath: token.as_ref().map(dpop::token_hash),
            digest,
        };
        let unsigned = dpop::unsigned(&self.key.sign_key(), &claims);
        let mut headers = vec![("dpop", dpop::assemble(&unsigned, &self.key.sign(&unsigned)))];
        if let Some(token) = token.as_ref() {
            headers.push(("authorization", format!("DPoP {}", token.encode())));
            if let (Some(Asking { reader: id, secret, grant }), true) = (reader, needs_reader(path)) {
                let session = sha256(&token.0);
                let statement = RequestStatement {
                    reader: id,
                    method: method.to_owned(),
                    path: path.to_owned(),
                    digest,
                    nonce,
                    session,
                };
                let signature = secret.sign(&statement.write());
                headers.push((READER_HEADER, format!("reader={id}; sig={signature}")));
                headers.extend(grant.map(|key| (GRANT_HEADER, key.encode())));
            }
        }
        headers
    }
}

impl<'a> Payload<'a> {
    /// Hashed here. Bulk is hashed by who seals it, which is faster in a browser.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, digest: sha256(bytes) }
    }
}

/// The host's name for a header, to be read by platforms.
pub const NONCE: &str = NONCE_HEADER;

/// Signs a statement and gives its whole text.
pub fn signed_text<T: scelle_protocol::Statement>(signed: &Signed<T>) -> String {
    signed.whole()
}

fn refusal(response: &Response) -> Option<Trouble> {
    if (200..300).contains(&response.status) {
        return None;
    }
    let Ok(problem) = serde_json::from_slice::<Problem>(&response.body) else {
        // A proxy or a dying host: not in our words.
        return Some(if response.status >= 500 { LineDown.into() } else { Trouble::Unreadable });
    };
    Some(match problem.code {
        ProblemCode::LoginRefused => Trouble::LogInRefused,
        // The host gave up waiting for our body: to us, a line that is down.
        ProblemCode::TooSlow => LineDown.into(),
        ProblemCode::SlowDown => Trouble::SlowDown(problem.retry_after.or(response.retry_after).unwrap_or(60)),
        code => Trouble::Problem(code),
    })
}

fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(body).map_err(|_| Trouble::Unreadable)
}

const FIRST_PAUSE_MILLIS: u32 = 500;
const LONGEST_PAUSE_MILLIS: u32 = 8_000;
const PATIENCE: u32 = 200;

#[cfg(test)]
mod tests;
