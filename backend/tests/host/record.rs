//! A record over HTTP: opened, filled, listed, read, closed; and what does not fit is refused.

use crate::support::{START, Somebody, World, signed};
use scelle_protocol::statements::{Action, Receipt};
use scelle_protocol::{Digest, DocumentId, ProblemCode, ReaderId, Signed, wire};
use scelle_verify::{hash, log, signature};

const ONE: DocumentId = DocumentId([1; 16]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_deposited_listed_read_and_found_in_journal_and_log() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let content: Vec<u8> = (0..(5 << 20) + 7_u32).map(|n| n.to_le_bytes()[0]).collect();
    ada.deposits(ONE, &content, START);

    let listing: wire::Listing =
        ada.post(&ada.path("/list"), &wire::ListRequest { event: ada.event(Action::List, vec![], START) }).json();
    ada.counter += 1;
    assert_eq!((listing.batches.len(), listing.labels.len()), (1, 1));

    let release: wire::Release =
        ada.post(&ada.path("/reads"), &wire::ReadRequest { event: ada.event(Action::Read, vec![ONE], START) }).json();
    ada.counter += 1;
    assert_eq!((release.keys.len(), release.keys[0].document), (1, ONE));
    let key = world.host.app().secrets.receipt_key();
    let receipt: Signed<Receipt> = signature::parse_ed25519(&release.receipt, &key).expect("the host's receipt");

    let body = ada.call("GET", &ada.path(&format!("/bodies/{}", hash::body_of(&content))), &[]);
    assert!(body.status == 200 && body.body == content);

    let page: wire::JournalPage = ada.call("GET", &ada.path(&format!("/journal/{}?from=1", ada.reader)), &[]).json();
    assert_eq!((page.total, page.events.len()), (3, 3));
    assert_eq!(page.events[2].leaf, receipt.body.leaf);

    let note = crate::support::send(world.host.api, "GET", "/v1/log/checkpoint", &[], &[]);
    let info: wire::HostInfo = crate::support::send(world.host.api, "GET", "/v1/host", &[], &[]).json();
    let checkpoint = log::checkpoint(std::str::from_utf8(&note.body).expect("text"), &info.log_key).expect("signed");
    assert_eq!(checkpoint.size, 4);
    let asked = wire::ProofRequest { size: 4, leaves: vec![receipt.body.leaf] };
    let proofs: wire::Proofs = ada.post("/v1/log/proofs", &asked).json();
    let leaf = log::leaf_hash(&log::place(&ada.list_key, 3), &receipt.body.event);
    log::check_inclusion(&checkpoint, receipt.body.leaf, &leaf, &proofs.proofs[0]).expect("in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_grows_consistently_over_a_restart() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let mut notes = Vec::new();
    let read = |world: &World| {
        let note = crate::support::send(world.host.api, "GET", "/v1/log/checkpoint", &[], &[]).body;
        log::checkpoint(std::str::from_utf8(&note).expect("text"), world.host.app().notary.verifier()).expect("signed")
    };
    for _ in 0..11 {
        ada.post(&ada.path("/list"), &wire::ListRequest { event: ada.event(Action::List, vec![], START) })
            .json::<wire::Listing>();
        ada.counter += 1;
        notes.push(read(&world));
    }
    let world = world.restart().await;
    notes.push(read(&world));
    for (a, old) in notes.iter().enumerate() {
        for new in &notes[a..] {
            let path = format!("/v1/log/consistency?from={}&to={}", old.size, new.size);
            let proof: wire::ConsistencyProof = crate::support::send(world.host.api, "GET", &path, &[], &[]).json();
            log::check_consistency(old, new, &proof.proof).expect("one log");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_too_late_or_from_elsewhere_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"body", START);
    let unknown = DocumentId([9; 16]);
    let read = |change: &dyn Fn(&mut scelle_protocol::statements::Event)| {
        let event = ada.event_with(Action::Read, vec![ONE], START, |event| change(event));
        ada.post(&ada.path("/reads"), &wire::ReadRequest { event }).code()
    };
    assert_eq!(read(&|event| event.counter = 1), ProblemCode::StaleNumber);
    assert_eq!(read(&|event| event.counter = 3), ProblemCode::StaleNumber);
    assert_eq!(read(&|event| event.place = 2), ProblemCode::StaleChain);
    assert_eq!(read(&|event| event.head = Digest([0; 32])), ProblemCode::StaleChain);
    assert_eq!(read(&|event| event.time = START.plus(3600)), ProblemCode::Clock);
    assert_eq!(read(&|event| event.time = scelle_protocol::Time(START.0 - 3600)), ProblemCode::Clock);
    assert_eq!(read(&|event| event.documents = vec![unknown]), ProblemCode::NotFound);
    assert_eq!(read(&|event| event.documents = vec![ONE, unknown]), ProblemCode::NotFound);
    assert_eq!(read(&|event| event.action = Action::Close), ProblemCode::Invalid);
    assert_eq!(read(&|event| event.action = Action::Deposit), ProblemCode::Invalid);
    assert_eq!(read(&|event| event.reader = ReaderId([8; 16])), ProblemCode::Invalid);
    let mut event = ada.event(Action::Read, vec![ONE], START);
    event.open = event.open.replace("counter: 2", "counter: 02");
    assert_eq!(ada.post(&ada.path("/reads"), &wire::ReadRequest { event }).code(), ProblemCode::StatementRefused);
    let mut event = ada.event(Action::Read, vec![ONE], START);
    event.open = event.open.replace("action: read", "action: export");
    assert_eq!(ada.post(&ada.path("/reads"), &wire::ReadRequest { event }).code(), ProblemCode::SignatureRefused);
    let record: wire::Record = ada.call("GET", &ada.path(""), &[]).json();
    assert_eq!(record.counter, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_that_does_not_fit_leaves_nothing_and_its_upload_can_be_used_again() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let upload = ada.uploads(b"the body");
    let whole = || ada.deposit(ONE, upload, b"the body", START);
    let refused = |change: &dyn Fn(&mut wire::Deposit)| {
        let mut deposit = whole();
        change(&mut deposit);
        ada.post(&ada.path("/deposits"), &deposit).code()
    };
    assert_eq!(refused(&|d| d.documents[0].body = Digest([0; 32])), ProblemCode::BodyMismatch);
    assert_eq!(refused(&|d| d.documents[0].size += 1), ProblemCode::BodyMismatch);
    assert_eq!(refused(&|d| d.documents[0].upload = scelle_protocol::UploadId([0; 16])), ProblemCode::NotFound);
    assert_eq!(refused(&|d| d.labels.clear()), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.keys.clear()), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.keys.push(d.keys[0].clone())), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.labels[0].reader = ReaderId([8; 16])), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.labels[0].sealed.0.push(0)), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.batches[0].sealing.0[0] ^= 1), ProblemCode::Invalid);
    assert_eq!(refused(&|d| d.documents.clear()), ProblemCode::Invalid);
    let second = |d: &mut wire::Deposit| {
        d.documents[0].version = 2;
        d.labels[0].version = 2;
        d.keys[0].version = 2;
    };
    assert_eq!(refused(&second), ProblemCode::NotFound);
    let journal: wire::JournalPage = ada.call("GET", &ada.path(&format!("/journal/{}?from=0", ada.reader)), &[]).json();
    assert_eq!(journal.total, 0);
    ada.post(&ada.path("/deposits"), &whole()).json::<wire::Placed>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_reader_foreign_record_and_closed_record_get_one_answer() {
    let world = World::new().await;
    let (mut ada, mut eve) = (Somebody::new(&world, 1), Somebody::new(&world, 2));
    ada.opens(START);
    eve.opens(START);
    let placed = ada.deposits(ONE, b"body", START);
    assert!(!placed.receipt.is_empty());
    let own = eve.record;
    eve.record = ada.record;
    let foreign = eve.call("GET", &ada.path(""), &[]);
    eve.record = scelle_protocol::RecordTag([7; 16]);
    let unknown = eve.call("GET", &eve.path(""), &[]);
    eve.record = own;
    let stolen = eve.call("GET", &eve.path(&format!("/bodies/{}", hash::body_of(b"body"))), &[]);
    assert_eq!(foreign.code(), ProblemCode::NotFound);
    assert_eq!((&foreign.body, &stolen.body), (&unknown.body, &unknown.body));

    let bodies = world.folder.path().join("data/blobs");
    assert_eq!(files(&bodies), 1);
    assert!(world.host.app().store.pad(ada.record).await.expect("read").is_some());
    ada.post(&ada.path("/chain"), &ada.closure(START)).json::<wire::Logged>();
    let closed = ada.call("GET", &ada.path(""), &[]);
    assert_eq!(closed.body, unknown.body);
    assert_eq!(files(&bodies), 0);
    assert!(world.host.app().store.pad(ada.record).await.expect("read").is_none());
    let (_, keys) = world.host.app().store.labels(ada.record, ada.reader).await.expect("read");
    assert!(keys.is_empty());
    let chain = world.host.app().store.chain(ada.record, ada.reader).await.expect("read");
    assert_eq!(chain.len(), 2);
}

fn files(folder: &std::path::Path) -> usize {
    let folders = std::fs::read_dir(folder).expect("the folder");
    folders.flatten().map(|f| std::fs::read_dir(f.path()).expect("a folder").count()).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_genesis_that_is_late_or_twice_is_refused() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    let mut late = ada.genesis(START);
    world.clock.advance(599);
    assert_eq!(ada.call("POST", "/v1/session/act", &[]).status, 204);
    world.clock.advance(2);
    assert_eq!(ada.post("/v1/records", &late).code(), ProblemCode::Expired);
    world.clock.set(START);
    late.reader_list_keys[0] = Digest([0; 32]);
    assert_eq!(ada.post("/v1/records", &late).code(), ProblemCode::Invalid);
    ada.opens(START);
    let again = ada.genesis(START);
    assert_eq!(ada.post("/v1/records", &again).code(), ProblemCode::StaleChain);
    let record: wire::Record = ada.call("GET", &ada.path(""), &[]).json();
    assert_eq!(record.chain, 1, "the pad of the first is still there");
    let mut early = ada.closure(START);
    let mut body = Signed::<scelle_protocol::statements::Closure>::parse(&early.open).expect("own form").body;
    body.previous = Digest([0; 32]);
    early.open = signed(body, &ada.root);
    assert_eq!(ada.post(&ada.path("/chain"), &early).code(), ProblemCode::StaleChain);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_the_kit_only_looks_until_it_stands_in_the_journal() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"body", START);
    let recovery = |ada: &Somebody| wire::TellRecovery { event: ada.event(Action::Recovery, vec![], START) };
    assert_eq!(ada.post(&ada.path("/recovery"), &recovery(&ada)).code(), ProblemCode::Invalid, "no kit was used");

    let mut ada = ada.by_kit(&world);
    let read = |ada: &Somebody| {
        let read = wire::ReadRequest { event: ada.event(Action::Read, vec![ONE], START) };
        ada.post(&ada.path("/reads"), &read)
    };
    assert_eq!(ada.call("GET", &ada.path(""), &[]).status, 200);
    assert_eq!(read(&ada).code(), ProblemCode::Forbidden);
    assert_eq!(ada.post(&ada.path("/chain"), &ada.closure(START)).code(), ProblemCode::Forbidden);
    assert_eq!(ada.post(&ada.path("/uploads"), &wire::NewUpload { size: 4 }).code(), ProblemCode::Forbidden);
    let other = wire::TellRecovery { event: ada.event(Action::List, vec![], START) };
    assert_eq!(ada.post(&ada.path("/recovery"), &other).code(), ProblemCode::Invalid);
    let naming = wire::TellRecovery { event: ada.event(Action::Recovery, vec![ONE], START) };
    assert_eq!(ada.post(&ada.path("/recovery"), &naming).code(), ProblemCode::Invalid);
    assert_eq!(read(&ada).code(), ProblemCode::Forbidden);

    ada.post(&ada.path("/recovery"), &recovery(&ada)).json::<wire::Placed>();
    ada.counter += 1;
    assert_eq!(read(&ada).json::<wire::Release>().keys.len(), 1);
    let page: wire::JournalPage = ada.call("GET", &ada.path(&format!("/journal/{}?from=2", ada.reader)), &[]).json();
    assert!(page.events[0].entry.open.contains("\naction: recovery\ndocuments: -\n"));
}
