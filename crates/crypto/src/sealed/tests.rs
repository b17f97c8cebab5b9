//! Tests of `sealed`: what it gives, and each refusal.

use scelle_protocol::statements::{Closure, Event, SealedClosure};
use scelle_protocol::{Time, statements::Action};
use scelle_verify::signature;

use super::*;
use crate::{
    IdentitySecret, ReaderSecret, RootSecret,
    testing::{device, now},
};

const READER: ReaderId = ReaderId([3; 16]);

fn closure() -> Closure {
    Closure {
        record: RecordTag([1; 16]),
        number: 3,
        previous: Digest([2; 32]),
        deadline: Time(1_795_461_660),
        sealed: Digest([0; 32]),
    }
}

fn draft(identity: &IdentitySecret) -> Draft<Closure> {
    let part = SealedClosure { identity_sign: identity.sign_key(), reason: "J’ai changé d’avis".to_owned() };
    let mut draft = Draft::new(closure(), part);
    draft.sign(identity);
    draft
}

#[test]
fn a_sealed_part_comes_back_and_its_signature_holds() {
    let (identity, reader, root) = (IdentitySecret::make(), ReaderSecret::make(), RootSecret::make());
    let (mut signed, sealed) = draft(&identity).seal(&[(READER, reader.seal_key())]).expect("good keys");
    root.append(&mut signed);
    assert!(signature::verify_ed25519(&signed, 0, &root.sign_key()).is_ok());
    let part = open(&reader, READER, &signed.body, &sealed[0].sealed.0).expect("sealed to it");
    assert_eq!(part.body.reason, "J’ai changé d’avis");
    assert!(signature::verify_ed25519_after(open_lines(&signed.text), &part, 0, &identity.sign_key()).is_ok());
}

#[test]
fn a_certificate_and_an_identity_sign_a_sealed_part_in_turn() {
    let (identity, reader, device) = (IdentitySecret::make(), ReaderSecret::make(), device());
    let part = SealedClosure { identity_sign: identity.sign_key(), reason: String::new() };
    let mut draft = Draft::new(closure(), part);
    let shown = draft.text();
    now(draft.sign_with_device(&device)).expect("it has a certificate");
    draft.sign(&identity);
    let (signed, sealed) = draft.seal(&[(READER, reader.seal_key())]).expect("good keys");
    let part = open(&reader, READER, &signed.body, &sealed[0].sealed.0).expect("sealed to it");
    let certificate = scelle_verify::Certificate::from_der(&crate::testing::certificate(&device)).expect("its own");
    let covered = format!("{}{}", open_lines(&signed.text), part.covered(0));
    assert_eq!(covered, shown, "what was shown before is what was signed");
    let scelle_protocol::text::SignatureLine::Rsa(_, bytes) = &part.signatures[0] else { panic!("RSA comes first") };
    assert!(certificate.verify_sha256_with_rsa(covered.as_bytes(), &bytes.0).is_ok());
    assert!(signature::verify_ed25519_after(open_lines(&signed.text), &part, 1, &identity.sign_key()).is_ok());
}

#[test]
fn a_sealed_part_does_not_open_for_another_key_reader_record_or_statement() {
    let (identity, reader) = (IdentitySecret::make(), ReaderSecret::make());
    let (signed, sealed) = draft(&identity).seal(&[(READER, reader.seal_key())]).expect("good keys");
    let envelope = &sealed[0].sealed.0;
    assert!(open(&ReaderSecret::make(), READER, &signed.body, envelope).is_err());
    assert!(open(&reader, ReaderId([4; 16]), &signed.body, envelope).is_err());
    let mut other = signed.body.clone();
    other.record = RecordTag([9; 16]);
    assert!(open(&reader, READER, &other, envelope).is_err());
    let mut other = signed.body;
    other.sealed = Digest([9; 32]);
    assert!(open(&reader, READER, &other, envelope).is_err());
}

#[test]
fn a_plaintext_that_is_not_the_committed_one_is_refused() {
    let reader = ReaderSecret::make();
    let (signed, _) = draft(&IdentitySecret::make()).seal(&[]).expect("no reader is possible");
    // Sealed with the right info, by someone who knows the reader's key but not the plaintext.
    let forged = hpke::seal(&reader.seal_key(), &info(&signed.body, READER), &[7; 200]).expect("a good key");
    assert_eq!(open(&reader, READER, &signed.body, &forged), Err(Refused));
}

#[test]
fn a_committed_plaintext_that_is_no_statement_is_refused() {
    let reader = ReaderSecret::make();
    for plaintext in [Vec::new(), vec![0; 31], vec![0; 32], vec![0xFF; 64], [&[0; 32], "texte\n".as_bytes()].concat()] {
        let mut body = closure();
        body.sealed = hash::sha256(&plaintext);
        let sealed = hpke::seal(&reader.seal_key(), &info(&body, READER), &plaintext).expect("a good key");
        assert_eq!(open(&reader, READER, &body, &sealed), Err(Refused));
    }
}

#[test]
fn two_sealings_of_the_same_words_have_different_commitments() {
    let identity = IdentitySecret::make();
    let (a, _) = draft(&identity).seal(&[]).expect("no reader is possible");
    let (b, _) = draft(&identity).seal(&[]).expect("no reader is possible");
    assert_ne!(a.body.sealed, b.body.sealed);
}

#[test]
fn a_reader_named_twice_is_not_sealed_to() {
    let reader = ReaderSecret::make();
    let readers = [(READER, reader.seal_key()), (READER, reader.seal_key())];
    assert_eq!(draft(&IdentitySecret::make()).seal(&readers).err(), Some(SealError::Duplicate));
}

#[test]
fn an_event_is_sealed_like_the_statements_of_the_chain() {
    let (identity, reader) = (IdentitySecret::make(), ReaderSecret::make());
    let event = Event {
        record: RecordTag([1; 16]),
        reader: READER,
        counter: 1,
        action: Action::List,
        documents: vec![],
        place: 1,
        head: Digest([2; 32]),
        time: Time(1_795_461_660),
        sealed: Digest([0; 32]),
    };
    let part = s::SealedEvent { identity_sign: identity.sign_key(), reason: String::new() };
    let mut draft = Draft::new(event, part);
    draft.sign(&identity);
    let (signed, sealed) = draft.seal(&[(READER, reader.seal_key())]).expect("good keys");
    assert!(open(&reader, READER, &signed.body, &sealed[0].sealed.0).is_ok());
}
