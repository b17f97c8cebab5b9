//! Tests of the inbox: what takes whose place, what is deleted, how many are taken in.

use super::*;
use crate::testing::{
    account::professionals,
    now,
    world::{ID_NAT, MEMBER, NOW, RECORD, World},
};
use scelle_protocol::{Bytes, Digest, ReaderId};

const LATER: ReaderId = ReaderId([9; 16]);

/// The member was named, and named once more; both memberships.
fn named_twice(until: Option<Time>, accepts: bool) -> (World, MembershipEntry, MembershipEntry) {
    let mut world = World::granted(|grant, _| grant.until = until);
    let before = world.membership();
    if accepts {
        world.accept(None, |_| ());
    }
    world.grant(|grant, _| grant.reader = LATER);
    let mut later = before.clone();
    later.reader = LATER;
    (world, before, later)
}

fn item(number: u8, parcel: Vec<u8>) -> InboxItem {
    InboxItem { id: EntryId([number; 16]), parcel: Bytes(parcel) }
}

#[test]
fn the_first_grant_of_a_record_is_taken_in() {
    let world = World::granted(|_, _| ());
    assert!(in_place_of(world.membership(), &[], &world.chain(), NOW).is_ok());
}

#[test]
fn another_record_of_the_same_tag_takes_nobodys_place() {
    let (world, mut before, later) = named_twice(None, false);
    before.fingerprint = Digest([4; 32]);
    assert_eq!(in_place_of(later, &[before], &world.chain(), NOW).err(), Some(KeptOut::Replaced));
}

#[test]
fn a_grant_that_is_not_later_takes_no_place() {
    let (world, before, later) = named_twice(None, false);
    let replaced = Some(KeptOut::Replaced);
    assert_eq!(in_place_of(before.clone(), std::slice::from_ref(&before), &world.chain(), NOW).err(), replaced);
    assert_eq!(in_place_of(before.clone(), &[later], &world.chain(), NOW).err(), replaced);
    let mut unknown = before.clone();
    unknown.reader = ReaderId([7; 16]);
    assert_eq!(in_place_of(before, &[unknown], &world.chain(), NOW).err(), replaced, "the chain knows no such reader");
}

#[test]
fn a_membership_that_stands_keeps_its_place_until_it_ends() {
    let (mut world, before, later) = named_twice(None, true);
    let place = |world: &World| {
        in_place_of(later.clone(), std::slice::from_ref(&before), &world.chain(), NOW).map(|one| one.reader)
    };
    assert_eq!(place(&world), Err(KeptOut::Living));
    world.revoke("");
    assert_eq!(place(&world), Ok(LATER));
}

#[test]
fn a_membership_that_is_over_or_was_never_accepted_makes_room_for_the_later_one() {
    let (world, before, later) = named_twice(Some(NOW.plus(10)), true);
    let place =
        |now| in_place_of(later.clone(), std::slice::from_ref(&before), &world.chain(), now).map(|one| one.reader);
    assert_eq!(place(NOW.plus(9)), Err(KeptOut::Living));
    assert_eq!(place(NOW.plus(10)), Ok(LATER));
    let (world, before, later) = named_twice(None, false);
    assert!(in_place_of(later, &[before], &world.chain(), NOW).is_ok());
}

#[test]
fn what_can_never_be_this_persons_is_told_once_and_taken_out() {
    let world = World::granted(|_, _| ());
    let account = professionals(&world.member, &[]);
    let host = &account.line.platform;
    let not_a_parcel = scelle_crypto::inbox::seal(&account.seal_key(), ID_NAT, b"{}").expect("it seals");
    host.answers(&Inbox { items: vec![item(1, vec![0; 80]), item(2, not_a_parcel)] });
    host.answers(&());
    // Taken out in another window already.
    host.refuses(ProblemCode::NotFound);
    host.answers(&Inbox { items: vec![] });
    let taken = now(account.take_in()).expect("an answer");
    assert_eq!(taken.kept_out, [(EntryId([1; 16]), KeptOut::Another), (EntryId([2; 16]), KeptOut::Form)]);
    let dropped = [1, 2].map(|number| format!("DELETE {}", paths::inbox_item(EntryId([number; 16]))));
    let after = format!("GET {}?after={}", paths::INBOX, EntryId([2; 16]));
    assert_eq!(host.paths(), [format!("GET {}", paths::INBOX), dropped[0].clone(), dropped[1].clone(), after]);
}

#[test]
fn every_page_is_asked_for_and_a_host_without_pages_is_asked_twice() {
    let world = World::granted(|_, _| ());
    let parcel = serde_json::to_vec(&world.parcel()).expect("plain data");
    for repeats in [false, true] {
        let account = professionals(&world.member, &[]);
        let host = &account.line.platform;
        let sealed = |number| {
            let parcel = scelle_crypto::inbox::seal(&account.seal_key(), ID_NAT, &parcel).expect("it seals");
            Inbox { items: vec![item(number, parcel)] }
        };
        host.answers(&sealed(1));
        host.refuses(ProblemCode::NotFound);
        host.answers(&sealed(if repeats { 1 } else { 2 }));
        host.refuses(ProblemCode::NotFound);
        host.answers(&Inbox { items: vec![] });
        let taken = now(account.take_in()).expect("an answer");
        let gone = |number| (EntryId([number; 16]), KeptOut::Gone);
        let told = if repeats { vec![gone(1)] } else { vec![gone(1), gone(2)] };
        assert_eq!(taken.kept_out, told);
        assert!(host.paths().iter().all(|path| !path.starts_with("DELETE")), "what may come back is left");
    }
}

#[test]
fn a_record_too_many_is_kept_out_and_the_next_grant_of_a_known_one_is_not() {
    let entry = World::granted(|_, _| ()).membership();
    let full = vec![entry; MEMBERSHIPS];
    assert!(is_one_too_many(&full, RecordTag([4; 16])));
    assert!(!is_one_too_many(&full, RECORD));
    assert!(!is_one_too_many(&full[1..], RecordTag([4; 16])));
    assert_eq!(full[0].reader, MEMBER);
}
