//! What must not go backwards, and where it is kept between sessions: in the vault, and sealed in the
//! browser, so that the host can hand out yesterday's state of neither.

use scelle_crypto::IdentitySecret;
use scelle_protocol::{AccountId, Digest, DocumentId, ReaderId};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::vault::{Content, MembershipEntry, Vault, Watch};

/// How far a member has seen a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Own events so far.
    pub counter: u64,
    /// Chain head last seen.
    pub chain: Option<(u64, Digest)>,
}

impl Stand {
    /// The further of two.
    #[must_use]
    pub fn further(self, other: Self) -> Self {
        let number = |stand: &Self| stand.chain.map(|(number, _)| number);
        let chain = if number(&other) > number(&self) { other.chain } else { self.chain };
        Self { counter: self.counter.max(other.counter), chain }
    }
}

impl From<&MembershipEntry> for Stand {
    fn from(entry: &MembershipEntry) -> Self {
        Self { counter: entry.counter, chain: entry.chain }
    }
}

impl Watch {
    /// Takes in how many events of members were seen, whichever is more.
    pub(crate) fn saw(&mut self, members: impl IntoIterator<Item = (ReaderId, u64)>) {
        for (reader, count) in members {
            let known = self.members.entry(reader).or_default();
            *known = count.max(*known);
        }
    }

    /// The further of two, this one where they are as far; of members the most, as kept in either.
    #[must_use]
    pub(crate) fn further(self, other: Self) -> Self {
        let ahead = self.counter >= other.counter && self.chain.map(|c| c.0) >= other.chain.map(|c| c.0);
        let (mut further, behind) = if ahead { (self, other) } else { (other, self) };
        further.checkpoint = further.checkpoint.or(behind.checkpoint);
        further.saw(behind.members);
        further
    }

    /// With what another session wrote meanwhile, its open receipts among it.
    fn beside(self, other: Self) -> Self {
        let all = [self.receipts.clone(), other.receipts.clone()].concat();
        let mut both = self.further(other);
        let missing: Vec<_> = all.into_iter().filter(|one| !both.receipts.contains(one)).collect();
        both.receipts.extend(missing);
        both
    }
}

/// What this browser remembers, sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Version of the vault.
    pub vault: u64,
    /// Number of the opener table.
    pub openers: u64,
    /// What must not go backwards.
    pub watch: Watch,
    /// The same of each record that this person is a member of.
    #[serde(default)]
    pub stands: Vec<(ReaderId, Stand)>,
}

impl Memory {
    pub(crate) fn open(identity: &IdentitySecret, account: AccountId, sealed: &[u8]) -> Option<Self> {
        let plain = scelle_crypto::local::open(&identity.local_key(), account, MEMORY, sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Name that [`Memory`] is kept by.
pub const MEMORY: &str = "memory";

impl<P: Platform> Account<P> {
    /// What this browser is to keep, sealed, under the name [`MEMORY`].
    pub async fn memory(&self) -> Option<Vec<u8>> {
        self.note_stand();
        let (vault, memberships) = {
            let vault = self.vault.lock().await;
            (vault.number, vault.memberships())
        };
        let stands = memberships.iter().map(|entry| (entry.reader, self.stand(entry))).collect();
        let watch = self.watch.borrow().clone();
        let memory = Memory { vault, openers: self.openers.borrow().number(), watch, stands };
        self.seal_local(MEMORY, &serde_json::to_vec(&memory).ok()?)
    }

    /// Takes in what this browser kept of this account, after a log-in that could not know whose it
    /// would be: with a card. Give it before any record is taken.
    ///
    /// # Errors
    /// [`Contradiction::Account`] when openers or vault are older than what is remembered.
    pub async fn recall(&self, sealed: &[u8]) -> Result<(), Trouble> {
        let memory = Memory::open(&self.identity, self.id, sealed).unwrap_or_default();
        let vault = self.vault.lock().await.number;
        if vault < memory.vault || self.openers.borrow().number() < memory.openers {
            return Err(Trouble::Contradiction(Contradiction::Account));
        }
        self.merge(memory);
        Ok(())
    }

    /// Merges what the browser remembers with what the vault does: whichever is further on.
    pub(crate) fn merge(&self, memory: Memory) {
        self.learnt.stands.borrow_mut().extend(memory.stands);
        let watch = self.watch.take();
        self.watch.replace(memory.watch.further(watch));
    }

    /// Writes what a session leaves behind: checkpoint, counters, receipts, documents seen. One
    /// write for a session.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is lost then but the memory of this session.
    pub async fn remember(&self) -> Result<(), Trouble> {
        self.note_stand();
        if !self.dirty.replace(false) {
            return Ok(());
        }
        let watch = self.watch.borrow().clone();
        let seen = self.seen.borrow().clone();
        let mut vault = self.vault.lock().await;
        let known = vault.number;
        let contents = |vault: &Vault| {
            let theirs = (vault.number != known).then(|| vault.watch()).flatten().unwrap_or_default();
            let watch = watch.clone().beside(theirs);
            let documents: Vec<DocumentId> = seen.union(&vault.seen()).copied().collect();
            let further = vault.memberships().into_iter().filter_map(|mut entry| {
                let (before, stand) = (Stand::from(&entry), self.stand(&entry));
                (entry.counter, entry.chain) = (stand.counter, stand.chain);
                (stand != before).then(|| Content::Membership(Box::new(entry)))
            });
            let always = [Content::Watch(watch), Content::Seen { documents }];
            always.into_iter().chain(further).collect()
        };
        let written = vault.write_with(&self.line, self.owner(), contents).await;
        self.dirty.set(written.is_err());
        written
    }

    /// How far a record was seen, by the vault and by this session.
    pub(crate) fn stand(&self, entry: &MembershipEntry) -> Stand {
        let later = self.learnt.stands.borrow().get(&entry.reader).copied().unwrap_or_default();
        Stand::from(entry).further(later)
    }

    /// Notes how far the record at hand was seen.
    pub(crate) fn note_stand(&self) {
        let Some(record) = self.record() else { return };
        let stand = Stand { counter: record.counter.get(), chain: Some(record.head()) };
        if record.is_member() {
            let before = self.learnt.stands.borrow_mut().insert(record.reader, stand);
            self.dirty.set(self.dirty.get() || before != Some(stand));
        } else {
            let mut watch = self.watch.borrow_mut();
            (watch.counter, watch.chain) = (stand.counter, stand.chain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        account::account,
        now,
        world::{MEMBER, World},
    };
    use std::rc::Rc;

    #[test]
    fn the_further_of_two_stands_holds_for_counter_and_chain_apart() {
        let (a, b) = (Digest([1; 32]), Digest([2; 32]));
        let older = Stand { counter: 9, chain: Some((3, a)) };
        let newer = Stand { counter: 4, chain: Some((5, b)) };
        let further = Stand { counter: 9, chain: Some((5, b)) };
        assert_eq!((older.further(newer), newer.further(older)), (further, further));
        assert_eq!(Stand::default().further(older), older);
    }

    #[test]
    fn of_what_was_seen_of_members_the_most_is_kept_wherever_it_was_kept() {
        let (a, b) = (ReaderId([1; 16]), ReaderId([2; 16]));
        for counter in [0, 9] {
            let account = account(&World::new().owner);
            account.watch.borrow_mut().saw([(a, 3), (b, 1)]);
            account.watch.borrow_mut().counter = 5;
            let mut memory = Memory::default();
            memory.watch.counter = counter;
            memory.watch.saw([(a, 2), (b, 4)]);
            account.merge(memory);
            assert_eq!(account.watch.borrow().members, [(a, 3), (b, 4)].into(), "{counter}");
        }
    }

    #[test]
    fn of_what_two_sessions_wrote_the_further_counter_and_the_receipts_of_both_are_kept() {
        let receipt = |n: u8| (Digest([n; 32]), u64::from(n));
        let older = Watch { counter: 3, receipts: vec![receipt(1), receipt(2)], ..Watch::default() };
        let newer = Watch { counter: 5, receipts: vec![receipt(2), receipt(3)], ..Watch::default() };
        for both in [older.clone().beside(newer.clone()), newer.beside(older)] {
            assert_eq!((both.counter, both.receipts), (5, vec![receipt(2), receipt(3), receipt(1)]));
        }
    }

    #[test]
    fn a_record_put_away_is_remembered_as_far_as_it_was_seen() {
        let mut world = World::granted(|_, _| ());
        world.accept(None, |_| ());
        let account = account(&world.member);
        let record = world.as_member();
        record.counter.set(5);
        let head = record.head();
        account.record.replace(Some(Rc::new(record)));
        account.put_away();
        assert!(account.record().is_none() && account.dirty.get());
        let stand = account.learnt.stands.borrow()[&MEMBER];
        assert_eq!(stand, Stand { counter: 5, chain: Some(head) });
        assert_eq!(account.watch.borrow().chain, None, "a patient's watch is of the own record");
    }

    #[test]
    fn a_patients_own_record_is_not_put_away() {
        let world = World::new();
        let account = account(&world.owner);
        account.record.replace(Some(Rc::new(world.owners())));
        account.put_away();
        assert!(account.record().is_some());
    }

    #[test]
    fn a_vault_older_than_this_browser_remembers_is_an_alarm() {
        let account = account(&World::new().owner);
        let memory = Memory { vault: 1, ..Memory::default() };
        let sealed = account.seal_local(MEMORY, &serde_json::to_vec(&memory).expect("plain")).expect("it seals");
        let older = Err(Trouble::Contradiction(Contradiction::Account));
        assert_eq!(now(account.recall(&sealed)), older);
        let memory = Memory { openers: 2, ..Memory::default() };
        let sealed = account.seal_local(MEMORY, &serde_json::to_vec(&memory).expect("plain")).expect("it seals");
        assert_eq!(now(account.recall(&sealed)), older);
        assert_eq!(now(account.recall(b"another account's")), Ok(()));
    }

    #[test]
    fn a_memory_of_the_first_day_is_still_read() {
        let kept = r#"{"vault":3,"openers":2,"watch":{"checkpoint":null,"counter":7,"chain":null,"receipts":[]}}"#;
        let memory: Memory = serde_json::from_str(kept).expect("it reads");
        assert_eq!((memory.vault, memory.watch.counter, memory.stands.len()), (3, 7, 0));
    }
}
