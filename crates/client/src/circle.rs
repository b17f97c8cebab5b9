//! The circle of a record, as its owner sees it: who was named, who accepted, who was removed, by the
//! chain and by the sealed parts that go with it; and who has a key of what.

use scelle_crypto::sealed;
use scelle_protocol::{
    Digest, DocumentId, PublicKey, ReaderId, Signed, Statement as _, Time,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{Acceptance, Grant, Revocation, Rights, SealedAcceptance, SealedGrant, context_of},
    wire::{Access, LoggedEntry},
};
use scelle_verify::{chain::Member, hash, signature};

use crate::account::Account;
use crate::people::Person;
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    /// Named; the two have not compared yet.
    Pending,
    /// Has accepted.
    Active,
    /// The last day is over.
    Over,
    /// Removed.
    Removed,
    /// A signature of grant or acceptance does not hold: an alarm.
    Wrong,
}

/// One member, as the signed grant has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Who; empty names where the grant's sealed part does not hold.
    pub person: Person,
    /// What they may do.
    pub rights: Rights,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Option<Time>,
    /// Hash of the grant.
    pub grant: Digest,
    /// When the grant was made, by its deadline.
    pub granted: Time,
    /// When the member accepted, by the deadline of that.
    pub accepted: Option<Time>,
    /// When the member was removed, by the deadline of that.
    pub removed: Option<Time>,
    /// Where they stand now.
    pub state: MemberState,
    /// List key of the member's events.
    pub(crate) list_key: Option<Digest>,
}

/// The circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// In the order of their grants.
    pub members: Vec<MemberRow>,
    /// SHA-256 of genesis: what a member compares.
    pub fingerprint: Digest,
}

impl<P: Platform> Account<P> {
    /// The circle, from a chain fetched now.
    ///
    /// # Errors
    /// [`Trouble`]; a grant that does not hold is a row that says so. Holders only.
    pub async fn circle(&self) -> Result<Circle, Trouble> {
        let record = self.need_record()?;
        record.root()?;
        {
            let _turn = self.turn.lock().await;
            let wire = record.refresh(&self.line).await?;
            record.counter.set(wire.counter);
        }
        let members = members(&record, &self.identity_key(), self.line.latest());
        Ok(Circle { members, fingerprint: record.state().fingerprint })
    }

    /// One member's row, from the chain at hand.
    pub(crate) fn member(&self, record: &Record, reader: ReaderId) -> Option<MemberRow> {
        let members = members(record, &self.identity_key(), self.line.latest());
        members.into_iter().find(|member| member.person.reader == reader)
    }

    /// This person's own reader id in the record at hand.
    ///
    /// # Errors
    /// [`Trouble`], without a record.
    pub fn own_reader(&self) -> Result<ReaderId, Trouble> {
        Ok(self.need_record()?.reader)
    }

    /// For each document the readers who have a key of it, by the host's word: the host could only
    /// leave some out, since no key opens but for whom it was sealed.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn access(&self) -> Result<Vec<(DocumentId, Vec<ReaderId>)>, Trouble> {
        let record = self.need_record()?;
        let access: Access = self.line.get(&paths::access(record.tag), record.proof()).await?;
        let mut map = std::collections::BTreeMap::<DocumentId, Vec<ReaderId>>::new();
        for reader in access.readers {
            for document in reader.documents {
                map.entry(document).or_default().push(reader.reader);
            }
        }
        Ok(map.into_iter().collect())
    }
}

/// Every member that the chain names, each with what the sealed parts say.
pub(crate) fn members(record: &Record, owner: &PublicKey, now: Time) -> Vec<MemberRow> {
    let entries = record.entries();
    let grants = entries.iter().filter(|logged| context_of(&logged.entry.open) == Grant::CONTEXT);
    grants.filter_map(|grant| row(record, &entries, grant, owner, now)).collect()
}

fn row(
    record: &Record,
    entries: &[LoggedEntry],
    logged: &LoggedEntry,
    owner: &PublicKey,
    now: Time,
) -> Option<MemberRow> {
    // The chain was replayed: the open part's signature and place hold.
    let grant: Signed<Grant> = Signed::parse(&logged.entry.open).ok()?;
    let state = record.state();
    let member = *state.readers.get(&grant.body.reader)?.member()?;
    let part = sealed_grant(record, logged, &grant, owner);
    let acceptance = entry_of::<Acceptance>(entries, member.accepted);
    let list_key = match (&part, &acceptance) {
        (Some(part), Some((logged, acceptance))) => list_key(record, logged, acceptance, &part.member_sign),
        _ => None,
    };
    let wrong = part.is_none() || (acceptance.is_some() && list_key.is_none());
    let revocation = entry_of::<Revocation>(entries, member.revoked);
    Some(MemberRow {
        person: person(grant.body.reader, part),
        rights: member.rights,
        from: member.from,
        until: member.until,
        grant: member.grant,
        granted: made(grant.body.deadline),
        accepted: acceptance.map(|(_, acceptance)| made(acceptance.body.deadline)),
        removed: revocation.map(|(_, revocation)| made(revocation.body.deadline)),
        state: if wrong { MemberState::Wrong } else { standing(&member, now) },
        list_key,
    })
}

fn standing(member: &Member, now: Time) -> MemberState {
    match member {
        _ if member.revoked.is_some() => MemberState::Removed,
        _ if member.until.is_some_and(|until| until <= now) => MemberState::Over,
        _ if member.is_pending() => MemberState::Pending,
        _ => MemberState::Active,
    }
}

fn person(reader: ReaderId, part: Option<SealedGrant>) -> Person {
    let unknown =
        Person { reader, id_nat: String::new(), name: String::new(), profession: 0, identity: PublicKey([0; 32]) };
    part.map_or(unknown, |part| Person {
        reader,
        id_nat: part.id_nat,
        name: part.name,
        profession: u16::try_from(part.profession).unwrap_or_default(),
        identity: part.member_sign,
    })
}

/// The statement at this number of the chain, if it is of this kind.
pub(crate) fn entry_of<T: scelle_protocol::Statement>(
    entries: &[LoggedEntry],
    number: Option<u64>,
) -> Option<(&LoggedEntry, Signed<T>)> {
    let index = usize::try_from(number?.checked_sub(1)?).ok()?;
    let logged = entries.get(index)?;
    Some((logged, Signed::parse(&logged.entry.open).ok()?))
}

/// The sealed part of a grant, if the owner's identity has signed it.
fn sealed_grant(
    record: &Record,
    logged: &LoggedEntry,
    grant: &Signed<Grant>,
    owner: &PublicKey,
) -> Option<SealedGrant> {
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let part = sealed::open(record.secret(), record.reader, &grant.body, &envelope.sealed.0).ok()?;
    signed_alone(signature::open_lines(&grant.text), &part, &part.body.identity_sign, owner)?;
    Some(part.body)
}

/// The list key of a member's events, if the sealed part of its acceptance holds.
fn list_key(
    record: &Record,
    logged: &LoggedEntry,
    acceptance: &Signed<Acceptance>,
    member: &PublicKey,
) -> Option<Digest> {
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let part: Signed<SealedAcceptance> =
        sealed::open(record.secret(), record.reader, &acceptance.body, &envelope.sealed.0).ok()?;
    signed_alone(signature::open_lines(&acceptance.text), &part, &part.body.identity_sign, member)?;
    (hash::sha256(&part.body.list_key.0) == acceptance.body.list).then_some(part.body.list_key)
}

/// One signature, by the key that the part itself names, which must be the one expected.
pub(crate) fn signed_alone<T: scelle_protocol::Statement>(
    lines: &str,
    part: &Signed<T>,
    named: &PublicKey,
    expected: &PublicKey,
) -> Option<()> {
    if part.signatures.len() != 1 || named != expected {
        return None;
    }
    signature::verify_ed25519_after(lines, part, 0, expected).map(drop).ok()
}

/// A statement arrives before its deadline, which its maker sets ten minutes ahead.
pub(crate) const fn made(deadline: Time) -> Time {
    Time(deadline.0.saturating_sub(DEADLINE_SECONDS))
}

#[cfg(test)]
mod tests;
