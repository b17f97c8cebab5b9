//! The keys of one reader of a record: a holder's with the root key, or a member's with the starter
//! key that the owner made and the own key that took its place.

use scelle_crypto::{ReaderSecret, RootSecret, Signs as _, identity::Opens as _};
use scelle_protocol::{Digest, PublicKey};
use scelle_verify::{ChainState, hash};

use crate::platform::{Contradiction, Trouble};
use crate::vault::{MembershipEntry, RecordEntry};

/// Keys of one reader.
pub(crate) enum Keys {
    /// Of a holder.
    Holder {
        /// Signs the chain.
        root: RootSecret,
        /// Signs events, opens what is sealed.
        own: ReaderSecret,
    },
    /// Of a member who has accepted.
    Member(Box<MemberKeys>),
}

/// Keys of a member.
pub(crate) struct MemberKeys {
    /// Opens what was sealed before the acceptance.
    pub(crate) starter: ReaderSecret,
    /// Signs and opens since.
    pub(crate) own: ReaderSecret,
    /// Goes with every request.
    pub(crate) grant_key: Digest,
    /// Number of the acceptance.
    pub(crate) accepted: u64,
    /// The owner's identity key.
    pub(crate) owner: PublicKey,
}

impl Keys {
    /// Those of the vault's entry, if they are keys.
    pub(crate) fn holder(entry: &RecordEntry) -> Option<Self> {
        let own = ReaderSecret::from_slice(&entry.reader_secret.0).ok()?;
        Some(Self::Holder { root: RootSecret::from_slice(&entry.root.0).ok()?, own })
    }

    /// Those of a member, as the chain knows them.
    ///
    /// # Errors
    /// [`Trouble::NotCompared`] before the acceptance; [`Contradiction::Chain`] when the keys of the
    /// chain are not ours.
    pub(crate) fn member(entry: &MembershipEntry, state: &ChainState) -> Result<Self, Trouble> {
        let broken = Trouble::Contradiction(Contradiction::Chain);
        let reader = state.readers.get(&entry.reader).ok_or(broken)?;
        let accepted = reader.member().ok_or(broken)?.accepted.ok_or(Trouble::NotCompared)?;
        let own = entry.own.as_ref().and_then(|own| ReaderSecret::from_slice(&own.0).ok()).ok_or(broken)?;
        let starter = ReaderSecret::from_slice(&entry.starter.0).map_err(|_| broken)?;
        let ours = reader.sign == own.sign_key()
            && reader.seal == own.seal_key()
            && reader.list == Some(hash::sha256(&entry.reader_list.0));
        if !ours {
            return Err(broken);
        }
        let keys = MemberKeys { starter, own, grant_key: entry.grant_key, accepted, owner: entry.owner };
        Ok(Self::Member(Box::new(keys)))
    }

    /// The key that signs events and batches.
    pub(crate) const fn own(&self) -> &ReaderSecret {
        match self {
            Self::Holder { own, .. } => own,
            Self::Member(keys) => &keys.own,
        }
    }
}
