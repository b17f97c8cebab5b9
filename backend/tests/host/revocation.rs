//! Whether a card was revoked: who is asked, what is remembered, and that doubt closes the door.

use crate::cards::{Made, alice, asks, bruno, finish, log_in, session_key, world};
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_a_list_but_those_who_need_it_and_it_comes_once_for_all() {
    let (world, responder) = world().await;
    responder.set(|mood| mood.silent = true);
    let slow = |made: Made| asks(&world, &Made { list: "slow", ..made }.card(), session_key(1));
    let waiting = [slow(alice()), slow(bruno())];
    let other = asks(&world, &alice().card(), session_key(1));
    std::thread::scope(|scope| {
        let waiting = waiting.each_ref().map(|asked| scope.spawn(|| finish(&world, asked).status));
        while responder.mood.lock().expect("free").asked != (2, 1) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(finish(&world, &other).status, 200);
        assert!(waiting.iter().all(|one| !one.is_finished()), "the other did not wait for it");
        responder.slow.add_permits(1);
        assert_eq!(waiting.map(|one| one.join().expect("answered")), [200, 200]);
    });
    assert_eq!(responder.mood.lock().expect("free").asked, (3, 2), "one list for the two, one for the third");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_read_again_after_an_hour_and_a_place_without_one_after_half_a_minute() {
    let (world, responder) = world().await;
    responder.set(|mood| mood.silent = true);
    let lists = || responder.mood.lock().expect("free").asked.1;
    for (advance, fetched) in [(0, 1), (1800, 1), (1799, 1), (1, 2)] {
        world.clock.advance(advance);
        log_in(&world, &alice().card(), session_key(1));
        assert_eq!(lists(), fetched);
    }
    world.clock.advance(3600);
    responder.set(|mood| mood.no_list = true);
    for (advance, fetched) in [(0, 3), (29, 3), (1, 4)] {
        world.clock.advance(advance);
        let answer = finish(&world, &asks(&world, &alice().card(), session_key(1)));
        assert_eq!((answer.code(), lists()), (ProblemCode::RevocationUnknown, fetched));
    }
}
