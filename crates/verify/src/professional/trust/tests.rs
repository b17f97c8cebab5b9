//! Tests of `trust`: the files are those that were pinned, and they chain.

use super::*;
use crate::hash::sha256;

/// 25 November 2026.
const NOW: Time = Time(1_795_608_000);

const PINS: [(&str, &[u8], &str); 9] = [
    ("root, elementary", ROOTS[0], "2d9e22ca19f777c6b745257c723ecb8df3c35fa6f1f6ec36b83600c97346967f"),
    ("root, standard", ROOTS[1], "5891815e864506c662afb32f8de5b8de38bffa1af721780b69e19a0c050386c3"),
    ("root, strong", ROOTS[2], "53d30a19570826bde0c0762501f1f1c7a659f976c6c023123df5239df34a4eea"),
    ("persons, elementary", PERSONS[0], "19c1eaeab477b6fbc233cda3b53fbdbc3f4e9bf6cf6973e46f7dfaef89c06c6c"),
    ("persons, standard", PERSONS[1], "6c339ebcb3e1b0102b143c9694225c2a4ab2ef6fedf7d364da8db305e7f7d997"),
    ("persons, strong", PERSONS[2], "38284e4f6107456e70c7439c85da7d564d0fe1fe1a968c9eb6d43e1fc0d63c3a"),
    ("organisations, elementary", ORGANISATIONS[0], "d834ee5b40686b73573f60547bf6052c6d404d942a5665cdb2c0b9137b5d27b2"),
    ("organisations, standard", ORGANISATIONS[1], "c0520a2b14fb68836a807bf86ab2b3e07d1b6061d91bc9c7b86a6f8de4b5638e"),
    ("organisations, strong", ORGANISATIONS[2], "23f69674002d1dd4b018baecd908dc92687942bb48e5140ff895e2f56bc49c0d"),
];

const ORGANISATIONS: [&[u8]; 3] = [
    include_bytes!("../../../authorities/AC_ELEMENTAIRE_ORGANISATIONS_20130625.cer"),
    include_bytes!("../../../authorities/AC_STANDARD_ORGANISATIONS_20130625.cer"),
    include_bytes!("../../../authorities/AC_FORT_ORGANISATIONS_20130625.cer"),
];

#[test]
fn the_authorities_are_the_files_that_were_pinned() {
    for (name, der, pin) in PINS {
        assert_eq!(sha256(der).to_string(), pin, "{name}");
    }
}

#[test]
fn the_three_authorities_of_persons_chain_to_their_roots() {
    let trust = Trust::igc_sante();
    assert_eq!(trust.authorities.iter().map(Certificate::der).collect::<Vec<_>>(), PERSONS);
    for (authority, root) in trust.authorities.iter().zip(ROOTS) {
        let root = Certificate::from_der(root).expect("a pinned root");
        authority.check_signed_by(&root).expect("signed by the root of its own class");
        authority.check_valid_at(NOW).expect("valid until 2033");
        root.check_valid_at(NOW).expect("valid until 2033");
    }
}

#[test]
fn no_authority_is_signed_by_the_root_of_another_class() {
    for (at, authority) in PERSONS.into_iter().enumerate() {
        let authority = Certificate::from_der(authority).expect("a pinned authority");
        let other = Certificate::from_der(ROOTS[(at + 1) % 3]).expect("a pinned root");
        assert!(authority.check_signed_by(&other).is_err());
    }
}

#[test]
fn an_authority_of_organisations_is_never_a_trust_anchor() {
    for der in ORGANISATIONS {
        let refused = Trust::igc_sante().with_test_authority(der).err();
        assert_eq!(refused, Some(ProfessionalError::Organisation));
    }
}

#[test]
fn a_root_is_no_issuing_authority_of_persons() {
    assert_eq!(Trust::igc_sante().with_test_authority(ROOTS[0]).err(), Some(ProfessionalError::Issuer));
}
