//! Sealing that was interrupted.

use super::*;

#[test]
fn a_resumed_sealing_gives_the_same_bytes_in_any_order() {
    let content = pattern(3_000_000);
    let first = BodySealer::new(&key(), &of(), 3_000_000).expect("it fits");
    let a: Vec<_> = (0..3).map(|at| now(first.seal(&Portable, at, piece(&first, at, &content)))).collect();
    let kept = [(0, a[0].as_ref().expect("as planned").hash)];
    let second = BodySealer::resume(&key(), &of(), 3_000_000, *first.header(), &kept).expect("it fits");
    for at in [2, 1] {
        let again = now(second.seal(&Portable, at, piece(&second, at, &content))).expect("as planned");
        assert_eq!(again.bytes, a[at as usize].as_ref().expect("as planned").bytes);
    }
    assert_eq!(second.finish(), first.finish());
    assert!(second.finish().is_ok());
}

#[test]
fn a_content_that_changed_meanwhile_is_not_sealed_again() {
    let first = BodySealer::new(&key(), &of(), 100).expect("it fits");
    let sealed = now(first.seal(&Portable, 0, pattern(100))).expect("as planned");
    let second = BodySealer::resume(&key(), &of(), 100, *first.header(), &[(0, sealed.hash)]).expect("it fits");
    assert_eq!(now(second.seal(&Portable, 0, vec![0; 100])).err(), Some(SealError::Changed));
    assert!(now(second.seal(&Portable, 0, pattern(100))).is_ok());
}

#[test]
fn a_piece_of_another_length_is_not_sealed() {
    let sealer = BodySealer::new(&key(), &of(), 100).expect("it fits");
    for length in [0, 99, 101] {
        assert_eq!(now(sealer.seal(&Portable, 0, vec![0; length])).err(), Some(SealError::Length));
    }
    assert_eq!(now(sealer.seal(&Portable, 1, Vec::new())).err(), Some(SealError::Length));
}

#[test]
fn a_body_with_a_segment_missing_has_no_hash() {
    let sealer = BodySealer::new(&key(), &of(), 3_000_000).expect("it fits");
    let content = pattern(3_000_000);
    now(sealer.seal(&Portable, 0, piece(&sealer, 0, &content))).expect("as planned");
    assert_eq!(sealer.finish(), Err(SealError::Missing));
}

#[test]
fn a_kept_hash_of_a_segment_that_is_none_is_refused() {
    let header = Header::make();
    let resumed = BodySealer::resume(&key(), &of(), 100, header, &[(1, Digest([0; 32]))]);
    assert_eq!(resumed.err(), Some(SealError::Length));
}

#[test]
fn a_segment_sealed_twice_at_once_with_two_contents_is_given_out_once() {
    use std::cell::Cell;
    use std::task::{Context, Poll, Waker};
    /// Hashes only at the second asking, so that two segments are under way together.
    struct Slow;
    impl SegmentCipher for Slow {
        async fn seal(&self, key: &SegmentKey, nonce: &[u8; 12], data: Vec<u8>) -> Result<Vec<u8>, Refused> {
            Portable.seal(key, nonce, data).await
        }
        async fn open(&self, key: &SegmentKey, nonce: &[u8; 12], data: &[u8]) -> Result<Opened, Refused> {
            Portable.open(key, nonce, data).await
        }
        async fn sha256(&self, data: &[u8]) -> Result<Digest, Refused> {
            let asked = Cell::new(false);
            std::future::poll_fn(|_| if asked.replace(true) { Poll::Ready(()) } else { Poll::Pending }).await;
            Portable.sha256(data).await
        }
    }
    let sealer = BodySealer::new(&key(), &of(), 100).expect("it fits");
    let (mut one, mut two) =
        (Box::pin(sealer.seal(&Slow, 0, pattern(100))), Box::pin(sealer.seal(&Slow, 0, vec![9; 100])));
    let context = &mut Context::from_waker(Waker::noop());
    assert!(one.as_mut().poll(context).is_pending() && two.as_mut().poll(context).is_pending());
    assert!(matches!(one.as_mut().poll(context), Poll::Ready(Ok(_))));
    assert!(matches!(two.as_mut().poll(context), Poll::Ready(Err(SealError::Changed))));
}
