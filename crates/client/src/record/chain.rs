//! A chain as it was fetched and replayed, each statement with its sealed parts and its leaf.

use scelle_protocol::{Digest, RecordTag, paths, wire};
use scelle_verify::{ChainState, hash};

use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::{Line, Reader};

/// A chain that replays.
pub(crate) struct Chain {
    state: ChainState,
    /// Hash and leaf of each statement, genesis first.
    statements: Vec<(Digest, u64)>,
    /// Each as it travelled, with what is sealed to this reader.
    entries: Vec<wire::Entry>,
}

impl Chain {
    /// Fetches and replays.
    ///
    /// # Errors
    /// [`Contradiction::Chain`] when it does not replay, or is another record's.
    pub(crate) async fn fetch(line: &Line<impl Platform>, tag: RecordTag, proof: Reader<'_>) -> Result<Self, Trouble> {
        let wire: wire::Chain = line.get(&paths::chain(tag), proof).await?;
        Self::replay(&wire.statements, tag).ok_or(Trouble::Contradiction(Contradiction::Chain))
    }

    /// Replays what was fetched.
    pub(crate) fn replay(entries: &[wire::LoggedEntry], tag: RecordTag) -> Option<Self> {
        let mut entries = entries.iter();
        let first = entries.next()?;
        let state = ChainState::begin(&first.entry.open).ok()?;
        let statements = vec![(state.head.hash, first.leaf)];
        let mut chain = Self { state, statements, entries: vec![first.entry.clone()] };
        for logged in entries {
            chain.append(logged.entry.clone(), logged.leaf).ok()?;
        }
        (chain.state.record == tag).then_some(chain)
    }

    /// Adds the next statement.
    pub(crate) fn append(&mut self, entry: wire::Entry, leaf: u64) -> Result<(), Trouble> {
        self.state.apply(&entry.open).map_err(|_| Trouble::Contradiction(Contradiction::Chain))?;
        self.statements.push((self.state.head.hash, leaf));
        self.entries.push(entry);
        Ok(())
    }

    /// Whether it is the record of this fingerprint, and holds the head that was seen last.
    pub(crate) fn check_against(&self, fingerprint: &Digest, seen: Option<(u64, Digest)>) -> Result<(), Trouble> {
        let seen = seen.is_none_or(|(number, hash)| self.hash_at(number) == Some(hash));
        let same = hash::same(&self.state.fingerprint, fingerprint);
        if seen && same { Ok(()) } else { Err(Trouble::Contradiction(Contradiction::Chain)) }
    }

    /// The state that it gives.
    pub(crate) const fn state(&self) -> &ChainState {
        &self.state
    }

    /// Number and hash of its head.
    pub(crate) const fn head(&self) -> (u64, Digest) {
        (self.state.head.number, self.state.head.hash)
    }

    /// Hash of statement `number`.
    pub(crate) fn hash_at(&self, number: u64) -> Option<Digest> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.statements.get(index).map(|(hash, _)| *hash)
    }

    /// Hash and leaf of each statement.
    pub(crate) fn places(&self) -> Vec<(Digest, u64)> {
        self.statements.clone()
    }

    /// Every statement with its sealed parts and its leaf.
    pub(crate) fn entries(&self) -> Vec<wire::LoggedEntry> {
        let logged = |(entry, (_, leaf)): (&wire::Entry, &(Digest, u64))| wire::LoggedEntry {
            entry: entry.clone(),
            leaf: *leaf,
        };
        self.entries.iter().zip(&self.statements).map(logged).collect()
    }
}
