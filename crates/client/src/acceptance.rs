//! The member's answer to a grant, after the two have compared: own keys, written to the vault before
//! anybody is told of them, then published in the chain.

use scelle_crypto::{ReaderSecret, Signs as _, identity::Opens as _, sealed::Draft};
use scelle_protocol::{
    Bytes, Digest, ProblemCode, ReaderId, RecordTag, SealKey,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{Acceptance, SealedAcceptance},
    wire::{Entry, Logged, NewAcceptance},
};
use scelle_verify::{ChainState, hash};

use crate::account::Account;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Keys;
use crate::session::Asking;
use crate::vault::{Content, MembershipEntry, Vault};

impl<P: Platform> Account<P> {
    /// Accepts: publishes this person's own keys in the record. The two have compared in this session,
    /// and the person has said that both saw the same.
    ///
    /// # Errors
    /// [`Trouble::NotCompared`]; [`Contradiction::Directory`] when the directory names another key for
    /// this person; [`Trouble`].
    pub async fn accept(&self, tag: RecordTag) -> Result<(), Trouble> {
        let compared = self.membership(tag).await?.grant;
        if !self.learnt.compared.borrow().contains(&compared) {
            return Err(Trouble::NotCompared);
        }
        let binding = self.own_entry().await?.hash;
        let entry = self.with_own_keys(tag).await?;
        if entry.grant != compared {
            // A later grant came in meanwhile.
            return Err(Trouble::NotCompared);
        }
        for _ in 0..3 {
            let chain = self.chain_of(&entry).await?;
            if is_accepted(&entry, chain.state())? {
                return Ok(());
            }
            match self.publish(&entry, chain.state(), binding).await {
                // Somebody wrote first, or the answer is lost: the chain tells.
                Err(Trouble::Problem(ProblemCode::StaleChain) | Trouble::Line(_)) => {}
                other => return other,
            }
        }
        Err(Trouble::Problem(ProblemCode::StaleChain))
    }

    /// The membership with keys of this person's own, in the vault. Those of an earlier try are used
    /// again: they may have been published.
    async fn with_own_keys(&self, tag: RecordTag) -> Result<MembershipEntry, Trouble> {
        let fresh = ReaderSecret::make();
        let with_keys = |vault: &Vault| {
            let entry = vault.memberships().into_iter().find(|entry| entry.record == tag && entry.own.is_none());
            let with_own = entry.map(|mut entry| {
                entry.own = Some(Bytes(fresh.expose().to_vec()));
                Content::Membership(Box::new(entry))
            });
            with_own.into_iter().collect()
        };
        if self.membership(tag).await?.own.is_none() {
            self.vault.lock().await.write_with(&self.line, self.owner(), with_keys).await?;
        }
        self.membership(tag).await
    }

    async fn publish(&self, entry: &MembershipEntry, state: &ChainState, binding: Digest) -> Result<(), Trouble> {
        let broken = Trouble::Contradiction(Contradiction::Account);
        let starter = ReaderSecret::from_slice(&entry.starter.0).map_err(|_| broken)?;
        let own = entry.own.as_ref().and_then(|own| ReaderSecret::from_slice(&own.0).ok()).ok_or(broken)?;
        let open = Acceptance {
            record: entry.record,
            number: state.head.number + 1,
            previous: state.head.hash,
            deadline: self.line.now().plus(DEADLINE_SECONDS),
            reader: entry.reader,
            grant: entry.grant,
            sign: own.sign_key(),
            seal: own.seal_key(),
            list: hash::sha256(&entry.reader_list.0),
            sealed: Digest([0; 32]),
        };
        let part = SealedAcceptance { identity_sign: self.identity_key(), list_key: entry.reader_list, binding };
        let mut draft = Draft::new(open, part);
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders_of(state)).map_err(|_| Trouble::Unreadable)?;
        starter.append(&mut open);
        own.append(&mut open);
        let new = NewAcceptance { entry: Entry { open: open.whole(), sealed }, list_key: entry.reader_list };
        let proof = Some(Asking { reader: entry.reader, secret: &starter, grant: Some(entry.grant_key) });
        let _: Logged = self.line.post(&paths::acceptances(entry.record), &new, proof).await?;
        Ok(())
    }
}

/// Whether the chain holds our acceptance; another's in our name is a contradiction.
fn is_accepted(entry: &MembershipEntry, state: &ChainState) -> Result<bool, Trouble> {
    match Keys::member(entry, state) {
        Ok(_) => Ok(true),
        Err(Trouble::NotCompared) => Ok(false),
        Err(trouble) => Err(trouble),
    }
}

fn holders_of(state: &ChainState) -> Vec<(ReaderId, SealKey)> {
    let holders = state.readers.iter().filter(|(_, reader)| reader.may_read_journal());
    holders.map(|(id, reader)| (*id, reader.seal)).collect()
}
