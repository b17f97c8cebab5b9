//! Tests of labels: by whom they are believed, on the owner's side and on the member's.

use super::*;
use crate::parcel::{self, Me};
use crate::platform::Contradiction;
use crate::testing::{
    account::account,
    now,
    world::{ID_NAT, MEMBER, NOW, OWNER, RECORD, World},
};
use scelle_crypto::{
    IdentitySecret, ReaderSecret, Signs as _, random,
    wrap::{BatchPlace, BatchSealer},
};
use scelle_protocol::{Digest, SealKey, time::Date};

/// A document by this reader, signed by this identity.
fn document(author: ReaderId, identity: &IdentitySecret, personal: bool) -> Signed<Document> {
    let mut signed = Signed::new(Document {
        record: RECORD,
        document: DocumentId([4; 16]),
        version: 1,
        body: Digest([1; 32]),
        length: 3,
        key: Digest([2; 32]),
        author,
        identity_sign: identity.sign_key(),
        time: NOW,
        previous: None,
        kind: "11502-2".to_owned(),
        date: Date { year: 2026, month: 11, day: 23 },
        media: "text/plain".to_owned(),
        personal,
        name: "a.txt".to_owned(),
        title: "A".to_owned(),
    });
    identity.append(&mut signed);
    signed
}

/// A label of this document, sealed by `sealer` to `to` at this place of the chain.
fn listing(
    record: &Record,
    signed: &Signed<Document>,
    (sealer, by): (ReaderId, &ReaderSecret),
    (reader, to): (ReaderId, &SealKey),
    place: u64,
) -> Listing {
    let head = record.statement_at(place).expect("a place of the chain");
    let batch = random::make_batch();
    let of = BatchPlace { record: RECORD, reader, sealer, batch, place, head };
    let (mut batches, statement, sealing) = BatchSealer::make(of, &record.pad, to).expect("a key");
    let mut statement = Signed::new(statement);
    by.append(&mut statement);
    let (document, version) = (signed.body.document, signed.body.version);
    let sealed = batches.wrap_label(document, version, &Label::full(signed)).expect("it fits");
    Listing {
        receipt: String::new(),
        batches: vec![SealedBatch { statement: statement.whole(), sealing: sealing.into() }],
        labels: vec![Wrap { document, version, reader, batch, sealed: sealed.into() }],
    }
}

/// What the owner's side makes of a label that the member sealed at the chain's head.
fn read_by_owner(world: &World, signed: &Signed<Document>) -> Listed {
    let record = world.owners();
    let to = record.state().readers[&OWNER].seal;
    let listing = listing(&record, signed, (MEMBER, &world.own), (OWNER, &to), record.head().0);
    now(account(&world.owner).read_labels(&record, &listing)).remove(0)
}

fn accepted() -> World {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |_| ());
    world
}

#[test]
fn the_owner_believes_a_members_document_and_knows_who_signed_it() {
    let world = accepted();
    let signed = document(MEMBER, &world.member, false);
    let listed = read_by_owner(&world, &signed);
    assert_eq!(listed.statement, Ok(signed.body.clone()));
    assert_eq!(listed.author.map(|author| author.name).as_deref(), Some("Ada Test"));
    assert_eq!(listed.label, signed.whole());
}

#[test]
fn a_document_in_a_members_name_that_another_identity_signed_is_refused() {
    let world = accepted();
    let listed = read_by_owner(&world, &document(MEMBER, &IdentitySecret::make(), false));
    assert_eq!((listed.statement, listed.author), (Err(Trouble::BadLabel), None));
}

#[test]
fn a_document_that_a_member_signs_in_the_owners_name_is_refused() {
    let world = accepted();
    let listed = read_by_owner(&world, &document(OWNER, &world.member, false));
    assert_eq!(listed.statement, Err(Trouble::BadLabel));
}

#[test]
fn a_member_puts_nothing_into_the_personal_space() {
    let world = accepted();
    let listed = read_by_owner(&world, &document(MEMBER, &world.member, true));
    assert_eq!(listed.statement, Err(Trouble::BadLabel));
}

#[test]
fn a_batch_by_a_member_is_believed_only_between_acceptance_and_removal() {
    let mut world = accepted();
    let signed = document(MEMBER, &world.member, false);
    world.revoke("");
    let record = world.owners();
    let to = record.state().readers[&OWNER].seal;
    for (place, believed) in [(2, false), (3, true), (4, false)] {
        let listing = listing(&record, &signed, (MEMBER, &world.own), (OWNER, &to), place);
        let listed = now(account(&world.owner).read_labels(&record, &listing)).remove(0);
        assert_eq!(listed.statement.is_ok(), believed, "{place}");
    }
}

#[test]
fn a_member_without_the_right_to_deposit_is_no_author() {
    let mut world = World::granted(|grant, _| grant.rights.deposit = false);
    world.accept(None, |_| ());
    let record = world.owners();
    let claim = (MEMBER, world.member.sign_key());
    let verdicts = now(account(&world.owner).authors(&record, &[claim]));
    assert_eq!(verdicts[&claim], Err(Trouble::BadLabel));
}

#[test]
fn a_member_opens_what_was_sealed_before_the_acceptance_with_the_starter_key_and_later_with_its_own() {
    let world = accepted();
    let record = world.as_member();
    let signed = document(OWNER, &world.owner, false);
    let (starter, own) = (starter_seal(&world), record.state().readers[&MEMBER].seal);
    for (place, to, opens) in [(2, &starter, true), (3, &own, true), (2, &own, false), (3, &starter, false)] {
        let listing = listing(&record, &signed, (OWNER, &world.reader), (MEMBER, to), place);
        let listed = now(account(&world.member).read_labels(&record, &listing)).remove(0);
        assert_eq!((listed.statement.is_ok(), listed.author), (opens, None), "{place}");
    }
}

#[test]
fn a_member_believes_no_document_of_an_owner_that_genesis_does_not_name() {
    let world = accepted();
    let record = world.as_member();
    let signed = document(OWNER, &IdentitySecret::make(), false);
    let own = record.state().readers[&MEMBER].seal;
    let listing = listing(&record, &signed, (OWNER, &world.reader), (MEMBER, &own), 3);
    let listed = now(account(&world.member).read_labels(&record, &listing)).remove(0);
    assert_eq!(listed.statement, Err(Trouble::BadLabel));
}

#[test]
fn a_record_is_not_read_before_the_acceptance_nor_under_anothers() {
    let world = World::granted(|_, _| ());
    let me = Me { id_nat: ID_NAT, identity: world.member.sign_key() };
    let mut entry = parcel::check(&world.parcel(), &world.chain(), &me).expect("it holds");
    assert_eq!(world.members(&entry).err(), Some(Trouble::NotCompared));
    let accepted = {
        let mut world = world;
        world.accept(None, |_| ());
        world
    };
    let broken = Some(Trouble::Contradiction(Contradiction::Chain));
    assert_eq!(accepted.members(&entry).err(), broken, "no own key");
    entry.own = Some(scelle_protocol::Bytes(ReaderSecret::make().expose().to_vec()));
    assert_eq!(accepted.members(&entry).err(), broken, "an acceptance that was not ours");
}

fn starter_seal(world: &World) -> SealKey {
    use scelle_crypto::identity::Opens as _;
    world.starter.seal_key()
}

/// The same document, signed again as its next version.
fn next_version(signed: &Signed<Document>, identity: &IdentitySecret) -> Signed<Document> {
    let mut next = Signed::new(Document { version: 2, previous: Some(signed.body.body), ..signed.body.clone() });
    identity.append(&mut next);
    next
}

#[test]
fn a_member_lays_no_further_version_over_a_document_and_the_owner_may() {
    let world = accepted();
    let by_member = next_version(&document(MEMBER, &world.member, false), &world.member);
    assert_eq!(read_by_owner(&world, &by_member).statement, Err(Trouble::BadLabel));
    let record = world.owners();
    let by_owner = next_version(&document(OWNER, &world.owner, false), &world.owner);
    let to = record.state().readers[&OWNER].seal;
    let listing = listing(&record, &by_owner, (OWNER, &world.reader), (OWNER, &to), record.head().0);
    let listed = now(account(&world.owner).read_labels(&record, &listing)).remove(0);
    assert_eq!(listed.statement, Ok(by_owner.body));
}

#[test]
fn a_second_identity_key_of_one_colleague_is_refused() {
    let world = accepted();
    let mut record = world.as_member();
    // Somebody else's eyes: the member is a colleague.
    record.reader = ReaderId([9; 16]);
    let account = account(&IdentitySecret::make());
    let other = IdentitySecret::make();
    for key in [&world.member, &other] {
        let known = std::rc::Rc::new(crate::testing::world::verified(key));
        account.learnt.professionals.borrow_mut().insert(key.sign_key(), known);
    }
    let claims = [&world.member, &other].map(|key| (MEMBER, key.sign_key()));
    let verdicts = now(account.authors(&record, &claims));
    assert!(verdicts[&claims[0]].is_ok());
    assert_eq!(verdicts[&claims[1]], Err(Trouble::BadLabel));
    assert!(now(account.authors(&record, &claims[..1]))[&claims[0]].is_ok(), "the first one goes on");
}

#[test]
fn a_label_seen_before_is_judged_anew_when_a_byte_of_it_or_the_chain_is_another() {
    let mut world = accepted();
    let signed = document(MEMBER, &world.member, false);
    let account = account(&world.owner);
    let record = world.owners();
    let to = record.state().readers[&OWNER].seal;
    let whole = listing(&record, &signed, (MEMBER, &world.own), (OWNER, &to), record.head().0);
    let read = |record: &Record, listing: &Listing| now(account.read_labels(record, listing)).remove(0).statement;
    for _ in 0..2 {
        assert_eq!(read(&record, &whole), Ok(signed.body.clone()));
    }
    let changes: [fn(&mut Listing); 5] = [
        |listing| listing.labels[0].sealed.0[9] ^= 1,
        |listing| listing.labels[0].version = 2,
        |listing| listing.labels[0].reader = MEMBER,
        |listing| listing.batches[0].sealing.0[9] ^= 1,
        |listing| listing.batches[0].statement = listing.batches[0].statement.replace("place: 3", "place: 2"),
    ];
    for change in changes {
        let mut changed =
            Listing { receipt: String::new(), batches: whole.batches.clone(), labels: whole.labels.clone() };
        change(&mut changed);
        assert_eq!(read(&record, &whole), Ok(signed.body.clone()));
        assert_eq!(read(&record, &changed), Err(Trouble::BadLabel));
    }
    // Removed since: what the member signed before stands, and what lies on another chain does not.
    assert_eq!(read(&record, &whole), Ok(signed.body.clone()));
    world.revoke("");
    assert!(account.learnt.labels.borrow().label(&Known::of(&world.owners()), &known_mark(&whole)).is_none());
}

#[test]
fn of_a_record_that_is_put_away_no_label_is_kept() {
    let world = accepted();
    let signed = document(OWNER, &world.owner, false);
    let account = account(&world.member);
    let record = world.as_member();
    let to = record.state().readers[&MEMBER].seal;
    let listing = listing(&record, &signed, (OWNER, &world.reader), (MEMBER, &to), record.head().0);
    account.record.replace(Some(Rc::new(record)));
    let kept =
        || account.learnt.labels.borrow().label(&Known::of(&account.record().expect("at hand")), &known_mark(&listing));
    let _ = now(account.read_labels(&account.record().expect("at hand"), &listing));
    assert!(kept().is_some());
    let chain = Known::of(&account.record().expect("at hand"));
    account.put_away();
    assert!(account.learnt.labels.borrow().label(&chain, &known_mark(&listing)).is_none());
}

fn known_mark(listing: &Listing) -> Digest {
    known::mark(&listing.batches[0], &listing.labels[0])
}
