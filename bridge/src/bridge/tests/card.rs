//! The card: each state that a person can meet (numbers 15 to 24 and 30 of the list).

use scelle_protocol::Digest;
use serde_json::{Value, json};

use super::bench::{Bench, Do, Page, token};
use crate::bridge::Patience;
use crate::card::Tries;
use crate::card::fake::{FakeCard, Happening, Step};
use crate::trouble::Trouble;

pub(super) fn log_in() -> Value {
    json!({"nonce": Digest([1; 32]), "ephemeralKey": super::consent::page_key().1})
}

fn refused(bench: &Bench, page: &mut Page<'_>, does: &[Do]) -> String {
    bench.person(does);
    page.refused("open", &log_in())
}

#[test]
fn no_middleware_is_said() {
    let card = FakeCard::default();
    let bench = Bench::with_source(card, Patience::usual(60), || Err(Trouble::MiddlewareMissing));
    let mut page = bench.page();
    assert_eq!(page.refused("status", &json!({})), "MIDDLEWARE_MISSING");
    assert_eq!(refused(&bench, &mut page, &[]), "MIDDLEWARE_MISSING");
}

#[test]
fn no_reader_is_said() {
    let bench = Bench::new(vec![]);
    let mut page = bench.page();
    assert_eq!(page.ask("status", &json!({})).expect("a status")["reader"], false);
    assert_eq!(refused(&bench, &mut page, &[]), "NO_READER");
}

#[test]
fn a_reader_without_card_is_said() {
    let bench = Bench::new(vec![None]);
    let mut page = bench.page();
    let status = page.ask("status", &json!({})).expect("a status");
    assert_eq!((&status["reader"], &status["card"]), (&json!(true), &json!("absent")));
    assert_eq!(refused(&bench, &mut page, &[]), "NO_CARD");
}

#[test]
fn an_unknown_card_is_said_and_the_signature_certificate_alone_is_one() {
    for keep in [0, 1] {
        let mut card = token("alice");
        card.found.truncate(keep);
        let bench = Bench::new(vec![Some(card)]);
        let mut page = bench.page();
        assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "unrecognized");
        assert_eq!(refused(&bench, &mut page, &[]), "CARD_UNRECOGNIZED");
    }
}

#[test]
fn the_status_names_nobody() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let status = bench.page().ask("status", &json!({})).expect("a status");
    assert_eq!(status, json!({"reader": true, "card": "present", "pin": "ok", "cardEpoch": 1}));
}

#[test]
fn of_two_cards_the_person_chooses_by_name() {
    let bench = Bench::new(vec![Some(token("alice")), None, Some(token("bruno"))]);
    let mut page = bench.page();
    bench.person(&[Do::Other, Do::Pin("1234")]);
    let answer = page.ask("open", &log_in()).expect("a log-in");
    let shown = bench.shown();
    assert!(shown[0].contains("ALICE ESSAI") && shown[1].contains("BRUNO TEST"), "{shown:?}");
    let bruno = data_encoding::BASE64.encode(&token("bruno").found[1].der);
    assert_eq!(answer["token"]["unverifiedCertificate"], bruno);
    assert_eq!(refused(&bench, &mut page, &[Do::Cancel]), "PIN_CANCELLED");
}

#[test]
fn wrong_pins_count_down_to_an_explicit_last_try_and_then_to_nothing() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    for left in [2, 1] {
        bench.person(&[Do::Pin("9999")]);
        let refusal = page.ask("open", &log_in()).expect_err("a wrong PIN");
        assert_eq!((&refusal["error"], &refusal["triesLeft"]), (&json!("PIN_WRONG"), &json!(left)));
    }
    assert_eq!(page.ask("status", &json!({})).expect("a status")["pin"], "final");
    bench.shown();
    assert_eq!(refused(&bench, &mut page, &[Do::Cancel]), "PIN_CANCELLED", "the last try needs a yes");
    assert!(bench.shown()[0].contains("UN SEUL essai"));
    assert_eq!(refused(&bench, &mut page, &[Do::Yes, Do::Pin("9999")]), "PIN_LOCKED");
    let logins = bench.card.with(|script| script.logins);
    bench.shown();
    assert_eq!(refused(&bench, &mut page, &[Do::Yes, Do::Pin("1234")]), "PIN_LOCKED");
    assert!(bench.shown().is_empty(), "no window for a locked card");
    assert_eq!(bench.card.with(|script| script.logins), logins, "no further C_Login");
}

#[test]
fn a_pin_is_never_tried_again_by_itself() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    assert_eq!(refused(&bench, &mut page, &[Do::Pin("9999"), Do::Pin("1234")]), "PIN_WRONG");
    assert_eq!(bench.card.with(|script| script.logins), 1);
}

#[test]
fn what_is_no_pin_costs_no_try() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    assert_eq!(refused(&bench, &mut page, &[Do::Pin("12")]), "PIN_FORM");
    assert_eq!(refused(&bench, &mut page, &[Do::Pin("")]), "PIN_CANCELLED");
    assert_eq!(refused(&bench, &mut page, &[Do::Wait]), "PIN_TIMEOUT");
    assert_eq!(
        bench.card.with(|script| (script.logins, script.readers[0].clone().map(|t| t.tries))),
        (0, Some(Tries::All))
    );
}

#[test]
fn a_card_that_goes_at_any_step_is_said_and_leaves_nothing_open() {
    for (step, happening, code) in [
        (Step::Login, Happening::Remove, "CARD_REMOVED"),
        (Step::Sign, Happening::Remove, "CARD_REMOVED"),
        (Step::Sign, Happening::Reinsert, "CARD_REMOVED"),
        (Step::Sign, Happening::Change(Box::new(token("bruno"))), "CARD_REMOVED"),
    ] {
        let bench = Bench::new(vec![Some(token("alice"))]);
        let mut page = bench.page();
        bench.card.with(|script| script.next = Some((step, happening)));
        assert_eq!(refused(&bench, &mut page, &[Do::Pin("1234")]), code, "{step:?}");
        assert!(bench.card.with(|script| script.signed.is_empty()), "{step:?}");
    }
}

#[test]
fn a_card_that_signs_with_another_key_is_found_out() {
    let mut card = token("alice");
    card.signer = token("bruno").signer;
    let bench = Bench::new(vec![Some(card)]);
    let mut page = bench.page();
    assert_eq!(refused(&bench, &mut page, &[Do::Pin("1234")]), "CARD_CHANGED");
}

#[test]
fn between_the_two_signatures_another_card_is_found_out() {
    for (happening, code) in [
        (Happening::Change(Box::new(token("bruno"))), "CARD_CHANGED"),
        (Happening::Reinsert, "CARD_REMOVED"),
        (Happening::Remove, "CARD_REMOVED"),
    ] {
        let bench = Bench::new(vec![Some(token("alice"))]);
        let mut page = bench.page();
        bench.person(&[Do::Pin("1234")]);
        let opened = page.ask("open", &log_in()).expect("a token");
        bench.card.with(|script| {
            script.next = Some((Step::Sign, happening));
            script.happen_now(0);
        });
        let body = super::consent::opener_of(&opened);
        assert_eq!(page.refused("opener", &body), code);
    }
}

#[test]
fn the_same_card_put_back_is_another_epoch() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    let before = page.ask("status", &json!({})).expect("a status")["cardEpoch"].as_u64().expect("a number");
    bench.card.with(|script| {
        script.next = Some((Step::Sign, Happening::Reinsert));
        script.happen_now(0);
    });
    let event = page.ask("events", &json!({"after": before})).expect("an event");
    assert_eq!(event, json!({"cardEpoch": before + 1, "card": "present"}));
}

#[test]
fn a_long_poll_ends_by_itself() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    let event = page.ask("events", &json!({"after": 1})).expect("an answer");
    assert_eq!(event["cardEpoch"], 1);
}

#[test]
fn a_second_log_in_asks_for_the_pin_again() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    for _ in 0..2 {
        bench.person(&[Do::Pin("1234")]);
        page.ask("open", &log_in()).expect("a token");
    }
    assert_eq!(refused(&bench, &mut page, &[]), "PIN_CANCELLED");
    assert_eq!(bench.card.with(|script| (script.logins, script.logouts)), (2, 2));
}

#[test]
fn certificates_that_do_not_fit_are_refused_before_the_pin() {
    for (name, code) in [
        ("expired", "CERT_EXPIRED"),
        ("future", "CERT_NOT_YET_VALID"),
        ("organisation", "CERT_PROFILE"),
        ("staff", "CERT_PROFILE"),
        ("adeli", "CERT_PROFILE"),
        ("false-ca", "CARD_UNRECOGNIZED"),
        ("alice-sign", "CARD_UNRECOGNIZED"),
    ] {
        let bench = Bench::new(vec![Some(token(name))]);
        let mut page = bench.page();
        assert_eq!(refused(&bench, &mut page, &[Do::Pin("1234")]), code, "{name}");
        assert_eq!(bench.card.with(|script| script.logins), 0, "{name}");
    }
}

#[test]
fn attributes_in_another_order_of_the_set_are_read() {
    let bench = Bench::new(vec![Some(token("order"))]);
    let mut page = bench.page();
    bench.person(&[Do::Yes]);
    let certificate = page.ask("certificate", &json!({"purpose": "auth"})).expect("a certificate");
    assert_eq!((&certificate["idNat"], &certificate["professionCode"]), (&json!("899700218896"), &json!(10)));
    assert!(bench.shown()[0].contains("MARIE-FRANÇOISE LI"));
}

#[test]
fn the_certificate_is_shown_only_after_a_yes() {
    let bench = Bench::new(vec![Some(token("alice"))]);
    let mut page = bench.page();
    bench.person(&[Do::Cancel]);
    assert_eq!(page.refused("certificate", &json!({"purpose": "auth"})), "PIN_CANCELLED");
    assert_eq!(page.refused("certificate", &json!({"purpose": "signature"})), "BAD_REQUEST");
}
