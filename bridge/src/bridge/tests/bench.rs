//! A bridge on the bench: a fake card with a real key, windows that answer by script, and a page
//! that pairs and signs as a browser would.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use p256::ecdsa::{Signature as P256Signature, SigningKey as PageKey, signature::Signer as _};
use rsa::{PrivateKey, pkcs1v15::SigningKey, pkcs8::DecodePrivateKey as _, signature::SignatureEncoding as _};
use scelle_protocol::{Bytes, Digest, PublicKey, Signature, Time};
use scelle_verify::signature::ed25519;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::bridge::{Bridge, Call, Patience, answer_text, commitment, digits, request_text, session_text};
use crate::card::desk::DeskHandle;
use crate::card::fake::{FakeCard, FakeToken};
use crate::card::{Card, Found, Tries};
use crate::config::Config;
use crate::origin::Origin;
use crate::pin::{Pin, Prompt, Question, Reply, Window};
use crate::trouble::Trouble;

pub(super) const APP: &str = "https://app.test";
pub(super) const OTHER: &str = "https://other.test";

/// Folder of the test certificates, made once.
pub(super) fn pki() -> &'static PathBuf {
    static PKI: OnceLock<PathBuf> = OnceLock::new();
    PKI.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cards/make.sh");
        assert!(Command::new(script).arg(&folder).status().expect("openssl").success());
        folder
    })
}

/// A card with the certificate of this name, and the signature certificate before it.
pub(super) fn token(name: &str) -> FakeToken {
    let key = if name == "bruno" { "bruno" } else { "alice" };
    let pem = std::fs::read_to_string(pki().join(format!("{key}.key"))).expect("a key");
    let key = SigningKey::<rsa::sha2::Sha256>::new(PrivateKey::from_pkcs8_pem(&pem).expect("a key"));
    let found = |id, name: &str| Found {
        id: vec![id],
        der: std::fs::read(pki().join(format!("{name}.der"))).expect("a certificate"),
    };
    FakeToken {
        serial: format!("serial of {name}"),
        found: vec![found(0x10, "alice-sign"), found(0x20, name)],
        pin: "1234".to_owned(),
        tries: Tries::All,
        signer: Arc::new(move |text| rsa::signature::Signer::sign(&key, text).to_vec()),
    }
}

/// What a person does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Do {
    Cancel,
    Other,
    Pin(&'static str),
    Wait,
    Yes,
}

/// Windows that answer by script and remember what they showed.
#[derive(Default)]
pub(super) struct Scripted {
    pub(super) answers: Mutex<VecDeque<Do>>,
    pub(super) shown: Mutex<Vec<String>>,
}

impl Scripted {
    fn next(&self, shown: &str) -> Result<Do, Trouble> {
        self.shown.lock().expect("no panic").push(shown.to_owned());
        match self.answers.lock().expect("no panic").pop_front() {
            Some(Do::Wait) => Err(Trouble::PinTimeout),
            Some(Do::Cancel) | None => Err(Trouble::PinCancelled),
            Some(answer) => Ok(answer),
        }
    }
}

impl Window for Scripted {
    fn ask(&self, question: &Question, _: Duration) -> Result<Reply, Trouble> {
        match self.next(&question.text)? {
            Do::Other => Ok(Reply::Other),
            Do::Pin(_) => panic!("a PIN was not asked for: {}", question.text),
            _ => Ok(Reply::Yes),
        }
    }
    fn pin(&self, prompt: &Prompt, _: Duration) -> Result<Pin, Trouble> {
        match self.next(&prompt.text)? {
            Do::Pin(pin) => Pin::read(&Zeroizing::new(pin.as_bytes().to_vec())),
            _ => panic!("a PIN was asked for: {}", prompt.text),
        }
    }
}

pub(super) struct Bench {
    pub(super) bridge: Bridge,
    pub(super) card: FakeCard,
    pub(super) windows: Arc<Scripted>,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(super) fn new(readers: Vec<Option<FakeToken>>) -> Self {
        Self::patient(readers, Patience { poll: Duration::from_millis(50), ..Patience::usual(60) })
    }

    pub(super) fn patient(readers: Vec<Option<FakeToken>>, patience: Patience) -> Self {
        let card = FakeCard::new(readers);
        let inside = card.clone();
        Self::with_source(card, patience, move || Ok(Box::new(inside.clone()) as Box<dyn Card>))
    }

    pub(super) fn with_source(
        card: FakeCard,
        patience: Patience,
        source: impl FnMut() -> Result<Box<dyn Card>, Trouble> + Send + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let text = format!("origins = ['{APP}', '{OTHER}']\nstate = '{}'", folder.path().display());
        let config = Config::parse(&text).expect("a configuration");
        let windows = Arc::new(Scripted::default());
        let desk = DeskHandle::start(Box::new(source)).expect("a thread");
        let bridge = Bridge::new(config, patience, desk, windows.clone(), || Time(1_795_461_660)).expect("a bridge");
        Self { bridge, card, windows, _folder: folder }
    }

    pub(super) fn person(&self, does: &[Do]) {
        *self.windows.answers.lock().expect("no panic") = does.iter().copied().collect();
    }

    pub(super) fn shown(&self) -> Vec<String> {
        std::mem::take(&mut *self.windows.shown.lock().expect("no panic"))
    }

    /// One call, waiting where the limiter asks to.
    pub(super) fn call(&self, origin: &str, operation: &str, body: &Value) -> (u16, Value) {
        let origin = Origin::read(origin).expect("an origin");
        let body = body.to_string();
        loop {
            let answer = self.bridge.answer(&Call { origin: origin.clone(), operation, body: body.as_bytes() });
            if answer.0 != 429 {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// A page that has paired and opened a session.
    pub(super) fn page(&self) -> Page<'_> {
        let mut page = Page::new(self, APP);
        self.person(&[Do::Yes]);
        page.pair().expect("paired");
        page.open_session().expect("a session");
        self.shown();
        page
    }
}

/// A page.
pub(super) struct Page<'a> {
    pub(super) bench: &'a Bench,
    pub(super) origin: Origin,
    pub(super) key: PageKey,
    pub(super) pairing: Digest,
    pub(super) session: Digest,
    pub(super) bridge_nonce: Digest,
    pub(super) bridge_key: PublicKey,
    pub(super) counter: u64,
    pub(super) digits: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(bench: &'a Bench, origin: &str) -> Self {
        let zero = Digest([0; 32]);
        Self {
            bench,
            origin: Origin::read(origin).expect("an origin"),
            key: PageKey::from_slice(&[7; 32]).expect("a key"),
            pairing: zero,
            session: zero,
            bridge_nonce: zero,
            bridge_key: PublicKey([0; 32]),
            counter: 0,
            digits: String::new(),
        }
    }

    pub(super) fn public(&self) -> Bytes {
        Bytes(self.key.verifying_key().to_sec1_point(false).as_bytes().to_vec())
    }

    pub(super) fn sign(&self, text: &str) -> Bytes {
        let signature: P256Signature = self.key.sign(text.as_bytes());
        Bytes(signature.to_bytes().to_vec())
    }

    pub(super) fn pair(&mut self) -> Result<(), Value> {
        let reveal = Digest([5; 32]);
        let commit = commitment(&self.origin, &self.public(), &reveal);
        let (_, start) = self.bench.call(self.origin.as_str(), "pair/start", &json!({"commit": commit}));
        let nonce: Digest = read(&start["bridgeNonce"]).ok_or(start.clone())?;
        self.bridge_key = read(&start["bridgeKey"]).ok_or(start)?;
        let (hash, digits) = digits(&self.origin, &self.public(), &reveal, &nonce, &self.bridge_key);
        self.digits = digits;
        let finish = json!({"pageKey": self.public(), "reveal": reveal});
        let (status, answer) = self.bench.call(self.origin.as_str(), "pair/finish", &finish);
        let body = self.checked("pair/finish", &hash, status, answer)?;
        self.pairing = read(&body["pairingId"]).ok_or(body)?;
        Ok(())
    }

    pub(super) fn open_session(&mut self) -> Result<(), Value> {
        let mut nonce = [0; 32];
        getrandom::fill(&mut nonce).expect("random bytes");
        let nonce = Digest(nonce);
        let text = session_text(&self.origin, &self.pairing, &nonce);
        let body = json!({"pairingId": self.pairing, "pageNonce": nonce, "sig": self.sign(&text)});
        let (status, answer) = self.bench.call(self.origin.as_str(), "session", &body);
        let body = self.checked("session", &super::super::digest_of(&text), status, answer)?;
        self.session = read(&body["sessionId"]).ok_or(body.clone())?;
        self.bridge_nonce = read(&body["bridgeNonce"]).ok_or(body)?;
        self.counter = 0;
        Ok(())
    }

    /// A signed request, as it travels.
    pub(super) fn signed(&mut self, operation: &str, body: &Value) -> (Value, Digest) {
        self.counter += 1;
        let body = body.to_string();
        let call = Call { origin: self.origin.clone(), operation, body: &[] };
        let text = request_text(&call, &self.session, &self.bridge_nonce, self.counter, &body);
        let sig = self.sign(&text);
        let message = json!({"sessionId": self.session, "counter": self.counter, "body": body, "sig": sig});
        (message, super::super::digest_of(&text))
    }

    pub(super) fn ask(&mut self, operation: &str, body: &Value) -> Result<Value, Value> {
        let (message, hash) = self.signed(operation, body);
        let (status, answer) = self.bench.call(self.origin.as_str(), operation, &message);
        self.checked(operation, &hash, status, answer)
    }

    /// The code of the refusal.
    pub(super) fn refused(&mut self, operation: &str, body: &Value) -> String {
        let refusal = self.ask(operation, body).expect_err("a refusal");
        refusal["error"].as_str().expect("a code").to_owned()
    }

    /// The body, if the bridge that was paired signed it for this very request.
    fn checked(&self, operation: &str, hash: &Digest, status: u16, answer: Value) -> Result<Value, Value> {
        if status != 200 {
            return Err(answer);
        }
        let body = answer["body"].as_str().expect("a body");
        let sig: Signature = read(&answer["sig"]).expect("a signature");
        ed25519(&self.bridge_key, answer_text(operation, hash, body).as_bytes(), &sig).expect("the bridge's signature");
        Ok(serde_json::from_str(body).expect("JSON"))
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}
