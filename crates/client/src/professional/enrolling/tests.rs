//! Tests of what comes before an account: the host hears that somebody is there.

use super::*;
use crate::professional::NewCard;
use crate::testing::{
    account::{Nowhere, account},
    now,
    world::{NOW, professional},
};
use scelle_crypto::card::CardKey;
use scelle_protocol::{AccountId, Bytes, Time};

/// A card that the host let in.
fn card() -> Card {
    let authority = "Test".to_owned();
    let profile =
        Profile { professional: professional(), practice: String::new(), authority, not_revoked: Time(NOW.0) };
    Card { profile, ocsp: Bytes(vec![1]), salt: Digest([5; 32]), key: CardKey::from_bytes(&[7; 32]) }
}

fn session() -> Session {
    let token = Bytes(vec![1; 32]);
    Session { proof: Bytes::default(), token, account: AccountId([1; 16]), time: NOW, idle_seconds: 600 }
}

fn line() -> Line<Nowhere> {
    let line = Line::new(Nowhere::default(), "https://api.test");
    line.open(session().token, NOW);
    line
}

fn pins() -> HostPins {
    account(&IdentitySecret::make()).host
}

fn asked(line: &Line<Nowhere>) -> (Vec<String>, bool) {
    let token = |name: &&str| *name == "authorization";
    let shown = line.platform.asked.borrow().iter().all(|asked| asked.headers.iter().any(|(name, _)| token(name)));
    (line.platform.paths(), shown)
}

#[test]
fn the_host_hears_that_a_newcomer_with_a_kit_is_still_there() {
    let mut newcomer = Enrolling::new(line(), pins(), Trust::igc_sante(), session(), card());
    newcomer.prepare().expect("keys can be made");
    newcomer.line.platform.answers(&());
    assert_eq!(now(newcomer.act()), Ok(()));
    assert_eq!(asked(&newcomer.line), (vec![format!("POST {}", paths::ACT)], true));
    assert!(newcomer.kit().is_some(), "the kit is still the same");
}

#[test]
fn a_newcomer_learns_that_the_host_ended_the_session() {
    let newcomer = Enrolling::new(line(), pins(), Trust::igc_sante(), session(), card());
    newcomer.line.platform.refuses(ProblemCode::SessionEnded);
    assert_eq!(now(newcomer.act()), Err(Trouble::Problem(ProblemCode::SessionEnded)));
}

#[test]
fn the_host_hears_that_the_holder_of_a_new_card_is_still_there() {
    let openers = OpenerSet::first(AccountId([1; 16]), &IdentitySecret::make(), Vec::new());
    let new_card = NewCard::new(line(), pins(), Trust::igc_sante(), session(), (card(), openers));
    new_card.line.platform.answers(&());
    assert_eq!(now(new_card.act()), Ok(()));
    assert_eq!(asked(&new_card.line), (vec![format!("POST {}", paths::ACT)], true));
}
