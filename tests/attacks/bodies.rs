//! Attacks 7 and 8 with the engine: bodies, keys and labels in each other's place, and every way of
//! cutting a stream and putting it together again. `scelle-crypto` has the same for each piece alone.

use scelle_client::{Account, Trouble, Unwatched};
use scelle_crypto::body::{DocumentKey, Manifest, Portable, open_whole};
use scelle_protocol::{
    limits::SEGMENT_BYTES,
    paths,
    statements::{Action, Document},
    wire::{Listing, Release},
};
use scelle_tests::liar::Liar;
use scelle_tests::native::{Native, PASSWORD, Patient, World, about, camille, deposit, open_patient};

use crate::naive;

struct Ward {
    liar: Liar,
    world: World,
    patient: Patient,
    documents: Vec<Document>,
}

impl Ward {
    /// A patient with two documents of these lengths.
    async fn with(lengths: [usize; 2]) -> Self {
        let liar = Liar::new();
        let world = World::behind(&liar).await;
        let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
        let documents = with_documents(&patient.account, lengths).await;
        Self { liar, world, patient, documents }
    }

    async fn opens(&self, document: &Document) -> Result<Vec<u8>, Trouble> {
        self.patient.account.open(document, &Portable, &Unwatched).await
    }

    /// From now on the host hands out `change` of each body.
    fn hands_out(&self, change: impl Fn(&mut Vec<u8>) + Send + Sync + 'static) {
        self.liar.lies(move |asked, told| {
            if asked.path.contains("/bodies/") {
                change(&mut told.body);
            }
        });
    }
}

async fn with_documents(account: &Account<Native>, lengths: [usize; 2]) -> Vec<Document> {
    for (title, (length, byte)) in [("Un", (lengths[0], 1)), ("Deux", (lengths[1], 2))] {
        deposit(account, about(title), vec![byte; length]).await.expect("deposits");
    }
    let listed = account.list().await.expect("lists");
    let mut documents: Vec<Document> = listed.into_iter().map(|one| one.statement.expect("the label holds")).collect();
    documents.sort_by(|one, other| other.title.cmp(&one.title));
    documents
}

/// The stored bytes of a document, and its key: what its owner has.
async fn whole(account: &Account<Native>, document: &Document) -> (Vec<u8>, DocumentKey) {
    let record = account.record().expect("open");
    let path = paths::body(record.tag, document.body);
    let stored = account.line.call("GET", &path, vec![], record.proof(), &[]).await.expect("the ciphertext").body;
    let mut keys = account.release(Action::Read, std::slice::from_ref(document)).await.expect("a key");
    (stored, keys.remove(&document.document).expect("its own"))
}

#[tokio::test]
async fn a_body_of_another_document_or_another_record_is_refused() {
    let ward = Ward::with([3000, 3000]).await;
    let sacha = open_patient(&ward.world.native.another(), "sacha", PASSWORD, camille()).await.expect("opens");
    let theirs = with_documents(&sacha.account, [3000, 3000]).await;
    let one = &ward.documents[0];
    for (account, other) in [(&ward.patient.account, &ward.documents[1]), (&sacha.account, &theirs[0])] {
        let (stored, key) = whole(account, other).await;
        // In its own place, under its own key, it is a good body.
        let own = open_whole(&Portable, &key, Manifest::from(other), &stored).await.expect("a good body");
        assert_eq!(own.len(), 3000);
        // Its key under another name is no key, whatever was said of length and hash.
        let renamed = Manifest { of: Manifest::from(one).of, ..Manifest::from(other) };
        assert!(open_whole(&Portable, &key, renamed, &stored).await.is_err());
        ward.hands_out(move |body| body.clone_from(&stored));
        assert_eq!(ward.opens(one).await, Err(Trouble::BadBody));
        ward.liar.is_honest();
        assert!(ward.opens(one).await.is_ok());
    }
}

#[tokio::test]
async fn the_header_of_one_body_before_the_segments_of_another_is_refused() {
    let ward = Ward::with([3000, 3000]).await;
    let (one, _) = whole(&ward.patient.account, &ward.documents[0]).await;
    let (other, _) = whole(&ward.patient.account, &ward.documents[1]).await;
    assert_eq!(one.len(), other.len(), "nothing but the bytes can tell them apart");
    for mixed in [[&one[..40], &other[40..]].concat(), [&other[..40], &one[40..]].concat()] {
        ward.hands_out(move |body| body.clone_from(&mixed));
        for document in &ward.documents {
            assert_eq!(ward.opens(document).await, Err(Trouble::BadBody));
        }
    }
    ward.hands_out(move |body| body.clone_from(&one));
    assert_eq!(ward.opens(&ward.documents[0]).await, Ok(vec![1; 3000]), "the same bytes, unmixed");
}

#[tokio::test]
async fn keys_and_labels_of_two_documents_in_each_others_place_are_refused() {
    let ward = Ward::with([3000, 3000]).await;
    let ids: Vec<_> = ward.documents.iter().map(|document| document.document).collect();
    let (first, second) = (ids[0], ids[1]);
    ward.liar.lies(move |asked, told| {
        if asked.path.ends_with("/reads") {
            told.edits(|release: &mut Release| {
                for key in &mut release.keys {
                    key.document = if key.document == first { second } else { first };
                }
            });
        }
        if asked.path.ends_with("/list") {
            told.edits(|listing: &mut Listing| {
                for label in &mut listing.labels {
                    label.document = if label.document == first { second } else { first };
                }
            });
        }
    });
    let keys = ward.patient.account.release(Action::Read, &ward.documents).await.expect("an answer");
    assert!(keys.is_empty(), "a key opened under another document's name");
    let listed = ward.patient.account.list().await.expect("the list itself comes");
    assert!(listed.iter().all(|one| one.statement == Err(Trouble::BadLabel)));
    assert_eq!(ward.liar.lied(), 2);
    ward.liar.is_honest();
    assert_eq!(ward.patient.account.release(Action::Read, &ward.documents).await.expect("keys").len(), 2);
    assert!(ward.patient.account.list().await.expect("lists").iter().all(|one| one.statement.is_ok()));
}

#[tokio::test]
async fn an_older_or_a_later_version_in_a_documents_place_is_refused() {
    let ward = Ward::with([3000, 3000]).await;
    ward.liar.lies(|asked, told| {
        if asked.path.ends_with("/reads") {
            told.edits(|release: &mut Release| release.keys.iter_mut().for_each(|key| key.version += 1));
        }
        if asked.path.ends_with("/list") {
            told.edits(|listing: &mut Listing| listing.labels.iter_mut().for_each(|label| label.version += 1));
        }
    });
    let one = &ward.documents[0];
    assert_eq!(ward.opens(one).await, Err(Trouble::BadBody));
    let later = Document { version: 2, ..one.clone() };
    assert_eq!(ward.opens(&later).await, Err(Trouble::BadBody), "nor as the version that it is said to be");
    let listed = ward.patient.account.list().await.expect("the list itself comes");
    assert!(listed.iter().all(|one| one.statement == Err(Trouble::BadLabel)));
    ward.liar.is_honest();
    assert!(ward.opens(one).await.is_ok());
}

/// Three segments, of which the last is short.
const LONG: usize = 2 * SEGMENT_BYTES + 5000;

#[tokio::test]
async fn a_stream_truncated_dropped_from_doubled_reordered_or_grown_is_refused() {
    type Change = fn(&mut Vec<u8>);
    const S: usize = SEGMENT_BYTES;
    let changes: [(&str, Change); 13] = [
        ("truncated at the first boundary", |body| body.truncate(S)),
        ("truncated at the last boundary", |body| body.truncate(2 * S)),
        ("truncated off a boundary", |body| body.truncate(S + 1234)),
        ("truncated by one byte", |body| body.truncate(body.len() - 1)),
        ("truncated and filled with zeros", |body| body[2 * S..].fill(0)),
        ("the first segment dropped", |body| drop(body.drain(..S))),
        ("one dropped from the middle", |body| drop(body.drain(S..2 * S))),
        ("one doubled over the next", |body| body.copy_within(..S, S)),
        ("one doubled between", |body| drop(body.splice(S..S, body[..S].to_vec()))),
        ("two in each other's place", |body| {
            let first = body[..S].to_vec();
            body.copy_within(S..2 * S, 0);
            body[S..2 * S].copy_from_slice(&first);
        }),
        ("a segment appended", |body| body.extend_from_within(2 * S..)),
        ("a byte appended", |body| body.push(0)),
        ("nothing at all", Vec::clear),
    ];
    let ward = Ward::with([LONG, 10]).await;
    let document = &ward.documents[0];
    let (stored, key) = whole(&ward.patient.account, document).await;
    for (what, change) in changes {
        let mut changed = stored.clone();
        change(&mut changed);
        assert_ne!(changed, stored, "{what} changes nothing");
        assert!(open_whole(&Portable, &key, Manifest::from(document), &changed).await.is_err(), "{what}");
        ward.hands_out(change);
        let opened = ward.patient.account.body(document, &key, &Portable, &Unwatched).await;
        assert_eq!(opened, Err(Trouble::BadBody), "{what}");
    }
    ward.liar.is_honest();
    let opened = ward.patient.account.body(document, &key, &Portable, &Unwatched).await;
    assert!(opened.is_ok_and(|content| content == vec![1; LONG]), "the honest way goes on");

    // Whoever shows segments as they come would have shown these: each opens by itself, in its place.
    let cut = &stored[..2 * S];
    assert!(naive::shows(&key, document, cut, 0, false).is_some_and(|text| text.iter().all(|byte| *byte == 1)));
    assert!(naive::shows(&key, document, cut, 1, false).is_some_and(|text| text.len() == S - 16));
    assert!(naive::shows(&key, document, cut, 1, true).is_none(), "nor is it taken for the last");
}

#[tokio::test]
async fn a_flipped_bit_in_any_byte_of_the_header_or_at_either_end_is_refused() {
    let ward = Ward::with([3000, 10]).await;
    let document = &ward.documents[0];
    let (stored, key) = whole(&ward.patient.account, document).await;
    let last = stored.len() - 1;
    for place in (0..41).chain([last - 16, last]) {
        ward.hands_out(move |body| body[place] ^= 1);
        let opened = ward.patient.account.body(document, &key, &Portable, &Unwatched).await;
        assert_eq!(opened, Err(Trouble::BadBody), "byte {place}");
    }
    assert!(ward.liar.lied() >= 43);
    ward.liar.is_honest();
    assert!(ward.patient.account.body(document, &key, &Portable, &Unwatched).await.is_ok());
}

#[tokio::test]
async fn an_empty_document_is_whole_and_an_empty_answer_is_not() {
    let ward = Ward::with([0, 10]).await;
    assert_eq!(ward.opens(&ward.documents[0]).await, Ok(vec![]));
    ward.hands_out(Vec::clear);
    assert_eq!(ward.opens(&ward.documents[0]).await, Err(Trouble::BadBody));
    assert_eq!(ward.opens(&ward.documents[1]).await, Err(Trouble::BadBody));
}

#[tokio::test]
async fn a_length_beyond_all_is_refused_before_anything_is_asked_for() {
    let ward = Ward::with([3000, 10]).await;
    let document = &ward.documents[0];
    let (stored, key) = whole(&ward.patient.account, document).await;
    // More than a document may have; as many segments as an index can count, and more.
    let lengths = [(1 << 30) + 1, u64::from(u32::MAX) * SEGMENT_BYTES as u64, u64::MAX];
    for length in lengths {
        let manifest = Manifest { length, ..Manifest::from(document) };
        assert!(open_whole(&Portable, &key, manifest, &stored).await.is_err(), "{length}");
        ward.liar.forgets();
        let longer = Document { length, ..document.clone() };
        let opened = ward.patient.account.body(&longer, &key, &Portable, &Unwatched).await;
        assert_eq!(opened, Err(Trouble::BadBody), "{length}");
        assert_eq!(ward.liar.heard().len(), 0, "{length}");
    }
    assert!(open_whole(&Portable, &key, Manifest::from(document), &stored).await.is_ok());
}
