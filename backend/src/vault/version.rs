//! Checks of a version of a vault: its number, its list, and that its root is that of the
//! entries as they will stand.

use scelle_protocol::limits::{VAULT_ENTRIES, VAULT_ENTRY_BYTES};
use scelle_protocol::statements::VaultVersion;
use scelle_protocol::{AccountId, Bytes, EntryId, ProblemCode, PublicKey, Signed, wire};
use scelle_verify::hash::{self, sha256};
use scelle_verify::{log, signature};
use std::collections::{BTreeMap, BTreeSet};

use crate::account::open::NOTHING;
use crate::error::Result;
use crate::store::VaultChange;
use crate::store::rows::{Leaf, ListHead};

/// Checks a version after `last` over the `present` entries, or a first one.
///
/// # Errors
/// The problem that the caller is told.
pub fn check(
    update: &wire::VaultUpdate,
    account: AccountId,
    identity: PublicKey,
    last: Option<&ListHead>,
    present: &[wire::VaultEntry],
) -> Result<VaultChange> {
    let version: Signed<VaultVersion> = signature::parse_ed25519(&update.version, &identity)?;
    let body = &version.body;
    let (number, previous) = last.map_or((0, NOTHING), |head| (head.number, head.hash));
    if body.account == account && (body.number != number + 1 || body.previous != previous) {
        return Err(ProblemCode::StaleNumber.into());
    }
    let list = sha256(&update.list_key.0);
    if body.account != account || body.list != list || last.is_some_and(|head| head.list != list) {
        return Err(ProblemCode::Invalid.into());
    }
    let (changed, after) = merge(update, present)?;
    let root = hash::vault_root(after.iter().map(|(id, sealed)| (*id, *sealed)));
    if body.entries != after.len() as u64 || body.root != root {
        return Err(ProblemCode::Invalid.into());
    }
    let hash = hash::statement(&version);
    Ok(VaultChange {
        account,
        version: version.whole(),
        head: ListHead { number: body.number, hash, list },
        previous,
        leaf: Leaf { place: log::place(&update.list_key, body.number), entry: hash },
        entries: changed,
    })
}

type Entries<'a> = BTreeMap<EntryId, &'a Bytes>;

/// What changes, and every entry as it will stand: new ones come, replaced ones keep their id
/// (decision 0007), removed ones become tombstones.
fn merge<'a>(
    update: &'a wire::VaultUpdate,
    present: &'a [wire::VaultEntry],
) -> Result<(Vec<wire::VaultEntry>, Entries<'a>)> {
    let mut after: Entries<'a> = present.iter().map(|entry| (entry.id, &entry.sealed)).collect();
    let mut ids = BTreeSet::new();
    let mut changed = Vec::with_capacity(update.put.len() + update.remove.len());
    for entry in &update.put {
        if entry.sealed.0.len() > VAULT_ENTRY_BYTES {
            return Err(ProblemCode::TooLarge.into());
        }
        let before = after.insert(entry.id, &entry.sealed);
        // What was removed for good does not come back under its id, and no id comes twice.
        let gone = before.is_some_and(|sealed| sealed.0.is_empty());
        if gone || entry.sealed.0.is_empty() || !ids.insert(entry.id) {
            return Err(ProblemCode::Invalid.into());
        }
        changed.push(entry.clone());
    }
    for id in &update.remove {
        match after.get_mut(id) {
            Some(sealed) if !sealed.0.is_empty() && ids.insert(*id) => *sealed = TOMBSTONE,
            _ => return Err(ProblemCode::Invalid.into()),
        }
        changed.push(wire::VaultEntry { id: *id, sealed: TOMBSTONE.clone() });
    }
    if after.len() > VAULT_ENTRIES { Err(ProblemCode::TooLarge.into()) } else { Ok((changed, after)) }
}

static TOMBSTONE: &Bytes = &Bytes(Vec::new());
