//! What the vault's entries hold (FORMATS §6).

use scelle_protocol::{Bytes, Digest, DocumentId, PublicKey, ReaderId, RecordTag, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroize as _;

use crate::host::HostPins;

/// Who the patient says they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Name at birth.
    pub birth_name: String,
    /// Name in use.
    pub used_name: String,
    /// Given names.
    pub given_names: String,
    /// ISO date.
    pub birth_date: String,
    /// `F`, `M` or empty.
    pub sex: String,
    /// Place of birth.
    pub birth_place: String,
    /// How to reach them.
    pub contact: String,
}

/// The keys of a record, as the vault keeps them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// The record.
    pub record: RecordTag,
    /// Root key, 32 bytes.
    pub root: Bytes,
    /// Own reader id.
    pub reader: ReaderId,
    /// Own reader secret, 64 bytes.
    pub reader_secret: Bytes,
    /// List key of the chain.
    pub chain_list: Digest,
    /// List key of the own events.
    pub reader_list: Digest,
    /// Hash of genesis.
    pub fingerprint: Digest,
}

impl Drop for RecordEntry {
    fn drop(&mut self) {
        self.root.0.zeroize();
        self.reader_secret.0.zeroize();
    }
}

/// What a member keeps of a record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipEntry {
    /// The record.
    pub record: RecordTag,
    /// Hash of genesis.
    pub fingerprint: Digest,
    /// Own reader id.
    pub reader: ReaderId,
    /// Starter secret, 64 bytes, made by the owner.
    pub starter: Bytes,
    /// Own reader secret, 64 bytes: made for the acceptance, and good once that stands in the chain.
    pub own: Option<Bytes>,
    /// List key of the own events.
    pub reader_list: Digest,
    /// List key of the chain.
    pub chain_list: Digest,
    /// Shows that the grant names this person.
    pub grant_key: Digest,
    /// Hash of the grant.
    pub grant: Digest,
    /// The owner's identity key that signs.
    pub owner: PublicKey,
    /// Who the owner says they are.
    pub who: Who,
    /// First day of the grant; zero in an entry of the first days.
    #[serde(default)]
    pub from: Time,
    /// Own events so far.
    pub counter: u64,
    /// Chain head last seen.
    pub chain: Option<(u64, Digest)>,
}

impl Drop for MembershipEntry {
    fn drop(&mut self) {
        self.starter.0.zeroize();
        if let Some(own) = &mut self.own {
            own.0.zeroize();
        }
    }
}

/// What must not go backwards: the last checkpoint, counters, chain head, open receipts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Last verified checkpoint, a signed note.
    pub checkpoint: Option<String>,
    /// Own events so far.
    pub counter: u64,
    /// Chain head last seen.
    pub chain: Option<(u64, Digest)>,
    /// Receipts whose leaves are still to be asked for: event, leaf.
    pub receipts: Vec<(Digest, u64)>,
    /// How many events of each member the owner has seen: none of them may disappear.
    #[serde(default)]
    pub members: BTreeMap<ReaderId, u64>,
}

/// One entry's content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Content {
    /// Who the patient is.
    Who(Who),
    /// The record's keys.
    Record(RecordEntry),
    /// A record that this person is a member of.
    Membership(Box<MembershipEntry>),
    /// The host's keys.
    Host(HostPins),
    /// What must not go backwards.
    Watch(Watch),
    /// What genesis commits to for the day after a re-key.
    Successor {
        /// SHA-256 of the successor root key.
        hash: Digest,
    },
    /// Documents seen.
    Seen {
        /// Their ids.
        documents: Vec<DocumentId>,
    },
}
