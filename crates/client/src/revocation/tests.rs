//! Tests of a revocation: of whom it can be, and by whom.

use super::*;
use crate::testing::{
    account::{Nowhere, account},
    now,
    world::{MEMBER, OWNER, World},
};
use std::rc::Rc;

fn owner(world: &World) -> Account<Nowhere> {
    let account = account(&world.owner);
    account.record.replace(Some(Rc::new(world.owners())));
    account
}

#[test]
fn only_a_member_who_is_there_can_be_removed() {
    let mut world = World::granted(|_, _| ());
    assert!(owner(&world).prepare_revocation(MEMBER, "").is_ok(), "a pending one too");
    let not_found = Some(Trouble::Problem(ProblemCode::NotFound));
    assert_eq!(owner(&world).prepare_revocation(OWNER, "").err(), not_found);
    assert_eq!(owner(&world).prepare_revocation(ReaderId([9; 16]), "").err(), not_found);
    world.revoke("");
    assert_eq!(owner(&world).prepare_revocation(MEMBER, "").err(), not_found);
}

#[test]
fn a_member_removes_nobody() {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |_| ());
    let account = account(&world.member);
    account.record.replace(Some(Rc::new(world.as_member())));
    let refused = account.prepare_revocation(MEMBER, "").err();
    assert_eq!(refused, Some(Trouble::Problem(ProblemCode::Forbidden)));
}

#[test]
fn another_text_than_the_one_shown_is_not_signed_and_nothing_leaves() {
    let world = World::granted(|_, _| ());
    let account = owner(&world);
    let act = account.prepare_revocation(MEMBER, "fin du suivi").expect("it is made");
    let other = act.text().replace("fin du suivi", "-");
    assert_eq!(now(account.finish_revocation(act, &other)), Err(Trouble::NotShown));
    assert!(account.line.platform.asked.borrow().is_empty());
}
