//! A new recovery kit in the place of the old one.

use scelle_crypto::{Signs as _, kit::RecoveryKit, opener};
use scelle_protocol::{Digest, Signed, paths, statements::NewKit, wire::Openers};

use crate::account::Account;
use crate::computers::OpenerSet;
use crate::platform::{Platform, Trouble};
use crate::vault::Content;

impl<P: Platform> Account<P> {
    /// Puts a new kit in the place of every other: its opener into the table, its log-in key to
    /// the host, in one act. From then on the old kit logs in nowhere and opens nothing. The
    /// successor key that genesis names stays that of the first kit (decision 0008).
    ///
    /// # Errors
    /// [`Trouble`]; the old kit is good then as before.
    pub async fn replace_kit(&self, kit: &RecoveryKit) -> Result<(), Trouble> {
        let new = opener::wrap_with_kit(kit, self.line.now(), &self.identity).map_err(|_| Trouble::Device)?;
        let mut openers = self.openers();
        openers.retain(|opener| opener.kind != new.kind);
        openers.push(new);
        let next = self.openers.borrow().next(&self.identity, openers);
        let (statement, hash) = (self.new_kit(kit, &next), next.hash());
        match self.change_openers(next, None, None, Some(statement.whole())).await {
            // The answer is lost; was the table written? The old kit may be dead already.
            Err(Trouble::Line(down)) => self.take_if_written(hash).await.ok_or(Trouble::Line(down))?,
            other => other?,
        }
        if self.professional.is_none() && self.own_record().is_none() {
            // No genesis has named a successor yet: it will name the new kit's.
            let content = [Content::Successor { hash: kit.successor_hash() }];
            self.vault.lock().await.write(&self.line, self.owner(), &content).await?;
        }
        Ok(())
    }

    async fn take_if_written(&self, hash: Digest) -> Option<()> {
        let wire: Openers = self.line.get(paths::OPENERS, None).await.ok()?;
        let written = OpenerSet::read(&wire, self.id).filter(|written| written.hash() == hash)?;
        self.openers.replace(written);
        Some(())
    }

    fn new_kit(&self, kit: &RecoveryKit, next: &OpenerSet) -> Signed<NewKit> {
        let login = kit.login_secret();
        let mut statement = Signed::new(NewKit {
            origin: self.host.origin.clone(),
            account: self.id,
            kit_login: login.sign_key(),
            openers: next.hash(),
        });
        login.append(&mut statement);
        self.identity.append(&mut statement);
        statement
    }
}
