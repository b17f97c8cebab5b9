//! What was acknowledged survives; what was not leaves nothing.

use crate::support::{START, Somebody, World};
use backend::blobs::Room;
use backend::{Host, sweep};
use scelle_protocol::statements::Action;
use scelle_protocol::{DocumentId, ProblemCode, wire};
use scelle_verify::hash;
use std::sync::Arc;

const ONE: DocumentId = DocumentId([1; 16]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_goes_on_after_a_restart_where_it_was() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let content = vec![7; (4 << 20) + 100];
    let (first, second) = content.split_at(4 << 20);
    let new: wire::Upload = ada.post(&ada.path("/uploads"), &wire::NewUpload { size: content.len() as u64 }).json();
    let part = |n: u64| format!("/uploads/{}/parts/{n}", new.upload);
    assert_eq!(ada.call("PUT", &ada.path(&part(0)), first).status, 204);
    assert_eq!(ada.call("PUT", &ada.path(&part(1)), b"torn").code(), ProblemCode::BodyMismatch);
    let early = ada.post(&ada.path("/deposits"), &ada.deposit(ONE, new.upload, &content, START));
    assert_eq!(early.code(), ProblemCode::BodyMismatch);

    let world = world.restart().await;
    let mut ada = ada.again(&world);
    let shown: wire::Upload = ada.call("GET", &ada.path(&format!("/uploads/{}", new.upload)), &[]).json();
    assert_eq!((shown.size, shown.parts), (content.len() as u64, vec![0]));
    assert_eq!(ada.call("PUT", &ada.path(&part(0)), first).status, 204, "sent again, it stays");
    assert_eq!(ada.call("PUT", &ada.path(&part(1)), second).status, 204);
    assert_eq!(ada.call("PUT", &ada.path(&part(2)), b"x").code(), ProblemCode::NotFound);
    let deposit = ada.deposit(ONE, new.upload, &content, START);
    ada.post(&ada.path("/deposits"), &deposit).json::<wire::Placed>();
    ada.counter += 1;

    let world = world.restart().await;
    let ada = ada.again(&world);
    let path = ada.path(&format!("/bodies/{}", hash::body_of(&content)));
    let mut proofs = ada.proofs("GET", &path, b"", &ada.nonce());
    proofs.push(("range", format!("bytes={}-", 4 << 20)));
    let range = crate::support::send(world.host.api, "GET", &path, &proofs, b"");
    assert_eq!((range.status, range.body.as_slice()), (206, second));
    let expected = format!("bytes {}-{}/{}", 4 << 20, content.len() - 1, content.len());
    assert_eq!(range.header("content-range"), Some(expected.as_str()));
    let list = wire::ListRequest { event: ada.event(Action::List, vec![], START) };
    assert_eq!(ada.post(&ada.path("/list"), &list).json::<wire::Listing>().labels.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_without_rows_and_old_uploads_are_swept_and_what_is_kept_stays() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"kept", START);
    let app = world.host.app();
    // As a crash between body and rows leaves it: the body has its name, the upload its own.
    let upload = ada.uploads(b"acknowledged nowhere");
    let stray = hash::body_of(b"acknowledged nowhere");
    app.blobs.keep(upload, &stray).await.expect("kept");
    sweep::sweep(app).await.expect("swept");
    assert_eq!(app.blobs.bodies().await.expect("listed"), [hash::body_of(b"kept")]);
    assert_eq!(app.blobs.uploads().await.expect("listed"), [upload], "it can still be deposited");

    world.clock.advance(8 * 86_400);
    sweep::sweep(app).await.expect("swept");
    assert!(app.blobs.uploads().await.expect("listed").is_empty());
    assert!(app.store.upload(upload).await.expect("read").is_none());
    assert_eq!(app.blobs.bodies().await.expect("listed"), [hash::body_of(b"kept")]);
}

/// A disk that was full from the start.
struct Full;

impl Room for Full {
    fn take(&self, _bytes: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_reading_goes_on() {
    let World { folder, clock, host } = World::new().await;
    host.stop().await;
    let config = crate::support::config(folder.path());
    let host = Host::start_with_room(config, clock.clone(), Arc::new(Full)).await.expect("the host starts");
    let world = World { folder, clock, host };
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let new: wire::Upload = ada.post(&ada.path("/uploads"), &wire::NewUpload { size: 4 }).json();
    let part = ada.path(&format!("/uploads/{}/parts/0", new.upload));
    assert_eq!(ada.call("PUT", &part, b"full").code(), ProblemCode::StorageFull);
    let shown: wire::Upload = ada.call("GET", &ada.path(&format!("/uploads/{}", new.upload)), &[]).json();
    assert!(shown.parts.is_empty());
    assert_eq!(ada.call("GET", &ada.path(""), &[]).status, 200);
}

/// A disk on which the database may not grow.
struct NoPageMore(u32);

impl Room for NoPageMore {
    fn take(&self, _bytes: u64) -> std::io::Result<()> {
        Ok(())
    }
    fn pages(&self) -> Option<u32> {
        Some(self.0)
    }
}

/// The same world after its host was started again with so much room.
async fn restarted(world: World, room: Arc<dyn Room>) -> World {
    let World { folder, clock, host } = world;
    host.stop().await;
    let config = crate::support::config(folder.path());
    let host = Host::start_with_room(config, clock.clone(), room).await.expect("the host starts");
    World { folder, clock, host }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_is_said_nothing_is_half_written_and_all_goes_on_when_there_is_room() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"kept", START);
    let rows = world.folder.path().join("data/rows.db");
    let world = world.restart().await.restart().await;
    let pages = std::fs::metadata(rows).expect("the database").len() / 4096;
    let world = restarted(world, Arc::new(NoPageMore(u32::try_from(pages).expect("small")))).await;
    let mut ada = ada.again(&world);
    let list = |ada: &Somebody| {
        let asked = wire::ListRequest { event: ada.event(Action::List, vec![], START) };
        ada.post(&ada.path("/list"), &asked)
    };

    // What is left in the last pages is used up; then the host says so, and stands where it stood.
    let full = (0..500).find_map(|_| {
        let answer = list(&ada);
        (answer.status != 200).then_some(answer).or_else(|| {
            ada.counter += 1;
            None
        })
    });
    assert_eq!(full.expect("it fills up").code(), ProblemCode::StorageFull);
    let counters = |ada: &Somebody| {
        let record: wire::Record = ada.call("GET", &ada.path(""), &[]).json();
        let page: wire::JournalPage = ada.call("GET", &ada.path(&format!("/journal/{}", ada.reader)), &[]).json();
        (record.counter, page.total, page.events.len() as u64)
    };
    assert_eq!(counters(&ada), (ada.counter, ada.counter, ada.counter));
    let size = world.host.app().store.log_size().await.expect("read");
    assert_eq!(size, 1 + ada.counter, "genesis and one leaf for each event");
    let full = (0..500).map(|_| ada.post(&ada.path("/uploads"), &wire::NewUpload { size: 4 }));
    let full = full.into_iter().find(|answer| answer.status != 200).expect("it fills up");
    assert_eq!(full.code(), ProblemCode::StorageFull);
    let (app, known) = (world.host.app(), (ada.record, ada.reader));
    let files = app.blobs.uploads().await.expect("listed").len() as u64;
    assert_eq!(files, app.store.count_uploads(known.0, known.1).await.expect("read"), "no file without its row");
    assert_eq!(ada.post("/v1/records", &Somebody::new(&world, 2).genesis(START)).code(), ProblemCode::StorageFull);
    assert!(app.store.pad(scelle_protocol::RecordTag([2; 16])).await.expect("read").is_none());

    // What needs no new row goes on: bodies, the chain, the log.
    let body = ada.call("GET", &ada.path(&format!("/bodies/{}", hash::body_of(b"kept"))), &[]);
    assert_eq!((body.status, body.body.as_slice()), (200, b"kept".as_slice()));
    assert_eq!(ada.call("GET", &ada.path("/chain"), &[]).status, 200);
    let note = crate::support::send(world.host.api, "GET", "/v1/log/checkpoint", &[], &[]);
    assert_eq!(note.status, 200, "{}", String::from_utf8_lossy(&note.body));

    let world = world.restart().await;
    let ada = ada.again(&world);
    let read = wire::ReadRequest { event: ada.event(Action::Read, vec![ONE], START) };
    assert_eq!(ada.post(&ada.path("/reads"), &read).json::<wire::Release>().keys.len(), 1);
    assert_eq!(counters(&ada).0, ada.counter + 1);
}

/// A disk that has become read-only.
struct ReadOnly;

impl Room for ReadOnly {
    fn take(&self, _bytes: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_takes_no_writes_is_said_and_what_was_acknowledged_stays() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"kept", START);
    let world = restarted(world, Arc::new(ReadOnly)).await;
    let ada = ada.again(&world);
    let new: wire::Upload = ada.post(&ada.path("/uploads"), &wire::NewUpload { size: 4 }).json();
    let part = ada.path(&format!("/uploads/{}/parts/0", new.upload));
    assert_eq!(ada.call("PUT", &part, b"more").code(), ProblemCode::StorageFull);
    let body = ada.call("GET", &ada.path(&format!("/bodies/{}", hash::body_of(b"kept"))), &[]);
    assert_eq!((body.status, body.body.as_slice()), (200, b"kept".as_slice()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_stretch_of_a_body_is_served_whose_file_has_another_length_than_its_row() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    ada.deposits(ONE, b"whole", START);
    let name = hash::body_of(b"whole").to_string();
    let path = ada.path(&format!("/bodies/{name}"));
    let file = world.folder.path().join("data/blobs").join(&name[..2]).join(&name);
    for torn in [b"whol".as_slice(), b"", b"whole!"] {
        std::fs::write(&file, torn).expect("written");
        let mut proofs = ada.proofs("GET", &path, b"", &ada.nonce());
        assert_eq!(ada.call("GET", &path, &[]).code(), ProblemCode::Internal);
        proofs.push(("range", "bytes=0-1".to_owned()));
        assert_eq!(crate::support::send(world.host.api, "GET", &path, &proofs, b"").code(), ProblemCode::Internal);
    }
    std::fs::write(&file, b"whole").expect("written");
    assert_eq!(ada.call("GET", &path, &[]).status, 200);
}
