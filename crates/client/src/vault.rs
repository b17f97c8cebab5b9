//! The vault: what a person must find again, as sealed entries at the host (FORMATS §6).
//!
//! A write names the version that it replaces; when somebody wrote first, the newer version is
//! taken in and the write is done again on top of it.

mod content;

pub use content::{Content, MembershipEntry, RecordEntry, Watch, Who};

use scelle_crypto::{IdentitySecret, Signs as _, random, vault as sealing};
use scelle_protocol::{
    AccountId, Bytes, Digest, DocumentId, EntryId, ProblemCode, PublicKey, Signed, paths,
    statements::VaultVersion,
    wire::{Logged, Vault as VaultOnWire, VaultEntry, VaultUpdate},
};
use scelle_verify::{hash, signature};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroize as _;

use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::Line;

#[derive(Serialize, Deserialize)]
struct Stamped {
    version: u64,
    #[serde(flatten)]
    content: Content,
}

/// The vault as last read or written.
#[derive(Default)]
pub struct Vault {
    /// Number of the version.
    pub number: u64,
    /// Hash of the version statement.
    pub hash: Digest0,
    /// Leaf of the version in the log.
    pub leaf: u64,
    sealed: BTreeMap<EntryId, Bytes>,
    open: BTreeMap<EntryId, (u64, Content)>,
}

/// A digest that begins as zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest0(pub Digest);

impl Default for Digest0 {
    fn default() -> Self {
        Self(Digest([0; 32]))
    }
}

/// Whose vault it is.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    /// The account.
    pub account: AccountId,
    /// The identity that signs and opens.
    pub identity: &'a IdentitySecret,
}

impl Vault {
    /// Fetches the newest version and checks it whole.
    ///
    /// # Errors
    /// [`Contradiction::Account`] when it is not signed by the identity, not what it says it
    /// holds, or older than `at_least`.
    pub async fn fetch(line: &Line<impl Platform>, owner: Owner<'_>, at_least: u64) -> Result<Self, Trouble> {
        let wire: VaultOnWire = line.get(paths::VAULT, None).await?;
        let vault = Self::read(wire, owner).map_err(|()| Trouble::Contradiction(Contradiction::Account))?;
        if vault.number < at_least { Err(Trouble::Contradiction(Contradiction::Account)) } else { Ok(vault) }
    }

    /// The content of a kind, the newest where there are several.
    pub fn newest<T>(&self, pick: impl Fn(&Content) -> Option<T>) -> Option<T> {
        let candidates = self.open.values().filter_map(|(version, content)| pick(content).map(|c| (*version, c)));
        candidates.max_by_key(|(version, _)| *version).map(|(_, content)| content)
    }

    /// Every record that this person is a member of.
    #[must_use]
    pub fn memberships(&self) -> Vec<MembershipEntry> {
        let all = self.open.values().filter_map(|(_, content)| match content {
            Content::Membership(entry) => Some(MembershipEntry::clone(entry)),
            _ => None,
        });
        all.collect()
    }

    /// Every document marked as seen.
    #[must_use]
    pub fn seen(&self) -> std::collections::BTreeSet<DocumentId> {
        let all = self.open.values().filter_map(|(_, content)| match content {
            Content::Seen { documents } => Some(documents.iter().copied()),
            _ => None,
        });
        all.flatten().collect()
    }

    /// What must not go backwards, as the vault has it.
    #[must_use]
    pub(crate) fn watch(&self) -> Option<Watch> {
        self.newest(|content| if let Content::Watch(watch) = content { Some(watch.clone()) } else { None })
    }

    /// The next version: `put` comes, what it replaces goes.
    ///
    /// # Errors
    /// [`Trouble::Unreadable`] when a content is too large to be sealed.
    pub fn update(&self, owner: Owner<'_>, put: &[Content]) -> Result<(VaultUpdate, Self), Trouble> {
        let mut next =
            Self { number: self.number + 1, sealed: self.sealed.clone(), open: self.open.clone(), ..Self::default() };
        let mut update = VaultUpdate {
            version: String::new(),
            put: Vec::new(),
            remove: Vec::new(),
            list_key: owner.identity.vault_list_key().shown(),
        };
        for content in put {
            let mut replaced = next.replaced_by(content).into_iter();
            // The entry keeps its id, so that a vault does not fill up with tombstones.
            let id = replaced.next().unwrap_or_else(random::make_entry);
            for id in replaced {
                next.open.remove(&id);
                next.sealed.insert(id, Bytes::default());
                update.remove.push(id);
            }
            let sealed = next.seal(owner, id, content)?;
            update.put.push(VaultEntry { id, sealed: sealed.clone() });
            next.sealed.insert(id, sealed);
            next.open.insert(id, (next.number, content.clone()));
        }
        let version = next.sign(owner, self.hash.0);
        next.hash = Digest0(hash::statement(&version));
        update.version = version.whole();
        Ok((update, next))
    }

    /// Writes, and takes in what somebody else wrote first.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn write(
        &mut self,
        line: &Line<impl Platform>,
        owner: Owner<'_>,
        put: &[Content],
    ) -> Result<(), Trouble> {
        self.write_with(line, owner, |_| put.to_vec()).await
    }

    /// The same where what is written depends on what the vault holds: made again on top of what
    /// somebody else wrote first.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn write_with(
        &mut self,
        line: &Line<impl Platform>,
        owner: Owner<'_>,
        put: impl Fn(&Self) -> Vec<Content>,
    ) -> Result<(), Trouble> {
        for _ in 0..4 {
            let (update, mut next) = self.update(owner, &put(self))?;
            match line.post::<_, Logged>(paths::VAULT, &update, None).await {
                Ok(logged) => {
                    next.leaf = logged.leaf;
                    *self = next;
                    return Ok(());
                }
                Err(Trouble::Problem(ProblemCode::StaleNumber)) => {
                    *self = Self::fetch(line, owner, self.number).await?
                }
                Err(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::Problem(ProblemCode::StaleNumber))
    }

    fn replaced_by(&self, content: &Content) -> Vec<EntryId> {
        let same = |other: &Content| match (content, other) {
            (Content::Record(a), Content::Record(b)) => a.record == b.record,
            (Content::Membership(a), Content::Membership(b)) => a.record == b.record,
            _ => std::mem::discriminant(content) == std::mem::discriminant(other),
        };
        self.open.iter().filter(|(_, (_, other))| same(other)).map(|(id, _)| *id).collect()
    }

    fn seal(&self, owner: Owner<'_>, id: EntryId, content: &Content) -> Result<Bytes, Trouble> {
        let stamped = Stamped { version: self.number, content: content.clone() };
        let mut json = serde_json::to_vec(&stamped).map_err(|_| Trouble::Unreadable)?;
        let sealed = sealing::seal(&owner.identity.vault_key(), owner.account, id, &json);
        json.zeroize();
        sealed.map(Bytes).map_err(|_| Trouble::Unreadable)
    }

    fn sign(&self, owner: Owner<'_>, previous: Digest) -> Signed<VaultVersion> {
        let mut version = Signed::new(VaultVersion {
            account: owner.account,
            number: self.number,
            previous,
            list: owner.identity.vault_list_key().hash(),
            entries: self.sealed.len() as u64,
            root: hash::vault_root(self.sealed.iter().map(|(id, sealed)| (*id, sealed))),
        });
        owner.identity.append(&mut version);
        version
    }

    fn read(wire: VaultOnWire, owner: Owner<'_>) -> Result<Self, ()> {
        let key: PublicKey = owner.identity.sign_key();
        let version = signature::parse_ed25519::<VaultVersion>(&wire.version, &key).map_err(|_| ())?;
        let count = wire.entries.len();
        let sealed: BTreeMap<_, _> = wire.entries.into_iter().map(|e| (e.id, e.sealed)).collect();
        let root = hash::vault_root(sealed.iter().map(|(id, sealed)| (*id, sealed)));
        let body = &version.body;
        let whole = body.account == owner.account
            && body.list == owner.identity.vault_list_key().hash()
            && sealed.len() == count
            && body.entries == count as u64
            && body.root == root;
        if !whole {
            return Err(());
        }
        let mut open = BTreeMap::new();
        for (id, bytes) in sealed.iter().filter(|(_, bytes)| !bytes.0.is_empty()) {
            let json = sealing::open(&owner.identity.vault_key(), owner.account, *id, &bytes.0).map_err(|_| ())?;
            let stamped: Stamped = serde_json::from_slice(&json).map_err(|_| ())?;
            open.insert(*id, (stamped.version, stamped.content));
        }
        Ok(Self { number: body.number, hash: Digest0(hash::statement(&version)), leaf: wire.leaf, sealed, open })
    }
}

#[cfg(test)]
mod tests;
