//! The card on SoftHSM, with the mechanisms of a CPS3 and with those of a CPS4 (19, 20, 23 to 25,
//! 29): log-in, opener, statement, and what the module was asked for.

use std::process::Command;

use data_encoding::BASE64;
use scelle_protocol::statements::Binding;
use scelle_protocol::{PublicKey, SealKey, Signed};
use scelle_verify::hash::sha256;
use scelle_verify::{Certificate, signature::verify_rsa};
use serde_json::{Value, json};

use crate::bench::{APP, Bench, KINDS, OTHER, SOFTHSM, Wish, done, openssl_verifies, pki};
use crate::page::{Page, Wire, b64, hex, random, text};

const ACCOUNT: &str = "01010101010101010101010101010101";
const SALT: [u8; 32] = [4; 32];

/// What a host rebuilds from its own origin and the nonce that it gave.
fn signed_by_token(origin: &str, nonce: &[u8; 32]) -> Vec<u8> {
    [sha256(origin.as_bytes()).0, sha256(BASE64.encode(nonce).as_bytes()).0].concat()
}

/// One whole log-in, the person's PIN standing in the script: the token holds for openssl and for
/// the host's own check, and for nothing but this origin, nonce and certificate.
pub fn log_in_holds<W: Wire>(page: &mut Page<W>) -> Vec<u8> {
    let nonce = random();
    let logged_in = page.log_in(&nonce, ACCOUNT, &SALT).expect("a log-in");
    let token = &logged_in.token;
    let decoded = |name: &str| BASE64.decode(text(&token[name]).as_bytes()).expect("base64");
    assert_eq!((&token["algorithm"], &token["format"]), (&json!("RS256"), &json!("web-eid:1.0")));
    let (der, signature) = (decoded("unverifiedCertificate"), decoded("signature"));
    let certificate = Certificate::from_der(&der).expect("a certificate");
    let holds = |message: &[u8]| {
        let (openssl, ours) =
            (openssl_verifies(&der, message, &signature), certificate.verify_sha256_with_rsa(message, &signature));
        assert_eq!(openssl, ours.is_ok(), "both say the same");
        openssl
    };
    assert!(holds(&signed_by_token(&page.origin, &nonce)));
    assert!(!holds(&signed_by_token("https://evil.test", &nonce)), "another origin");
    assert!(!holds(&signed_by_token(&page.origin, &random())), "another nonce");
    let other = std::fs::read(pki().join("bruno.der")).expect("a certificate");
    let swapped = if other == der { "alice.der" } else { "bruno.der" };
    let other = std::fs::read(pki().join(swapped)).expect("a certificate");
    assert!(!openssl_verifies(&other, &signed_by_token(&page.origin, &nonce), &signature), "another certificate");
    assert_eq!(logged_in.key.len(), 32);
    logged_in.key
}

/// The public half of some X-Wing key.
pub fn ephemeral() -> Vec<u8> {
    use hpke::{Deserializable as _, Kem as _, Serializable as _, kem::XWing};
    let secret = <XWing as hpke::Kem>::PrivateKey::from_bytes(&[3; 32]).expect("a seed");
    XWing::sk_to_pk(&secret).to_bytes().to_vec()
}

/// What a page asks to bind.
pub fn binding() -> Value {
    json!({"kind": "binding", "fields": {
        "number": 1, "previous": hex(&[0; 32]), "identitySign": PublicKey([1; 32]), "identitySeal": SealKey([2; 1216]),
        "practice": "1 rue de la Paix, 75002 Paris", "ocsp": hex(&[3; 32]),
    }})
}

/// A binding, the PIN standing in the script: openssl and the one strict parser agree on it.
pub fn binding_holds<W: Wire>(page: &mut Page<W>) {
    let answer = page.ask("statement", &binding()).expect("a statement");
    let whole = text(&answer["statement"]);
    let der = data_encoding::BASE64URL_NOPAD.decode(text(&answer["certificate"]).as_bytes()).expect("base64url");
    let signed = Signed::<Binding>::parse(&whole).expect("a binding");
    let certificate = Certificate::from_der(&der).expect("a certificate");
    assert!(verify_rsa(&signed, 0, &certificate).is_ok());
    assert_eq!((signed.body.origin.as_str(), signed.body.id_nat.as_str()), (page.origin.as_str(), "899700218896"));
    assert_eq!((signed.body.number, signed.body.practice.as_str()), (1, "1 rue de la Paix, 75002 Paris"));
    let (above, line) = whole.split_at(whole.rfind("sig-sha256WithRSA: ").expect("a signature line"));
    let signature = line.trim_end().rsplit(' ').next().expect("a word");
    let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    assert!(openssl_verifies(&der, above.as_bytes(), &signature));
    assert!(!openssl_verifies(&der, above.replace("number: 1", "number: 2").as_bytes(), &signature));
}

/// 23, 24, 25, 28, 29: everything that a card is asked for, on both kinds of card.
#[test]
fn a_card_of_either_kind_logs_in_opens_and_binds() {
    for kind in KINDS {
        let bench = Bench::new(&Wish { kind, cards: &["alice"], spy: true, ..Wish::default() });
        let mut page = bench.page(APP);
        let status = page.ask("status", &json!({})).expect("a status");
        assert_eq!(status, json!({"reader": true, "card": "present", "pin": "ok", "cardEpoch": 1}), "{kind}");
        bench.person(&["pin 1234", "pin 1234", "pin 1234", "yes"]);
        let key = log_in_holds(&mut page);
        assert_eq!(key, log_in_holds(&mut page), "{kind}: v1.5 has no random part");
        binding_holds(&mut page);
        let certificate = page.ask("certificate", &json!({"purpose": "auth"})).expect("a certificate");
        assert_eq!((&certificate["idNat"], &certificate["professionCode"]), (&json!("899700218896"), &json!(10)));
        let shown = bench.desk.shown();
        assert_eq!(
            shown.iter().map(|window| window.asked.as_str()).collect::<Vec<_>>(),
            ["GETPIN", "GETPIN", "GETPIN", "CONFIRM"]
        );
        for window in &shown[..3] {
            for part in ["Site : https://app.test", "ALICE ESSAI", "Essais restants : 3"] {
                assert!(window.text.contains(part), "{kind}: {part} in {window:?}");
            }
        }
        assert!(shown[2].text.contains("scelle/v1/binding") && shown[2].text.contains("1 rue de la Paix"));
        what_was_called(&bench, kind);
    }
}

/// 23, 24, 29: the key is looked for after the PIN and only then; each operation logs out; no other
/// mechanism than CKM_SHA256_RSA_PKCS, no unwrapping, no decryption.
fn what_was_called(bench: &Bench, kind: &str) {
    let told = ["Login", "Logout", "SignInit", "DecryptInit", "UnwrapKey", "DeriveKey", "CreateObject"];
    let calls: Vec<_> = bench.desk.calls().into_iter().filter(|name| told.contains(&name.as_str())).collect();
    let two = ["Login", "SignInit", "SignInit", "Logout"];
    let one = ["Login", "SignInit", "Logout"];
    assert_eq!(calls, [&two[..], &two, &one].concat(), "{kind}");
    let log = std::fs::read(bench.desk.path("spy.log")).expect("a log");
    let log = String::from_utf8_lossy(&log);
    let mechanisms: Vec<_> = log.lines().filter(|line| line.contains("pMechanism->type")).collect();
    assert_eq!(mechanisms.len(), 5);
    assert!(mechanisms.iter().all(|line| line.ends_with("CKM_SHA256_RSA_PKCS          ")), "{mechanisms:?}");
    let private = log.find("CKO_PRIVATE_KEY").expect("the key was looked for");
    assert!(log.find("C_Login").is_some_and(|login| login < private), "never before the PIN");
}

/// 29: the two lists do restrict: a CPS3 has no PSS, and neither has OAEP or key unwrapping for it.
#[test]
fn the_soft_cards_refuse_what_real_ones_refuse() {
    for (kind, pss) in [("cps3", false), ("cps4", true)] {
        let bench = Bench::new(&Wish { kind, cards: &["alice"], ..Wish::default() });
        let mut tool = Command::new("pkcs11-tool");
        tool.args(["--module", SOFTHSM, "-M"]).env("SOFTHSM2_CONF", bench.desk.path("cards/softhsm2.conf"));
        let list = String::from_utf8_lossy(&done(&mut tool).stdout).into_owned();
        assert!(list.contains("SHA256-RSA-PKCS,"), "{list}");
        assert_eq!(list.contains("PSS"), pss, "{list}");
        assert!(!list.contains("OAEP") && !list.contains("ECDSA"), "{list}");
    }
}

/// 23: another order of the name's SET, and objects without the usual labels.
#[test]
fn a_card_is_read_by_content_and_not_by_labels_or_places() {
    for kind in KINDS {
        let bench = Bench::new(&Wish { kind, cards: &["order"], labels: false, ..Wish::default() });
        let mut page = bench.page(APP);
        bench.person(&["pin 1234", "pin 1234"]);
        log_in_holds(&mut page);
        binding_holds(&mut page);
        assert!(bench.desk.shown()[0].text.contains("MARIE-FRANÇOISE LI"));
    }
}

/// 23: without a PIN the module itself shows no private key.
#[test]
fn before_the_pin_there_is_no_key_to_find() {
    let bench = Bench::with(&["alice"]);
    let list = |login: &[&str]| {
        let mut tool = Command::new("pkcs11-tool");
        tool.args(["--module", SOFTHSM, "--token-label", "TEST-alice", "-O", "--type", "privkey"]).args(login);
        let output = done(tool.env("SOFTHSM2_CONF", bench.desk.path("cards/softhsm2.conf")));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(!list(&[]).contains("Private Key Object"));
    assert!(list(&["--login", "--pin", "1234"]).contains("Private Key Object"));
}

/// 19: of two cards the person chooses, by name, in the bridge's own window.
#[test]
fn of_two_cards_the_person_chooses_by_name() {
    let bench = Bench::with(&["alice", "bruno"]);
    let mut page = bench.page(APP);
    for wanted in ["ALICE ESSAI", "BRUNO TEST"] {
        bench.person(&["cancel"]);
        assert_eq!(page.refused("certificate", &json!({"purpose": "auth"})), "PIN_CANCELLED");
        let first = bench.desk.shown().remove(0);
        assert!(first.text.contains("https://app.test") && first.asked == "CONFIRM", "{first:?}");
        let choice = if first.text.contains(wanted) { "yes" } else { "no" };
        bench.person(&[choice, "pin 1234"]);
        let logged_in = page.log_in(&random(), ACCOUNT, &SALT).expect("a log-in");
        let der = std::fs::read(pki().join(if wanted.starts_with('A') { "alice.der" } else { "bruno.der" }));
        assert_eq!(text(&logged_in.token["unverifiedCertificate"]), BASE64.encode(&der.expect("a certificate")));
        assert!(bench.desk.shown().last().expect("a window").text.contains(wanted), "and the PIN's window says whose");
    }
}

/// 24: a second operation asks for the PIN again; without it nothing is signed.
#[test]
fn every_operation_asks_for_the_pin_anew() {
    let bench = Bench::new(&Wish { cards: &["alice"], spy: true, ..Wish::default() });
    let mut page = bench.page(APP);
    bench.person(&["pin 1234"]);
    binding_holds(&mut page);
    assert_eq!(page.refused("statement", &binding()), "PIN_CANCELLED");
    let signs = bench.desk.calls().iter().filter(|name| *name == "SignInit").count();
    assert_eq!((signs, bench.desk.shown().len()), (1, 2));
}

/// 20: a wrong PIN is told with the tries left, is not tried again, and the next window says it.
/// (SoftHSM has no last try: that is shown on the core.)
#[test]
fn a_wrong_pin_says_how_many_tries_are_left() {
    let bench = Bench::new(&Wish { cards: &["alice"], spy: true, ..Wish::default() });
    let mut page = bench.page(APP);
    bench.person(&["pin 9999", "pin 1234"]);
    let (status, refusal) = page.ask("statement", &binding()).expect_err("a wrong PIN");
    assert_eq!((status, &refusal["error"], &refusal["triesLeft"]), (401, &json!("PIN_WRONG"), &json!(2)));
    assert_eq!(bench.desk.calls().iter().filter(|name| *name == "Login").count(), 1, "once");
    assert_eq!(page.ask("status", &json!({})).expect("a status")["pin"], "low");
    bench.desk.shown();
    binding_holds(&mut page);
    assert!(bench.desk.shown()[0].text.contains("Essais restants : 2"));
    assert_eq!(page.ask("status", &json!({})).expect("a status")["pin"], "ok");
}

/// 28: the card's share differs by origin and account; 26: and is no signature that was told.
#[test]
fn the_card_gives_another_share_to_another_origin_or_account() {
    let bench = Bench::with(&["alice"]);
    let (mut page, mut other) = (bench.page(APP), bench.page(OTHER));
    bench.person(&["pin 1234"; 4]);
    let key = log_in_holds(&mut page);
    assert_ne!(key, log_in_holds(&mut other));
    let mut share = |account: &str, salt: &[u8; 32]| page.log_in(&random(), account, salt).expect("a log-in").key;
    assert_ne!(key, share("02020202020202020202020202020202", &SALT));
    assert_ne!(key, share(ACCOUNT, &[5; 32]));
    for said in [hex(&key), b64(&key), BASE64.encode(&key)] {
        assert!(!page.heard.contains(&said), "the share travels sealed only");
    }
}
