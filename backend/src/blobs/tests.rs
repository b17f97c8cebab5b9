//! What a crash, a torn part and a full disk leave behind.

use super::*;
use scelle_protocol::limits::SEGMENT_BYTES;
use scelle_verify::hash::{body_of, sha256};

/// No room at all.
struct Full;

impl Room for Full {
    fn take(&self, _bytes: u64) -> std::io::Result<()> {
        Err(ErrorKind::StorageFull.into())
    }
}

const UPLOAD: UploadId = UploadId([7; 16]);

async fn opened(folder: &Path) -> Blobs {
    Blobs::open(folder, Arc::new(TheDisk)).await.expect("folders")
}

fn broken_after(bytes: &'static [u8]) -> Body {
    let pieces = [Ok(Bytes::from_static(bytes)), Err(std::io::Error::from(ErrorKind::ConnectionReset))];
    Body::from_stream(Pieces(pieces.into_iter().collect()))
}

struct Pieces(std::collections::VecDeque<std::io::Result<Bytes>>);

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;
    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop_front())
    }
}

#[tokio::test]
async fn parts_in_any_order_make_the_body_and_its_hash() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = opened(folder.path()).await;
    let content: Vec<u8> = (0..3 * SEGMENT_BYTES + 5).map(|n| u8::try_from(n % 251).expect("small")).collect();
    let (first, second) = content.split_at(2 * SEGMENT_BYTES);
    blobs.begin(UPLOAD, content.len() as u64).await.expect("begun");
    let two = blobs.write_part(UPLOAD, 1, first.len() as u64, second.len() as u64, Body::from(second.to_vec())).await;
    let one = blobs.write_part(UPLOAD, 0, 0, first.len() as u64, Body::from(first.to_vec())).await.expect("written");
    let two = two.expect("written");
    assert_eq!(one.digest, sha256(first));
    let address = scelle_verify::hash::body(&[one.segments, two.segments].concat());
    assert_eq!(address, body_of(&content));
    blobs.keep(UPLOAD, &address).await.expect("kept");
    blobs.keep(UPLOAD, &address).await.expect("done before, it is done");
    blobs.drop_upload(UPLOAD).await.expect("dropped");
    let kept = std::fs::read(blobs.body_path(&address)).expect("the body");
    assert!(kept == content);
}

#[tokio::test]
async fn a_torn_part_leaves_the_other_parts_whole_and_can_be_sent_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = opened(folder.path()).await;
    blobs.begin(UPLOAD, 8).await.expect("begun");
    blobs.write_part(UPLOAD, 0, 0, 4, Body::from("good")).await.expect("written");
    for torn in [broken_after(b"ba"), broken_after(b"far too long"), Body::from("ba"), Body::from("badly")] {
        assert!(blobs.write_part(UPLOAD, 1, 4, 4, torn).await.is_err());
        let now = std::fs::read(blobs.upload_path(UPLOAD)).expect("the upload");
        assert_eq!((now.len(), &now[..4]), (8, b"good".as_slice()));
    }
    drop(blobs);
    let blobs = opened(folder.path()).await;
    blobs.write_part(UPLOAD, 1, 4, 4, Body::from("work")).await.expect("written");
    assert_eq!(std::fs::read(blobs.upload_path(UPLOAD)).expect("the upload"), b"goodwork");
    assert_eq!(blobs.uploads().await.expect("listed"), [UPLOAD]);
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    opened(folder.path()).await.begin(UPLOAD, 4).await.expect("begun");
    let blobs = Blobs::open(folder.path(), Arc::new(Full)).await.expect("folders");
    let refused = blobs.write_part(UPLOAD, 0, 0, 4, Body::from("full")).await;
    assert!(matches!(refused, Err(Error::Caller(ProblemCode::StorageFull))));
    assert_eq!(std::fs::read(blobs.upload_path(UPLOAD)).expect("the upload"), [0; 4]);
    assert!(blobs.bodies().await.expect("listed").is_empty());
}

#[tokio::test]
async fn two_requests_never_write_one_part_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = opened(folder.path()).await;
    blobs.begin(UPLOAD, 4).await.expect("begun");
    let turn = blobs.turn(UPLOAD, 0);
    assert!(matches!(blobs.write_part(UPLOAD, 0, 0, 4, Body::from("work")).await, Err(Error::Wait(1))));
    drop(turn);
    assert!(blobs.write_part(UPLOAD, 0, 0, 4, Body::from("work")).await.is_ok());
}

#[tokio::test]
async fn an_upload_without_room_for_its_file_leaves_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = opened(folder.path()).await;
    // No file system takes a file of this length.
    assert!(blobs.begin(UPLOAD, u64::MAX).await.is_err());
    assert!(blobs.uploads().await.expect("listed").is_empty());
}
