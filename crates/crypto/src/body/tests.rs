//! Tests of `body`: what it gives, and each refusal.

use super::*;
use crate::{SealError, hazmat::aead, testing::now};

const SEGMENT: usize = scelle_protocol::limits::SEGMENT_BYTES;

fn of() -> DocumentVersion {
    DocumentVersion { record: RecordTag([1; 16]), document: DocumentId([5; 16]), version: 3 }
}

fn key() -> DocumentKey {
    DocumentKey::from_bytes(&std::array::from_fn(|n| 64 + u8::try_from(n).expect("n < 32")))
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n % 251).expect("n % 251 < 256")).collect()
}

fn sealed(length: usize) -> (Vec<u8>, Manifest) {
    let (stored, body) = now(seal_whole(&Portable, &key(), &of(), &pattern(length))).expect("it fits");
    (stored, Manifest { of: of(), body, length: length as u64, key: key().commitment(&of()) })
}

fn opened(stored: &[u8], manifest: Manifest) -> Result<Vec<u8>, Refused> {
    now(open_whole(&Portable, &key(), manifest, stored))
}

/// The manifest of an author who signs whatever bytes are stored: only the cipher can refuse.
fn naming(stored: &[u8], manifest: Manifest) -> Manifest {
    Manifest { body: hash::body_of(stored), ..manifest }
}

#[test]
fn contents_of_every_boundary_length_come_back() {
    let first = SEGMENT - 56;
    for length in [0, 1, 16_384, 16_385, first - 1, first, first + 1, SEGMENT, 2 * SEGMENT - 72, 2 * SEGMENT, 3_000_000]
    {
        let (stored, manifest) = sealed(length);
        let plan = Plan::new(length as u64).expect("it fits");
        assert_eq!(stored.len() as u64, plan.stored());
        assert_eq!(opened(&stored, manifest).expect("its own"), pattern(length), "{length}");
    }
}

#[test]
fn the_segments_of_a_plan_join_without_gap() {
    for length in [0, 1, 1_048_520, 1_048_521, 2_097_080, 2_097_081, 3_145_640, 5_000_000, 1 << 30] {
        let plan = Plan::new(length).expect("it fits");
        let (mut content, mut plain, mut stored) = (0, 0, 0);
        for index in 0..plan.segments() {
            let segment = plan.segment(index).expect("within the plan");
            assert_eq!((segment.content.start, segment.stored.start), (content, stored));
            content = segment.content.end;
            stored = segment.stored.end;
            plain += segment.plain();
            assert_eq!(segment.last, index + 1 == plan.segments());
        }
        assert_eq!((content, plain, stored), (length, plan.padded(), plan.stored()));
        assert_eq!(plan.segment(plan.segments()), None);
    }
    assert_eq!(Plan::new((1 << 30) + 1), Err(SealError::Long));
}

#[test]
fn bodies_sealed_by_tink_open_here_segment_by_segment() {
    let peers: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/peers.json")).expect("JSON");
    for case in peers["body"]["raw"].as_array().expect("a list") {
        let (plain, stored) = (hex(&case["plain"]), hex(&case["stored"]));
        let header = Header::from_slice(&stored[..40]).expect("Tink's header");
        let segment = Segment { index: 0, content: 0..plain.len() as u64, zeros: 0, stored: 0..0, last: true };
        let segment_key = key().segment_key(&of(), &header);
        let opened = aead::open(segment_key.expose(), &header.nonce(&segment), &[], stored[40..].to_vec());
        assert_eq!(opened, Ok(plain));
    }
    let small = hex(&peers["body"]["small"]);
    let manifest = Manifest { of: of(), body: hash::body_of(&small), length: 500, key: key().commitment(&of()) };
    assert_eq!(opened(&small, manifest), Ok(pattern(500)));
}

#[test]
fn bodies_are_sealed_here_byte_for_byte_as_by_tink() {
    let peers: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/peers.json")).expect("JSON");
    for case in peers["body"]["whole"].as_array().expect("a list") {
        let length = case["length"].as_u64().expect("a number");
        let header = Header::from_slice(&hex(&case["header"])).expect("Tink's header");
        let sealer = BodySealer::resume(&key(), &of(), length, header, &[]).expect("it fits");
        assert_eq!(sealer.plan().padded(), case["padded"].as_u64().expect("a number"));
        let content = pattern(usize::try_from(length).expect("it fits"));
        let mut stored = Vec::new();
        for index in 0..sealer.plan().segments() {
            stored
                .extend(now(sealer.seal(&Portable, index, piece(&sealer, index, &content))).expect("as planned").bytes);
        }
        assert_eq!(stored.len() as u64, case["size"].as_u64().expect("a number"));
        assert_eq!(hash::sha256(&stored).encode(), case["sha256"].as_str().expect("text"), "{length}");
    }
}

fn piece(sealer: &BodySealer, index: u32, content: &[u8]) -> Vec<u8> {
    let range = sealer.plan().segment(index).expect("within the plan").content;
    content[usize::try_from(range.start).expect("small")..usize::try_from(range.end).expect("small")].to_vec()
}

fn hex(value: &serde_json::Value) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(value.as_str().expect("text").as_bytes()).expect("hex")
}

mod refusals;
mod resuming;
