//! A reader as the chain knows it: a holder, or a member with rights, dates and an acceptance.

use scelle_protocol::{Digest, PublicKey, SealKey, Time, statements::Rights};

/// What a reader is in this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A person to whom the record belongs.
    Holder,
    /// A professional whom the owner named.
    Member(Member),
}

/// A member of the circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// What it may do.
    pub rights: Rights,
    /// From when.
    pub from: Time,
    /// Until when; none: until it is revoked.
    pub until: Option<Time>,
    /// HMAC of the person under the grant key.
    pub person: Digest,
    /// Number of the grant.
    pub granted: u64,
    /// Hash of the grant.
    pub grant: Digest,
    /// Number of the acceptance.
    pub accepted: Option<u64>,
    /// Number of the revocation.
    pub revoked: Option<u64>,
}

impl Member {
    /// Named, and not yet answered.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.accepted.is_none() && self.revoked.is_none()
    }
    /// Has accepted, was not revoked, and the dates hold.
    #[must_use]
    pub fn stands_at(&self, now: Time) -> bool {
        self.accepted.is_some() && self.revoked.is_none() && self.from <= now && self.lasts_at(now)
    }
    fn lasts_at(&self, now: Time) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// A reader as the chain knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Key that signs events, requests and batches; a member's starter key until the acceptance.
    pub sign: PublicKey,
    /// Key that others seal to; a member's starter key until the acceptance.
    pub seal: SealKey,
    /// SHA-256 of the list key of its events; none before a member's acceptance.
    pub list: Option<Digest>,
    /// What it is.
    pub role: Role,
}

impl Reader {
    /// The member, if it is one.
    #[must_use]
    pub const fn member(&self) -> Option<&Member> {
        match &self.role {
            Role::Holder => None,
            Role::Member(member) => Some(member),
        }
    }
    /// May see the labels and keys that it has, now: a depositor sees its own deposits.
    #[must_use]
    pub fn may_read_at(&self, now: Time) -> bool {
        self.member().is_none_or(|member| member.stands_at(now))
    }
    /// May deposit now.
    #[must_use]
    pub fn may_deposit_at(&self, now: Time) -> bool {
        self.member().is_none_or(|member| member.rights.deposit && member.stands_at(now))
    }
    /// Is given labels and keys of what others deposit now: also before its acceptance or its first
    /// day, not after its last.
    #[must_use]
    pub fn may_receive_at(&self, now: Time) -> bool {
        self.member().is_none_or(|member| member.rights.read && member.revoked.is_none() && member.lasts_at(now))
    }
    /// Whether a batch that names this place of the chain could be sealed by it.
    #[must_use]
    pub fn could_seal_at(&self, place: u64) -> bool {
        self.member().is_none_or(|member| {
            let begun = member.accepted.is_some_and(|accepted| accepted <= place);
            member.rights.deposit && begun && member.revoked.is_none_or(|revoked| place < revoked)
        })
    }
    /// May read every reader's journal, and is sealed every sealed part.
    #[must_use]
    pub const fn may_read_journal(&self) -> bool {
        matches!(self.role, Role::Holder)
    }
}
