//! Tests of the journal: a member's events in the owner's eyes, and each that does not hold.

use super::*;
use crate::people::Person;
use crate::testing::world::{MEMBER, NOW, OWNER, RECORD, World};
use scelle_crypto::{IdentitySecret, ReaderSecret, Signs as _, sealed::Draft};
use scelle_protocol::wire::Entry;

/// Event `counter` of a reader, sealed to the owner.
fn event(record: &Record, counter: u64, (reader, by): (ReaderId, &ReaderSecret), who: &IdentitySecret) -> LoggedEntry {
    let (place, head) = record.head();
    let event = Event {
        record: RECORD,
        reader,
        counter,
        action: Action::List,
        documents: Vec::new(),
        place,
        head,
        time: NOW,
        sealed: Digest([0; 32]),
    };
    let part = SealedEvent { identity_sign: who.sign_key(), reason: String::new() };
    let mut draft = Draft::new(event, part);
    draft.sign(who);
    let (mut open, sealed) = draft.seal(&[(OWNER, record.state().readers[&OWNER].seal)]).expect("a key");
    by.append(&mut open);
    LoggedEntry { entry: Entry { open: open.whole(), sealed }, leaf: counter }
}

fn book(world: &World, least: u64) -> Book {
    let identity = world.member.sign_key();
    let person =
        Person { reader: MEMBER, id_nat: String::new(), name: "Ada Test".to_owned(), profession: 10, identity };
    Book { reader: MEMBER, list_key: Some(Digest([6; 32])), identity, who: Some(person), least }
}

/// What the record's reader makes of a list of events.
fn read(record: &Record, book: &Book, logged: &[LoggedEntry]) -> (Vec<Line>, Checks) {
    let (mut lines, mut placed, mut checks) = (Vec::new(), Vec::new(), Checks::default());
    read_book(record, book, logged, &mut checks, (&mut lines, &mut placed));
    assert_eq!(lines.len(), placed.len());
    (lines, checks)
}

fn accepted() -> World {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |_| ());
    world
}

#[test]
fn the_owner_reads_a_members_events_with_their_name() {
    let world = accepted();
    let record = world.owners();
    let events = [1, 2].map(|number| event(&record, number, (MEMBER, &world.own), &world.member));
    let (lines, checks) = read(&record, &book(&world, 0), &events);
    assert_eq!(checks, Checks::default());
    assert!(lines.iter().all(|line| line.signed && line.who.as_ref().is_some_and(|who| who.name == "Ada Test")));
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn an_event_whose_sealed_part_another_identity_signed_is_told_as_unsigned() {
    let world = accepted();
    let record = world.owners();
    let forged = event(&record, 1, (MEMBER, &world.own), &IdentitySecret::make());
    let (lines, _) = read(&record, &book(&world, 0), &[forged]);
    assert_eq!(lines.iter().map(|line| line.signed).collect::<Vec<_>>(), [false]);
}

#[test]
fn an_event_by_another_readers_key_or_in_anothers_list_is_a_contradiction() {
    let world = accepted();
    let record = world.owners();
    let by_starter = event(&record, 1, (MEMBER, &world.starter), &world.member);
    let owners = event(&record, 1, (OWNER, &world.reader), &world.owner);
    for wrong in [by_starter, owners] {
        let (lines, checks) = read(&record, &book(&world, 0), &[wrong]);
        assert_eq!((lines.len(), checks.contradictions), (0, vec![Contradiction::Journal]));
    }
}

#[test]
fn a_number_that_is_left_out_is_a_contradiction() {
    let world = accepted();
    let record = world.owners();
    let events = [1, 3].map(|number| event(&record, number, (MEMBER, &world.own), &world.member));
    let (lines, checks) = read(&record, &book(&world, 0), &events);
    assert_eq!((lines.len(), checks.contradictions), (1, vec![Contradiction::Journal]));
}

#[test]
fn events_that_are_known_and_do_not_come_are_missing() {
    let world = accepted();
    let record = world.owners();
    let first = event(&record, 1, (MEMBER, &world.own), &world.member);
    let (_, checks) = read(&record, &book(&world, 2), &[first]);
    assert_eq!(checks.missing, [format!("event 2 of {MEMBER}")]);
}

#[test]
fn a_member_reads_the_own_events_by_the_readers_signature() {
    let world = accepted();
    let record = world.as_member();
    let own = event(&record, 1, (MEMBER, &world.own), &world.member);
    let (lines, checks) = read(&record, &book(&world, 1), &[own]);
    assert_eq!((lines.len(), lines.iter().all(|line| line.signed), checks), (1, true, Checks::default()));
    let forged = event(&record, 1, (MEMBER, &world.starter), &world.member);
    assert_eq!(read(&record, &book(&world, 1), &[forged]).1.contradictions, [Contradiction::Journal]);
}

#[test]
fn a_member_whose_acceptance_does_not_hold_has_a_book_of_unsigned_lines_that_no_log_proves() {
    let mut world = World::granted(|_, _| ());
    world.accept(Some(&IdentitySecret::make()), |_| ());
    let record = world.owners();
    let books = crate::testing::account::account(&world.owner).books(&record);
    let [_, book] = &books[..] else { panic!("the owner's and the member's") };
    assert_eq!((book.reader, book.list_key), (MEMBER, None));
    let read_it = event(&record, 1, (MEMBER, &world.own), &world.member);
    let (mut lines, mut placed, mut checks) = (Vec::new(), Vec::new(), Checks::default());
    read_book(&record, book, &[read_it], &mut checks, (&mut lines, &mut placed));
    assert_eq!(lines.iter().map(|line| (line.number, line.signed)).collect::<Vec<_>>(), [(1, false)]);
    assert_eq!(placed, [Placed::NOWHERE]);
    assert_eq!(checks.missing, [format!("acceptance of {MEMBER}")]);
}
