//! What must not open.

use super::*;

#[test]
fn a_wrong_key_is_refused() {
    let (stored, manifest) = sealed(100);
    let other = DocumentKey::make();
    assert!(now(open_whole(&Portable, &other, manifest, &stored)).is_err());
    // Even when an author commits to it.
    let manifest = Manifest { key: other.commitment(&of()), ..manifest };
    assert!(now(open_whole(&Portable, &other, manifest, &stored)).is_err());
}

#[test]
fn a_body_truncated_at_a_segment_boundary_is_refused() {
    let (stored, manifest) = sealed(3_000_000);
    let short = &stored[..2 * SEGMENT];
    assert_eq!(opened(short, manifest), Err(Refused));
    // A signed length that fits the truncation: the nonce's last byte refuses.
    let lying = Manifest { length: 2_097_024, ..naming(short, manifest) };
    assert_eq!(Plan::new(lying.length).expect("it fits").segments(), 3);
    assert_eq!(opened(short, lying), Err(Refused));
    let header = Header::from_slice(&stored[..40]).expect("its header");
    let end = Segment { index: 1, content: 0..0, zeros: 0, stored: 0..0, last: true };
    let segment_key = key().segment_key(&of(), &header);
    let second = stored[SEGMENT..2 * SEGMENT].to_vec();
    assert_eq!(aead::open(segment_key.expose(), &header.nonce(&end), &[], second), Err(Refused));
}

#[test]
fn a_body_truncated_off_a_boundary_is_refused() {
    let (stored, manifest) = sealed(3_000_000);
    for length in [0, 1, 39, 40, 41, 56, SEGMENT - 1, SEGMENT + 1, stored.len() - 17, stored.len() - 1] {
        let short = &stored[..length];
        assert_eq!(opened(short, manifest), Err(Refused), "{length}");
        assert_eq!(opened(short, naming(short, manifest)), Err(Refused), "{length}");
    }
}

#[test]
fn an_opener_that_saw_too_few_segments_gives_no_verdict() {
    let (stored, manifest) = sealed(3_000_000);
    let key = key();
    let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
    assert!(BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment").finish().is_err());
    now(opener.segment(&Portable, 0, &stored[..SEGMENT])).expect("it verifies");
    now(opener.segment(&Portable, 1, &stored[SEGMENT..2 * SEGMENT])).expect("it verifies");
    assert!(opener.finish().is_err());
}

#[test]
fn dropped_duplicated_reordered_and_appended_segments_are_refused() {
    let (stored, manifest) = sealed(3_000_000);
    let s: Vec<&[u8]> = stored.chunks(SEGMENT).collect();
    assert_eq!(s.len(), 3);
    for order in
        [[0, 2].as_slice(), &[1, 2], &[0, 0, 2], &[0, 1, 1], &[1, 0, 2], &[0, 2, 1], &[0, 1, 2, 2], &[0, 1, 2, 0]]
    {
        let body: Vec<u8> = order.iter().flat_map(|at| s[*at].iter().copied()).collect();
        assert_eq!(opened(&body, manifest), Err(Refused), "{order:?}");
        assert_eq!(opened(&body, naming(&body, manifest)), Err(Refused), "{order:?}");
    }
}

#[test]
fn appended_bytes_are_refused() {
    let (stored, manifest) = sealed(100);
    for more in [vec![0], vec![0; 16], stored.clone()] {
        let longer = [stored.as_slice(), &more].concat();
        assert_eq!(opened(&longer, manifest), Err(Refused));
        assert_eq!(opened(&longer, naming(&longer, manifest)), Err(Refused));
    }
}

#[test]
fn every_flipped_byte_of_the_header_is_refused() {
    let (stored, manifest) = sealed(100);
    for at in 0..Header::LEN {
        let mut changed = stored.clone();
        changed[at] ^= 1;
        assert_eq!(opened(&changed, manifest), Err(Refused), "{at}");
        assert_eq!(opened(&changed, naming(&changed, manifest)), Err(Refused), "{at}");
    }
}

#[test]
fn a_flipped_byte_anywhere_in_a_segment_is_refused() {
    let (stored, manifest) = sealed(1_200_000);
    for at in [40, 5000, SEGMENT - 1, SEGMENT, stored.len() - 1] {
        let mut changed = stored.clone();
        changed[at] ^= 1;
        assert_eq!(opened(&changed, manifest), Err(Refused), "{at}");
        assert_eq!(opened(&changed, naming(&changed, manifest)), Err(Refused), "{at}");
    }
}

#[test]
fn a_body_of_another_record_document_or_version_is_refused() {
    let (stored, manifest) = sealed(100);
    for other in [
        DocumentVersion { record: RecordTag([9; 16]), ..of() },
        DocumentVersion { document: DocumentId([9; 16]), ..of() },
        DocumentVersion { version: 4, ..of() },
    ] {
        assert_eq!(opened(&stored, Manifest { of: other, ..manifest }), Err(Refused));
        let committed = Manifest { of: other, key: key().commitment(&other), ..manifest };
        assert_eq!(opened(&stored, committed), Err(Refused));
    }
}

#[test]
fn the_header_of_one_body_does_not_fit_another() {
    let ((a, manifest), (b, _)) = (sealed(100), sealed(100));
    let mixed = [&a[..40], &b[40..]].concat();
    assert_eq!(opened(&mixed, naming(&mixed, manifest)), Err(Refused));
}

#[test]
fn a_body_that_opens_under_two_keys_is_refused_by_the_commitment() {
    let peers: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/vectors/peers.json")).expect("JSON");
    let case = &peers["two_keys"];
    let stored = hex(&case["stored"]);
    let keys = [0, 1].map(|at| DocumentKey::from_slice(&hex(&case["keys"][at])).expect("32 bytes"));
    let signed = |key: &DocumentKey| Manifest {
        of: of(),
        body: hash::body_of(&stored),
        length: 16_384,
        key: key.commitment(&of()),
    };
    // The cipher alone accepts both, and shows two contents.
    let contents = keys.each_ref().map(|key| now(open_whole(&Portable, key, signed(key), &stored)).expect("forged"));
    assert_ne!(contents[0], contents[1]);
    // The author signed one.
    assert!(now(open_whole(&Portable, &keys[1], signed(&keys[0]), &stored)).is_err());
    assert!(BodyOpener::new(&keys[1], signed(&keys[0]), Nothing).is_err());
}

#[test]
fn another_signed_length_or_hash_is_refused() {
    let (stored, manifest) = sealed(100);
    // Same padded size: only the zeros tell. A longer content would take padding for content,
    // which is the author's own word; a shorter one finds a byte that is not zero.
    assert_eq!(opened(&stored, Manifest { length: 99, ..manifest }), Err(Refused));
    assert_eq!(opened(&stored, Manifest { length: 20_000, ..manifest }), Err(Refused));
    assert_eq!(opened(&stored, Manifest { length: 1 << 40, ..manifest }), Err(Refused));
    assert_eq!(opened(&stored, Manifest { body: Digest([0; 32]), ..manifest }), Err(Refused));
}

/// Tells on what is done to it.
#[derive(Default, Clone)]
struct Told(std::rc::Rc<std::cell::RefCell<(usize, usize)>>);

impl Gather for Told {
    fn put(&mut self, _: u64, content: &[u8]) -> Result<(), Refused> {
        self.0.borrow_mut().0 += content.len();
        Ok(())
    }
    fn wipe(&mut self) {
        self.0.borrow_mut().1 += 1;
    }
}

#[test]
fn a_content_that_does_not_verify_is_given_to_nobody_and_wiped() {
    let (stored, manifest) = sealed(100);
    let key = key();
    for (manifest, whole) in [(manifest, true), (Manifest { body: Digest([0; 32]), ..manifest }, false)] {
        let told = Told::default();
        let opener = BodyOpener::new(&key, manifest, told.clone()).expect("its commitment");
        now(opener.segment(&Portable, 0, &stored)).expect("it opens");
        assert_eq!(opener.finish().is_ok(), whole);
        assert_eq!(*told.0.borrow(), (100, usize::from(!whole)));
    }
    let told = Told::default();
    drop(BodyOpener::new(&key, manifest, told.clone()));
    assert_eq!(told.0.borrow().1, 1, "left half-way");
}

#[test]
fn after_a_failed_segment_nothing_more_opens() {
    let (stored, manifest) = sealed(3_000_000);
    let key = key();
    let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
    now(opener.segment(&Portable, 0, &stored[..SEGMENT])).expect("it verifies");
    let mut changed = stored[SEGMENT..2 * SEGMENT].to_vec();
    changed[7] ^= 1;
    assert!(now(opener.segment(&Portable, 1, &changed)).is_err());
    assert!(now(opener.segment(&Portable, 1, &stored[SEGMENT..2 * SEGMENT])).is_err());
    assert!(now(opener.segment(&Portable, 2, &stored[2 * SEGMENT..])).is_err());
    assert!(opener.finish().is_err());
}

#[test]
fn a_second_pass_opens_what_the_first_verified_and_nothing_else() {
    let (stored, manifest) = sealed(1_200_000);
    let key = key();
    let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
    for (index, segment) in (0..).zip(stored.chunks(SEGMENT)) {
        now(opener.segment(&Portable, index, segment)).expect("it verifies");
    }
    let (verdict, first) = opener.finish().expect("it is whole");
    assert_eq!(first, pattern(1_200_000));
    let second = now(verdict.segment(&Portable, 1, &stored[SEGMENT..])).expect("the same bytes");
    assert_eq!(second, pattern(1_200_000)[SEGMENT - 56..]);
    let mut changed = stored[SEGMENT..].to_vec();
    changed[0] ^= 1;
    assert!(now(verdict.segment(&Portable, 1, &changed)).is_err());
    assert!(now(verdict.segment(&Portable, 0, &stored[SEGMENT..])).is_err());
}

#[test]
fn commitments_of_versions_and_previous_versions_differ() {
    let other = DocumentVersion { version: 4, ..of() };
    assert_ne!(key().commitment(&of()), key().commitment(&other));
    assert_ne!(key().previous(&Digest([1; 32])), key().previous(&Digest([2; 32])));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn opening_any_bytes_never_panics(bytes in proptest::collection::vec(0u8.., 0..20_000), length in 0u64..2 << 30) {
        let manifest = Manifest { of: of(), body: hash::body_of(&bytes), length, key: key().commitment(&of()) };
        proptest::prop_assert_eq!(opened(&bytes, manifest), Err(Refused));
    }
}

#[test]
fn a_segment_that_comes_twice_is_refused_and_spoils_the_whole() {
    let (stored, manifest) = sealed(3_000_000);
    let key = key();
    for twice in [0, 1] {
        let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
        for (index, segment) in (0..).zip(stored.chunks(SEGMENT)) {
            now(opener.segment(&Portable, index, segment)).expect("it verifies");
        }
        let segment = stored.chunks(SEGMENT).nth(twice).expect("one of three");
        assert!(now(opener.segment(&Portable, u32::try_from(twice).expect("small"), segment)).is_err());
        assert!(opener.finish().is_err());
    }
}

#[test]
fn a_segment_before_the_first_or_in_another_place_is_refused() {
    let (stored, manifest) = sealed(3_000_000);
    let key = key();
    let segment = |index: usize| stored.chunks(SEGMENT).nth(index).expect("one of three");
    let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
    assert!(now(opener.segment(&Portable, 1, segment(1))).is_err());
    for (place, from) in [(1, 2), (2, 1), (1, 0), (3, 2)] {
        let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
        now(opener.segment(&Portable, 0, segment(0))).expect("it verifies");
        assert!(now(opener.segment(&Portable, place, segment(from))).is_err(), "{from} at {place}");
        assert!(opener.finish().is_err());
    }
}

#[test]
fn segments_after_the_first_may_come_in_any_order() {
    let (stored, manifest) = sealed(3_000_000);
    let key = key();
    let opener = BodyOpener::new(&key, manifest, Vec::new()).expect("its commitment");
    for index in [0, 2, 1] {
        let segment = stored.chunks(SEGMENT).nth(index as usize).expect("one of three");
        now(opener.segment(&Portable, index, segment)).expect("it verifies");
    }
    assert!(opener.finish().is_ok());
}
