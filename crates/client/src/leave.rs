//! Leaving: closing the record, which the host destroys, and then the account.

use scelle_crypto::{Signs as _, sealed::Draft};
use scelle_protocol::{
    Digest, Signed,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{AccountClosure, Closure, SealedClosure},
    wire::{CloseAccount, Entry},
};

use crate::account::Account;
use crate::events::holders;
use crate::platform::{Platform, Trouble};

impl<P: Platform> Account<P> {
    /// Closes the record for good: pad, keys, labels and bodies are destroyed at the host; chain
    /// and log stay.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn close_record(&self) -> Result<(), Trouble> {
        let record = self.need_record()?;
        let _turn = self.turn.lock().await;
        let (number, previous) = record.head();
        let open = Closure {
            record: record.tag,
            number: number + 1,
            previous,
            deadline: self.line.now().plus(DEADLINE_SECONDS),
            sealed: Digest([0; 32]),
        };
        let part = SealedClosure { identity_sign: self.identity.sign_key(), reason: String::new() };
        let mut draft = Draft::new(open, part);
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders(&record)).map_err(|_| Trouble::Unreadable)?;
        record.root()?.append(&mut open);
        self.append(Entry { open: open.whole(), sealed }).await?;
        self.record.replace(None);
        Ok(())
    }

    /// Closes the account: certificates, openers and vault are deleted at the host.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn close_account(&self) -> Result<(), Trouble> {
        let mut statement =
            Signed::new(AccountClosure { account: self.id, deadline: self.line.now().plus(DEADLINE_SECONDS) });
        self.identity.append(&mut statement);
        let body =
            serde_json::to_vec(&CloseAccount { statement: statement.whole() }).map_err(|_| Trouble::Unreadable)?;
        let headers = [("content-type", "application/json".to_owned())];
        self.line.call("DELETE", paths::ACCOUNT, body, None, &headers).await.map(|_| ())
    }
}
