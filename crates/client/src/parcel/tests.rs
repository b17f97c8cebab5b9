//! Tests of a parcel: the one that holds, and each that is kept out.

use super::*;
use crate::testing::world::{ID_NAT, World};

fn me(world: &World) -> Me<'static> {
    Me { id_nat: ID_NAT, identity: world.member.sign_key() }
}

/// The verdict on a parcel that was changed after it was made.
fn kept_out(world: &World, change: impl FnOnce(&mut Parcel)) -> Option<KeptOut> {
    let mut parcel = world.parcel();
    change(&mut parcel);
    check(&parcel, &world.chain(), &me(world)).err()
}

#[test]
fn a_parcel_that_holds_gives_the_keys_and_what_to_compare() {
    let world = World::granted(|_, _| ());
    let entry = check(&world.parcel(), &world.chain(), &me(&world)).expect("it holds");
    assert_eq!(entry.owner, world.owner.sign_key());
    assert_eq!(entry.fingerprint, world.chain().state().fingerprint);
    assert_eq!((entry.own.is_none(), entry.chain), (true, Some(world.chain().head())));
}

#[test]
fn a_parcel_for_another_person_does_not_open() {
    let world = World::granted(|_, _| ());
    let json = serde_json::to_vec(&world.parcel()).expect("plain data");
    let sealed = scelle_crypto::inbox::seal(&world.member.seal_key(), ID_NAT, &json).expect("a key");
    assert!(open(&world.member, ID_NAT, &sealed).is_ok());
    assert_eq!(open(&IdentitySecret::make(), ID_NAT, &sealed).err(), Some(KeptOut::Another));
    assert_eq!(open(&world.member, "899700218904", &sealed).err(), Some(KeptOut::Another));
}

#[test]
fn a_parcel_in_another_form_is_kept_out() {
    let world = World::granted(|_, _| ());
    for json in ["{}", "not JSON", r#"{"record":"01010101010101010101010101010101","more":1}"#] {
        let sealed = scelle_crypto::inbox::seal(&world.member.seal_key(), ID_NAT, json.as_bytes()).expect("a key");
        assert_eq!(open(&world.member, ID_NAT, &sealed).err(), Some(KeptOut::Form), "{json}");
    }
    assert_eq!(kept_out(&world, |parcel| parcel.starter = Bytes(vec![1; 63])), Some(KeptOut::Form));
}

#[test]
fn starter_keys_that_are_not_the_grants_are_kept_out() {
    let world = World::granted(|_, _| ());
    let other = Bytes(ReaderSecret::make().expose().to_vec());
    assert_eq!(kept_out(&world, |parcel| parcel.starter = other), Some(KeptOut::Grant));
}

#[test]
fn a_grant_that_is_not_in_the_chain_is_kept_out() {
    let world = World::granted(|_, _| ());
    assert_eq!(kept_out(&world, |parcel| parcel.grant = Digest([4; 32])), Some(KeptOut::Grant));
    assert_eq!(kept_out(&world, |parcel| parcel.reader = ReaderId([4; 16])), Some(KeptOut::Grant));
    assert_eq!(kept_out(&World::new(), |_| ()), Some(KeptOut::Grant));
}

#[test]
fn a_grant_key_that_names_somebody_else_is_kept_out() {
    let world = World::granted(|_, _| ());
    assert_eq!(kept_out(&world, |parcel| parcel.grant_key = Digest([4; 32])), Some(KeptOut::Person));
    let colleague = World::granted(|grant, _| {
        grant.person = circle::person(&Digest([8; 32]), grant.record, grant.reader, "899700218904");
    });
    assert_eq!(kept_out(&colleague, |_| ()), Some(KeptOut::Person));
}

#[test]
fn a_genesis_that_is_not_the_chains_is_kept_out() {
    let world = World::granted(|_, _| ());
    let others = World::granted(|_, _| ()).parcel().genesis.clone();
    assert_eq!(kept_out(&world, |parcel| parcel.genesis = others), Some(KeptOut::Genesis));
    assert_eq!(kept_out(&world, |parcel| parcel.chain_list = Digest([4; 32])), Some(KeptOut::Genesis));
}

#[test]
fn a_sealed_grant_for_another_key_or_number_is_kept_out() {
    let key = World::granted(|_, part| part.member_sign = PublicKey([4; 32]));
    assert_eq!(kept_out(&key, |_| ()), Some(KeptOut::Sealed));
    let number = World::granted(|_, part| part.id_nat = "899700218904".to_owned());
    assert_eq!(kept_out(&number, |_| ()), Some(KeptOut::Sealed));
}

#[test]
fn a_sealed_grant_that_the_owner_of_genesis_did_not_sign_is_kept_out() {
    let other = IdentitySecret::make().sign_key();
    let world = World::granted(|_, part| part.identity_sign = other);
    assert_eq!(kept_out(&world, |_| ()), Some(KeptOut::Sealed));
}

#[test]
fn what_the_owner_says_of_themselves_is_shown_without_what_nobody_can_see_and_not_without_end() {
    let world = World::granted(|_, _| ());
    let mut parcel = world.parcel();
    parcel.who.birth_name = " Es\u{202e}sai\u{200b}\n".to_owned();
    parcel.who.contact = "é".repeat(5_000);
    let entry = check(&parcel, &world.chain(), &me(&world)).expect("it holds");
    assert_eq!((entry.who.birth_name.as_str(), entry.who.contact.chars().count()), ("Essai", 200));
}
