//! The directory: who is found, with what proof, and who is not shown.

use crate::cards::{ALICE, BRUNO, Made, alice, bruno, world};
use crate::professionals::{enrolled, identity, public};
use crate::support::{START, Somebody, World, signed};
use scelle_protocol::{ProblemCode, PublicKey, Time, wire};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_directory_finds_words_without_accents_in_name_address_and_number() {
    let (world, _) = world().await;
    enrolled(&world, alice(), 1);
    enrolled(&world, bruno(), 2);
    let patient = Somebody::new(&world, 3);
    let found = |text: &str| -> Vec<String> {
        let asked = wire::DirectorySearch { text: text.into() };
        let found: wire::DirectoryFound = patient.post("/v1/directory/search", &asked).json();
        assert!(!found.more);
        found.rows.into_iter().map(|row| row.id_nat).collect()
    };
    assert_eq!(found("leveque"), [ALICE]);
    assert_eq!(found("HÉLÈNE besancon"), [ALICE]);
    assert_eq!(found("99700218904"), [BRUNO]);
    assert_eq!(found("eglise").len(), 2);
    assert!(found("helene lyon").is_empty() && found("%%xx").is_empty());
    for text in ["", "e", " é ", "--", "%_"] {
        let asked = wire::DirectorySearch { text: text.into() };
        assert_eq!(patient.post("/v1/directory/search", &asked).code(), ProblemCode::Invalid, "{text}");
    }
    let row = wire::DirectorySearch { text: "bruno".into() };
    let row = patient.post("/v1/directory/search", &row).json::<wire::DirectoryFound>().rows.remove(0);
    assert_eq!((row.name.as_str(), row.profession), ("BRUNO TEST", 10));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_comes_with_a_fresh_answer_or_not_at_all() {
    let (world, responder) = world().await;
    enrolled(&world, alice(), 1);
    let key = public(&identity(1));
    world.clock.advance(3600);
    let patient = Somebody::new(&world, 3);
    let ask = |id_nat: Option<&str>, identity: Option<PublicKey>| {
        let ask = wire::DirectoryAsk { id_nat: id_nat.map(str::to_owned), identity };
        patient.post("/v1/directory/entry", &ask)
    };
    let by_name: wire::DirectoryEntry = ask(Some(ALICE), None).json();
    let by_key: wire::DirectoryEntry = ask(None, Some(key)).json();
    assert_eq!((by_name.leaf, &by_name.binding.statement), (by_key.leaf, &by_key.binding.statement));
    assert_ne!(by_name.fresh, by_name.binding.ocsp, "an hour later it is another answer");
    assert!(!by_name.fresh.0.is_empty() && by_key.fresh.0.is_empty());
    assert_eq!(ask(Some(BRUNO), None).code(), ProblemCode::NotFound);
    assert_eq!(ask(None, Some(public(&identity(9)))).code(), ProblemCode::NotFound);
    assert_eq!([ask(None, None).code(), ask(Some(ALICE), Some(key)).code()], [ProblemCode::Invalid; 2]);
    world.clock.advance(500);
    assert_eq!(patient.call("POST", "/v1/session/act", &[]).status, 204);
    responder.set(|mood| mood.silent = true);
    assert_eq!(ask(Some(ALICE), None).status, 200, "remembered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_of_a_revoked_card_or_of_one_that_nobody_answers_for_is_not_shown() {
    let (world, responder) = world().await;
    enrolled(&world, alice(), 1);
    world.clock.advance(3600);
    let patient = Somebody::new(&world, 3);
    let ask = wire::DirectoryAsk { id_nat: Some(ALICE.into()), identity: None };
    responder.set(|mood| mood.silent = true);
    let answer = patient.post("/v1/directory/entry", &ask);
    assert_eq!(answer.code(), ProblemCode::RevocationUnknown, "a list is no answer that a client can check");
    assert_eq!(responder.mood.lock().expect("free").asked.1, 0, "so none is fetched for it");
    responder.set(|mood| (mood.silent, mood.revoked) = (false, vec![0x11]));
    assert_eq!(patient.post("/v1/directory/entry", &ask).code(), ProblemCode::CardRevoked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searching_by_the_hundred_is_slowed_down() {
    let world = World::with(|config| config.searches_per_hour = std::num::NonZeroU32::new(2).expect("not zero")).await;
    let patient = Somebody::new(&world, 3);
    let search = || patient.post("/v1/directory/search", &wire::DirectorySearch { text: "ab".into() });
    assert_eq!((search().status, search().status), (200, 200));
    assert_eq!(search().code(), ProblemCode::SlowDown);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_of_a_professional_is_not_closed_and_stays_in_the_directory() {
    let (world, _) = world().await;
    let doctor = enrolled(&world, alice(), 1);
    let account = world.host.app().store.professional(ALICE).await.expect("read").expect("known").account;
    let leave = scelle_protocol::statements::AccountClosure { account, deadline: START.plus(600) };
    let body = serde_json::to_vec(&wire::CloseAccount { statement: signed(leave, &identity(1)) }).expect("JSON");
    assert_eq!(doctor.call("DELETE", "/v1/account", &body).code(), ProblemCode::Forbidden);
    assert!(world.host.app().store.newest_binding(ALICE).await.expect("read").is_some());
    assert_eq!(doctor.call("GET", "/v1/account/openers", &[]).status, 200, "the session is there as before");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_lost_a_card_finds_its_own_binding_with_the_next() {
    let (world, responder) = world().await;
    enrolled(&world, alice(), 1);
    world.clock.advance(3600);
    responder.set(|mood| mood.revoked = vec![0x11]);
    let doctor = Somebody::new(&world, 1);
    let opened = crate::cards::log_in(&world, &crate::cards::renewed().card(), doctor.session_key());
    let doctor = doctor.with_token(opened.session.token);
    let ask = wire::DirectoryAsk { id_nat: Some(ALICE.into()), identity: None };
    let before = responder.mood.lock().expect("free").asked;
    let entry: wire::DirectoryEntry = doctor.post("/v1/directory/entry", &ask).json();
    assert_eq!(responder.mood.lock().expect("free").asked, before, "of the own nobody is asked");
    assert!(entry.fresh.0.is_empty() && entry.binding.statement.contains("\nnumber: 1\n"));
    let patient = Somebody::new(&world, 3);
    assert_eq!(patient.post("/v1/directory/entry", &ask).code(), ProblemCode::CardRevoked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_key_this_was_is_told_whatever_became_of_the_card_and_nobody_is_asked() {
    let (world, responder) = world().await;
    enrolled(&world, Made { valid: (Time(START.0 - 86_400), START.plus(7200)), ..alice() }, 1);
    let by_key = wire::DirectoryAsk { id_nat: None, identity: Some(public(&identity(1))) };
    let by_name = wire::DirectoryAsk { id_nat: Some(ALICE.into()), identity: None };
    let asked = || responder.mood.lock().expect("free").asked;
    let told = |patient: &Somebody| {
        let before = asked();
        let entry: wire::DirectoryEntry = patient.post("/v1/directory/entry", &by_key).json();
        assert!(entry.fresh.0.is_empty() && asked() == before);
    };
    world.clock.advance(3600);
    let patient = Somebody::new(&world, 3);
    responder.set(|mood| (mood.silent, mood.no_list) = (true, true));
    told(&patient);
    assert_eq!(patient.post("/v1/directory/entry", &by_name).code(), ProblemCode::RevocationUnknown);
    responder.set(|mood| (mood.silent, mood.revoked) = (false, vec![0x11]));
    told(&patient);
    assert_eq!(patient.post("/v1/directory/entry", &by_name).code(), ProblemCode::CardRevoked);
    world.clock.advance(7200);
    let patient = Somebody::new(&world, 3);
    told(&patient);
    assert_eq!(patient.post("/v1/directory/entry", &by_name).code(), ProblemCode::CardExpired);
}
