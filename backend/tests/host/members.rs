//! What a member may do with a record, what is sealed to it, and its end.

use crate::cards::{ALICE, alice, world};
use crate::circle::{KEY, accepted, grant, granted, moves, revocation};
use crate::support::{Answer, START, Somebody, sealed_to};
use scelle_protocol::statements::{Action, Rights};
use scelle_protocol::{DocumentId, ProblemCode, ReaderId, wire};
use scelle_verify::hash;

const ONE: DocumentId = DocumentId([1; 16]);
const TWO: DocumentId = DocumentId([2; 16]);

fn read(who: &Somebody, action: Action) -> Answer {
    who.post(&who.path("/reads"), &wire::ReadRequest { event: who.event(action, vec![ONE], START) })
}

fn list(who: &Somebody) -> Answer {
    who.post(&who.path("/list"), &wire::ListRequest { event: who.event(Action::List, vec![], START) })
}

fn deposit(readers: &[ReaderId], document: DocumentId, who: &mut Somebody) -> Answer {
    let upload = who.uploads(b"body");
    let answer = who.post(&who.path("/deposits"), &who.deposit_for(readers, document, upload, b"body", START));
    if answer.status == 200 {
        who.counter += 1;
    }
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_what_was_sealed_to_it_and_nothing_else() {
    let (world, _) = world().await;
    let (mut ada, mut alice) = accepted(&world, |_| {});
    deposit(&[ada.reader, alice.reader], ONE, &mut ada).json::<wire::Placed>();
    deposit(&[ada.reader], TWO, &mut ada).json::<wire::Placed>();
    let listing: wire::Listing = list(&alice).json();
    alice.counter += 1;
    assert_eq!(listing.labels.iter().map(|label| label.document).collect::<Vec<_>>(), [ONE]);
    assert_eq!(read(&alice, Action::Read).json::<wire::Release>().keys.len(), 1);
    alice.counter += 1;
    let hidden = wire::ReadRequest { event: alice.event(Action::Read, vec![TWO], START) };
    assert_eq!(alice.post(&alice.path("/reads"), &hidden).code(), ProblemCode::NotFound);
    let own = alice.call("GET", &alice.path(&format!("/journal/{}", alice.reader)), &[]);
    assert_eq!(own.json::<wire::JournalPage>().total, 2);
    let others = alice.call("GET", &alice.path(&format!("/journal/{}", ada.reader)), &[]);
    assert_eq!(others.code(), ProblemCode::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn export_repair_and_grant_of_a_member_are_refused() {
    let (world, _) = world().await;
    let (mut ada, alice) = accepted(&world, |_| {});
    deposit(&[ada.reader, alice.reader], ONE, &mut ada).json::<wire::Placed>();
    for action in [Action::Export, Action::Repair, Action::Grant] {
        assert_eq!(read(&alice, action).code(), ProblemCode::Forbidden, "{action:?}");
        read(&ada, action).json::<wire::Release>();
        ada.counter += 1;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_by_a_member_is_refused() {
    let (world, _) = world().await;
    let (ada, alice) = accepted(&world, |_| {});
    let mut new = grant(&ada, &alice, |g| g.reader = ReaderId([9; 16]));
    new.entry.sealed = sealed_to(&[ada.reader, ReaderId([9; 16])]);
    assert_eq!(alice.post(&alice.path("/grants"), &new).code(), ProblemCode::Forbidden);
    assert_eq!(alice.post(&alice.path("/chain"), &revocation(&ada, alice.reader)).code(), ProblemCode::Forbidden);
    assert_eq!(alice.call("GET", &alice.path("/access"), &[]).code(), ProblemCode::Forbidden);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wraps_by_a_member_are_refused() {
    let (world, _) = world().await;
    let (mut ada, alice) = accepted(&world, |_| {});
    deposit(&[ada.reader, alice.reader], ONE, &mut ada).json::<wire::Placed>();
    let wraps = alice.wraps_for(&[alice.reader], ONE);
    assert_eq!(alice.post(&alice.path("/wraps"), &wraps).code(), ProblemCode::Forbidden);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_so_far_are_sealed_to_a_member_and_access_says_so() {
    let (world, _) = world().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    deposit(&[ada.reader], ONE, &mut ada).json::<wire::Placed>();
    let mut alice = crate::professionals::enrolled(&world, alice(), 5);
    let new = grant(&ada, &alice, |_| {});
    ada.post(&ada.path("/grants"), &new).json::<wire::Logged>();
    moves(&mut ada, &new.entry.open);
    read(&ada, Action::Grant).json::<wire::Release>();
    ada.counter += 1;
    let wraps = |readers: &[ReaderId], document| ada.wraps_for(readers, document);
    let post = |wraps: &wire::NewWraps| ada.post(&ada.path("/wraps"), wraps);
    let unknown = ReaderId([9; 16]);
    assert_eq!(post(&wraps(&[alice.reader], TWO)).code(), ProblemCode::NotFound, "no such document");
    assert_eq!(post(&wraps(&[unknown], ONE)).code(), ProblemCode::Invalid, "no such reader");
    assert_eq!(post(&wraps(&[], ONE)).code(), ProblemCode::Invalid, "nothing");
    let mut lone = wraps(&[alice.reader], ONE);
    lone.keys.clear();
    assert_eq!(post(&lone).code(), ProblemCode::Invalid, "a label without its key");
    let mut second = wraps(&[alice.reader], ONE);
    (second.labels[0].version, second.keys[0].version) = (2, 2);
    assert_eq!(post(&second).code(), ProblemCode::StaleNumber, "no such version");
    for _ in 0..2 {
        assert_eq!(post(&wraps(&[alice.reader], ONE)).status, 204, "what was there is replaced");
        world.clock.advance(1);
    }
    let access: wire::Access = ada.call("GET", &ada.path("/access"), &[]).json();
    let of = |id| access.readers.iter().find(|one| one.reader == id).map(|one| one.documents.clone());
    assert_eq!((of(ada.reader), of(alice.reader)), (Some(vec![ONE]), Some(vec![ONE])));
    let (batches, labels) = world.host.app().store.labels(ada.record, alice.reader).await.expect("read");
    assert_eq!((batches.len(), labels.len()), (1, 1));
    alice.head = ada.head;
    let stale = wire::NewWraps { ..alice.wraps_for(&[alice.reader], ONE) };
    assert_eq!(ada.post(&ada.path("/wraps"), &stale).code(), ProblemCode::SignatureRefused, "by another's key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wraps_at_an_older_head_are_refused() {
    let (world, _) = world().await;
    let (mut ada, alice) = accepted(&world, |_| {});
    deposit(&[ada.reader], ONE, &mut ada).json::<wire::Placed>();
    let head = ada.head;
    ada.head = (head.0 - 1, hash::sha256(b"before"));
    let stale = ada.wraps_for(&[alice.reader], ONE);
    assert_eq!(ada.post(&ada.path("/wraps"), &stale).code(), ProblemCode::StaleChain);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_by_a_member_covers_exactly_who_may_read() {
    let (world, _) = world().await;
    let (ada, mut alice) = accepted(&world, |_| {});
    let (holder, own, stranger) = (ada.reader, alice.reader, ReaderId([9; 16]));
    for readers in [&[holder][..], &[own], &[holder, own, stranger], &[]] {
        assert_eq!(deposit(readers, ONE, &mut alice).code(), ProblemCode::Invalid, "{readers:?}");
    }
    deposit(&[holder, own], ONE, &mut alice).json::<wire::Placed>();
    assert_eq!(list(&ada).json::<wire::Listing>().labels.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_may_leave_members_out_and_never_itself() {
    let (world, _) = world().await;
    let (mut ada, alice) = accepted(&world, |_| {});
    let (holder, member) = (ada.reader, alice.reader);
    assert_eq!(deposit(&[member], ONE, &mut ada).code(), ProblemCode::Invalid);
    deposit(&[holder], ONE, &mut ada).json::<wire::Placed>();
    deposit(&[holder, member], TWO, &mut ada).json::<wire::Placed>();
    assert_eq!(list(&alice).json::<wire::Listing>().labels.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_at_an_older_head_is_refused() {
    let (world, _) = world().await;
    let (mut ada, alice) = granted(&world, |_| {});
    let member = alice.reader;
    let head = ada.head;
    ada.head = (head.0 - 1, hash::sha256(b"before"));
    let holder = ada.reader;
    assert_eq!(deposit(&[holder], ONE, &mut ada).code(), ProblemCode::StaleChain);
    ada.head = head;
    deposit(&[holder, member], ONE, &mut ada).json::<wire::Placed>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_right_is_asked_for() {
    let (world, _) = world().await;
    let (mut ada, alice) = accepted(&world, |g| g.rights = Rights { read: true, deposit: false });
    assert_eq!(alice.post(&alice.path("/uploads"), &wire::NewUpload { size: 4 }).code(), ProblemCode::Forbidden);
    let upload = ada.uploads(b"body");
    let new = alice.deposit_for(&[ada.reader, alice.reader], ONE, upload, b"body", START);
    assert_eq!(alice.post(&alice.path("/deposits"), &new).code(), ProblemCode::Forbidden);
    deposit(&[ada.reader, alice.reader], ONE, &mut ada).json::<wire::Placed>();
    read(&alice, Action::Read).json::<wire::Release>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_depositor_without_the_right_to_read_is_given_its_own_alone() {
    let (world, _) = world().await;
    let (mut ada, mut alice) = accepted(&world, |g| g.rights = Rights { read: false, deposit: true });
    let (holder, member) = (ada.reader, alice.reader);
    assert_eq!(deposit(&[holder, member], ONE, &mut ada).code(), ProblemCode::Invalid);
    deposit(&[holder], ONE, &mut ada).json::<wire::Placed>();
    deposit(&[holder, member], TWO, &mut alice).json::<wire::Placed>();
    let listing: wire::Listing = list(&alice).json();
    assert_eq!(listing.labels.iter().map(|label| label.document).collect::<Vec<_>>(), [TWO]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_member_is_a_stranger_and_what_it_had_is_gone() {
    let (world, _) = world().await;
    let (mut ada, mut alice) = accepted(&world, |_| {});
    deposit(&[ada.reader, alice.reader], ONE, &mut ada).json::<wire::Placed>();
    read(&alice, Action::Read).json::<wire::Release>();
    alice.counter += 1;
    let upload = alice.uploads(b"half done");
    let entry = revocation(&ada, alice.reader);
    ada.post(&ada.path("/chain"), &entry).json::<wire::Logged>();
    moves(&mut ada, &entry.open);
    alice.head = ada.head;

    let body = format!("/bodies/{}", hash::body_of(b"body"));
    let own = format!("/journal/{}", alice.reader);
    let compare = format!("/compare/{}", alice.reader);
    for path in ["", "/chain", "/access", body.as_str(), own.as_str(), compare.as_str()] {
        assert_eq!(alice.call("GET", &alice.path(path), &[]).code(), ProblemCode::NotFound, "{path}");
    }
    assert_eq!(read(&alice, Action::Read).code(), ProblemCode::NotFound);
    assert_eq!(list(&alice).code(), ProblemCode::NotFound);
    alice.grant_key = None;
    assert_eq!(list(&alice).code(), ProblemCode::NotFound, "whatever it shows");
    let app = world.host.app();
    assert!(app.store.keys(ada.record, alice.reader, &[ONE]).await.is_err());
    assert!(app.store.labels(ada.record, alice.reader).await.expect("read").1.is_empty());
    assert!(app.store.upload(upload).await.expect("read").is_none());
    assert!(app.blobs.uploads().await.expect("listed").is_empty());

    // The owner's own is untouched, and the journal of whoever has gone stays.
    assert_eq!(read(&ada, Action::Read).json::<wire::Release>().keys.len(), 1);
    ada.counter += 1;
    let page: wire::JournalPage = ada.call("GET", &ada.path(&own), &[]).json();
    assert_eq!(page.total, 1);
    let holder = ada.reader;
    assert_eq!(deposit(&[holder, alice.reader], TWO, &mut ada).code(), ProblemCode::Invalid);
    let wraps = ada.wraps_for(&[alice.reader], ONE);
    assert_eq!(ada.post(&ada.path("/wraps"), &wraps).code(), ProblemCode::Invalid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_is_sealed_to_the_holders_alone_and_of_a_member() {
    let (world, _) = world().await;
    let (ada, alice) = accepted(&world, |_| {});
    let mut told = revocation(&ada, alice.reader);
    told.sealed = sealed_to(&[ada.reader, alice.reader]);
    assert_eq!(ada.post(&ada.path("/chain"), &told).code(), ProblemCode::Invalid);
    assert_eq!(ada.post(&ada.path("/chain"), &revocation(&ada, ada.reader)).code(), ProblemCode::Invalid);
    ada.post(&ada.path("/chain"), &revocation(&ada, alice.reader)).json::<wire::Logged>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_there_from_its_first_to_its_last_day_to_the_second() {
    let (world, _) = world().await;
    let (_, alice) = accepted(&world, |g| (g.from, g.until) = (START.plus(100), Some(START.plus(200))));
    let chain = || alice.call("GET", &alice.path("/chain"), &[]).status;
    assert_eq!(chain(), 404);
    world.clock.advance(99);
    assert_eq!(chain(), 404);
    world.clock.advance(1);
    assert_eq!(chain(), 200);
    world.clock.advance(99);
    assert_eq!(chain(), 200);
    world.clock.advance(1);
    assert_eq!(chain(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_of_a_grant_names_one_person_and_not_the_next() {
    let (world, _) = world().await;
    let (ada, alice) = accepted(&world, |_| {});
    let person = |id_nat| scelle_verify::circle::person(&KEY, ada.record, alice.reader, id_nat);
    let chain = world.host.app().store.chain_state(ada.record).await.expect("read").expect("there");
    let named = chain.readers[&alice.reader].member().expect("a member").person;
    assert!(named == person(ALICE) && named != person(crate::cards::BRUNO));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_version_of_a_document_is_its_authors_alone_and_says_nothing_of_hidden_ones() {
    let (world, _) = world().await;
    let (mut ada, mut alice) = accepted(&world, |_| {});
    let readers = [ada.reader, alice.reader];
    deposit(&readers, ONE, &mut ada).json::<wire::Placed>();
    deposit(&readers, TWO, &mut alice).json::<wire::Placed>();
    let next = |who: &Somebody, readers: &[ReaderId], document: DocumentId, version: u64| {
        let upload = who.uploads(b"other");
        let mut new = who.deposit_for(readers, document, upload, b"other", START);
        new.documents[0].version = version;
        new.labels.iter_mut().chain(&mut new.keys).for_each(|wrap| wrap.version = version);
        who.post(&who.path("/deposits"), &new)
    };
    assert_eq!(next(&alice, &readers, ONE, 2).code(), ProblemCode::NotFound, "the owner's");
    assert_eq!(next(&ada, &readers, TWO, 2).code(), ProblemCode::NotFound, "a member's");
    next(&alice, &readers, TWO, 2).json::<wire::Placed>();
    alice.counter += 1;
    // The owner's second version is for the owner alone: to a member the document is as before.
    let before = [1, 2, 3].map(|version| next(&alice, &readers, ONE, version).code());
    next(&ada, &[ada.reader], ONE, 2).json::<wire::Placed>();
    assert_eq!([1, 2, 3].map(|version| next(&alice, &readers, ONE, version).code()), before);
    assert_eq!(before[1], ProblemCode::NotFound);
}
