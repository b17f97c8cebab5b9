//! Replay of a record's chain: the only source of who may do what. Where the host's tables
//! disagree, the chain wins. What a reader is stands in `chain/reader.rs`.

mod reader;

pub use reader::{Member, Reader, Role};

use scelle_protocol::{
    Digest, PublicKey, ReaderId, RecordTag, Signed, Time,
    limits::DEADLINE_SECONDS,
    statements::{Acceptance, Closure, Consent, Genesis, Grant, Revocation, Statement, context_of},
    text::StatementError,
};
use std::collections::{BTreeMap, BTreeSet};

use crate::hash;
use crate::signature::{SignatureError, parse, parse_ed25519, verify_ed25519};

/// Why a statement does not fit the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Nothing may follow a closure.
    #[error("the record is closed")]
    Closed,
    /// Not within ten minutes of its deadline.
    #[error("the deadline has passed")]
    Expired,
    /// A grant that gives nothing or names a reader twice; an acceptance or a revocation of nobody
    /// whom it could be of.
    #[error("not a member whom this could be of")]
    Member,
    /// Not the next number, not after this head, not of this record.
    #[error("not the next statement of this chain")]
    Place,
    /// The form or the signature.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl From<StatementError> for ChainError {
    fn from(error: StatementError) -> Self {
        Self::Signature(error.into())
    }
}

/// Number and hash of the last statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// 1 for genesis.
    pub number: u64,
    /// Hash of the statement.
    pub hash: Digest,
}

/// The state of a record after its chain was replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// The record.
    pub record: RecordTag,
    /// Its root key.
    pub root: PublicKey,
    /// SHA-256 of the chain's list key.
    pub list: Digest,
    /// SHA-256 of genesis: what two people compare.
    pub fingerprint: Digest,
    /// The last statement.
    pub head: Head,
    /// Every reader.
    pub readers: BTreeMap<ReaderId, Reader>,
    /// Consent given, and to which text.
    pub consent: Option<Digest>,
    /// The record is closed.
    pub closed: bool,
}

impl ChainState {
    /// Begins with a genesis, its signature verified by the key that it names.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn begin(open: &str) -> Result<Self, ChainError> {
        let unchecked: Signed<Genesis> = Signed::parse(open)?;
        let genesis: Signed<Genesis> = parse_ed25519(open, &unchecked.body.root)?;
        let body = &genesis.body;
        if body.number != 1 || body.previous != Digest([0; 32]) || body.holders.0.is_empty() {
            return Err(ChainError::Place);
        }
        let fingerprint = hash::statement(&genesis);
        let readers: BTreeMap<_, _> = body
            .holders
            .0
            .iter()
            .map(|holder| {
                let list = Some(holder.list);
                (holder.reader, Reader { sign: holder.sign, seal: holder.seal, list, role: Role::Holder })
            })
            .collect();
        if readers.len() != body.holders.0.len() {
            return Err(ChainError::Place);
        }
        Ok(Self {
            record: body.record,
            root: body.root,
            list: body.list,
            fingerprint,
            head: Head { number: 1, hash: fingerprint },
            readers,
            consent: None,
            closed: false,
        })
    }

    /// Replays a whole chain.
    ///
    /// # Errors
    /// [`ChainError`] at the first statement that does not fit.
    pub fn replay<'a>(statements: impl IntoIterator<Item = &'a str>) -> Result<Self, ChainError> {
        let mut statements = statements.into_iter();
        let mut state = Self::begin(statements.next().ok_or(ChainError::Place)?)?;
        for statement in statements {
            state.apply(statement)?;
        }
        Ok(state)
    }

    /// Adds the next statement.
    ///
    /// # Errors
    /// [`ChainError`]; the state is then as before.
    pub fn apply(&mut self, open: &str) -> Result<(), ChainError> {
        if self.closed {
            return Err(ChainError::Closed);
        }
        match context_of(open) {
            Acceptance::CONTEXT => self.accept(open)?,
            Grant::CONTEXT => self.grant(open)?,
            Revocation::CONTEXT => self.revoke(open)?,
            Consent::CONTEXT => {
                let signed: Signed<Consent> = parse_ed25519(open, &self.root)?;
                self.follow(signed.body.record, signed.body.number, signed.body.previous)?;
                self.consent = Some(signed.body.text);
                self.advance(hash::statement(&signed));
            }
            Closure::CONTEXT => {
                let signed: Signed<Closure> = parse_ed25519(open, &self.root)?;
                self.follow(signed.body.record, signed.body.number, signed.body.previous)?;
                self.closed = true;
                self.advance(hash::statement(&signed));
            }
            _ => return Err(StatementError::Context.into()),
        }
        Ok(())
    }

    fn grant(&mut self, open: &str) -> Result<(), ChainError> {
        let signed: Signed<Grant> = parse_ed25519(open, &self.root)?;
        let body = &signed.body;
        self.follow(body.record, body.number, body.previous)?;
        let ends_early = body.until.is_some_and(|until| until <= body.from);
        if self.readers.contains_key(&body.reader) || body.rights.is_empty() || ends_early {
            return Err(ChainError::Member);
        }
        let hash = hash::statement(&signed);
        let member = Member {
            rights: body.rights,
            from: body.from,
            until: body.until,
            person: body.person,
            granted: body.number,
            grant: hash,
            accepted: None,
            revoked: None,
        };
        let role = Role::Member(member);
        self.readers.insert(body.reader, Reader { sign: body.starter_sign, seal: body.starter_seal, list: None, role });
        self.advance(hash);
        Ok(())
    }

    /// Signed by the starter key, which only the person named could open, and by the new key: whoever
    /// publishes a key has it.
    fn accept(&mut self, open: &str) -> Result<(), ChainError> {
        let signed: Signed<Acceptance> = parse(open, 2)?;
        let body = &signed.body;
        self.follow(body.record, body.number, body.previous)?;
        let number = body.number;
        let reader = self.readers.get_mut(&body.reader).ok_or(ChainError::Member)?;
        let Role::Member(member) = &mut reader.role else { return Err(ChainError::Member) };
        if member.accepted.is_some() || member.revoked.is_some() || body.grant != member.grant {
            return Err(ChainError::Member);
        }
        verify_ed25519(&signed, 0, &reader.sign)?;
        verify_ed25519(&signed, 1, &body.sign)?;
        member.accepted = Some(number);
        (reader.sign, reader.seal, reader.list) = (body.sign, body.seal, Some(body.list));
        self.advance(hash::statement(&signed));
        Ok(())
    }

    fn revoke(&mut self, open: &str) -> Result<(), ChainError> {
        let signed: Signed<Revocation> = parse_ed25519(open, &self.root)?;
        let body = &signed.body;
        self.follow(body.record, body.number, body.previous)?;
        let role = self.readers.get_mut(&body.reader).map(|reader| &mut reader.role);
        match role {
            Some(Role::Member(member)) if member.revoked.is_none() => member.revoked = Some(body.number),
            _ => return Err(ChainError::Member),
        }
        self.advance(hash::statement(&signed));
        Ok(())
    }

    /// The holders, to whom every sealed part goes.
    #[must_use]
    pub fn holders(&self) -> BTreeSet<ReaderId> {
        self.readers.iter().filter(|(_, reader)| reader.may_read_journal()).map(|(id, _)| *id).collect()
    }

    /// To whom the sealed part of this statement goes: the holders, and whom a grant names.
    #[must_use]
    pub fn recipients(&self, open: &str) -> BTreeSet<ReaderId> {
        let mut recipients = self.holders();
        if let Ok(grant) = Signed::<Grant>::parse(open) {
            recipients.insert(grant.body.reader);
        }
        recipients
    }

    /// To whom a deposit of `author` at this time is sealed: the holders, the author, and the members
    /// who may read.
    #[must_use]
    pub fn readers_of_deposit(&self, author: ReaderId, now: Time) -> BTreeSet<ReaderId> {
        let readers = self.readers.iter().filter(|(id, reader)| **id == author || reader.may_receive_at(now));
        readers.map(|(id, _)| *id).collect()
    }

    fn follow(&self, record: RecordTag, number: u64, previous: Digest) -> Result<(), ChainError> {
        let next = record == self.record && number == self.head.number + 1 && previous == self.head.hash;
        if next { Ok(()) } else { Err(ChainError::Place) }
    }

    fn advance(&mut self, hash: Digest) {
        self.head = Head { number: self.head.number + 1, hash };
    }
}

/// Deadline of a statement of the chain, whatever its kind.
///
/// # Errors
/// [`ChainError::Signature`] for another context or a malformed line.
pub fn deadline_of(open: &str) -> Result<Time, ChainError> {
    match context_of(open) {
        Genesis::CONTEXT => Ok(Signed::<Genesis>::parse(open)?.body.deadline),
        Consent::CONTEXT => Ok(Signed::<Consent>::parse(open)?.body.deadline),
        Closure::CONTEXT => Ok(Signed::<Closure>::parse(open)?.body.deadline),
        Grant::CONTEXT => Ok(Signed::<Grant>::parse(open)?.body.deadline),
        Acceptance::CONTEXT => Ok(Signed::<Acceptance>::parse(open)?.body.deadline),
        Revocation::CONTEXT => Ok(Signed::<Revocation>::parse(open)?.body.deadline),
        _ => Err(StatementError::Context.into()),
    }
}

/// The host's rule: a statement arrives before its deadline, which lies at most ten minutes
/// after the signing, so at most ten minutes ahead of the host's clock (and its tolerance).
///
/// # Errors
/// [`ChainError::Expired`].
pub fn check_deadline(deadline: Time, now: Time) -> Result<(), ChainError> {
    let in_time = now <= deadline && deadline <= now.plus(2 * DEADLINE_SECONDS);
    if in_time { Ok(()) } else { Err(ChainError::Expired) }
}

#[cfg(test)]
mod tests;
