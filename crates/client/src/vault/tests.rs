//! Tests of the vault: memberships beside one another, and entries of the first day.

use super::*;
use crate::parcel::{self, Me};
use crate::testing::world::{ID_NAT, World};
use scelle_protocol::{ReaderId, RecordTag};

fn owner(identity: &IdentitySecret) -> Owner<'_> {
    Owner { account: AccountId([1; 16]), identity }
}

/// As the host would give the vault back.
fn wire(vault: &Vault, update: &VaultUpdate) -> VaultOnWire {
    let entries = vault.sealed.iter().map(|(id, sealed)| VaultEntry { id: *id, sealed: sealed.clone() }).collect();
    VaultOnWire { version: update.version.clone(), leaf: 0, entries }
}

fn membership() -> MembershipEntry {
    let world = World::granted(|_, _| ());
    let me = Me { id_nat: ID_NAT, identity: world.member.sign_key() };
    parcel::check(&world.parcel(), &world.chain(), &me).expect("it holds")
}

fn content(entry: &MembershipEntry) -> Content {
    Content::Membership(Box::new(entry.clone()))
}

#[test]
fn memberships_come_back_as_they_were_written() {
    let identity = IdentitySecret::make();
    let mut entry = membership();
    (entry.own, entry.counter, entry.chain) = (Some(Bytes(vec![9; 64])), 7, Some((3, Digest([4; 32]))));
    let written = Vault::default().update(owner(&identity), &[content(&entry)]);
    let (update, vault) = written.expect("it seals");
    let Ok(read) = Vault::read(wire(&vault, &update), owner(&identity)) else { panic!("it reads") };
    assert!(read.memberships() == [entry]);
}

#[test]
fn a_membership_replaces_the_one_of_its_record_and_no_other() {
    let identity = IdentitySecret::make();
    let (entry, mut other, mut later) = (membership(), membership(), membership());
    other.record = RecordTag([9; 16]);
    (later.reader, later.counter) = (ReaderId([9; 16]), 5);
    let (_, vault) = Vault::default().update(owner(&identity), &[content(&entry), content(&other)]).expect("it seals");
    let (_, vault) = vault.update(owner(&identity), &[content(&later)]).expect("it seals");
    let mut known: Vec<_> = vault.memberships().iter().map(|entry| (entry.record, entry.counter)).collect();
    known.sort_unstable();
    assert_eq!(known, [(entry.record, 5), (other.record, 0)]);
}

#[test]
fn a_watch_of_the_first_day_is_still_read() {
    let kept = r#"{"version":4,"kind":"watch","checkpoint":null,"counter":12,"chain":[2,"0404040404040404040404040404040404040404040404040404040404040404"],"receipts":[]}"#;
    let stamped: Stamped = serde_json::from_str(kept).expect("it reads");
    let Content::Watch(watch) = stamped.content else { panic!("a watch") };
    assert_eq!((watch.counter, watch.chain), (12, Some((2, Digest([4; 32])))));
}
