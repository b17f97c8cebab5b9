//! Tests of `identity`: what it gives, and each refusal.

use scelle_protocol::statements::{AccountClosure, SealedClosure};
use scelle_protocol::{AccountId, Time};
use scelle_verify::signature;

use super::*;

fn identity() -> IdentitySecret {
    IdentitySecret::from_bytes(&[7; 64])
}

fn closure() -> AccountClosure {
    AccountClosure { account: AccountId([1; 16]), deadline: Time(1_795_461_660) }
}

#[test]
fn a_signature_line_verifies_under_the_public_half() {
    let mut signed = Signed::new(closure());
    identity().append(&mut signed);
    let parsed = Signed::<AccountClosure>::parse(&signed.whole()).expect("it is well formed");
    assert!(signature::verify_ed25519(&parsed, 0, &identity().sign_key()).is_ok());
    assert!(signature::verify_ed25519(&parsed, 0, &IdentitySecret::make().sign_key()).is_err());
}

#[test]
fn a_second_signature_covers_the_first() {
    let mut signed = Signed::new(closure());
    identity().append(&mut signed);
    RootSecret::from_bytes(&[8; 32]).append(&mut signed);
    let root = RootSecret::from_bytes(&[8; 32]).sign_key();
    assert!(signature::verify_ed25519(&signed, 1, &root).is_ok());
    let mut other = signed.clone();
    IdentitySecret::make().append(&mut other);
    other.signatures.swap(0, 2);
    assert!(signature::verify_ed25519(&other, 1, &root).is_err());
}

#[test]
fn a_signature_in_a_sealed_part_is_bound_to_its_open_part() {
    let part = SealedClosure { identity_sign: identity().sign_key(), reason: String::new() };
    let mut signed = Signed::new(part);
    identity().append_after("scelle/v1/closure\nnumber: 1\n", &mut signed);
    let key = identity().sign_key();
    assert!(signature::verify_ed25519_after("scelle/v1/closure\nnumber: 1\n", &signed, 0, &key).is_ok());
    assert!(signature::verify_ed25519_after("scelle/v1/closure\nnumber: 2\n", &signed, 0, &key).is_err());
}

#[test]
fn the_derived_keys_differ() {
    let keys = [
        *identity().vault_key().expose(),
        *identity().vault_list_key().expose(),
        *identity().opener_list_key().expose(),
        *identity().local_key().expose(),
    ];
    for (i, a) in keys.iter().enumerate() {
        assert!(keys[i + 1..].iter().all(|b| a != b));
    }
}

#[test]
fn an_envelope_opens_for_its_key_and_info_only() {
    let sealed = hpke::seal(&identity().seal_key(), "info", b"secret").expect("a good key");
    assert_eq!(identity().open_envelope("info", &sealed).as_deref(), Ok(b"secret".as_slice()));
    assert_eq!(identity().open_envelope("other", &sealed), Err(Refused));
    assert_eq!(IdentitySecret::make().open_envelope("info", &sealed), Err(Refused));
    for at in [0, 1119, 1120, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(identity().open_envelope("info", &changed), Err(Refused), "{at}");
    }
    for length in [0, 1119, 1120, 1135, sealed.len() - 1] {
        assert_eq!(identity().open_envelope("info", &sealed[..length]), Err(Refused), "{length}");
    }
}

#[test]
fn a_seal_key_with_unreduced_coefficients_is_refused() {
    assert_eq!(hpke::seal(&SealKey([0xFF; 1216]), "info", b"secret"), Err(crate::SealError::Key));
}

#[test]
fn places_of_a_list_differ_by_number_and_key() {
    let (a, b) = (ListKey::make(), ListKey::make());
    assert_ne!(a.place(1), a.place(2));
    assert_ne!(a.place(1), b.place(1));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn opening_any_bytes_never_panics(bytes in proptest::collection::vec(0u8.., 0..1300)) {
        proptest::prop_assert_eq!(identity().open_envelope("info", &bytes), Err(Refused));
    }
}
