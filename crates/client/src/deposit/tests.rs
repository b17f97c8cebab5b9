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
    let readers = readers_of(record, personal, &event(record.reader, time), time).expect("an event");
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

fn draft(record: Option<RecordTag>) -> Draft {
    Draft {
        document: DocumentId([4; 16]),
        about: About::default(),
        length: 3,
        sent: Cell::new(0),
        stored: 16,
        record,
        upload: UploadId([5; 16]),
        key: Bytes(vec![1; 32]),
        header: Bytes(vec![1; 32]),
        hashes: RefCell::new(vec![None]),
    }
}

#[test]
fn a_draft_of_another_record_is_refused_before_anything_is_asked() {
    use scelle_crypto::body::Portable;
    let world = accepted(None);
    let account = account(&world.member);
    account.record.replace(Some(std::rc::Rc::new(world.as_member())));
    let watched = &crate::platform::Unwatched;
    for of in [Some(RecordTag([7; 16])), None] {
        let begun = draft(of);
        assert!(!account.is_at_hand(&begun));
        assert_eq!(now(account.drop_deposit(&begun)), Err(Trouble::AnotherRecord));
        let gone_on = now(account.deposit(begun, &vec![1, 2, 3], &Portable, watched, async |_| {}));
        assert_eq!(gone_on, Err(Trouble::AnotherRecord));
    }
    assert!(account.line.platform.asked.borrow().is_empty());
    assert!(account.is_at_hand(&draft(Some(RECORD))));
}

#[test]
fn a_draft_of_the_first_days_is_of_the_patients_own_record() {
    let mut kept = serde_json::to_value(draft(Some(RECORD))).expect("plain data");
    kept.as_object_mut().expect("an object").remove("record");
    let old: Draft = serde_json::from_value(kept).expect("it reads");
    let world = accepted(None);
    let account = account(&world.owner);
    assert!(!account.is_at_hand(&old), "nothing is at hand");
    account.record.replace(Some(std::rc::Rc::new(world.owners())));
    assert!(account.is_at_hand(&old));
}

#[test]
fn a_host_that_says_it_is_last_month_does_not_bring_a_member_back_whose_time_is_over() {
    let record = accepted(Some(NOW.plus(100))).owners();
    let then = readers_of(&record, false, &event(OWNER, NOW), NOW.plus(100)).expect("an event");
    assert_eq!(then.into_iter().collect::<Vec<_>>(), [OWNER]);
}

#[test]
fn keys_of_another_record_than_the_one_at_hand_are_not_asked_for() {
    let world = accepted(None);
    let account = account(&world.owner);
    account.record.replace(Some(std::rc::Rc::new(world.owners())));
    let mut draft = draft(Some(RECORD));
    draft.about.date = "2026-11-19".to_owned();
    let key = DocumentKey::from_slice(&draft.key.0).expect("32 bytes");
    let record = account.need_record().expect("at hand");
    let mut document = account.document_statement(&record, &draft, &key, Digest([1; 32])).expect("made").body;
    document.record = RecordTag([7; 16]);
    let asked = now(account.release(Action::Read, std::slice::from_ref(&document)));
    assert_eq!(asked.err(), Some(Trouble::AnotherRecord));
    assert!(account.line.platform.asked.borrow().is_empty());
}
