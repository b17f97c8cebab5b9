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
