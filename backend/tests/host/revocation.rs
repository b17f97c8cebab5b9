//! Whether a card was revoked: who is asked, what is remembered, and that doubt closes the door.

use crate::cards::{alice, asks, bruno, finish, log_in, session_key, world};
use scelle_protocol::ProblemCode;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_card_is_refused_and_others_are_not() {
    let (world, responder) = world().await;
    responder.set(|mood| mood.revoked.push(0x11));
    assert_eq!(finish(&world, &asks(&world, &alice().card(), session_key(1))).code(), ProblemCode::CardRevoked);
    log_in(&world, &bruno().card(), session_key(1));
    assert_eq!(responder.mood.lock().expect("free").asked, (2, 0), "no list contradicts a responder");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_about_which_nobody_answers_is_not_let_in() {
    let (world, responder) = world().await;
    responder.set(|mood| (mood.silent, mood.no_list) = (true, true));
    assert_eq!(finish(&world, &asks(&world, &alice().card(), session_key(1))).code(), ProblemCode::RevocationUnknown);
    responder.set(|mood| mood.silent = false);
    log_in(&world, &alice().card(), session_key(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_authoritys_list_is_read_where_the_responder_is_silent() {
    let (world, responder) = world().await;
    responder.set(|mood| (mood.silent, mood.revoked) = (true, vec![0x22]));
    let opened = log_in(&world, &alice().card(), session_key(1));
    assert!(opened.ocsp.0.is_empty(), "there is no answer to hand on");
    assert_eq!(finish(&world, &asks(&world, &bruno().card(), session_key(1))).code(), ProblemCode::CardRevoked);
    assert_eq!(responder.mood.lock().expect("free").asked, (2, 1), "one list for both");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_remembered_for_an_hour_and_never_past_the_next() {
    let (world, responder) = world().await;
    let asked = || responder.mood.lock().expect("free").asked.0;
    let card = alice().card();
    for (advance, questions) in [(0, 1), (3599, 1), (1, 2), (3600, 3)] {
        world.clock.advance(advance);
        log_in(&world, &card, session_key(1));
        assert_eq!(asked(), questions);
    }
    world.clock.advance(3600);
    responder.set(|mood| mood.next = Some(600));
    for (advance, questions) in [(0, 4), (599, 4), (1, 5)] {
        world.clock.advance(advance);
        log_in(&world, &card, session_key(1));
        assert_eq!(asked(), questions);
    }
    responder.set(|mood| mood.next = None);
    world.clock.advance(600);
    for questions in [6, 7] {
        log_in(&world, &card, session_key(1));
        assert_eq!(asked(), questions, "who names no next answer is asked each time");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_is_revoked_meanwhile_is_refused_within_the_hour() {
    let (world, responder) = world().await;
    log_in(&world, &alice().card(), session_key(1));
    responder.set(|mood| mood.revoked.push(0x11));
    world.clock.advance(3600);
    assert_eq!(finish(&world, &asks(&world, &alice().card(), session_key(1))).code(), ProblemCode::CardRevoked);
}
