//! A grant, a comparison, an acceptance: in order, by whom they are to be, and by nobody else.

use crate::cards::{ALICE, alice, bruno, renewed, world};
use crate::professionals::enrolled;
use crate::support::{Answer, START, Somebody, World, sealed_to, signed};
use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::statements::{Acceptance, Action, Grant, Revocation, Rights};
use scelle_protocol::text::SignatureLine;
use scelle_protocol::{Bytes, Digest, ProblemCode, PublicKey, ReaderId, SealKey, Signature, Signed, Time, wire};
use scelle_verify::{circle, hash};

pub const KEY: Digest = Digest([0x6b; 32]);

fn starter(doctor: &Somebody) -> SigningKey {
    SigningKey::from_bytes(&[doctor.reader.0[0] ^ 0x11; 32])
}

fn own(doctor: &Somebody) -> SigningKey {
    SigningKey::from_bytes(&[doctor.reader.0[0] ^ 0x22; 32])
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}

/// A grant of everything to Alice from now on, as the owner's page makes it.
pub fn grant(ada: &Somebody, doctor: &Somebody, change: impl FnOnce(&mut Grant)) -> wire::NewGrant {
    let mut body = Grant {
        record: ada.record,
        number: ada.head.0 + 1,
        previous: ada.head.1,
        deadline: START.plus(600),
        reader: doctor.reader,
        starter_sign: public(&starter(doctor)),
        starter_seal: SealKey([3; 1216]),
        rights: Rights { read: true, deposit: true },
        from: START,
        until: None,
        person: circle::person(&KEY, ada.record, doctor.reader, ALICE),
        sealed: Digest([1; 32]),
    };
    change(&mut body);
    let entry = wire::Entry { open: signed(body, &ada.root), sealed: sealed_to(&[ada.reader, doctor.reader]) };
    wire::NewGrant { entry, to: ALICE.into(), parcel: Bytes(vec![7; 1120 + 512 + 16]) }
}

/// What a person does once the chain has moved on.
pub fn moves(who: &mut Somebody, open: &str) {
    let end = open.find("sig-").expect("a signature");
    who.head = (who.head.0 + 1, hash::sha256(&open.as_bytes()[..end]));
}

/// Ada's record, with a grant to Alice that waits.
pub fn granted(world: &World, change: impl FnOnce(&mut Grant)) -> (Somebody, Somebody) {
    let mut ada = Somebody::new(world, 1);
    ada.opens(START);
    let mut alice = enrolled(world, alice(), 5);
    let new = grant(&ada, &alice, change);
    ada.post(&ada.path("/grants"), &new).json::<wire::Logged>();
    moves(&mut ada, &new.entry.open);
    (alice.record, alice.head, alice.grant_key) = (ada.record, ada.head, Some(KEY));
    alice.sign = starter(&alice);
    alice.holders = vec![ada.reader];
    (ada, alice)
}

pub fn acceptance(alice: &Somebody, by: &[&SigningKey], change: impl FnOnce(&mut Acceptance)) -> wire::NewAcceptance {
    let mut body = Acceptance {
        record: alice.record,
        number: alice.head.0 + 1,
        previous: alice.head.1,
        deadline: START.plus(600),
        reader: alice.reader,
        grant: alice.head.1,
        sign: public(&own(alice)),
        seal: SealKey([6; 1216]),
        list: hash::sha256(&alice.list_key.0),
        sealed: Digest([2; 32]),
    };
    change(&mut body);
    let mut statement = Signed::new(body);
    for key in by {
        let signature = key.sign(statement.covered(statement.signatures.len()).as_bytes());
        statement.signatures.push(SignatureLine::Ed25519(Signature(signature.to_bytes())));
    }
    let entry = wire::Entry { open: statement.whole(), sealed: sealed_to(&alice.holders) };
    wire::NewAcceptance { entry, list_key: alice.list_key }
}

pub fn accepts(alice: &Somebody) -> wire::NewAcceptance {
    acceptance(alice, &[&starter(alice), &own(alice)], |_| {})
}

/// Ada's record with Alice in its circle.
pub fn accepted(world: &World, change: impl FnOnce(&mut Grant)) -> (Somebody, Somebody) {
    let (mut ada, mut alice) = granted(world, change);
    let acceptance = accepts(&alice);
    alice.post(&alice.path("/acceptances"), &acceptance).json::<wire::Logged>();
    moves(&mut ada, &acceptance.entry.open);
    alice.head = ada.head;
    alice.sign = own(&alice);
    (ada, alice)
}

pub fn revocation(ada: &Somebody, reader: ReaderId) -> wire::Entry {
    let (number, previous) = (ada.head.0 + 1, ada.head.1);
    let body =
        Revocation { record: ada.record, number, previous, deadline: START.plus(600), reader, sealed: Digest([3; 32]) };
    wire::Entry { open: signed(body, &ada.root), sealed: sealed_to(&ada.holders) }
}

fn list(who: &Somebody) -> Answer {
    who.post(&who.path("/list"), &wire::ListRequest { event: who.event(Action::List, vec![], START) })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_waits_in_the_inbox_and_its_acceptance_makes_a_member() {
    let (world, _) = world().await;
    let (mut ada, mut alice) = granted(&world, |_| {});
    let inbox: wire::Inbox = alice.call("GET", "/v1/inbox", &[]).json();
    assert_eq!((inbox.items.len(), inbox.items[0].parcel.0.len()), (1, 1648));
    let chain: wire::Chain = alice.call("GET", &alice.path("/chain"), &[]).json();
    assert_eq!(chain.statements.iter().map(|s| s.entry.sealed.len()).collect::<Vec<_>>(), [0, 1]);

    let acceptance = accepts(&alice);
    alice.post(&alice.path("/acceptances"), &acceptance).json::<wire::Logged>();
    moves(&mut ada, &acceptance.entry.open);
    alice.head = ada.head;
    assert_eq!(list(&alice).code(), ProblemCode::NotFound, "the starter key signs no more");
    alice.sign = own(&alice);
    list(&alice).json::<wire::Listing>();
    let page: wire::JournalPage = ada.call("GET", &ada.path(&format!("/journal/{}", alice.reader)), &[]).json();
    assert_eq!((page.total, page.events[0].entry.sealed.len()), (1, 1));
    let item = format!("/v1/inbox/{}", inbox.items[0].id);
    assert_eq!(alice.call("DELETE", &item, &[]).status, 204);
    assert_eq!(alice.call("DELETE", &item, &[]).code(), ProblemCode::NotFound);
    assert!(alice.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_row_of_the_inbox_says_which_record_or_whose() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    let tag = world.host.app().secrets.inbox_tag(ALICE);
    let items = world.host.app().store.inbox(&tag, None).await.expect("read");
    assert_eq!(items.len(), 1);
    for known in [ada.record.0, ada.reader.0, alice.reader.0] {
        assert!(items[0].id.0 != known && tag.0[..16] != known);
    }
    assert_ne!(tag, hash::sha256(format!("inbox:{ALICE}").as_bytes()), "a key of the host is in it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_inbox_of_another_person_is_empty_and_a_patient_has_none() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    let bruno = enrolled(&world, bruno(), 6);
    assert!(bruno.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.is_empty());
    let item = alice.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.remove(0).id;
    assert_eq!(bruno.call("DELETE", &format!("/v1/inbox/{item}"), &[]).code(), ProblemCode::NotFound);
    assert_eq!(ada.call("GET", "/v1/inbox", &[]).code(), ProblemCode::NotFound);
    assert_eq!(alice.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_that_does_not_fit_leaves_neither_reader_nor_parcel() {
    let (world, _) = world().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let alice = enrolled(&world, alice(), 5);
    let tries = |new: &wire::NewGrant| ada.post(&ada.path("/grants"), new).code();
    let own = |change: &dyn Fn(&mut wire::NewGrant)| {
        let mut new = grant(&ada, &alice, |_| {});
        change(&mut new);
        tries(&new)
    };
    assert_eq!(tries(&grant(&ada, &alice, |g| g.deadline = Time(START.0 - 1))), ProblemCode::Expired);
    assert_eq!(tries(&grant(&ada, &alice, |g| g.number = 5)), ProblemCode::StaleChain);
    assert_eq!(tries(&grant(&ada, &alice, |g| g.rights = Rights::default())), ProblemCode::Invalid);
    assert_eq!(tries(&grant(&ada, &alice, |g| g.reader = ada.reader)), ProblemCode::Invalid);
    assert_eq!(own(&|new| new.to = "899700218999".into()), ProblemCode::Invalid, "not in the directory");
    assert_eq!(own(&|new| new.parcel.0.truncate(100)), ProblemCode::Invalid);
    assert_eq!(own(&|new| new.parcel.0.resize(200_000, 0)), ProblemCode::TooLarge);
    assert_eq!(own(&|new| new.entry.sealed.truncate(1)), ProblemCode::Invalid, "not sealed to the new reader");
    assert_eq!(own(&|new| new.entry.sealed = sealed_to(&[alice.reader])), ProblemCode::Invalid, "nor to a holder");
    assert_eq!(
        own(&|new| new.entry.open = new.entry.open.replace("rights: read deposit", "rights: read")),
        ProblemCode::SignatureRefused
    );
    assert_eq!(own(&|new| new.entry.open = ada.closure(START).open), ProblemCode::StatementRefused);
    let entry = grant(&ada, &alice, |_| {}).entry;
    assert_eq!(ada.post(&ada.path("/chain"), &entry).code(), ProblemCode::Invalid, "a grant has its own path");
    assert!(alice.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.is_empty());
    assert!(world.host.app().store.reader_state(ada.record, alice.reader).await.expect("read").is_none());
    ada.post(&ada.path("/grants"), &grant(&ada, &alice, |_| {})).json::<wire::Logged>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_writers_at_once_one_is_told_that_the_chain_moved_on() {
    let (world, _) = world().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let alice = enrolled(&world, alice(), 5);
    let (first, second) = (grant(&ada, &alice, |_| {}), grant(&ada, &alice, |g| g.reader = ReaderId([0x77; 16])));
    let second = wire::NewGrant {
        entry: wire::Entry { sealed: sealed_to(&[ada.reader, ReaderId([0x77; 16])]), ..second.entry },
        ..second
    };
    let path = ada.path("/grants");
    let requests = [first, second].map(|new| {
        let body = serde_json::to_vec(&new).expect("JSON");
        (ada.proofs("POST", &path, &body, &ada.nonce()), body)
    });
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let sent = requests.iter().map(|(proofs, body)| {
            let path = &path;
            let api = world.host.api;
            scope.spawn(move || crate::support::send(api, "POST", path, proofs, body))
        });
        sent.collect::<Vec<_>>().into_iter().map(|line| line.join().expect("answered")).collect()
    });
    let lost: Vec<&Answer> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert_eq!((lost.len(), lost[0].code()), (1, ProblemCode::StaleChain));
    assert_eq!(alice.call("GET", "/v1/inbox", &[]).json::<wire::Inbox>().items.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pending_reader_compares_and_accepts_and_sees_nothing_else() {
    let (world, _) = world().await;
    let (_, alice) = granted(&world, |_| {});
    assert_eq!(alice.call("GET", &alice.path("/chain"), &[]).status, 200);
    assert_eq!(alice.call("GET", &alice.path(&format!("/compare/{}", alice.reader)), &[]).status, 200);
    assert_eq!(list(&alice).code(), ProblemCode::NotFound);
    let own = format!("/journal/{}", alice.reader);
    for path in ["", "/access", own.as_str(), "/bodies/00"] {
        assert_eq!(alice.call("GET", &alice.path(path), &[]).code(), ProblemCode::NotFound, "{path}");
    }
    let read =
        wire::ReadRequest { event: alice.event(Action::Read, vec![scelle_protocol::DocumentId([1; 16])], START) };
    assert_eq!(alice.post(&alice.path("/reads"), &read).code(), ProblemCode::NotFound);
    assert_eq!(alice.post(&alice.path("/uploads"), &wire::NewUpload { size: 4 }).code(), ProblemCode::NotFound);
    let entry = accepts(&alice).entry;
    assert_eq!(alice.post(&alice.path("/chain"), &entry).code(), ProblemCode::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pending_reader_whose_last_day_is_over_is_a_stranger() {
    let (world, _) = world().await;
    let (_, alice) = granted(&world, |g| g.until = Some(START.plus(100)));
    assert_eq!(alice.call("GET", &alice.path("/chain"), &[]).status, 200);
    world.clock.advance(100);
    assert_eq!(alice.call("GET", &alice.path("/chain"), &[]).code(), ProblemCode::NotFound);
    assert_eq!(alice.post(&alice.path("/acceptances"), &accepts(&alice)).code(), ProblemCode::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_lent_to_a_colleague_is_refused_whatever_is_asked() {
    let (world, _) = world().await;
    let (_, pending) = granted(&world, |_| {});
    // The session and its card are the colleague's own: the reader's key and the grant's are lent.
    let mut lent = enrolled(&world, bruno(), 6);
    (lent.reader, lent.sign, lent.grant_key) = (pending.reader, pending.sign.clone(), pending.grant_key);
    (lent.record, lent.head, lent.holders) = (pending.record, pending.head, pending.holders);
    assert_eq!(lent.call("GET", &lent.path("/chain"), &[]).code(), ProblemCode::OtherPerson);
    assert_eq!(lent.post(&lent.path("/acceptances"), &accepts(&lent)).code(), ProblemCode::OtherPerson);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_card_of_the_same_person_is_the_same_person() {
    let (world, _) = world().await;
    let (_, alice) = accepted(&world, |_| {});
    let opened = crate::cards::log_in(&world, &renewed().card(), alice.session_key());
    let alice = alice.with_token(opened.session.token);
    list(&alice).json::<wire::Listing>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_without_the_grants_key_is_refused() {
    let (world, _) = world().await;
    let (_, mut alice) = accepted(&world, |_| {});
    for key in [None, Some(Digest([0; 32]))] {
        alice.grant_key = key;
        assert_eq!(list(&alice).code(), ProblemCode::OtherPerson);
        assert_eq!(alice.call("GET", &alice.path("/chain"), &[]).code(), ProblemCode::OtherPerson);
    }
    alice.grant_key = Some(KEY);
    list(&alice).json::<wire::Listing>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_key_in_a_session_without_card_is_a_strangers() {
    let (world, _) = world().await;
    let (_, alice) = accepted(&world, |_| {});
    let key = alice.session_key();
    let by = Some(scelle_protocol::CertificateHash([5; 32]));
    let token = world.host.app().sessions.open(scelle_protocol::AccountId([5; 16]), by, key).reveal();
    let patient = alice.with_token(token);
    assert_eq!(patient.call("GET", &patient.path("/chain"), &[]).code(), ProblemCode::NotFound);
    assert_eq!(list(&patient).code(), ProblemCode::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acceptance_that_does_not_fit_makes_no_member() {
    let (world, _) = world().await;
    let (ada, alice) = granted(&world, |_| {});
    let (first, second) = (starter(&alice), own(&alice));
    let tries = |new: &wire::NewAcceptance| alice.post(&alice.path("/acceptances"), new).code();
    let other = |change: &dyn Fn(&mut Acceptance)| tries(&acceptance(&alice, &[&first, &second], |body| change(body)));
    assert_eq!(tries(&wire::NewAcceptance { list_key: Digest([0; 32]), ..accepts(&alice) }), ProblemCode::Invalid);
    assert_eq!(other(&|body| body.list = Digest([0; 32])), ProblemCode::Invalid);
    assert_eq!(other(&|body| body.grant = Digest([0; 32])), ProblemCode::Invalid);
    assert_eq!(other(&|body| body.reader = ReaderId([9; 16])), ProblemCode::Invalid);
    assert_eq!(other(&|body| body.number = 9), ProblemCode::StaleChain);
    assert_eq!(other(&|body| body.deadline = Time(START.0 - 1)), ProblemCode::Expired);
    assert_eq!(tries(&acceptance(&alice, &[&second, &first], |_| {})), ProblemCode::SignatureRefused);
    let mut everybody = accepts(&alice);
    everybody.entry.sealed = sealed_to(&[ada.reader, alice.reader]);
    assert_eq!(tries(&everybody), ProblemCode::Invalid);
    let by_holder = ada.post(&ada.path("/acceptances"), &accepts(&alice));
    assert_eq!(by_holder.code(), ProblemCode::Forbidden);
    alice.post(&alice.path("/acceptances"), &accepts(&alice)).json::<wire::Logged>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_opened_again_finds_its_circle() {
    let (world, _) = world().await;
    let (ada, alice) = accepted(&world, |_| {});
    let state = world.host.app().store.chain_state(ada.record).await.expect("read").expect("there");
    assert_eq!(state.readers[&alice.reader].member().and_then(|member| member.accepted), Some(3));
    let row = world.host.app().store.reader_state(ada.record, alice.reader).await.expect("read").expect("there");
    assert_eq!((row.list_key, row.counter), (alice.list_key, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_fills_the_inbox_of_another() {
    let (world, _) = world().await;
    let (mut ada, alice) = granted(&world, |_| {});
    let fills = |ada: &Somebody, n: u8| {
        let reader = ReaderId([100 + n; 16]);
        let mut new = grant(ada, &alice, |g| g.reader = reader);
        new.entry.sealed = sealed_to(&[ada.reader, reader]);
        (ada.post(&ada.path("/grants"), &new), new)
    };
    for n in 0..29 {
        let (answer, new) = fills(&ada, n);
        answer.json::<wire::Logged>();
        moves(&mut ada, &new.entry.open);
    }
    assert_eq!(fills(&ada, 29).0.code(), ProblemCode::SlowDown);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_inbox_goes_on_after_an_item() {
    let (world, _) = world().await;
    let (mut ada, alice) = granted(&world, |_| {});
    for n in 0..2 {
        let reader = ReaderId([100 + n; 16]);
        let mut new = grant(&ada, &alice, |g| g.reader = reader);
        new.entry.sealed = sealed_to(&[ada.reader, reader]);
        ada.post(&ada.path("/grants"), &new).json::<wire::Logged>();
        moves(&mut ada, &new.entry.open);
    }
    let page = |query: &str| alice.call("GET", &format!("/v1/inbox{query}"), &[]);
    let ids = |query: &str| page(query).json::<wire::Inbox>().items.iter().map(|item| item.id).collect::<Vec<_>>();
    let all = ids("");
    assert_eq!(all.len(), 3);
    assert_eq!(ids(&format!("?after={}", all[0])), all[1..]);
    assert!(ids(&format!("?after={}", all[2])).is_empty());
    for query in ["?after=", "?after=00", "?from=00", "?after=%20"] {
        assert_eq!(page(query).code(), ProblemCode::Invalid, "{query}");
    }
}
