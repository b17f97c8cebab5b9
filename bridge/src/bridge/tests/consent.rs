//! Log-in and statements: one consent, one PIN, and what comes out of it (numbers 24 to 28).

use hpke::{
    Deserializable as _, Kem as _, OpModeR, Serializable as _, aead::AesGcm256, kdf::HkdfSha256, kem::XWing,
    single_shot_open,
};
use scelle_protocol::{Bytes, Digest, PublicKey, SealKey, Signed, statements::Binding};
use scelle_verify::{Certificate, signature::verify_rsa};
use serde_json::{Value, json};

use super::bench::{Bench, Do, OTHER, Page, token};
use super::card::log_in;
use crate::texts::Domain;

type Secret = <XWing as hpke::Kem>::PrivateKey;

/// A page's key for one log-in.
pub(super) fn page_key() -> (Secret, SealKey) {
    let secret = Secret::from_bytes(&[3; 32]).expect("a seed");
    let public = SealKey(XWing::sk_to_pk(&secret).to_bytes().into());
    (secret, public)
}

pub(super) fn opener_of(opened: &Value) -> Value {
    json!({"consent": opened["consent"], "account": "01".repeat(16), "salt": Digest([4; 32])})
}

fn open(info: &str, sealed: &Value) -> Option<Vec<u8>> {
    let sealed = Bytes::decode(sealed.as_str()?).ok()?.0;
    let (enc, ct) = sealed.split_at_checked(1120)?;
    let enc = <XWing as hpke::Kem>::EncappedKey::from_bytes(enc).ok()?;
    let (secret, _) = page_key();
    single_shot_open::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &secret, &enc, info.as_bytes(), ct, &[]).ok()
}

/// One whole log-in: the opener key that the page ends with.
fn key_of(bench: &Bench, page: &mut Page<'_>, account: &str, salt: u8) -> Vec<u8> {
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    let salt = Digest([salt; 32]);
    let asked = json!({"consent": opened["consent"], "account": account, "salt": salt});
    let answer = page.ask("opener", &asked).expect("an opener key");
    let info = format!(
        "scelle/v1/sealed-opener-key\norigin: {}\naccount: {account}\nsalt: {}\ncertificate: {}\nconsent: {}\n",
        page.origin,
        Bytes::from(&salt.0[..]).encode(),
        answer["certificateHash"].as_str().expect("a hash"),
        opened["consent"].as_str().expect("an id"),
    );
    open(&info, &answer["sealed"]).expect("sealed to the page")
}

#[test]
fn a_token_holds_under_the_certificate_and_for_this_origin_and_nonce_only() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    bench.person(&[Do::Pin("1234")]);
    let token = page.ask("open", &log_in()).expect("a token")["token"].clone();
    assert_eq!((&token["format"], &token["algorithm"]), (&json!("web-eid:1.0"), &json!("RS256")));
    let decode =
        |name: &str| data_encoding::BASE64.decode(token[name].as_str().expect("text").as_bytes()).expect("base64");
    let certificate = Certificate::from_der(&decode("unverifiedCertificate")).expect("a certificate");
    let signature = decode("signature");
    let text = |origin: &str, nonce| {
        let origin = crate::origin::Origin::read(origin).expect("an origin");
        crate::texts::CardText::token(&origin, &Digest(nonce)).bytes().to_vec()
    };
    assert!(certificate.verify_sha256_with_rsa(&text(page.origin.as_str(), [1; 32]), &signature).is_ok());
    assert!(certificate.verify_sha256_with_rsa(&text(OTHER, [1; 32]), &signature).is_err());
    assert!(certificate.verify_sha256_with_rsa(&text(page.origin.as_str(), [2; 32]), &signature).is_err());
    let other = Certificate::from_der(&super::bench::token("bruno").found[1].der).expect("a certificate");
    assert!(other.verify_sha256_with_rsa(&text(page.origin.as_str(), [1; 32]), &signature).is_err());
}

#[test]
fn one_log_in_is_one_pin_and_two_fixed_operations() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    key_of(&bench, &mut page, &"01".repeat(16), 4);
    assert_eq!(bench.shown().len(), 1, "one window");
    let (logins, logouts, signed) = bench.card.with(|s| (s.logins, s.logouts, s.signed.clone()));
    assert_eq!((logins, logouts), (1, 1));
    assert_eq!(signed.iter().map(|(domain, _)| *domain).collect::<Vec<_>>(), [Domain::Token, Domain::Opener]);
}

#[test]
fn the_same_card_origin_account_and_salt_give_the_same_key_and_anything_else_another() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    let (account, other) = ("01".repeat(16), "02".repeat(16));
    let key = key_of(&bench, &mut page, &account, 4);
    assert_eq!(key.len(), 32);
    assert_eq!(key, key_of(&bench, &mut page, &account, 4));
    assert_ne!(key, key_of(&bench, &mut page, &other, 4));
    assert_ne!(key, key_of(&bench, &mut page, &account, 5));
    let mut elsewhere = Page::new(&bench, OTHER);
    bench.person(&[Do::Yes]);
    elsewhere.pair().expect("paired");
    elsewhere.open_session().expect("a session");
    assert_ne!(key, key_of(&bench, &mut elsewhere, &account, 4));
    let bench = Bench::new(vec![Some(token("bruno"))]);
    assert_ne!(key, key_of(&bench, &mut bench.page(), &account, 4));
}

#[test]
fn the_signature_behind_the_opener_key_never_leaves() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    let answer = page.ask("opener", &opener_of(&opened)).expect("an opener key");
    let secret = bench.card.with(|s| (s.readers[0].clone().expect("a card").signer)(&s.signed[1].1));
    let said = format!("{opened}{answer}");
    for spelling in
        [Bytes(secret.clone()).encode(), data_encoding::BASE64.encode(&secret), data_encoding::HEXLOWER.encode(&secret)]
    {
        assert!(!said.contains(&spelling));
    }
    assert_eq!(answer.as_object().expect("an object").keys().collect::<Vec<_>>(), ["certificateHash", "sealed"]);
}

#[test]
fn a_consent_is_good_for_one_opener_key_in_its_own_session() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    assert_eq!(page.refused("opener", &opener_of(&json!({"consent": Digest([1; 32])}))), "CONSENT_OVER");
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    page.ask("opener", &opener_of(&opened)).expect("an opener key");
    assert_eq!(page.refused("opener", &opener_of(&opened)), "CONSENT_OVER");
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    page.open_session().expect("another session");
    assert_eq!(page.refused("opener", &opener_of(&opened)), "CONSENT_OVER");
    assert_eq!(bench.card.with(|s| (s.logins, s.logouts)), (2, 2), "and the card is locked");
}

#[test]
fn a_consent_ends_by_itself_and_by_lock() {
    let soon = std::time::Duration::from_millis(30);
    let patience = crate::bridge::Patience { consent: soon, ..crate::bridge::Patience::usual(60) };
    let bench = Bench::patient(vec![Some(token("alice"))], patience);
    let mut page = bench.page();
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    std::thread::sleep(soon * 3);
    assert_eq!(bench.card.with(|s| s.logouts), 1, "the card was locked without being asked");
    assert_eq!(page.refused("opener", &opener_of(&opened)), "CONSENT_OVER");
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    bench.person(&[Do::Pin("1234")]);
    let opened = page.ask("open", &log_in()).expect("a token");
    page.ask("lock", &json!({})).expect("locked");
    assert_eq!(page.refused("opener", &opener_of(&opened)), "CONSENT_OVER");
}

fn binding() -> Value {
    json!({"kind": "binding", "fields": {
        "number": 1, "previous": Digest([0; 32]), "identitySign": PublicKey([1; 32]),
        "identitySeal": SealKey([2; 1216]), "practice": "1 rue de la Paix, 75002 Paris", "ocsp": Digest([3; 32]),
    }})
}

#[test]
fn a_binding_is_shown_signed_and_the_card_locked() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    bench.person(&[Do::Pin("1234")]);
    let answer = page.ask("statement", &binding()).expect("a statement");
    let signed = Signed::<Binding>::parse(answer["statement"].as_str().expect("text")).expect("a binding");
    let certificate = Certificate::from_der(&token("alice").found[1].der).expect("a certificate");
    assert!(verify_rsa(&signed, 0, &certificate).is_ok());
    assert_eq!(signed.body.id_nat, "899700218896");
    let shown = bench.shown().remove(0);
    for part in ["https://app.test", "ALICE ESSAI", "Essais restants : 3", "scelle/v1/binding", "1 rue de la Paix"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert_eq!(bench.card.with(|s| (s.logins, s.logouts)), (1, 1));
}

#[test]
fn what_is_no_statement_opens_no_window() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    for kind in ["login", "opener-key", "grant", "scelle/v1/binding"] {
        let mut asked = binding();
        asked["kind"] = json!(kind);
        assert_eq!(page.refused("statement", &asked), "STATEMENT_KIND", "{kind}");
    }
    let mut asked = binding();
    asked["fields"]["text"] = json!("sign me");
    assert_eq!(page.refused("statement", &asked), "BAD_REQUEST");
    assert!(bench.shown().is_empty());
    assert!(bench.card.with(|s| s.signed.is_empty()));
}

#[test]
fn while_a_window_is_open_another_request_is_told_so() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    let _held = bench.bridge.gate.lock().expect("free");
    assert_eq!(page.refused("open", &log_in()), "BUSY");
    assert_eq!(page.refused("statement", &binding()), "BUSY");
    page.ask("status", &json!({})).expect("a status is no card operation");
}

#[test]
fn a_key_that_is_none_is_refused_before_the_pin() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    let asked = json!({"nonce": Digest([1; 32]), "ephemeralKey": SealKey([0xFF; 1216])});
    assert_eq!(page.refused("open", &asked), "BAD_REQUEST");
    assert!(bench.shown().is_empty());
}
