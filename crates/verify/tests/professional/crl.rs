//! Revocation lists: OpenSSL's, each fault by its own name.

use scelle_protocol::Time;
use scelle_verify::professional::{
    RevocationError,
    crl::{self, CrlAnswer, MAX_AGE},
};
use x509_cert::{
    crl::CertificateList,
    der::{
        Decode as _, Encode as _,
        asn1::{BitString, ObjectIdentifier, OctetString},
    },
    ext::Extension,
};

use crate::pki::{authority, file, now, professional, sign};

fn check_of(certificate: &str, list: &str, now: Time) -> Result<CrlAnswer, RevocationError> {
    crl::check(file(&format!("{list}.crl")), &professional(certificate), &authority("persons"), now)
}

fn check(list: &str) -> Result<CrlAnswer, RevocationError> {
    check_of("alice", list, now())
}

#[test]
fn a_list_without_the_certificate_is_good() {
    let answer = check("good").expect("not on the list");
    assert_eq!(answer.next_update, answer.this_update.plus(24 * 3600));
    assert!(check_of("bruno", "good", now()).is_ok());
}

#[test]
fn an_empty_list_is_good() {
    assert!(check("empty").is_ok());
    assert!(check_of("revoked", "empty", now()).is_ok(), "the list alone decides");
}

macro_rules! refused {
    ($($test:ident $certificate:literal $list:literal $error:ident;)*) => {
        $(
            #[test]
            fn $test() {
                assert_eq!(check_of($certificate, $list, now()).err(), Some(RevocationError::$error));
            }
        )*
    };
}

refused! {
    a_revoked_certificate_is_refused "revoked" "good" Revoked;
    a_certificate_on_hold_is_refused "held" "good" Revoked;
    the_list_of_an_authority_of_the_same_name_is_refused "alice" "impostor" Signature;
    the_list_of_another_authority_is_refused "alice" "stranger" Signature;
    an_unknown_critical_extension_is_refused "alice" "unknown" Form;
    a_difference_to_another_list_is_refused "alice" "delta" Form;
    a_part_of_a_list_is_refused "alice" "part" Form;
    a_part_of_a_list_that_does_not_call_it_critical_is_refused "alice" "part-quiet" Form;
    a_signature_with_sha_1_is_refused "alice" "sha1" Signature;
    a_list_of_the_first_version_is_refused "alice" "first-version" Form;
}

#[test]
fn a_list_by_an_authority_that_may_not_sign_lists_is_refused() {
    let (alice, issuer) = (professional("issues-only-alice"), authority("issues-only"));
    let refused = crl::check(file("unsigned.crl"), &alice, &issuer, now()).err();
    assert_eq!(refused, Some(RevocationError::Signature));
}

#[test]
fn a_list_past_its_next_update_is_stale() {
    let next = check("good").expect("fresh").next_update;
    assert!(check_of("alice", "good", next.plus(300)).is_ok());
    assert_eq!(check_of("alice", "good", next.plus(301)).err(), Some(RevocationError::Stale));
}

#[test]
fn a_list_is_stale_after_a_week_whatever_it_says() {
    let begun = check("long").expect("fresh").this_update;
    assert!(check_of("alice", "long", begun.plus(MAX_AGE + 300)).is_ok());
    assert_eq!(check_of("alice", "long", begun.plus(MAX_AGE + 301)).err(), Some(RevocationError::Stale));
}

#[test]
fn a_list_from_the_future_is_stale() {
    let begun = check("good").expect("fresh").this_update;
    assert_eq!(check_of("alice", "good", Time(begun.0 - 301)).err(), Some(RevocationError::Stale));
}

#[test]
fn a_truncated_list_is_malformed() {
    let (alice, persons, whole) = (professional("alice"), authority("persons"), file("good.crl"));
    for length in 0..whole.len() {
        let refused = crl::check(&whole[..length], &alice, &persons, now()).err();
        assert_eq!(refused, Some(RevocationError::Form), "{length}");
    }
}

/// The good list with one change, signed again.
fn changed(change: impl FnOnce(&mut CertificateList)) -> Vec<u8> {
    let mut list = CertificateList::from_der(file("good.crl")).expect("a list");
    change(&mut list);
    let content = list.tbs_cert_list.to_der().expect("DER");
    list.signature = BitString::from_bytes(&sign("persons.key", &content)).expect("a signature");
    list.to_der().expect("DER")
}

fn check_changed(change: impl FnOnce(&mut CertificateList)) -> Result<CrlAnswer, RevocationError> {
    crl::check(&changed(change), &professional("alice"), &authority("persons"), now())
}

#[test]
fn a_list_signed_again_unchanged_is_good() {
    assert!(check_changed(|_| ()).is_ok());
}

#[test]
fn an_entry_of_another_authority_spoils_the_list() {
    // certificateIssuer (RFC 5280 §5.3.3), critical as it must be, on somebody else's entry.
    let issuer = Extension {
        extn_id: ObjectIdentifier::new_unwrap("2.5.29.29"),
        critical: true,
        extn_value: OctetString::new(*b"\x30\x00").expect("short"),
    };
    let refused = check_changed(|list| {
        let entries = list.tbs_cert_list.revoked_certificates.as_mut().expect("two entries");
        entries[0].crl_entry_extensions = Some(vec![issuer]);
    });
    assert_eq!(refused.err(), Some(RevocationError::Form));
}

#[test]
fn a_list_that_names_no_next_update_is_refused() {
    let refused = check_changed(|list| list.tbs_cert_list.next_update = None);
    assert_eq!(refused.err(), Some(RevocationError::Form));
}

#[test]
fn a_list_of_a_version_to_come_is_refused() {
    let refused = check_changed(|list| list.tbs_cert_list.version = x509_cert::Version::V3);
    assert_eq!(refused.err(), Some(RevocationError::Form));
}

#[test]
fn a_list_whose_two_algorithms_differ_is_refused() {
    let sha1 = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
    let refused = check_changed(|list| list.tbs_cert_list.signature.oid = sha1);
    assert_eq!(refused.err(), Some(RevocationError::Signature));
}

#[test]
fn a_list_that_names_another_issuer_is_refused() {
    let other = authority("stranger");
    let other = x509_cert::Certificate::from_der(other.der()).expect("an authority");
    let refused = check_changed(|list| list.tbs_cert_list.issuer = other.tbs_certificate().subject().clone());
    assert_eq!(refused.err(), Some(RevocationError::Signature));
}

#[test]
fn a_list_of_a_hundred_thousand_entries_is_read_within_a_second() {
    let list = changed(|list| {
        let entries = list.tbs_cert_list.revoked_certificates.as_mut().expect("two entries");
        let one = entries[0].clone();
        entries.resize(100_000, one);
    });
    let started = std::time::Instant::now();
    let answer = crl::check(&list, &professional("alice"), &authority("persons"), now());
    assert!(answer.is_ok());
    assert!(started.elapsed().as_secs() < 1, "{:?}", started.elapsed());
}
