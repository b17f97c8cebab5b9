//! Tests of `vault`: what it gives, and each refusal.

use scelle_protocol::Bytes;

use super::*;

const ACCOUNT: AccountId = AccountId([1; 16]);
const ENTRY: EntryId = EntryId([2; 16]);

fn key() -> VaultKey {
    VaultKey::from_bytes(&[3; 32])
}

#[test]
fn an_entry_comes_back_whatever_its_length() {
    for length in [0, 1, 254, 255, 256, 511, 512, 5000] {
        let json = vec![b'{'; length];
        let sealed = seal(&key(), ACCOUNT, ENTRY, &json).expect("it fits");
        assert_eq!((sealed.len() - 48) % 256, 0);
        assert_eq!(open(&key(), ACCOUNT, ENTRY, &sealed).expect("its own").as_slice(), json);
    }
}

#[test]
fn entries_of_like_lengths_cannot_be_told_apart() {
    let a = seal(&key(), ACCOUNT, ENTRY, &[b' '; 10]).expect("it fits");
    let b = seal(&key(), ACCOUNT, ENTRY, &[b' '; 255]).expect("it fits");
    assert_eq!(a.len(), b.len());
}

#[test]
fn a_swapped_entry_is_refused() {
    let sealed = seal(&key(), ACCOUNT, ENTRY, b"{}").expect("it fits");
    assert_eq!(open(&key(), ACCOUNT, EntryId([9; 16]), &sealed), Err(Refused));
    assert_eq!(open(&key(), AccountId([9; 16]), ENTRY, &sealed), Err(Refused));
    assert_eq!(open(&VaultKey::from_bytes(&[4; 32]), ACCOUNT, ENTRY, &sealed), Err(Refused));
}

#[test]
fn every_changed_byte_and_length_of_an_entry_is_refused() {
    let sealed = seal(&key(), ACCOUNT, ENTRY, b"{}").expect("it fits");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(open(&key(), ACCOUNT, ENTRY, &changed), Err(Refused), "{at}");
        assert_eq!(open(&key(), ACCOUNT, ENTRY, &sealed[..at]), Err(Refused), "{at}");
    }
}

#[test]
fn any_other_padding_is_refused() {
    let ctx = entry_context(ACCOUNT, ENTRY);
    let mut late = vec![0; 512];
    late[0] = 0x80;
    for padded in [vec![], vec![0; 256], vec![0x80; 255], late, [vec![1; 255], vec![0x81]].concat()] {
        let sealed = seal_salted(key().expose(), &ctx, Zeroizing::new(padded)).expect("the cipher works");
        assert_eq!(open(&key(), ACCOUNT, ENTRY, &sealed), Err(Refused));
    }
}

#[test]
fn an_entry_too_long_is_not_sealed() {
    assert_eq!(seal(&key(), ACCOUNT, ENTRY, &vec![b' '; limits::VAULT_ENTRY_BYTES]), Err(SealError::Long));
}

#[test]
fn the_root_does_not_depend_on_the_order_and_refuses_an_id_twice() {
    let entry = |id: u8, sealed: &[u8]| VaultEntry { id: EntryId([id; 16]), sealed: Bytes::from(sealed) };
    let a = root(&[entry(1, b"a"), entry(2, b"")]).expect("two ids");
    assert_eq!(root(&[entry(2, b""), entry(1, b"a")]), Ok(a));
    assert_ne!(root(&[entry(2, b"b"), entry(1, b"a")]), Ok(a));
    assert_eq!(root(&[entry(1, b"a"), entry(1, b"")]), Err(SealError::Duplicate));
}

proptest::proptest! {
    #[test]
    fn opening_any_bytes_never_panics(bytes in proptest::collection::vec(0u8.., 0..600)) {
        proptest::prop_assert_eq!(open(&key(), ACCOUNT, ENTRY, &bytes), Err(Refused));
    }

    #[test]
    fn padding_comes_off_whatever_the_text_ends_with(text in proptest::collection::vec(0u8.., 0..600)) {
        let mut padded = pad(&text);
        unpad(&mut padded).expect("it was padded so");
        proptest::prop_assert_eq!(padded.as_slice(), text.as_slice());
    }
}
