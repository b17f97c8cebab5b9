//! Tests of `wrap`: what it gives, and each refusal.

use super::*;
use crate::ReaderSecret;

fn place() -> BatchPlace {
    BatchPlace {
        record: RecordTag([1; 16]),
        reader: ReaderId([2; 16]),
        sealer: ReaderId([3; 16]),
        batch: BatchId([4; 16]),
        place: 5,
        head: Digest([6; 32]),
    }
}

fn pad() -> RecordPad {
    RecordPad::from_bytes(&[7; 32])
}

const DOCUMENT: DocumentId = DocumentId([8; 16]);

struct Sealed {
    reader: ReaderSecret,
    statement: Batch,
    sealing: Vec<u8>,
    key: Vec<u8>,
    label: Vec<u8>,
}

fn sealed() -> Sealed {
    let reader = ReaderSecret::make();
    let (mut sealer, statement, sealing) = BatchSealer::make(place(), &pad(), &reader.seal_key()).expect("a good key");
    let key = sealer.wrap_key(DOCUMENT, 1, &DocumentKey::from_bytes(&[9; 32])).expect("first");
    let label = sealer.wrap_label(DOCUMENT, 1, &Label::TypeOnly("11502-2".to_owned())).expect("first");
    Sealed { reader, statement, sealing, key, label }
}

fn opener(s: &Sealed) -> BatchOpener {
    BatchOpener::open(&s.statement, &s.sealing, &pad(), &s.reader).expect("sealed to it")
}

#[test]
fn a_key_and_a_label_come_back_and_have_their_sizes() {
    let s = sealed();
    assert_eq!((s.sealing.len(), s.key.len(), s.label.len()), (1168, 48, 2064));
    assert_eq!((SEALING_BYTES, WRAPPED_KEY_BYTES, WRAPPED_LABEL_BYTES), (1168, 48, 2064));
    assert_eq!(opener(&s).key(DOCUMENT, 1, &s.key), Ok(DocumentKey::from_bytes(&[9; 32])));
    assert_eq!(opener(&s).label(DOCUMENT, 1, &s.label), Ok(Label::TypeOnly("11502-2".to_owned())));
}

#[test]
fn a_swapped_label_or_key_is_refused() {
    let s = sealed();
    for (document, version) in [(DocumentId([9; 16]), 1), (DOCUMENT, 2)] {
        assert_eq!(opener(&s).label(document, version, &s.label), Err(Refused));
        assert_eq!(opener(&s).key(document, version, &s.key), Err(Refused));
    }
    assert_eq!(opener(&s).key(DOCUMENT, 1, &s.label), Err(Refused));
    assert_eq!(opener(&s).label(DOCUMENT, 1, &s.key), Err(Refused));
}

#[test]
fn a_wrap_of_another_batch_is_refused() {
    let (a, b) = (sealed(), sealed());
    assert_eq!(opener(&a).key(DOCUMENT, 1, &b.key), Err(Refused));
}

#[test]
fn nothing_opens_without_the_record_pad() {
    let s = sealed();
    let other = RecordPad::from_bytes(&[0; 32]);
    let opener = BatchOpener::open(&s.statement, &s.sealing, &other, &s.reader).expect("the sealing has no pad");
    assert_eq!(opener.key(DOCUMENT, 1, &s.key), Err(Refused));
    assert_eq!(opener.label(DOCUMENT, 1, &s.label), Err(Refused));
}

#[test]
fn a_batch_does_not_open_for_another_reader() {
    let s = sealed();
    assert!(BatchOpener::open(&s.statement, &s.sealing, &pad(), &ReaderSecret::make()).is_err());
}

#[test]
fn a_batch_does_not_open_with_any_line_of_its_place_changed() {
    let s = sealed();
    let changes: [fn(&mut Batch); 6] = [
        |b| b.record.0[0] ^= 1,
        |b| b.reader.0[0] ^= 1,
        |b| b.sealer.0[0] ^= 1,
        |b| b.batch.0[0] ^= 1,
        |b| b.place += 1,
        |b| b.head.0[0] ^= 1,
    ];
    for change in changes {
        let mut statement = s.statement.clone();
        change(&mut statement);
        assert!(BatchOpener::open(&statement, &s.sealing, &pad(), &s.reader).is_err());
    }
}

#[test]
fn a_sealing_that_the_statement_does_not_name_is_refused() {
    let s = sealed();
    let (_, _, other) = BatchSealer::make(place(), &pad(), &s.reader.seal_key()).expect("a good key");
    assert!(BatchOpener::open(&s.statement, &other, &pad(), &s.reader).is_err());
}

#[test]
fn every_changed_byte_and_length_of_a_wrapped_key_is_refused() {
    let s = sealed();
    for at in 0..s.key.len() {
        let mut changed = s.key.clone();
        changed[at] ^= 0x40;
        assert_eq!(opener(&s).key(DOCUMENT, 1, &changed), Err(Refused));
        assert_eq!(opener(&s).key(DOCUMENT, 1, &s.key[..at]), Err(Refused));
    }
}

#[test]
fn one_batch_never_seals_twice_for_the_same_version() {
    let reader = ReaderSecret::make();
    let (mut sealer, _, _) = BatchSealer::make(place(), &pad(), &reader.seal_key()).expect("a good key");
    let key = DocumentKey::make();
    assert!(sealer.wrap_key(DOCUMENT, 1, &key).is_ok());
    assert_eq!(sealer.wrap_key(DOCUMENT, 1, &DocumentKey::make()), Err(SealError::Twice));
    assert!(sealer.wrap_key(DOCUMENT, 2, &key).is_ok());
    assert!(sealer.wrap_label(DOCUMENT, 1, &Label::Full(String::new())).is_ok());
    assert_eq!(sealer.wrap_label(DOCUMENT, 1, &Label::TypeOnly(String::new())), Err(SealError::Twice));
}
