//! OCSP: our question and OpenSSL's answers, each fault by its own name.

use scelle_protocol::Time;
use scelle_verify::professional::{
    RevocationError,
    ocsp::{self, Answer, MAX_AGE},
};
use x509_cert::der::{Decode as _, asn1::AnyRef};

use crate::pki::{authority, file, now, openssl, parts, professional, sign, wrap};

fn check_of(certificate: &str, answer: &str, now: Time) -> Result<Answer, RevocationError> {
    ocsp::check(file(&format!("{answer}.ocsp")), &professional(certificate), &authority("persons"), now)
}

fn check(answer: &str) -> Result<Answer, RevocationError> {
    check_of("alice", answer, now())
}

#[test]
fn a_good_answer_says_its_times() {
    let answer = check("good").expect("good");
    assert!(answer.this_update.distance(now()) < 600);
    assert_eq!(answer.next_update, Some(answer.this_update.plus(24 * 3600)));
    assert!(answer.produced_at.distance(answer.this_update) < 600);
}

#[test]
fn an_answer_is_good_by_the_authority_or_its_responder_by_name_or_key() {
    for answer in ["good-direct", "good-by-key", "good-direct-by-key", "good-sha256"] {
        assert!(check(answer).is_ok(), "{answer}");
    }
}

#[test]
fn one_item_of_an_answer_on_several_certificates_is_found() {
    assert!(check("good-of-two").is_ok());
    assert!(check_of("bruno", "good-of-two", now()).is_ok());
}

#[test]
fn openssl_reads_our_question_and_answers_it() {
    let (alice, persons) = (professional("alice"), authority("persons"));
    let question = ocsp::request(&alice, &persons);
    let files = [
        ("question", question.as_slice()),
        ("index.txt", file("index.txt")),
        ("index.txt.attr", file("index.txt.attr")),
        ("persons.pem", file("persons.pem")),
        ("responder.pem", file("responder.pem")),
        ("responder.key", file("responder.key")),
    ];
    let text = openssl(&files, &["ocsp", "-reqin", "question", "-req_text"]);
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("Hash Algorithm: sha1") && text.contains("Serial Number: 1000"), "{text}");
    assert!(!text.contains("Nonce"), "{text}");
    let respond = [
        "ocsp", "-index", "index.txt", "-CA", "persons.pem", "-rsigner", "responder.pem", "-rkey", "responder.key",
        "-reqin", "question", "-ndays", "1", "-respout", "/dev/stdout",
    ];
    assert!(ocsp::check(&openssl(&files, &respond), &alice, &persons, now()).is_ok());
}

macro_rules! refused {
    ($($test:ident $certificate:literal $answer:literal $error:ident;)*) => {
        $(
            #[test]
            fn $test() {
                assert_eq!(check_of($certificate, $answer, now()).err(), Some(RevocationError::$error));
            }
        )*
    };
}

refused! {
    a_revoked_certificate_is_refused "revoked" "revoked" Revoked;
    a_certificate_on_hold_is_refused "held" "held" Revoked;
    a_certificate_that_the_responder_does_not_know_is_refused "alice" "unknown" Unknown;
    the_answer_on_another_certificate_is_refused "alice" "bruno" Unknown;
    another_certificate_of_the_same_person_is_not_answered_for "alice-of-bruno" "good" Unknown;
    two_items_on_one_certificate_are_refused "alice" "twice" Form;
    an_answer_by_a_responder_of_another_authority_is_refused "alice" "by-foreign" Signature;
    an_answer_by_an_authority_of_the_same_name_is_refused "alice" "by-impostor" Signature;
    an_answer_by_a_certificate_that_may_not_sign_answers_is_refused "alice" "by-doctor" Signature;
    an_answer_by_a_key_that_only_encrypts_is_refused "alice" "by-encrypting" Signature;
    an_answer_by_a_responder_with_an_unknown_critical_extension_is_refused "alice" "by-critical" Signature;
    an_answer_by_a_lower_authority_is_refused "alice" "by-authority" Signature;
    an_answer_by_an_expired_responder_is_refused "alice" "by-expired" Signature;
    an_answer_without_its_responders_certificate_is_refused "alice" "no-certificates" Signature;
    a_signature_with_sha_1_is_refused "alice" "sha1" Signature;
    a_signature_with_another_hash_than_the_profiles_is_refused "alice" "sha512" Signature;
}

#[test]
fn the_answer_for_a_namesake_authoritys_card_is_refused() {
    // Same serial space, same names; only the hash of the authority's key differs.
    let refused = ocsp::check(file("good.ocsp"), &professional("alice"), &authority("impostor"), now()).err();
    assert_eq!(refused, Some(RevocationError::Signature));
    let refused = ocsp::check(file("impostor.ocsp"), &professional("impostor-alice"), &authority("persons"), now());
    assert_eq!(refused.err(), Some(RevocationError::Signature));
}

#[test]
fn an_answer_past_its_next_update_is_stale() {
    let begun = check("good-hour").expect("fresh").this_update;
    assert!(check_of("alice", "good-hour", begun.plus(3600 + 300)).is_ok());
    let refused = check_of("alice", "good-hour", begun.plus(3600 + 301)).err();
    assert_eq!(refused, Some(RevocationError::Stale));
}

#[test]
fn an_answer_is_stale_after_a_day_whatever_it_says() {
    for answer in ["good-long", "good-endless"] {
        let begun = check(answer).expect("fresh").this_update;
        assert!(check_of("alice", answer, begun.plus(MAX_AGE + 300)).is_ok(), "{answer}");
        let refused = check_of("alice", answer, begun.plus(MAX_AGE + 301)).err();
        assert_eq!(refused, Some(RevocationError::Stale), "{answer}");
    }
}

#[test]
fn an_answer_from_the_future_is_stale() {
    let begun = check("good").expect("fresh").this_update;
    assert!(check_of("alice", "good", Time(begun.0 - 300)).is_ok());
    assert_eq!(check_of("alice", "good", Time(begun.0 - 900)).err(), Some(RevocationError::Stale));
}

#[test]
fn revoked_stays_revoked_when_the_answer_is_old() {
    let refused = check_of("revoked", "revoked", now().plus(30 * 24 * 3600)).err();
    assert_eq!(refused, Some(RevocationError::Revoked));
}

#[test]
fn an_answer_kept_is_judged_at_its_own_time() {
    let (alice, persons) = (professional("alice"), authority("persons"));
    assert!(ocsp::check_at(file("good.ocsp"), &alice, &persons, now()).is_ok());
    let later = ocsp::check_at(file("good.ocsp"), &alice, &persons, now().plus(2 * MAX_AGE));
    assert_eq!(later.err(), Some(RevocationError::Stale));
}

#[test]
fn a_responder_that_has_no_answer_is_unknown() {
    // malformedRequest, internalError, tryLater, sigRequired, unauthorized.
    for status in [1, 2, 3, 5, 6] {
        let answer = [0x30, 0x03, 0x0a, 0x01, status];
        let refused = ocsp::check(&answer, &professional("alice"), &authority("persons"), now()).err();
        assert_eq!(refused, Some(RevocationError::Unknown), "{status}");
    }
}

#[test]
fn a_truncated_answer_is_malformed() {
    let (alice, persons, whole) = (professional("alice"), authority("persons"), file("good.ocsp"));
    for length in 0..whole.len() {
        let refused = ocsp::check(&whole[..length], &alice, &persons, now()).err();
        assert_eq!(refused, Some(RevocationError::Form), "{length}");
    }
    let longer = [whole, b"\x00"].concat();
    assert_eq!(ocsp::check(&longer, &alice, &persons, now()).err(), Some(RevocationError::Form));
}

/// The good answer with other certificates behind it, which no signature covers.
fn with_certificates(certificates: &[&[u8]]) -> Vec<u8> {
    let [content, algorithm, signature, _] = basic().try_into().expect("four parts");
    let carried = wrap(0xa0, &wrap(0x30, &certificates.concat()));
    whole(&[content, algorithm, signature, carried])
}

/// The good answer with other content, signed again by the responder.
fn signed_again(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    signed_again_by("responder.key", change)
}

fn signed_again_by(key: &str, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let [content, algorithm, _, carried] = basic().try_into().expect("four parts");
    let mut fields = parts(&content);
    change(&mut fields);
    let content = wrap(0x30, &fields.concat());
    let signature = wrap(3, &[&[0][..], &sign(key, &content)].concat());
    whole(&[content, algorithm, signature, carried])
}

/// The good answer with its one item changed: certificate, status, times.
fn with_item(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    signed_again(|fields| {
        let mut item = parts(&parts(&fields[2])[0]);
        change(&mut item);
        fields[2] = wrap(0x30, &wrap(0x30, &item.concat()));
    })
}

/// Content, algorithm, signature, certificates of the good answer.
fn basic() -> Vec<Vec<u8>> {
    basic_of("good.ocsp")
}

fn sha256_basic() -> Vec<Vec<u8>> {
    basic_of("good-sha256.ocsp")
}

fn basic_of(answer: &str) -> Vec<Vec<u8>> {
    let bytes = parts(&parts(&parts(file(answer))[1])[0]);
    parts(AnyRef::from_der(&bytes[1]).expect("an octet string").value())
}

fn whole(basic: &[Vec<u8>]) -> Vec<u8> {
    whole_as(0, BASIC, basic)
}

fn whole_as(status: u8, kind: &[u8], basic: &[Vec<u8>]) -> Vec<u8> {
    let bytes = wrap(0x30, &[kind, &wrap(4, &wrap(0x30, &basic.concat()))].concat());
    wrap(0x30, &[vec![0x0a, 1, status], wrap(0xa0, &bytes)].concat())
}

/// id-pkix-ocsp-basic.
const BASIC: &[u8] = &[6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];

fn judge(answer: &[u8]) -> Option<RevocationError> {
    ocsp::check(answer, &professional("alice"), &authority("persons"), now()).err()
}

#[test]
fn an_answer_taken_apart_and_signed_again_unchanged_is_good() {
    assert_eq!(judge(&signed_again(|_| ())), None);
    assert_eq!(judge(&with_item(|_| ())), None);
    assert_eq!(judge(&with_certificates(&[file("responder.der")])), None);
}

#[test]
fn an_answer_beyond_any_size_is_refused_unread() {
    let responder = file("responder.der");
    assert_eq!(judge(&with_certificates(&[responder; 40])), None);
    assert_eq!(judge(&with_certificates(&[responder; 100])), Some(RevocationError::Form));
}

#[test]
fn a_responder_that_stands_behind_many_other_certificates_is_not_looked_for() {
    let (other, responder) = (file("alice.der"), file("responder.der"));
    assert_eq!(judge(&with_certificates(&[other, other, other, responder])), None);
    let refused = judge(&with_certificates(&[other, other, other, other, responder]));
    assert_eq!(refused, Some(RevocationError::Signature));
}

#[test]
fn an_answer_that_names_another_signer_than_its_own_is_refused() {
    let name = |certificate: &str| {
        let der = authority(certificate).der().to_vec();
        wrap(0xa1, &parts(&parts(&der)[0])[5])
    };
    // Field 5 of a certificate is its subject (RFC 5280 §4.1).
    assert_eq!(judge(&signed_again(|fields| fields[0] = name("responder"))), None);
    assert_eq!(judge(&signed_again(|fields| fields[0] = name("persons"))), Some(RevocationError::Signature));
    assert_eq!(judge(&signed_again_by("persons.key", |fields| fields[0] = name("persons"))), None);
    let refused = judge(&signed_again_by("persons.key", |fields| fields[0] = name("responder")));
    assert_eq!(refused, Some(RevocationError::Signature));
    let hash = |byte| wrap(0xa2, &wrap(4, &[byte; 20]));
    assert_eq!(judge(&signed_again(|fields| fields[0] = hash(1))), Some(RevocationError::Signature));
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    let other = [&BASIC[..BASIC.len() - 1], &[2]].concat();
    assert_eq!(judge(&whole_as(0, BASIC, &basic())), None);
    assert_eq!(judge(&whole_as(0, &other, &basic())), Some(RevocationError::Form));
}

#[test]
fn an_answer_behind_a_status_of_failure_is_not_looked_at() {
    assert_eq!(judge(&whole_as(3, BASIC, &basic())), Some(RevocationError::Unknown));
}

#[test]
fn a_signature_that_calls_itself_sha_1_is_refused() {
    let mut basic = basic();
    let last = basic[1].iter().rposition(|byte| *byte == 0x0b).expect("sha256WithRSAEncryption ends in 11");
    basic[1][last] = 5;
    assert_eq!(judge(&whole(&basic)), Some(RevocationError::Signature));
}

#[test]
fn another_version_is_refused() {
    let refused = judge(&signed_again(|fields| fields.insert(0, vec![0xa0, 3, 2, 1, 1])));
    assert_eq!(refused, Some(RevocationError::Form));
}

#[test]
fn an_unknown_critical_extension_of_the_answer_or_of_its_item_is_refused() {
    let critical = wrap(0xa1, &wrap(0x30, &wrap(0x30, &[6, 3, 0x2a, 3, 4, 1, 1, 0xff, 4, 2, 5, 0])));
    let quiet = wrap(0xa1, &wrap(0x30, &wrap(0x30, &[6, 3, 0x2a, 3, 4, 4, 2, 5, 0])));
    assert_eq!(judge(&signed_again(|fields| fields.push(quiet.clone()))), None);
    assert_eq!(judge(&with_item(|item| item.push(quiet.clone()))), None);
    assert_eq!(judge(&signed_again(|fields| fields.push(critical.clone()))), Some(RevocationError::Form));
    assert_eq!(judge(&with_item(|item| item.push(critical.clone()))), Some(RevocationError::Form));
}

#[test]
fn a_status_that_is_none_of_the_three_is_refused() {
    for status in [&[0x83, 0][..], &[0x80, 1, 0], &[0xa0, 0], &[0x81, 0], &[0x05, 0]] {
        let refused = judge(&with_item(|item| item[1] = status.to_vec()));
        assert_eq!(refused, Some(RevocationError::Form), "{status:02x?}");
    }
}

#[test]
fn an_answer_that_names_another_authority_or_another_kind_of_hash_is_refused() {
    let of_sha_256 = parts(&parts(&parts(&parts(&sha256_basic()[0])[2])[0])[0]);
    let of_sha_1 = parts(&parts(&parts(&parts(&basic()[0])[2])[0])[0]);
    for id in [of_sha_1, of_sha_256] {
        assert_eq!(judge(&with_item(|item| item[0] = wrap(0x30, &id.concat()))), None);
        // The hash's algorithm, the authority's name, its key.
        for at in 0..3 {
            let mut other = id.clone();
            let last = other[at].len() - if at == 0 { 3 } else { 1 };
            other[at][last] ^= 0x40;
            let answer = with_item(|item| item[0] = wrap(0x30, &other.concat()));
            assert_eq!(judge(&answer), Some(RevocationError::Unknown), "{at}");
        }
    }
}

#[test]
fn an_answer_signed_or_known_tomorrow_only_is_stale() {
    let tomorrow = || wrap(0x18, asn1_time(now().plus(24 * 3600)).as_bytes());
    assert_eq!(judge(&signed_again(|fields| fields[1] = tomorrow())), Some(RevocationError::Stale));
    assert_eq!(judge(&with_item(|item| item[2] = tomorrow())), Some(RevocationError::Stale));
}

#[test]
fn a_revoked_item_beside_a_good_one_is_believed() {
    let answer = signed_again(|fields| {
        let good = parts(&fields[2]).remove(0);
        let mut item = parts(&good);
        item[1] = wrap(0xa1, &wrap(0x18, asn1_time(now()).as_bytes()));
        fields[2] = wrap(0x30, &[good, wrap(0x30, &item.concat())].concat());
    });
    assert_eq!(judge(&answer), Some(RevocationError::Revoked));
}

/// GeneralizedTime: `20261123192100Z`.
fn asn1_time(time: Time) -> String {
    time.to_string().replace(['-', ':', 'T'], "")
}
