//! The relay of a comparison: its order, who says what, and that it is forgotten.

use crate::cards::world;
use crate::circle::{accepts, granted};
use crate::support::Somebody;
use scelle_protocol::{Digest, ProblemCode, ReaderId, wire};

const ACT: &str = "/v1/session/act";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_comparison_goes_by_its_order_and_each_says_its_own() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    let path = alice.path(&format!("/compare/{}", alice.reader));
    let say = |who: &Somebody, commit: Option<u8>, nonce: Option<u8>, reveal: Option<u8>| {
        let digest = |n: Option<u8>| n.map(|n| Digest([n; 32]));
        let message = wire::CompareMessage { commit: digest(commit), nonce: digest(nonce), reveal: digest(reveal) };
        who.post(&path, &message)
    };
    assert_eq!(say(&ada, None, Some(2), None).code(), ProblemCode::Invalid, "before the commitment");
    assert_eq!(say(&alice, None, None, Some(3)).code(), ProblemCode::Invalid);
    assert_eq!(say(&ada, Some(1), None, None).code(), ProblemCode::Forbidden, "the member's");
    say(&alice, Some(1), None, None).json::<wire::CompareState>();
    assert_eq!(say(&alice, None, None, Some(3)).code(), ProblemCode::Invalid, "before the holder's nonce");
    assert_eq!(say(&alice, None, Some(2), None).code(), ProblemCode::Forbidden, "the holder's");
    assert_eq!(say(&alice, None, Some(2), Some(3)).code(), ProblemCode::Invalid, "one at a time");
    assert_eq!(say(&alice, None, None, None).code(), ProblemCode::Invalid);
    let state: wire::CompareState = say(&ada, None, Some(2), None).json();
    assert_eq!((state.commit, state.nonce, state.reveal), (Some(Digest([1; 32])), Some(Digest([2; 32])), None));
    assert_eq!(say(&ada, None, Some(9), None).code(), ProblemCode::Invalid, "once");
    assert_eq!(say(&ada, None, None, Some(3)).code(), ProblemCode::Forbidden, "the member's");
    say(&alice, None, None, Some(3)).json::<wire::CompareState>();
    assert_eq!(say(&alice, None, None, Some(4)).code(), ProblemCode::Invalid, "once");
    let seen: wire::CompareState = ada.call("GET", &path, &[]).json();
    assert_eq!(seen.reveal, Some(Digest([3; 32])));
    let anew: wire::CompareState = say(&alice, Some(7), None, None).json();
    assert_eq!((anew.commit, anew.nonce, anew.reveal), (Some(Digest([7; 32])), None, None), "begun anew");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_comparison_is_forgotten_after_ten_minutes_and_looking_is_no_act() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    let path = alice.path(&format!("/compare/{}", alice.reader));
    let commit = wire::CompareMessage { commit: Some(Digest([1; 32])), nonce: None, reveal: None };
    alice.post(&path, &commit).json::<wire::CompareState>();
    world.clock.advance(300);
    assert_eq!(ada.call("POST", ACT, &[]).status, 204);
    world.clock.advance(299);
    let state = || ada.call("GET", &path, &[]).json::<wire::CompareState>().commit;
    assert!(state().is_some());
    world.clock.advance(1);
    assert!(state().is_none());
    let nonce = wire::CompareMessage { commit: None, nonce: Some(Digest([2; 32])), reveal: None };
    assert_eq!(ada.post(&path, &nonce).code(), ProblemCode::Invalid);
    world.clock.advance(300);
    assert_eq!(ada.call("GET", &path, &[]).code(), ProblemCode::SessionEnded);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_comparison_is_with_a_member_that_is_there_and_nobody_elses() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    for of in [ada.reader.to_string(), ReaderId([9; 16]).to_string(), "x".to_owned()] {
        let path = ada.path(&format!("/compare/{of}"));
        assert_eq!(ada.call("GET", &path, &[]).code(), ProblemCode::NotFound);
        assert_eq!(alice.call("GET", &path, &[]).code(), ProblemCode::NotFound);
    }
    let (ada, alice) = (ada, alice);
    alice.post(&alice.path("/acceptances"), &accepts(&alice)).json::<wire::Logged>();
    let path = ada.path(&format!("/compare/{}", alice.reader));
    assert_eq!(ada.call("GET", &path, &[]).status, 200, "the last look may come after the acceptance");
    let nonce = wire::CompareMessage { commit: None, nonce: Some(Digest([2; 32])), reveal: None };
    assert_eq!(ada.post(&path, &nonce).code(), ProblemCode::NotFound);
}
