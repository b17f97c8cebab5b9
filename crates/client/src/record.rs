//! A record as a reader holds it: keys, pad, replayed chain, and the count of the own events.

mod chain;
mod keys;

pub(crate) use chain::Chain;
pub(crate) use keys::Keys;

use scelle_crypto::{ReaderSecret, RootSecret, wrap::RecordPad};
use scelle_protocol::{Digest, ProblemCode, PublicKey, ReaderId, RecordTag, paths, wire};
use scelle_verify::{ChainState, log};
use std::cell::{Cell, RefCell};

use crate::log::Placed;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::{Asking, Line, Reader};
use crate::vault::{MembershipEntry, RecordEntry, Watch};

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
    pub(crate) keys: Keys,
    pub(crate) pad: RecordPad,
    chain_list: Digest,
    chain: RefCell<Chain>,
}

impl Record {
    /// Loads pad and chain, replays the chain and compares it with what the vault remembers.
    ///
    /// # Errors
    /// [`Contradiction::Chain`] when the chain does not replay, is another record's or went
    /// backwards; [`Contradiction::Journal`] when events are missing.
    pub async fn load(line: &Line<impl Platform>, entry: &RecordEntry, watch: &Watch) -> Result<Self, Trouble> {
        let keys = Keys::holder(entry).ok_or(Trouble::Contradiction(Contradiction::Account))?;
        let proof = keys.proof(entry.reader);
        let wire = fetch(line, entry.record, proof, watch.counter).await?;
        let chain = Chain::fetch(line, entry.record, proof).await?;
        chain.check_against(&entry.fingerprint, watch.chain)?;
        let lists = (entry.reader_list, entry.chain_list);
        Ok(Self::of(entry.reader, keys, lists, chain, &wire))
    }

    /// The same for a member who has accepted.
    ///
    /// # Errors
    /// As [`Self::load`]; [`Trouble::NotCompared`] before the acceptance.
    pub(crate) async fn load_as_member(
        line: &Line<impl Platform>,
        entry: &MembershipEntry,
        chain: Chain,
    ) -> Result<Self, Trouble> {
        let keys = Keys::member(entry, chain.state())?;
        let wire = fetch(line, entry.record, keys.proof(entry.reader), entry.counter).await?;
        let lists = (entry.reader_list, entry.chain_list);
        Ok(Self::of(entry.reader, keys, lists, chain, &wire))
    }

    /// A holder's, without a host.
    #[cfg(test)]
    pub(crate) fn in_memory(entry: &RecordEntry, chain: Chain, wire: &wire::Record, watch: &Watch) -> Option<Self> {
        chain.check_against(&entry.fingerprint, watch.chain).ok()?;
        let lists = (entry.reader_list, entry.chain_list);
        Some(Self::of(entry.reader, Keys::holder(entry)?, lists, chain, wire))
    }

    /// A member's, without a host.
    #[cfg(test)]
    pub(crate) fn in_memory_of_member(
        entry: &MembershipEntry,
        chain: Chain,
        wire: &wire::Record,
    ) -> Result<Self, Trouble> {
        let keys = Keys::member(entry, chain.state())?;
        Ok(Self::of(entry.reader, keys, (entry.reader_list, entry.chain_list), chain, wire))
    }

    fn of(
        reader: ReaderId,
        keys: Keys,
        (reader_list, chain_list): (Digest, Digest),
        chain: Chain,
        wire: &wire::Record,
    ) -> Self {
        let (counter, pad) = (Cell::new(wire.counter), RecordPad::from(wire.pad));
        Self {
            tag: chain.state().record,
            reader,
            counter,
            reader_list,
            keys,
            pad,
            chain_list,
            chain: RefCell::new(chain),
        }
    }

    /// Who asks, for requests on this record.
    #[must_use]
    pub fn proof(&self) -> Reader<'_> {
        self.keys.proof(self.reader)
    }

    /// Whether this person is a member here and not a holder.
    #[must_use]
    pub const fn is_member(&self) -> bool {
        matches!(self.keys, Keys::Member(_))
    }

    /// The owner's identity key, where it is not this person's own.
    pub(crate) fn owner(&self) -> Option<PublicKey> {
        match &self.keys {
            Keys::Holder { .. } => None,
            Keys::Member(keys) => Some(keys.owner),
        }
    }

    /// The key that signs events and batches.
    pub(crate) const fn secret(&self) -> &ReaderSecret {
        self.keys.own()
    }

    /// The key that a batch sealed at this place of the chain opens with.
    pub(crate) fn secret_at(&self, place: u64) -> &ReaderSecret {
        match &self.keys {
            Keys::Member(keys) if place < keys.accepted => &keys.starter,
            _ => self.keys.own(),
        }
    }

    /// The root key, which only a holder has.
    pub(crate) fn root(&self) -> Result<&RootSecret, Trouble> {
        match &self.keys {
            Keys::Holder { root, .. } => Ok(root),
            Keys::Member(_) => Err(Trouble::Problem(ProblemCode::Forbidden)),
        }
    }

    /// The state that the chain gives.
    #[must_use]
    pub fn state(&self) -> ChainState {
        self.chain.borrow().state().clone()
    }

    /// Number and hash of the chain's head.
    #[must_use]
    pub fn head(&self) -> (u64, Digest) {
        self.chain.borrow().head()
    }

    /// Hash of statement `number`, if the chain is that long.
    #[must_use]
    pub fn statement_at(&self, number: u64) -> Option<Digest> {
        self.chain.borrow().hash_at(number)
    }

    /// Asks for chain and counter again; the chain may only have grown.
    ///
    /// # Errors
    /// [`Contradiction::Chain`], [`Contradiction::Journal`].
    pub async fn refresh(&self, line: &Line<impl Platform>) -> Result<wire::Record, Trouble> {
        let wire = fetch(line, self.tag, self.proof(), self.counter.get()).await?;
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
        self.chain.borrow_mut().append(entry, leaf)
    }

    /// Every statement of the chain as it was signed, genesis first.
    #[must_use]
    pub fn chain_texts(&self) -> Vec<String> {
        self.entries().into_iter().map(|logged| logged.entry.open).collect()
    }

    /// Every statement of the chain with its sealed parts and its leaf, genesis first.
    pub(crate) fn entries(&self) -> Vec<wire::LoggedEntry> {
        self.chain.borrow().entries()
    }

    /// Every statement of the chain as it must stand in the log.
    #[must_use]
    pub fn chain_entries(&self) -> Vec<(String, Placed)> {
        let numbered = (1u64..).zip(self.chain.borrow().places());
        numbered
            .map(|(number, (hash, leaf))| {
                let place = log::place(&self.chain_list, number);
                (format!("chain {number}"), Placed { leaf, hash: log::leaf_hash(&place, &hash) })
            })
            .collect()
    }
}

/// Pad and counter: the own events may only have grown.
async fn fetch(
    line: &Line<impl Platform>,
    tag: RecordTag,
    proof: Reader<'_>,
    seen: u64,
) -> Result<wire::Record, Trouble> {
    let wire: wire::Record = line.get(&paths::record(tag), proof).await?;
    if wire.counter < seen { Err(Trouble::Contradiction(Contradiction::Journal)) } else { Ok(wire) }
}

impl Keys {
    /// Who asks.
    pub(crate) fn proof(&self, reader: ReaderId) -> Reader<'_> {
        let grant = match self {
            Self::Holder { .. } => None,
            Self::Member(keys) => Some(keys.grant_key),
        };
        Some(Asking { reader, secret: self.own(), grant })
    }
}
