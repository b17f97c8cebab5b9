//! Tests of a binding: the identity key signs below what was asked for, and below nothing else.

use super::*;
use crate::bridge::{NoBridge, Pairing, SoftwarePageKey};
use crate::directory::NotVerified;
use crate::testing::{
    now,
    world::{ID_NAT, NOW, device, professional},
};
use scelle_crypto::RootSecret;
use scelle_protocol::{PublicKey, text::SignatureLine};
use serde_json::{Value, json};

const ORIGIN: &str = "https://app.test";

/// A bridge that signs whatever `make` makes of what was asked.
struct Fake<F>(F);

impl<F: Fn(&Value) -> Value> crate::bridge::Courier for Fake<F> {
    async fn carry(&self, operation: &str, body: String) -> Result<(u16, String), NoBridge> {
        let asked: Value = serde_json::from_str(&body).expect("JSON");
        let field = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        let (text, answer) = if operation == "session" {
            let (pairing, nonce) = (field("pairingId"), field("pageNonce"));
            let text = format!("scelle/v1/bridge-session\norigin: {ORIGIN}\npairing: {pairing}\npage-nonce: {nonce}\n");
            let zeros = Digest([0; 32]);
            (text, json!({"sessionId": zeros, "bridgeNonce": zeros, "expiresIn": 900}))
        } else {
            let body = field("body");
            let (zeros, hash) = (Digest([0; 32]), hash::sha256(body.as_bytes()));
            let text = format!(
                "scelle/v1/bridge-request\norigin: {ORIGIN}\nmethod: POST\npath: /v1/{operation}\nsession: {zeros}\n\
                 bridge-nonce: {zeros}\ncounter: {}\nbody: {hash}\n",
                asked["counter"]
            );
            let asked: Value = serde_json::from_str(&body).expect("JSON");
            (text, (self.0)(&asked["fields"]))
        };
        let (request, body) = (hash::sha256(text.as_bytes()), answer.to_string());
        let hash = hash::sha256(body.as_bytes());
        let signed = format!("scelle/v1/bridge-answer\npath: /v1/{operation}\nrequest: {request}\nbody: {hash}\n");
        let sig = RootSecret::from_bytes(&[1; 32]).sign(&signed);
        Ok((200, json!({"ok": true, "body": body, "sig": sig}).to_string()))
    }
}

/// What the bridge is asked to sign, with its own lines.
fn asked(fields: &Value) -> Binding {
    let text = |name: &str| fields[name].as_str().expect("a text");
    Binding {
        origin: ORIGIN.to_owned(),
        number: fields["number"].as_u64().expect("a number"),
        previous: text("previous").parse().expect("hex"),
        id_nat: ID_NAT.to_owned(),
        certificate: professional().certificate.hash(),
        identity_sign: text("identitySign").parse().expect("a key"),
        identity_seal: text("identitySeal").parse().expect("a key"),
        practice: text("practice").to_owned(),
        ocsp: text("ocsp").parse().expect("hex"),
        time: NOW,
    }
}

/// The outcome when the bridge signs this binding, under this certificate.
fn outcome(certificate: Vec<u8>, change: impl Fn(&mut Binding)) -> Trouble {
    let fake = Fake(move |fields: &Value| {
        let mut binding = asked(fields);
        change(&mut binding);
        let hash = professional().certificate.hash();
        let mut signed = Signed::new(binding);
        signed.signatures.push(SignatureLine::Rsa(hash, Bytes(vec![7; 256])));
        json!({"statement": signed.whole(), "certificate": Bytes(certificate.clone())})
    });
    let bridge_key: PublicKey = RootSecret::from_bytes(&[1; 32]).sign_key();
    let pairing = Pairing { id: Digest([3; 32]), bridge_key, origin: ORIGIN.to_owned() };
    let bridge = Bridge::new(fake, SoftwarePageKey::make(), ORIGIN, Some(pairing));
    let (identity, professional, ocsp) = (IdentitySecret::make(), professional(), Bytes(vec![1]));
    let wanted = Wanted {
        professional: &professional,
        ocsp: &ocsp,
        identity: &identity,
        practice: "1 rue de la Paix",
        number: 2,
        previous: Digest([5; 32]),
        origin: ORIGIN,
    };
    now(bind(&bridge, &Trust::igc_sante(), &wanted)).expect_err("no card signed this")
}

fn own() -> Vec<u8> {
    device().1
}

#[test]
fn the_identity_key_signs_below_what_was_asked_for() {
    // It comes as far as the card's certificate, which is no professional's here.
    assert!(matches!(outcome(own(), |_| ()), Trouble::NotVerified(NotVerified::Binding(_))));
}

#[test]
fn a_binding_of_anything_else_than_was_asked_is_not_signed() {
    let changes: [fn(&mut Binding); 8] = [
        |binding| binding.origin = "https://evil.test".to_owned(),
        |binding| binding.number = 3,
        |binding| binding.previous = Digest([6; 32]),
        |binding| binding.id_nat = "899700218904".to_owned(),
        |binding| binding.identity_sign = PublicKey([4; 32]),
        |binding| binding.identity_seal = scelle_protocol::SealKey([4; 1216]),
        |binding| binding.practice = "2 rue de la Paix".to_owned(),
        |binding| binding.ocsp = Digest([6; 32]),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        assert_eq!(outcome(own(), change), Trouble::Bridge(BridgeTrouble::Unreadable), "{number}");
    }
}

#[test]
fn a_binding_by_another_card_than_the_one_that_logged_in_is_not_signed() {
    let other = outcome(vec![1, 2, 3], |_| ());
    assert_eq!(other, Trouble::Bridge(BridgeTrouble::Code(BridgeCode::CardChanged)));
}

#[test]
fn a_practice_is_as_long_as_the_bridge_takes_it_and_clean() {
    assert_eq!(practice(" 1 rue\u{200b} de la Paix\n75002 Paris "), "1 rue de la Paix 75002 Paris");
    assert_eq!(practice(&"é".repeat(400)).chars().count(), 300);
    assert_eq!(practice("-"), "");
}
