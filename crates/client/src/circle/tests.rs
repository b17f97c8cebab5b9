//! Tests of the circle: where a member stands, and each signature that does not hold.

use super::*;
use crate::journal::CircleAct;
use crate::testing::world::{ID_NAT, MEMBER, NOW, World};
use scelle_crypto::{IdentitySecret, Signs as _};

fn row(world: &World, now: Time) -> MemberRow {
    let mut members = members(&world.owners(), &world.owner.sign_key(), now);
    assert_eq!(members.len(), 1);
    members.remove(0)
}

#[test]
fn a_member_is_pending_then_active_then_removed() {
    let mut world = World::granted(|_, _| ());
    let pending = row(&world, NOW);
    assert_eq!((pending.state, pending.accepted, pending.list_key), (MemberState::Pending, None, None));
    assert_eq!((pending.person.reader, pending.person.id_nat.as_str()), (MEMBER, ID_NAT));
    assert_eq!((pending.person.name.as_str(), pending.person.profession), ("Ada Test", 10));
    world.accept(None, |_| ());
    let active = row(&world, NOW);
    assert_eq!((active.state, active.list_key), (MemberState::Active, Some(Digest([6; 32]))));
    world.revoke("moved away");
    let removed = row(&world, NOW);
    assert_eq!((removed.state, removed.removed), (MemberState::Removed, Some(Time(NOW.0 - DEADLINE_SECONDS))));
}

#[test]
fn a_member_whose_last_day_is_over_is_over() {
    let world = World::granted(|grant, _| grant.until = Some(NOW.plus(10)));
    assert_eq!(row(&world, NOW.plus(9)).state, MemberState::Pending);
    assert_eq!(row(&world, NOW.plus(10)).state, MemberState::Over);
}

#[test]
fn a_grant_that_the_owner_did_not_sign_is_wrong_and_names_nobody() {
    let other = IdentitySecret::make().sign_key();
    let world = World::granted(|_, part| part.identity_sign = other);
    let row = row(&world, NOW);
    assert_eq!((row.state, row.person.name.as_str()), (MemberState::Wrong, ""));
}

#[test]
fn an_acceptance_by_somebody_else_is_wrong() {
    let mut world = World::granted(|_, _| ());
    world.accept(Some(&IdentitySecret::make()), |_| ());
    assert_eq!((row(&world, NOW).state, row(&world, NOW).list_key), (MemberState::Wrong, None));
}

#[test]
fn a_list_key_that_is_not_the_acceptances_is_wrong() {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |part| part.list_key = Digest([4; 32]));
    assert_eq!((row(&world, NOW).state, row(&world, NOW).list_key), (MemberState::Wrong, None));
}

#[test]
fn the_journal_tells_of_grant_acceptance_and_removal() {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |_| ());
    world.revoke("moved away");
    let checks = crate::account::Checks { missing: vec!["chain 3".to_owned()], ..Default::default() };
    let lines = crate::journal::circle_lines(&world.owners(), &world.owner.sign_key(), NOW, &checks);
    let told: Vec<_> = lines.iter().map(|line| (line.number, line.act, line.signed, line.included)).collect();
    let expected = [
        (2, CircleAct::Granted, true, true),
        (3, CircleAct::Accepted, true, false),
        (4, CircleAct::Removed, true, true),
    ];
    assert_eq!(told, expected);
    assert_eq!(lines[2].reason, "moved away");
}

#[test]
fn an_acceptance_that_does_not_hold_is_told_as_unsigned() {
    let mut world = World::granted(|_, _| ());
    world.accept(Some(&IdentitySecret::make()), |_| ());
    let checks = crate::account::Checks::default();
    let lines = crate::journal::circle_lines(&world.owners(), &world.owner.sign_key(), NOW, &checks);
    assert_eq!(lines.iter().map(|line| line.signed).collect::<Vec<_>>(), [false, false]);
}
