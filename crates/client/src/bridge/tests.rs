//! Tests of the page's half, against a bridge made of the formats page: what it signs, what it is
//! asked, and each answer that is not believed.

use super::*;
use crate::testing::now;
use p256::ecdsa::{Signature as PageSignature, VerifyingKey, signature::Verifier as _};
use scelle_crypto::{RootSecret, Signs as _};
use serde_json::Value;
use std::cell::Cell;

const ORIGIN: &str = "https://app.test";

/// A bridge in memory. It keeps what it was asked, and misbehaves as a test wants.
struct Fake {
    key: RefCell<RootSecret>,
    asked: RefCell<Vec<(String, Value)>>,
    /// Given once instead of an answer.
    refuse: RefCell<Option<(u16, &'static str)>>,
    /// Body of an answer, exchanged after it was signed.
    exchange: RefCell<Option<&'static str>>,
    sessions: Cell<u8>,
    last: Cell<u64>,
}

impl Fake {
    fn new() -> Rc<Self> {
        Rc::new(Self {
            key: RefCell::new(RootSecret::from_bytes(&[1; 32])),
            asked: RefCell::default(),
            refuse: RefCell::default(),
            exchange: RefCell::default(),
            sessions: Cell::new(0),
            last: Cell::new(0),
        })
    }

    fn signed(&self, operation: &str, request: &Digest, body: &str) -> String {
        let hash = sha256(body.as_bytes());
        let text = format!("scelle/v1/bridge-answer\npath: /v1/{operation}\nrequest: {request}\nbody: {hash}\n");
        let sig = self.key.borrow().sign(&text);
        let body = self.exchange.take().unwrap_or(body);
        json!({"ok": true, "body": body, "sig": sig}).to_string()
    }

    fn paired(&self, asked: &Value) -> String {
        let start = self.asked.borrow().iter().rev().find(|(op, _)| op == "pair/start").map(|(_, body)| body.clone());
        let (key, reveal) = (text(asked, "pageKey"), text(asked, "reveal"));
        let commit = sha256(
            format!("scelle/v1/bridge-commit\norigin: {ORIGIN}\npage-key: {key}\nreveal: {reveal}\n").as_bytes(),
        );
        assert_eq!(start.expect("it began")["commit"], commit.encode(), "the reveal fits the commitment");
        let (nonce, own) = (Digest([6; 32]), self.key.borrow().sign_key());
        let lines = format!(
            "scelle/v1/bridge-digits\norigin: {ORIGIN}\npage-key: {key}\nreveal: {reveal}\nbridge-nonce: {nonce}\n\
             bridge-key: {own}\n"
        );
        self.signed(
            "pair/finish",
            &sha256(lines.as_bytes()),
            r#"{"pairingId":"0303030303030303030303030303030303030303030303030303030303030303"}"#,
        )
    }

    fn session(&self, asked: &Value) -> String {
        self.sessions.set(self.sessions.get() + 1);
        self.last.set(0);
        let (pairing, nonce) = (text(asked, "pairingId"), text(asked, "pageNonce"));
        let lines = format!("scelle/v1/bridge-session\norigin: {ORIGIN}\npairing: {pairing}\npage-nonce: {nonce}\n");
        page_signed(&lines, &text(asked, "sig"));
        let id = Digest([self.sessions.get(); 32]);
        let body = format!(r#"{{"sessionId":"{id}","bridgeNonce":"{}","expiresIn":900}}"#, Digest([8; 32]));
        self.signed("session", &sha256(lines.as_bytes()), &body)
    }

    fn answer(&self, operation: &str, asked: &Value) -> String {
        let counter = asked["counter"].as_u64().expect("a counter");
        assert!(counter > self.last.replace(counter), "the counter grows");
        let (session, body) = (text(asked, "sessionId"), text(asked, "body"));
        let (nonce, hash) = (Digest([8; 32]), sha256(body.as_bytes()));
        let lines = format!(
            "scelle/v1/bridge-request\norigin: {ORIGIN}\nmethod: POST\npath: /v1/{operation}\nsession: {session}\n\
             bridge-nonce: {nonce}\ncounter: {counter}\nbody: {hash}\n"
        );
        page_signed(&lines, &text(asked, "sig"));
        let answer = match operation {
            "status" => r#"{"card":"present","cardEpoch":1,"pin":"low","reader":true}"#,
            "events" => r#"{"cardEpoch":2,"card":"absent"}"#,
            _ => "{}",
        };
        self.signed(operation, &sha256(lines.as_bytes()), answer)
    }
}

impl Courier for Rc<Fake> {
    async fn carry(&self, operation: &str, body: String) -> Result<(u16, String), NoBridge> {
        let asked: Value = serde_json::from_str(&body).expect("JSON");
        self.asked.borrow_mut().push((operation.to_owned(), asked.clone()));
        if let Some((status, answer)) = self.refuse.take() {
            return Ok((status, answer.to_owned()));
        }
        let answer = match operation {
            "hello" => json!({"ok": true, "protocol": 1, "paired": false}).to_string(),
            "pair/start" => {
                json!({"ok": true, "bridgeNonce": Digest([6; 32]), "bridgeKey": self.key.borrow().sign_key()})
                    .to_string()
            }
            "pair/finish" => self.paired(&asked),
            "session" => self.session(&asked),
            _ => self.answer(operation, &asked),
        };
        Ok((200, answer))
    }
}

fn text(asked: &Value, field: &str) -> String {
    asked[field].as_str().expect("a text").to_owned()
}

fn page_key() -> SoftwarePageKey {
    SoftwarePageKey::from_scalar(&[7; 32]).expect("a scalar")
}

fn page_signed(lines: &str, sig: &str) {
    let key = VerifyingKey::from_sec1_bytes(&page_key().public().0).expect("a point");
    let sig = PageSignature::from_slice(&Bytes::decode(sig).expect("b64").0).expect("r and s");
    key.verify(lines.as_bytes(), &sig).expect("the page signed these words");
}

fn unpaired() -> (Rc<Fake>, Bridge<Rc<Fake>, SoftwarePageKey>) {
    let fake = Fake::new();
    (Rc::clone(&fake), Bridge::new(fake, page_key(), ORIGIN, None))
}

fn paired() -> (Rc<Fake>, Bridge<Rc<Fake>, SoftwarePageKey>) {
    let (fake, bridge) = unpaired();
    now(bridge.pair(|_| ())).expect("it pairs");
    (fake, bridge)
}

const EXPIRED: (u16, &str) = (401, r#"{"ok":false,"error":"SESSION_EXPIRED","detail":"…","retryable":true}"#);

#[test]
fn the_digits_are_those_of_the_formats_page() {
    let key: PublicKey = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".parse().expect("RFC 8032 §7.1");
    let (page, reveal, nonce) = (page_key().public().encode(), Digest([5; 32]).encode(), Digest([6; 32]).encode());
    let key = key.encode();
    let lines = [
        ("origin", ORIGIN),
        ("page-key", &*page),
        ("reveal", &*reveal),
        ("bridge-nonce", &*nonce),
        ("bridge-key", &*key),
    ];
    let commit = sha256(context(contexts::BRIDGE_COMMIT, &lines[..3]).as_bytes());
    assert_eq!(commit.encode(), "eea75af5db2293872e725c7bef576670b88018c12798f76bdbd470cb5d0095c4");
    let hash = sha256(context(contexts::BRIDGE_DIGITS, &lines).as_bytes());
    assert_eq!(hash.encode(), "7b55eda65f406ca89026eb2a5d06da264030245d529cad43a39c67297eb693ba");
    assert_eq!(digits(&hash), "953576");
}

#[test]
fn the_digits_are_shown_before_the_page_reveals() {
    let (fake, bridge) = unpaired();
    let before = Cell::new(0);
    let shown = RefCell::new(String::new());
    let pairing = now(bridge.pair(|digits| {
        before.set(fake.asked.borrow().len());
        shown.replace(digits.to_owned());
    }))
    .expect("it pairs");
    assert_eq!((before.get(), fake.asked.borrow().len()), (1, 2), "only the commitment had left");
    assert!(shown.borrow().len() == 6 && shown.borrow().bytes().all(|sign| sign.is_ascii_digit()));
    assert_eq!((pairing.origin.as_str(), bridge.pairing()), (ORIGIN, Some(pairing.clone())));
}

#[test]
fn a_session_is_opened_once_and_counts() {
    let (fake, bridge) = paired();
    let status = now(bridge.status()).expect("it answers");
    assert_eq!((status.card, status.pin, status.card_epoch), (CardIn::Present, PinState::Low, 1));
    let event = now(bridge.events(1)).expect("it answers");
    assert_eq!((event.card, event.card_epoch), (CardIn::Absent, 2));
    assert_eq!((fake.sessions.get(), fake.last.get()), (1, 2));
}

#[test]
fn a_session_that_has_run_out_is_opened_again_once() {
    let (fake, bridge) = paired();
    now(bridge.status()).expect("it answers");
    fake.refuse.replace(Some(EXPIRED));
    now(bridge.status()).expect("it answers in the next session");
    assert_eq!(fake.sessions.get(), 2);
}

#[test]
fn a_request_that_another_overtook_is_asked_once_more_in_the_same_session() {
    let (fake, bridge) = paired();
    now(bridge.status()).expect("it answers");
    fake.refuse.replace(Some((401, r#"{"ok":false,"error":"REPLAY","detail":"…","retryable":false}"#)));
    now(bridge.status()).expect("it answers");
    assert_eq!((fake.sessions.get(), fake.last.get()), (1, 3));
}

#[test]
fn an_answer_by_another_key_than_the_pinned_one_is_an_alarm_and_nothing_is_forgotten() {
    let (fake, bridge) = paired();
    let pinned = bridge.pairing();
    fake.key.replace(RootSecret::from_bytes(&[9; 32]));
    assert_eq!(now(bridge.status()), Err(BridgeTrouble::Stranger));
    assert_eq!(bridge.pairing(), pinned);
}

#[test]
fn an_answer_that_was_changed_on_the_way_is_not_read() {
    let (fake, bridge) = paired();
    now(bridge.status()).expect("it answers");
    fake.exchange.replace(Some(r#"{"card":"present","cardEpoch":1,"pin":"ok","reader":true}"#));
    assert_eq!(now(bridge.status()), Err(BridgeTrouble::Stranger));
}

#[test]
fn a_pairing_whose_answer_is_not_by_the_key_that_was_shown_is_refused() {
    let (fake, bridge) = unpaired();
    let other = Rc::clone(&fake);
    let refused = now(bridge.pair(move |_| drop(other.key.replace(RootSecret::from_bytes(&[9; 32])))));
    assert_eq!((refused, bridge.pairing()), (Err(BridgeTrouble::Stranger), None));
}

#[test]
fn without_a_pairing_nothing_is_asked() {
    let (fake, bridge) = unpaired();
    assert_eq!(now(bridge.status()), Err(BridgeTrouble::Unpaired));
    assert!(fake.asked.borrow().is_empty());
}

#[test]
fn a_pairing_of_another_origin_is_none() {
    let pairing = Pairing { id: Digest([3; 32]), bridge_key: PublicKey([1; 32]), origin: "https://evil.test".into() };
    let bridge = Bridge::new(Fake::new(), page_key(), ORIGIN, Some(pairing));
    assert_eq!(bridge.pairing(), None);
}

#[test]
fn unpairing_forgets_the_pairing_here_too() {
    let (_, bridge) = paired();
    now(bridge.unpair()).expect("it answers");
    assert_eq!(bridge.pairing(), None);
}

#[test]
fn refusals_are_read_by_their_code() {
    let wrong = r#"{"ok":false,"error":"PIN_WRONG","detail":"…","retryable":true,"triesLeft":2}"#;
    assert_eq!(trouble::refusal(wrong), BridgeTrouble::PinWrong { left: 2 });
    for (code, expected) in BridgeCode::ALL {
        let answer = format!(r#"{{"ok":false,"error":"{code}","detail":"…","retryable":true}}"#);
        assert_eq!(trouble::refusal(&answer), BridgeTrouble::Code(*expected), "{code}");
    }
    let later = r#"{"ok":false,"error":"TOMORROW","detail":"…","retryable":true}"#;
    assert_eq!(trouble::refusal(later), BridgeTrouble::Code(BridgeCode::Other));
    assert_eq!(trouble::refusal(""), BridgeTrouble::Unreadable, "a bare refusal");
}

#[test]
fn a_refused_request_forgets_no_pairing() {
    let (fake, bridge) = paired();
    for answer in [r#"{"ok":false,"error":"NOT_PAIRED","detail":"…","retryable":false}"#, ""] {
        let pinned = bridge.pairing();
        fake.refuse.replace(Some((401, answer)));
        assert!(now(bridge.status()).is_err());
        assert_eq!(bridge.pairing(), pinned);
    }
}
