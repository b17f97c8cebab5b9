//! A record as a reader holds it: keys, pad, replayed chain, and the count of the own events.

use scelle_crypto::{ReaderSecret, RootSecret, wrap::RecordPad};
use scelle_protocol::{Digest, ReaderId, RecordTag, paths, wire};
use scelle_verify::{ChainState, hash, log};
use std::cell::{Cell, RefCell};

use crate::account::Entries;
use crate::log::Placed;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::{Line, Reader};
use crate::vault::{RecordEntry, Watch};

/// An open record.
pub struct Record {
    /// The record.
    pub tag: RecordTag,
    /// Own reader id.
    pub reader: ReaderId,
    /// Number of own events so far.
    pub counter: Cell<u64>,
    /// List key of the own events.
    pub reader_list: Digest,
    pub(crate) secret: ReaderSecret,
    pub(crate) root: RootSecret,
    pub(crate) pad: RecordPad,
    chain_list: Digest,
    chain: RefCell<Chain>,
}

struct Chain {
    state: ChainState,
    /// Hash and leaf of each statement, genesis first.
    statements: Vec<(Digest, u64)>,
    /// Each as it travelled, with what is sealed to this reader.
    entries: Vec<wire::Entry>,
}

impl Record {
    /// Loads pad and chain, replays the chain and compares it with what the vault remembers.
    ///
    /// # Errors
    /// [`Contradiction::Chain`] when the chain does not replay, is another record's or went
    /// backwards; [`Contradiction::Journal`] when events are missing.
    pub async fn load(line: &Line<impl Platform>, entry: &RecordEntry, watch: &Watch) -> Result<Self, Trouble> {
        let broken = |_| Trouble::Contradiction(Contradiction::Account);
        let secret = ReaderSecret::from_slice(&entry.reader_secret.0).map_err(broken)?;
        let root = RootSecret::from_slice(&entry.root.0).map_err(broken)?;
        let proof: Reader<'_> = Some((entry.reader, &secret));
        let wire: wire::Record = line.get(&paths::record(entry.record), proof).await?;
        if wire.counter < watch.counter {
            return Err(Trouble::Contradiction(Contradiction::Journal));
        }
        let chain = Chain::fetch(line, entry.record, proof).await?;
        chain.check_against(entry, watch)?;
        Ok(Self {
            tag: entry.record,
            reader: entry.reader,
            counter: Cell::new(wire.counter),
            reader_list: entry.reader_list,
            secret,
            root,
            pad: RecordPad::from(wire.pad),
            chain_list: entry.chain_list,
            chain: RefCell::new(chain),
        })
    }

    /// Who asks, for requests on this record.
    #[must_use]
    pub fn proof(&self) -> Reader<'_> {
        Some((self.reader, &self.secret))
    }

    /// The state that the chain gives.
    #[must_use]
    pub fn state(&self) -> ChainState {
        self.chain.borrow().state.clone()
    }

    /// Number and hash of the chain's head.
    #[must_use]
    pub fn head(&self) -> (u64, Digest) {
        let head = self.chain.borrow().state.head;
        (head.number, head.hash)
    }

    /// Hash of statement `number`, if the chain is that long.
    #[must_use]
    pub fn statement_at(&self, number: u64) -> Option<Digest> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.chain.borrow().statements.get(index).map(|(hash, _)| *hash)
    }

    /// Asks for chain and counter again; the chain may only have grown.
    ///
    /// # Errors
    /// [`Contradiction::Chain`], [`Contradiction::Journal`].
    pub async fn refresh(&self, line: &Line<impl Platform>) -> Result<wire::Record, Trouble> {
        let wire: wire::Record = line.get(&paths::record(self.tag), self.proof()).await?;
        if wire.counter < self.counter.get() {
            return Err(Trouble::Contradiction(Contradiction::Journal));
        }
        let chain = Chain::fetch(line, self.tag, self.proof()).await?;
        let seen = self.head();
        if chain.hash_at(seen.0) != Some(seen.1) {
            return Err(Trouble::Contradiction(Contradiction::Chain));
        }
        self.chain.replace(chain);
        Ok(wire)
    }

    /// Appends a statement of our own to our copy, once the host has logged it.
    pub(crate) fn appended(&self, entry: wire::Entry, leaf: u64) -> Result<(), Trouble> {
        let mut chain = self.chain.borrow_mut();
        chain.state.apply(&entry.open).map_err(|_| Trouble::Contradiction(Contradiction::Chain))?;
        let hash = chain.state.head.hash;
        chain.statements.push((hash, leaf));
        chain.entries.push(entry);
        Ok(())
    }

    /// Every statement of the chain as it was signed, genesis first.
    #[must_use]
    pub fn chain_texts(&self) -> Vec<String> {
        self.chain.borrow().entries.iter().map(|entry| entry.open.clone()).collect()
    }

    /// Every statement of the chain with its sealed parts and its leaf, genesis first.
    pub(crate) fn entries(&self) -> Vec<wire::LoggedEntry> {
        let chain = self.chain.borrow();
        let logged = |(entry, (_, leaf)): (&wire::Entry, &(Digest, u64))| wire::LoggedEntry {
            entry: entry.clone(),
            leaf: *leaf,
        };
        chain.entries.iter().zip(&chain.statements).map(logged).collect()
    }

    /// Every statement of the chain as it must stand in the log.
    #[must_use]
    pub fn chain_entries(&self) -> Vec<(String, Placed)> {
        let chain = self.chain.borrow();
        let numbered = (1u64..).zip(&chain.statements);
        numbered
            .map(|(number, (hash, leaf))| {
                let place = log::place(&self.chain_list, number);
                (format!("chain {number}"), Placed { leaf: *leaf, hash: log::leaf_hash(&place, hash) })
            })
            .collect()
    }
}

impl Chain {
    async fn fetch(line: &Line<impl Platform>, tag: RecordTag, proof: Reader<'_>) -> Result<Self, Trouble> {
        let wire: wire::Chain = line.get(&paths::chain(tag), proof).await?;
        Self::replay(&wire.statements, tag).ok_or(Trouble::Contradiction(Contradiction::Chain))
    }

    fn replay(entries: &Entries, tag: RecordTag) -> Option<Self> {
        let mut entries = entries.iter();
        let first = entries.next()?;
        let mut state = ChainState::begin(&first.entry.open).ok()?;
        let mut statements = vec![(state.head.hash, first.leaf)];
        let mut kept = vec![first.entry.clone()];
        for logged in entries {
            state.apply(&logged.entry.open).ok()?;
            statements.push((state.head.hash, logged.leaf));
            kept.push(logged.entry.clone());
        }
        (state.record == tag).then_some(Self { state, statements, entries: kept })
    }

    fn check_against(&self, entry: &RecordEntry, watch: &Watch) -> Result<(), Trouble> {
        let seen = watch.chain.is_none_or(|(number, hash)| self.hash_at(number) == Some(hash));
        let same = hash::same(&self.state.fingerprint, &entry.fingerprint);
        if seen && same { Ok(()) } else { Err(Trouble::Contradiction(Contradiction::Chain)) }
    }

    fn hash_at(&self, number: u64) -> Option<Digest> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.statements.get(index).map(|(hash, _)| *hash)
    }
}
