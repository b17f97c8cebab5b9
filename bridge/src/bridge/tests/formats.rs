//! The example of FORMATS §10, held against the code: whoever writes the page's half has only that.

use scelle_protocol::{AccountId, Bytes, Digest, PublicKey};
use scelle_verify::hash::sha256;
use serde_json::json;

use crate::bridge::open::opener_key;
use crate::bridge::{Call, OPERATIONS, answer_text, commitment, digits, request_text};
use crate::origin::Origin;
use crate::texts::CardText;
use crate::trouble::Trouble;

const FORMATS: &str = include_str!("../../../../docs/FORMATS.md");

/// The value of a line of the example.
fn value(name: &str) -> String {
    let (_, example) = FORMATS.split_once("**Example.** Origin").expect("the example");
    let line = example.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).expect("a line");
    line.split_whitespace().next().expect("a value").to_owned()
}

#[test]
fn the_example_of_the_formats_is_what_the_bridge_computes() {
    let origin = Origin::read("https://app.test").expect("an origin");
    let key = p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key");
    let page_key = Bytes(key.verifying_key().to_sec1_point(false).as_bytes().to_vec());
    let bridge_key: PublicKey = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".parse().expect("RFC 8032");
    assert!(FORMATS.contains(&page_key.encode()) && FORMATS.contains(&bridge_key.encode()));
    let (reveal, nonce) = (Digest([5; 32]), Digest([6; 32]));
    assert_eq!(commitment(&origin, &page_key, &reveal).encode(), value("commit"));
    let (hash, number) = digits(&origin, &page_key, &reveal, &nonce, &bridge_key);
    assert_eq!(hash.encode(), value("D"));
    assert!(FORMATS.contains(&format!("digits {number}")), "{number}");
    let call = Call { origin: origin.clone(), operation: "status", body: &[] };
    let request = sha256(request_text(&call, &Digest([7; 32]), &Digest([8; 32]), 1, "{}").as_bytes());
    assert_eq!(request.encode(), value("request"));
    let body = r#"{"card":"present","cardEpoch":1,"pin":"ok","reader":true}"#;
    assert_eq!(sha256(answer_text("status", &request, body).as_bytes()).encode(), value("answer"));
    let token = data_encoding::HEXLOWER.encode(CardText::token(&origin, &Digest([1; 32])).bytes());
    assert_eq!(token.get(..64), Some(value("token").as_str()));
    assert!(FORMATS.contains(token.get(64..).expect("64 bytes")));
    let (account, salt) = (AccountId([1; 16]), Digest([4; 32]));
    assert_eq!(sha256(CardText::opener(&origin, account, &salt).bytes()).encode(), value("opener-key"));
    let asked = serde_json::from_value(json!({"consent": Digest([0; 32]), "account": account, "salt": salt}));
    let key = opener_key(&[9; 256], &origin, &asked.expect("a request")).expect("a key");
    assert_eq!(data_encoding::HEXLOWER.encode(&*key), value("key"));
}

#[test]
fn every_trouble_and_every_operation_is_in_the_formats() {
    let (_, bridge) = FORMATS.split_once("\n## 10. The bridge\n").expect("the section");
    for trouble in Trouble::ALL {
        let code = format!("`{}`", trouble.code());
        let again = if trouble.retryable() { "yes" } else { "no" };
        let told = format!("| {} | {again} |", trouble.status());
        let line = bridge.lines().find(|line| line.starts_with('|') && line.contains(&code));
        assert!(line.is_some_and(|line| line.contains(&told)), "{code} {told} {line:?}");
    }
    for operation in OPERATIONS {
        assert!(bridge.contains(&format!("\n| `{operation}` |")), "{operation}");
    }
}
