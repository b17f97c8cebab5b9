//! Pairing and sessions: each way in that must stay shut (numbers 9 to 14 of the list).

use std::time::Duration;

use serde_json::{Value, json};

use super::bench::{APP, Bench, Do, OTHER, Page};
use crate::bridge::{Call, Patience, request_text};

fn empty_bench() -> Bench {
    Bench::new(vec![None])
}

fn code(refusal: Result<(), Value>) -> String {
    refusal.expect_err("a refusal")["error"].as_str().expect("a code").to_owned()
}

#[test]
fn page_and_window_show_the_same_six_digits_and_the_origin() {
    let bench = empty_bench();
    let mut page = Page::new(&bench, APP);
    bench.person(&[Do::Yes]);
    page.pair().expect("paired");
    let shown = bench.shown().remove(0);
    assert_eq!(page.digits.len(), 6);
    assert!(shown.contains(&format!("{} {}", &page.digits[..3], &page.digits[3..])), "{shown}");
    assert!(shown.contains(APP), "{shown}");
}

#[test]
fn wrong_digits_or_no_answer_pair_nothing() {
    let bench = empty_bench();
    for does in [Do::Cancel, Do::Wait] {
        bench.person(&[does]);
        assert_eq!(code(Page::new(&bench, APP).pair()), "PAIRING_REFUSED");
    }
    assert_eq!(bench.call(APP, "hello", &json!({})).1["paired"], false);
}

#[test]
fn a_reveal_that_was_not_committed_to_pairs_nothing() {
    let bench = empty_bench();
    let page = Page::new(&bench, APP);
    bench.person(&[Do::Yes]);
    let commit = crate::bridge::commitment(&page.origin, &page.public(), &scelle_protocol::Digest([1; 32]));
    bench.call(APP, "pair/start", &json!({"commit": commit}));
    let finish = json!({"pageKey": page.public(), "reveal": scelle_protocol::Digest([2; 32])});
    assert_eq!(bench.call(APP, "pair/finish", &finish).1["error"], "NOT_PAIRED");
    // One reveal for one commitment: the right one comes too late.
    let finish = json!({"pageKey": page.public(), "reveal": scelle_protocol::Digest([1; 32])});
    assert_eq!(bench.call(APP, "pair/finish", &finish).1["error"], "NOT_PAIRED");
    assert!(bench.shown().is_empty(), "no window for a reveal that does not fit");
}

#[test]
fn a_commitment_grows_old() {
    let bench = Bench::patient(vec![None], Patience { pairing: Duration::ZERO, ..Patience::usual(60) });
    bench.person(&[Do::Yes]);
    assert_eq!(code(Page::new(&bench, APP).pair()), "NOT_PAIRED");
}

#[test]
fn a_pairing_of_one_origin_is_unusable_from_another() {
    let bench = empty_bench();
    let page = bench.page();
    let mut thief = Page::new(&bench, OTHER);
    thief.pairing = page.pairing;
    assert_eq!(code(thief.open_session()), "NOT_PAIRED");
    thief.session = page.session;
    thief.bridge_nonce = page.bridge_nonce;
    assert_eq!(thief.refused("status", &json!({})), "SESSION_EXPIRED");
}

#[test]
fn another_pages_key_opens_no_session() {
    let bench = empty_bench();
    let mut page = bench.page();
    page.key = p256::ecdsa::SigningKey::from_slice(&[8; 32]).expect("a key");
    assert_eq!(code(page.open_session()), "BAD_SIGNATURE");
    assert_eq!(page.refused("status", &json!({})), "BAD_SIGNATURE");
}

#[test]
fn a_request_shown_twice_is_refused() {
    let bench = empty_bench();
    let mut page = bench.page();
    let (message, _) = page.signed("status", &json!({}));
    assert_eq!(bench.call(APP, "status", &message).0, 200);
    assert_eq!(bench.call(APP, "status", &message).1["error"], "REPLAY");
}

#[test]
fn an_old_counter_is_refused() {
    let bench = empty_bench();
    let mut page = bench.page();
    page.counter = 40;
    page.ask("status", &json!({})).expect("41");
    page.counter = 39;
    assert_eq!(page.refused("status", &json!({})), "REPLAY");
}

#[test]
fn a_signature_of_another_session_is_refused() {
    let bench = empty_bench();
    let mut page = bench.page();
    let (mut message, _) = page.signed("status", &json!({}));
    page.open_session().expect("a second session");
    message["sessionId"] = json!(page.session);
    assert_eq!(bench.call(APP, "status", &message).1["error"], "BAD_SIGNATURE");
}

#[test]
fn a_signature_for_one_operation_is_none_for_another() {
    let bench = empty_bench();
    let mut page = bench.page();
    let (message, _) = page.signed("status", &json!({}));
    assert_eq!(bench.call(APP, "lock", &message).1["error"], "BAD_SIGNATURE");
    let (mut message, _) = page.signed("status", &json!({}));
    message["body"] = json!("{ }");
    assert_eq!(bench.call(APP, "status", &message).1["error"], "BAD_SIGNATURE");
}

#[test]
fn a_session_request_shown_twice_is_refused() {
    let bench = empty_bench();
    let page = bench.page();
    let nonce = scelle_protocol::Digest([9; 32]);
    let sig = page.sign(&crate::bridge::session_text(&page.origin, &page.pairing, &nonce));
    let body = json!({"pairingId": page.pairing, "pageNonce": nonce, "sig": sig});
    assert_eq!(bench.call(APP, "session", &body).0, 200);
    assert_eq!(bench.call(APP, "session", &body).1["error"], "REPLAY");
}

#[test]
fn a_session_ends_by_itself() {
    let bench = Bench::patient(vec![None], Patience { session: Duration::from_millis(1), ..Patience::usual(60) });
    let mut page = bench.page();
    std::thread::sleep(Duration::from_millis(5));
    assert_eq!(page.refused("status", &json!({})), "SESSION_EXPIRED");
}

#[test]
fn unpairing_forgets_the_key_and_its_sessions() {
    let bench = empty_bench();
    let mut page = bench.page();
    page.ask("unpair", &json!({})).expect("unpaired");
    assert_eq!(page.refused("status", &json!({})), "SESSION_EXPIRED");
    assert_eq!(code(page.open_session()), "NOT_PAIRED");
    assert_eq!(bench.call(APP, "hello", &json!({})).1, json!({"ok": true, "protocol": 1, "paired": false}));
}

#[test]
fn a_false_bridge_cannot_answer_a_paired_page() {
    let (bench, squatter) = (empty_bench(), empty_bench());
    let mut page = bench.page();
    let (message, hash) = page.signed("status", &json!({}));
    // The squatter does not know the session; even if it did, its key is another one.
    assert_eq!(squatter.call(APP, "status", &message).1["error"], "SESSION_EXPIRED");
    let forged = squatter.bridge.sealed_with_key("status", &hash, &json!({"card": "present"})).expect("an answer");
    let body = forged["body"].as_str().expect("a body");
    let sig = super::bench::read(&forged["sig"]).expect("a signature");
    let text = crate::bridge::answer_text("status", &hash, body);
    assert!(scelle_verify::signature::ed25519(&page.bridge_key, text.as_bytes(), &sig).is_err());
}

#[test]
fn an_answer_to_one_request_is_none_to_another() {
    let bench = empty_bench();
    let mut page = bench.page();
    let (first, _) = page.signed("status", &json!({}));
    let answer = bench.call(APP, "status", &first).1;
    let (_, second) = page.signed("status", &json!({}));
    let text = crate::bridge::answer_text("status", &second, answer["body"].as_str().expect("a body"));
    let sig = super::bench::read(&answer["sig"]).expect("a signature");
    assert!(scelle_verify::signature::ed25519(&page.bridge_key, text.as_bytes(), &sig).is_err());
}

#[test]
fn a_key_that_is_no_point_of_the_curve_pairs_nothing() {
    let bench = empty_bench();
    let origin = Page::new(&bench, APP).origin;
    for key in [vec![4; 65], vec![2; 33], vec![], vec![0; 65]] {
        let (key, reveal) = (scelle_protocol::Bytes(key), scelle_protocol::Digest([1; 32]));
        let commit = crate::bridge::commitment(&origin, &key, &reveal);
        bench.call(APP, "pair/start", &json!({"commit": commit}));
        let answer = bench.call(APP, "pair/finish", &json!({"pageKey": key, "reveal": reveal}));
        assert_eq!(answer.1["error"], "BAD_REQUEST");
    }
}

#[test]
fn what_is_no_operation_or_no_json_of_ours_is_refused() {
    let bench = empty_bench();
    let mut page = bench.page();
    assert_eq!(page.refused("sign", &json!({})), "NOT_FOUND");
    assert_eq!(page.refused("status", &json!({"x": 1})), "BAD_REQUEST");
    let deep = "[".repeat(8000);
    let call = Call { origin: page.origin.clone(), operation: "hello", body: deep.as_bytes() };
    // Pairing and session took the tokens of this second.
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(bench.bridge.answer(&call).0, 400);
    let text = request_text(&call, &page.session, &page.bridge_nonce, 1, "");
    assert!(text.starts_with("scelle/v1/bridge-request\norigin: https://app.test\nmethod: POST\npath: /v1/hello\n"));
}
