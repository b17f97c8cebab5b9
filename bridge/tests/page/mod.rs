//! A page's half of the bridge's language, written from FORMATS §10 alone: it pairs, opens a
//! session, signs what it asks and checks what it hears. For every test that needs a page without
//! a browser; what carries the messages is a [`Wire`].

pub mod http;
pub mod native;

use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hpke::{
    Deserializable as _, Kem as _, OpModeR, Serializable as _, aead::AesGcm256, kdf::HkdfSha256, kem::XWing,
    single_shot_open,
};
use p256::ecdsa::{Signature as PageSignature, SigningKey, signature::Signer as _};
use scelle_protocol::{PublicKey, Signature};
use scelle_verify::hash::sha256;
use scelle_verify::signature::ed25519;
use serde_json::{Value, json};

/// What carries a call to the bridge: status and body of the answer.
pub trait Wire {
    /// One call.
    fn call(&mut self, origin: &str, operation: &str, body: &Value) -> (u16, Value);
}

/// A page of one origin.
pub struct Page<W> {
    /// What carries its calls.
    pub wire: W,
    /// Its origin.
    pub origin: String,
    /// What it pinned when it paired.
    pub bridge_key: Option<PublicKey>,
    /// The six digits that it shows.
    pub digits: String,
    /// Every answer that it heard, as text.
    pub heard: String,
    key: SigningKey,
    pairing: String,
    session: String,
    bridge_nonce: String,
    counter: u64,
}

/// A refusal: status and body.
pub type Refusal = (u16, Value);

/// A signed request, as it travels, and the hash that the answer's signature covers.
pub struct Asked {
    /// The message.
    pub message: Value,
    /// SHA-256 of what was signed, in hex.
    pub hash: String,
}

impl<W: Wire> Page<W> {
    /// A page with a fresh key.
    pub fn new(wire: W, origin: &str) -> Self {
        let empty = String::new;
        Self {
            wire,
            origin: origin.to_owned(),
            bridge_key: None,
            digits: empty(),
            heard: empty(),
            key: SigningKey::from_slice(&random()).expect("a random scalar is a key"),
            pairing: empty(),
            session: empty(),
            bridge_nonce: empty(),
            counter: 0,
        }
    }

    /// One call, waiting where the limiter asks to.
    pub fn call(&mut self, operation: &str, body: &Value) -> Refusal {
        loop {
            let (status, answer) = self.wire.call(&self.origin, operation, body);
            if status != 429 {
                self.heard.push_str(&answer.to_string());
                return (status, answer);
            }
            std::thread::sleep(Duration::from_millis(210));
        }
    }

    /// Commits, reveals, and pins the bridge's key.
    pub fn pair(&mut self) -> Result<(), Refusal> {
        let (page_key, reveal) = (self.public_key(), hex(&random()));
        let lines = format!("origin: {}\npage-key: {page_key}\nreveal: {reveal}\n", self.origin);
        let commit = hash(&format!("scelle/v1/bridge-commit\n{lines}"));
        let (status, start) = self.call("pair/start", &json!({"commit": commit}));
        if status != 200 {
            return Err((status, start));
        }
        let (nonce, key) = (text(&start["bridgeNonce"]), text(&start["bridgeKey"]));
        self.bridge_key = Some(key.parse().expect("an Ed25519 key"));
        let shown = format!("scelle/v1/bridge-digits\n{lines}bridge-nonce: {nonce}\nbridge-key: {key}\n");
        let hashed = sha256(shown.as_bytes()).0;
        let number = u64::from_be_bytes(hashed[..8].try_into().expect("eight bytes"));
        self.digits = format!("{:06}", number % 1_000_000);
        let answer = self.call("pair/finish", &json!({"pageKey": page_key, "reveal": reveal}));
        self.pairing = text(&self.checked("pair/finish", &hex(&hashed), answer)?["pairingId"]);
        Ok(())
    }

    /// Opens a session of the pairing.
    pub fn open_session(&mut self) -> Result<(), Refusal> {
        let nonce = hex(&random());
        let asked = format!(
            "scelle/v1/bridge-session\norigin: {}\npairing: {}\npage-nonce: {nonce}\n",
            self.origin, self.pairing
        );
        let body = json!({"pairingId": self.pairing, "pageNonce": nonce, "sig": self.sign(&asked)});
        let answer = self.call("session", &body);
        let opened = self.checked("session", &hash(&asked), answer)?;
        (self.session, self.bridge_nonce) = (text(&opened["sessionId"]), text(&opened["bridgeNonce"]));
        self.counter = 0;
        Ok(())
    }

    /// Signs a request of the session.
    pub fn signed(&mut self, operation: &str, body: &Value) -> Asked {
        let body = body.to_string();
        self.counter += 1;
        let text = format!(
            "scelle/v1/bridge-request\norigin: {}\nmethod: POST\npath: /v1/{operation}\nsession: {}\nbridge-nonce: {}\n\
             counter: {}\nbody: {}\n",
            self.origin,
            self.session,
            self.bridge_nonce,
            self.counter,
            hash(&body)
        );
        let message =
            json!({"sessionId": self.session, "counter": self.counter, "body": body, "sig": self.sign(&text)});
        Asked { message, hash: hash(&text) }
    }

    /// Asks for an operation of the session.
    pub fn ask(&mut self, operation: &str, body: &Value) -> Result<Value, Refusal> {
        let asked = self.signed(operation, body);
        let answer = self.call(operation, &asked.message);
        self.checked(operation, &asked.hash, answer)
    }

    /// The code of the refusal that must come.
    pub fn refused(&mut self, operation: &str, body: &Value) -> String {
        let (_, refusal) = self.ask(operation, body).expect_err("a refusal");
        text(&refusal["error"])
    }

    /// One log-in: the token, and the card's share in the opener.
    pub fn log_in(&mut self, nonce: &[u8; 32], account: &str, salt: &[u8; 32]) -> Result<LoggedIn, Refusal> {
        let secret = Secret::from_bytes(&random()).expect("a seed");
        let public = XWing::sk_to_pk(&secret).to_bytes();
        let opened = self.ask("open", &json!({"nonce": hex(nonce), "ephemeralKey": b64(&public)}))?;
        let asked = json!({"consent": opened["consent"], "account": account, "salt": hex(salt)});
        let answer = self.ask("opener", &asked)?;
        assert_eq!(answer["certificateHash"], opened["certificateHash"], "one card for both");
        let info = format!(
            "scelle/v1/sealed-opener-key\norigin: {}\naccount: {account}\nsalt: {}\ncertificate: {}\nconsent: {}\n",
            self.origin,
            b64(salt),
            text(&answer["certificateHash"]),
            text(&opened["consent"]),
        );
        let sealed = BASE64URL_NOPAD.decode(text(&answer["sealed"]).as_bytes()).expect("base64url");
        let (enc, ct) = sealed.split_at(1120);
        let enc = <XWing as hpke::Kem>::EncappedKey::from_bytes(enc).expect("an encapsulated key");
        let info = info.as_bytes();
        let key = single_shot_open::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &secret, &enc, info, ct, &[])
            .expect("key");
        Ok(LoggedIn { token: opened["token"].clone(), key })
    }

    /// The body of an answer, if the pinned bridge signed it for this very request.
    ///
    /// # Panics
    /// When somebody else signed: a page stops there.
    pub fn checked(&self, operation: &str, request: &str, (status, answer): Refusal) -> Result<Value, Refusal> {
        if status != 200 {
            return Err((status, answer));
        }
        let body = text(&answer["body"]);
        let signed =
            format!("scelle/v1/bridge-answer\npath: /v1/{operation}\nrequest: {request}\nbody: {}\n", hash(&body));
        let signature: Signature = text(&answer["sig"]).parse().expect("an Ed25519 signature");
        let key = self.bridge_key.expect("a pinned key");
        ed25519(&key, signed.as_bytes(), &signature).expect("the pinned bridge's signature");
        Ok(serde_json::from_str(&body).expect("JSON"))
    }

    fn public_key(&self) -> String {
        b64(self.key.verifying_key().to_sec1_point(false).as_bytes())
    }

    fn sign(&self, text: &str) -> String {
        let signature: PageSignature = self.key.sign(text.as_bytes());
        b64(&signature.to_bytes())
    }
}

/// What a page has after a log-in.
pub struct LoggedIn {
    /// For the host.
    pub token: Value,
    /// The card's share in the opener.
    pub key: Vec<u8>,
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Base64url without padding.
pub fn b64(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The text of a JSON string.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn hash(text: &str) -> String {
    sha256(text.as_bytes()).encode()
}

/// 32 bytes that nobody can guess.
pub fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system's random numbers");
    bytes
}

type Secret = <XWing as hpke::Kem>::PrivateKey;
