//! Removing a member: shown, signed, placed in the chain. The host deletes the member's labels and
//! keys in the same step; what the member has copied nobody can take back.

use scelle_crypto::Signs as _;
use scelle_protocol::{
    Digest, ProblemCode, ReaderId,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{Revocation, SealedRevocation},
    text::clean,
    wire::Entry,
};

use crate::account::Account;
use crate::events::holders;
use crate::platform::{Platform, Trouble};
use crate::signing::ToSign;

/// A revocation that is ready to be signed.
pub type RevocationAct = ToSign<Revocation>;

impl<P: Platform> Account<P> {
    /// Makes a revocation ready; nothing is sent.
    ///
    /// # Errors
    /// [`ProblemCode::NotFound`] for somebody who is no member, or not any more. Holders only.
    pub fn prepare_revocation(&self, reader: ReaderId, reason: &str) -> Result<RevocationAct, Trouble> {
        let record = self.need_record()?;
        record.root()?;
        let state = record.state();
        let member = state.readers.get(&reader).and_then(|reader| reader.member());
        if member.is_none_or(|member| member.revoked.is_some()) {
            return Err(Trouble::Problem(ProblemCode::NotFound));
        }
        let (number, previous) = record.head();
        let deadline = self.line.now().plus(DEADLINE_SECONDS);
        let sealed = Digest([0; 32]);
        let open = Revocation { record: record.tag, number: number + 1, previous, deadline, reader, sealed };
        let part = SealedRevocation { identity_sign: self.identity_key(), reason: clean(reason) };
        Ok(ToSign::new(open, part, deadline))
    }

    /// Signs the revocation that was shown.
    ///
    /// # Errors
    /// Those of [`ToSign::check`], before anything is sent; [`ProblemCode::StaleChain`] when the chain
    /// has moved on: then a new text must be made and shown.
    pub async fn finish_revocation(&self, act: RevocationAct, shown: &str) -> Result<(), Trouble> {
        act.check(shown, self.line.now())?;
        let record = self.need_record()?;
        let _turn = self.turn.lock().await;
        let mut draft = act.draft;
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders(&record)).map_err(|_| Trouble::Unreadable)?;
        record.root()?.append(&mut open);
        let entry = Entry { open: open.whole(), sealed };
        self.place(&record, &paths::chain(record.tag), &entry, entry.clone()).await
    }
}

#[cfg(test)]
mod tests;
