//! Tests of a grant: what leaves holds on the other side, and what cannot be given is refused first.

use super::*;
use crate::parcel::{self, Me};
use crate::platform::LineDown;
use crate::testing::{
    account::{Nowhere, account},
    now,
    world::{ID_NAT, NOW, RECORD, World, verified},
};
use scelle_protocol::{
    DocumentId,
    time::Date,
    wire::{LoggedEntry, NewGrant},
};
use std::rc::Rc;

fn owner(world: &World) -> Account<Nowhere> {
    let account = account(&world.owner);
    account.record.replace(Some(Rc::new(world.owners())));
    account
}

fn terms() -> Terms {
    Terms { rights: Rights { read: true, deposit: false }, from: None, until: None, documents: Vec::new() }
}

fn listed(statement: Result<Document, Trouble>) -> Listed {
    Listed { document: DocumentId([4; 16]), version: 1, statement, author: None, label: String::new() }
}

fn document(personal: bool) -> Document {
    Document {
        record: RECORD,
        document: DocumentId([4; 16]),
        version: 1,
        body: Digest([1; 32]),
        length: 3,
        key: Digest([2; 32]),
        author: ReaderId([2; 16]),
        identity_sign: scelle_protocol::PublicKey([3; 32]),
        time: NOW,
        previous: None,
        kind: "11502-2".to_owned(),
        date: Date { year: 2026, month: 11, day: 23 },
        media: "text/plain".to_owned(),
        personal,
        name: String::new(),
        title: "A".to_owned(),
    }
}

fn refusal(account: &Account<Nowhere>, to: &World, terms: Terms) -> Option<Trouble> {
    account.prepare_grant(&verified(&to.member), terms).err()
}

#[test]
fn what_leaves_is_a_grant_that_its_chain_takes_and_a_parcel_that_its_member_believes() {
    let mut world = World::new();
    let account = owner(&world);
    let act = account.prepare_grant(&verified(&world.member), terms()).expect("it is made");
    let shown = act.text().to_owned();
    assert!(shown.contains("\nrights: read\n") && shown.contains("\nname: Ada Test\n"));
    assert_eq!(now(account.finish_grant(act, &shown)).err(), Some(LineDown.into()));
    let sent = account.line.platform.asked.borrow_mut().remove(0);
    assert_eq!(sent.path, paths::grants(RECORD));
    let new: NewGrant = serde_json::from_slice(&sent.body).expect("its form");
    assert_eq!(new.to, ID_NAT);
    let recipients: Vec<_> = new.entry.sealed.iter().map(|sealed| sealed.reader).collect();
    assert_eq!(recipients.len(), 2, "the holder and the new reader");
    world.entries.push(LoggedEntry { entry: new.entry, leaf: 1 });
    let parcel = parcel::open(&world.member, ID_NAT, &new.parcel.0).expect("it is for this person");
    let me = Me { id_nat: ID_NAT, identity: world.member.sign_key() };
    let entry = parcel::check(&parcel, &world.chain(), &me).expect("it holds");
    assert!(recipients.contains(&entry.reader) && entry.owner == world.owner.sign_key());
}

#[test]
fn another_text_than_the_one_shown_is_not_signed_and_nothing_leaves() {
    let world = World::new();
    let account = owner(&world);
    let act = account.prepare_grant(&verified(&world.member), terms()).expect("it is made");
    let other = act.text().replace("rights: read\n", "rights: read deposit\n");
    assert_eq!(now(account.finish_grant(act, &other)).err(), Some(Trouble::NotShown));
    assert!(account.line.platform.asked.borrow().is_empty());
}

#[test]
fn the_personal_space_is_given_to_nobody() {
    let world = World::new();
    let with = Terms { documents: vec![listed(Ok(document(true)))], ..terms() };
    assert_eq!(refusal(&owner(&world), &world, with), Some(Trouble::Personal));
}

#[test]
fn a_document_whose_label_does_not_hold_is_given_to_nobody() {
    let world = World::new();
    let with = Terms { documents: vec![listed(Err(Trouble::BadLabel))], ..terms() };
    assert_eq!(refusal(&owner(&world), &world, with), Some(Trouble::BadLabel));
}

#[test]
fn a_grant_of_nothing_or_of_no_time_is_refused() {
    let world = World::new();
    let invalid = Some(Trouble::Problem(ProblemCode::Invalid));
    let nothing = Terms { rights: Rights::default(), ..terms() };
    assert_eq!(refusal(&owner(&world), &world, nothing), invalid);
    assert_eq!(refusal(&owner(&world), &world, Terms { until: Some(NOW), ..terms() }), invalid);
    let later = Terms { from: Some(NOW.plus(10)), until: Some(NOW.plus(10)), ..terms() };
    assert_eq!(refusal(&owner(&world), &world, later), invalid);
}

#[test]
fn a_member_names_nobody() {
    let mut world = World::granted(|_, _| ());
    world.accept(None, |_| ());
    let account = account(&world.member);
    account.record.replace(Some(Rc::new(world.as_member())));
    assert_eq!(refusal(&account, &world, terms()), Some(Trouble::Problem(ProblemCode::Forbidden)));
}

#[test]
fn documents_with_a_grant_to_deposit_alone_are_refused() {
    let world = World::new();
    let deposit = Rights { read: false, deposit: true };
    let with = |documents| Terms { rights: deposit, documents, ..terms() };
    let invalid = Some(Trouble::Problem(ProblemCode::Invalid));
    assert_eq!(refusal(&owner(&world), &world, with(vec![listed(Ok(document(false)))])), invalid);
    assert_eq!(refusal(&owner(&world), &world, with(vec![])), None);
}

#[test]
fn whoever_may_read_nothing_any_more_is_given_nothing_and_no_key_is_asked_for() {
    let gone = |world: &World| {
        let account = owner(world);
        let given = now(account.give(crate::testing::world::MEMBER, &[listed(Ok(document(false)))]));
        (given.err(), account.line.platform.asked.borrow().len())
    };
    let mut removed = World::granted(|_, _| ());
    removed.revoke("");
    let over = World::granted(|grant, _| (grant.from, grant.until) = (Time(NOW.0 - 10), Some(NOW)));
    let depositor = World::granted(|grant, _| grant.rights.read = false);
    for world in [World::new(), removed, over, depositor] {
        assert_eq!(gone(&world), (Some(Trouble::Problem(ProblemCode::NotFound)), 0));
    }
    assert_eq!(gone(&World::granted(|_, _| ())).0, Some(LineDown.into()), "whoever may is asked for");
}
