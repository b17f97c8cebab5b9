//! Tests of `texts`: nothing that a caller says becomes the bytes that a card signs.

use super::*;
use proptest::prelude::*;
use scelle_protocol::statements::CONTEXTS;
use scelle_protocol::{PublicKey, SealKey, statements};
use serde_json::{Value, json};

fn origin() -> Origin {
    Origin::read("https://app.test").expect("an origin")
}

fn build(kind: &str, fields: &Value) -> Result<CardText, Trouble> {
    let origin = origin();
    let certificate = CertificateHash([7; 32]);
    statement(
        kind,
        &fields.to_string(),
        Own { origin: &origin, certificate, id_nat: "899700218896", now: Time(1_795_461_660) },
    )
}

fn fields() -> Value {
    json!({
        "number": 1,
        "previous": Digest([0; 32]),
        "identitySign": PublicKey([1; 32]),
        "identitySeal": SealKey([2; 1216]),
        "practice": "1 rue de la Paix, 75002 Paris",
        "ocsp": Digest([3; 32]),
    })
}

#[test]
fn a_binding_says_what_the_bridge_knows_and_not_what_the_caller_claims() {
    let text = build("binding", &fields()).expect("a binding");
    let read = statements::Binding::read(std::str::from_utf8(text.bytes()).expect("text")).expect("a binding");
    assert_eq!(read.origin, "https://app.test");
    assert_eq!(read.id_nat, "899700218896");
    assert_eq!(read.certificate, CertificateHash([7; 32]));
    for own in ["origin", "certificate", "idNat", "time"] {
        let mut more = fields();
        more[own] = json!("x");
        assert_eq!(build("binding", &more), Err(Trouble::BadRequest), "{own}");
    }
}

#[test]
fn a_line_cannot_be_smuggled_into_a_statement() {
    for practice in ["a\nidentity-sign: x", "a\r\nb", "a\u{202e}b", "a\u{200b}b", " a", "e\u{301}"] {
        let mut fields = fields();
        fields["practice"] = json!(practice);
        assert_eq!(build("binding", &fields), Err(Trouble::BadRequest), "{practice:?}");
    }
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    let (origin, certificate) = (origin(), CertificateHash([7; 32]));
    let own = Own { origin: &origin, certificate, id_nat: "899700218896", now: Time(1_795_461_660) };
    let once = fields().to_string();
    assert!(statement("binding", &once, own).is_ok());
    let twice = once.replacen('{', r#"{"number":2,"#, 1);
    assert_eq!(statement("binding", &twice, own), Err(Trouble::BadRequest));
}

#[test]
fn login_and_opener_key_are_no_statements() {
    for kind in ["login", "opener-key", "scelle/v1/opener-key", "token", "opener", "", "Binding", "binding\n", "grant"]
    {
        assert_eq!(build(kind, &fields()), Err(Trouble::StatementKind), "{kind:?}");
    }
}

#[test]
fn a_signed_binding_reads_back_with_its_signature() {
    let text = build("binding", &fields()).expect("a binding");
    let text = std::str::from_utf8(text.bytes()).expect("text");
    let whole = with_signature(text, CertificateHash([7; 32]), &[9; 256]);
    let signed = Signed::<statements::Binding>::parse(&whole).expect("a signed binding");
    assert_eq!(signed.whole(), whole);
    assert_eq!(signed.covered(0), text);
}

fn ours(text: &CardText) -> bool {
    match text.domain() {
        Domain::Token => text.bytes().len() == 64 && !text.bytes().starts_with(b"scelle/"),
        Domain::Opener => text.bytes().len() > 64 && text.bytes().starts_with(b"scelle/v1/opener-key\norigin: "),
        Domain::Statement => {
            let known = |context: &&str| text.bytes().starts_with(format!("{context}\n").as_bytes());
            text.bytes().len() > 64 && CONTEXTS.into_iter().flatten().any(known)
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_only_texts_of_ours_are_built(
        kind in prop_oneof![Just("binding".to_owned()), ".{0,24}"],
        practice in "\\PC{0,320}|.{0,40}",
        number: u64,
        nonce: [u8; 32],
        salt: [u8; 32],
        account: [u8; 16],
        extra in proptest::option::of(("[a-z]{1,12}", ".{0,20}")),
    ) {
        let mut asked = fields();
        asked["practice"] = json!(practice);
        asked["number"] = json!(number);
        if let Some((name, value)) = extra {
            asked[name] = json!(value);
        }
        if let Ok(text) = build(&kind, &asked) {
            prop_assert!(kind == "binding" && text.domain() == Domain::Statement && ours(&text));
        }
        let token = CardText::token(&origin(), &Digest(nonce));
        let opener = CardText::opener(&origin(), AccountId(account), &Digest(salt));
        prop_assert!(ours(&token) && token.domain() == Domain::Token);
        prop_assert!(ours(&opener) && opener.domain() == Domain::Opener);
        prop_assert!(token.bytes() != opener.bytes());
    }

    #[test]
    fn a_token_is_neither_a_statement_nor_an_opener_text(nonce: [u8; 32]) {
        let token = CardText::token(&origin(), &Digest(nonce));
        let as_text = std::str::from_utf8(token.bytes()).unwrap_or_default();
        prop_assert!(CONTEXTS.into_iter().flatten().chain(contexts::ALL).all(|context| !as_text.starts_with(context)));
    }
}

#[test]
fn a_token_is_that_of_web_eid() {
    // web-eid:1.0: the hash of the origin, then the hash of the challenge as it travels, in base64.
    let nonce = Digest([0xAB; 32]);
    let challenge = data_encoding::BASE64.encode(&nonce.0);
    assert_eq!(challenge.len(), 44);
    let expected = [sha256(b"https://app.test").0, sha256(challenge.as_bytes()).0].concat();
    assert_eq!(CardText::token(&origin(), &nonce).bytes(), expected);
}

#[test]
fn origin_account_and_salt_each_change_the_opener_text() {
    let (here, there) = (origin(), Origin::read("https://b.test").expect("an origin"));
    let (account, salt) = (AccountId([1; 16]), Digest([2; 32]));
    let text = CardText::opener(&here, account, &salt);
    assert_ne!(text, CardText::opener(&there, account, &salt));
    assert_ne!(text, CardText::opener(&here, AccountId([9; 16]), &salt));
    assert_ne!(text, CardText::opener(&here, account, &Digest([9; 32])));
}
