//! Tests of a deposit: to whom it is sealed, and what a member may not put anywhere.

use super::*;
use crate::testing::{
    account::account,
    now,
    world::{MEMBER, NOW, OWNER, RECORD, World},
};
use scelle_protocol::Time;

/// An event of this time, as far as a deposit looks at it.
fn event(reader: ReaderId, time: Time) -> Entry {
    let event = Event {
        record: RECORD,
        reader,
        counter: 1,
        action: Action::Deposit,
        documents: vec![DocumentId([4; 16])],
        place: 1,
        head: Digest([1; 32]),
        time,
        sealed: Digest([0; 32]),
    };
    Entry { open: Signed::new(event).whole(), sealed: Vec::new() }
}

fn accepted(until: Option<Time>) -> World {
    let mut world = World::granted(|grant, _| grant.until = until);
    world.accept(None, |_| ());
    world
}

fn readers(record: &Record, personal: bool, time: Time) -> Vec<ReaderId> {
    let readers = readers_of(record, personal, &event(record.reader, time)).expect("an event");
    readers.into_iter().collect()
}

#[test]
fn a_deposit_is_sealed_to_the_members_of_its_own_time() {
    let record = accepted(Some(NOW.plus(100))).owners();
    assert_eq!(readers(&record, false, NOW), [OWNER, MEMBER]);
    assert_eq!(readers(&record, false, NOW.plus(100)), [OWNER], "the last day is over");
}

#[test]
fn a_pending_member_is_sealed_to_and_a_removed_one_is_not() {
    assert_eq!(readers(&World::granted(|_, _| ()).owners(), false, NOW), [OWNER, MEMBER]);
    let mut world = accepted(None);
    world.revoke("");
    assert_eq!(readers(&world.owners(), false, NOW), [OWNER]);
}

#[test]
fn the_personal_space_is_sealed_to_the_holders_alone() {
    assert_eq!(readers(&accepted(None).owners(), true, NOW), [OWNER]);
}

#[test]
fn a_member_who_may_only_deposit_is_sealed_its_own_deposits() {
    let mut world = World::granted(|grant, _| grant.rights.read = false);
    world.accept(None, |_| ());
    assert_eq!(readers(&world.owners(), false, NOW), [OWNER]);
    assert_eq!(readers(&world.as_member(), false, NOW), [OWNER, MEMBER]);
}

#[test]
fn a_member_begins_no_deposit_for_the_personal_space() {
    let world = accepted(None);
    let account = account(&world.member);
    account.record.replace(Some(std::rc::Rc::new(world.as_member())));
    let about = About { personal: true, ..About::default() };
    assert_eq!(now(account.begin_deposit(about, 3)).err(), Some(Trouble::Personal));
    assert!(account.line.platform.asked.borrow().is_empty());
}
