//! Log-in with a card: what opens a session, and everything that does not.

use crate::cards::{ALICE, Card, Made, PAGE, alice, asks, finish, log_in, session_key, start, world};
use crate::professionals::enrolled;
use crate::support::{START, Somebody, World, send};
use scelle_protocol::{ProblemCode, Time, wire};
use serde_json::Value;
use std::collections::BTreeSet;

fn refused(world: &World, card: &Card) -> ProblemCode {
    finish(world, &asks(world, card, session_key(1))).code()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_opens_a_session_of_whom_it_names() {
    let (world, _) = world().await;
    let opened = log_in(&world, &alice().card(), session_key(1));
    assert!(!opened.known && !opened.ocsp.0.is_empty() && opened.session.proof.0.is_empty());
    let session = world.host.app().sessions.find(&opened.session.token).expect("alive");
    assert_eq!(session.person.map(|person| person.id_nat).as_deref(), Some(ALICE));
    let again = log_in(&world, &alice().card(), session_key(1));
    assert_ne!(again.session.account, opened.session.account, "nobody's account until it is opened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replayed_token_is_refused() {
    let (world, _) = world().await;
    let once = asks(&world, &alice().card(), session_key(1));
    finish(&world, &once).json::<wire::CardSession>();
    assert_eq!(finish(&world, &once).code(), ProblemCode::LoginRefused);
    let other = wire::CardFinish { nonce: start(&world), ..once };
    assert_eq!(finish(&world, &other).code(), ProblemCode::LoginRefused, "under another nonce");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nonce_is_good_for_two_minutes_and_must_be_the_hosts() {
    let (world, _) = world().await;
    let late = asks(&world, &alice().card(), session_key(1));
    world.clock.advance(120);
    assert_eq!(finish(&world, &late).code(), ProblemCode::LoginRefused);
    let (nonce, session) = (scelle_protocol::Digest([7; 32]), session_key(1));
    let own = wire::CardFinish { nonce, session, token: alice().card().token(PAGE, &nonce, &session) };
    assert_eq!(finish(&world, &own).code(), ProblemCode::LoginRefused);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_for_another_origin_is_refused() {
    let (world, _) = world().await;
    for origin in ["https://example.com", "https://api.example.org", "http://example.org", "https://example.org/"] {
        let (nonce, session) = (start(&world), session_key(1));
        let token = alice().card().token(origin, &nonce, &session);
        let answer = finish(&world, &wire::CardFinish { nonce, session, token });
        assert_eq!(answer.code(), ProblemCode::LoginRefused, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_for_another_session_key_is_refused() {
    let (world, _) = world().await;
    let stolen = wire::CardFinish { session: session_key(2), ..asks(&world, &alice().card(), session_key(1)) };
    assert_eq!(finish(&world, &stolen).code(), ProblemCode::LoginRefused);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_by_another_key_than_the_cards_is_refused_and_nobody_is_asked() {
    let (world, responder) = world().await;
    let (nonce, session) = (start(&world), session_key(1));
    let mut token = crate::cards::bruno().card().token(PAGE, &nonce, &session);
    token.unverified_certificate = alice().card().token(PAGE, &nonce, &session).unverified_certificate;
    assert_eq!(finish(&world, &wire::CardFinish { nonce, session, token }).code(), ProblemCode::LoginRefused);
    assert_eq!(responder.mood.lock().expect("free").asked, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_out_of_form_is_refused() {
    let (world, _) = world().await;
    let changes: [fn(&mut wire::CardToken); 2] =
        [|token| token.algorithm = "none".into(), |token| token.format = "web-eid:2.0".into()];
    for change in changes {
        let mut asked = asks(&world, &alice().card(), session_key(1));
        change(&mut asked.token);
        assert_eq!(finish(&world, &asked).code(), ProblemCode::Invalid);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_signature_certificate_of_a_card_is_refused() {
    let (world, _) = world().await;
    assert_eq!(refused(&world, &Made { usage: [3, 2, 6, 0x40], ..alice() }.card()), ProblemCode::CardProfile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_of_staff_is_refused() {
    let (world, _) = world().await;
    assert_eq!(refused(&world, &Made { card_type: 2, ..alice() }.card()), ProblemCode::CardProfile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_is_over_or_not_yet_valid_is_refused() {
    let (world, _) = world().await;
    let (before, after) = (Time(START.0 - 86_400), START.plus(86_400));
    for valid in [(Time(before.0 - 86_400), before), (after, after.plus(86_400))] {
        assert_eq!(refused(&world, &Made { valid, ..alice() }.card()), ProblemCode::CardExpired);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_certificate_of_an_organisation_is_refused() {
    let (world, _) = world().await;
    assert_eq!(refused(&world, &Made { class: "ORGANISATIONS", ..alice() }.card()), ProblemCode::CardIssuer);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_by_another_key_under_the_authoritys_name_is_refused() {
    let (world, _) = world().await;
    assert_eq!(refused(&world, &Made { by: 2, ..alice() }.card()), ProblemCode::CardIssuer);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_card_is_refused_by_a_host_that_trusts_the_pinned_authorities_alone() {
    let world = World::new().await;
    assert_eq!(refused(&world, &alice().card()), ProblemCode::CardIssuer);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_log_ins_leave_no_session_no_nonce_and_no_handle_behind() {
    let (world, _) = world().await;
    let alice = alice().card();
    let once = || {
        let doctor = Somebody::new(&world, 1);
        let before = world.host.app().sessions.count();
        let opened = log_in(&world, &alice, doctor.session_key());
        assert_eq!(doctor.with_token(opened.session.token).call("DELETE", "/v1/session", &[]).status, 204);
        assert_eq!(world.host.app().sessions.count(), before);
    };
    let handles = || std::fs::read_dir("/proc/self/fd").expect("this process").count();
    once();
    let before = handles();
    for _ in 1..1000 {
        once();
    }
    assert_eq!(world.host.app().cards.count(), 0);
    // Other tests of this program open and close files meanwhile.
    assert!(handles() < before + 300, "{before} handles, then {}", handles());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_hospital_behind_one_address_begins_and_comes_in() {
    let (world, _) = world().await;
    for _ in 0..100 {
        start(&world);
    }
    log_in(&world, &alice().card(), session_key(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_for_nonces_by_the_hundred_is_slowed_down() {
    let world = World::with(|config| config.cards_per_hour = std::num::NonZeroU32::new(2).expect("not zero")).await;
    let begin = || send(world.host.api, "POST", "/v1/card/start", &[], &[]);
    assert_eq!((begin().status, begin().status), (200, 200));
    assert_eq!(begin().code(), ProblemCode::SlowDown);
    world.clock.advance(1800);
    assert_eq!(begin().status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signatures_that_do_not_hold_are_slowed_down_and_keep_no_card_out() {
    let (world, _) = world().await;
    let stolen = || wire::CardFinish { session: session_key(2), ..asks(&world, &alice().card(), session_key(1)) };
    for _ in 0..4 {
        assert_eq!(finish(&world, &stolen()).code(), ProblemCode::LoginRefused);
    }
    // Counted is what was signed wrongly, and neither what is no card nor a nonce that is none.
    assert_eq!(refused(&world, &Made { card_type: 2, ..alice() }.card()), ProblemCode::CardProfile);
    assert_eq!(finish(&world, &stolen()).code(), ProblemCode::LoginRefused);
    assert_eq!(finish(&world, &stolen()).code(), ProblemCode::SlowDown);
    log_in(&world, &alice().card(), session_key(1));
    log_in(&world, &crate::cards::bruno().card(), session_key(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_without_account_may_open_one_and_nothing_else() {
    let (world, _) = world().await;
    let alice = alice().card();
    let doctor = Somebody::new(&world, 1);
    let opened = log_in(&world, &alice, doctor.session_key());
    let doctor = doctor.with_token(opened.session.token);
    for (method, path) in
        [("GET", "/v1/account/openers"), ("GET", "/v1/account/vault"), ("GET", "/v1/inbox"), ("DELETE", "/v1/account")]
    {
        assert_eq!(doctor.call(method, path, &[]).code(), ProblemCode::NotFound, "{path}");
    }
    let search = wire::DirectorySearch { text: "essai".into() };
    assert_eq!(doctor.post("/v1/directory/search", &search).code(), ProblemCode::NotFound);
    assert_eq!(doctor.post("/v1/records", &doctor.genesis(START)).code(), ProblemCode::NotFound);
    assert_eq!(doctor.call("POST", "/v1/session/act", &[]).status, 204);
    assert_eq!(doctor.call("DELETE", "/v1/session", &[]).status, 204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_professionals_session_opens_no_record() {
    let (world, _) = world().await;
    let doctor = enrolled(&world, alice(), 1);
    assert_eq!(doctor.post("/v1/records", &doctor.genesis(START)).code(), ProblemCode::Forbidden);
    assert!(world.host.app().store.chain_state(doctor.record).await.expect("read").is_none());
}

/// Where a session comes out, by the table of routes as it is described.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_come_out_of_four_routes_and_only_the_cards_is_a_professionals() {
    let (world, _) = world().await;
    let all: Value = send(world.host.api, "GET", "/openapi.json", &[], &[]).json();
    let mut doors = BTreeSet::new();
    for (path, methods) in all["paths"].as_object().expect("paths") {
        for operation in methods.as_object().expect("methods").values() {
            let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"];
            let name = schema.as_str().and_then(|name| name.rsplit('/').next()).unwrap_or_default();
            if name.ends_with("Session") {
                doors.insert(path.as_str());
            }
        }
    }
    let known = ["/v1/accounts", "/v1/card/finish", "/v1/kit/finish", "/v1/login/finish"];
    assert_eq!(doors, BTreeSet::from(known), "what the others do is tested in `professionals`");
}
