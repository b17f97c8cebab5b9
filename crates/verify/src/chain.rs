//! Replay of a record's chain: the only source of who may do what. Where the host's tables
//! disagree, the chain wins.

use scelle_protocol::{
    Digest, PublicKey, ReaderId, RecordTag, SealKey, Signed, Time,
    limits::DEADLINE_SECONDS,
    statements::{Closure, Consent, Genesis, Statement, context_of},
    text::StatementError,
};
use std::collections::BTreeMap;

use crate::hash;
use crate::signature::{SignatureError, parse_ed25519};

/// Why a statement does not fit the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Nothing may follow a closure.
    #[error("the record is closed")]
    Closed,
    /// Not within ten minutes of its deadline.
    #[error("the deadline has passed")]
    Expired,
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

/// What a reader is in this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A person to whom the record belongs.
    Holder,
}

/// A reader as the chain knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Key that signs events, requests and batches.
    pub sign: PublicKey,
    /// Key that others seal to.
    pub seal: SealKey,
    /// SHA-256 of the list key of its events.
    pub list: Digest,
    /// What it is.
    pub role: Role,
}

impl Reader {
    /// May see documents that it holds keys of.
    #[must_use]
    pub const fn may_read(&self) -> bool {
        matches!(self.role, Role::Holder)
    }
    /// May deposit.
    #[must_use]
    pub const fn may_deposit(&self) -> bool {
        matches!(self.role, Role::Holder)
    }
    /// May read every reader's journal.
    #[must_use]
    pub const fn may_read_journal(&self) -> bool {
        matches!(self.role, Role::Holder)
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
                let reader = Reader { sign: holder.sign, seal: holder.seal, list: holder.list, role: Role::Holder };
                (holder.reader, reader)
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
