//! A professional's first use: identity key and recovery kit in memory, then the binding by the card;
//! the host learns of it in one request, so that a tab closed half-way leaves nothing.

use scelle_crypto::{IdentitySecret, identity::Opens as _, kit::RecoveryKit, opener};
use scelle_protocol::{
    Digest, ProblemCode, paths,
    wire::{NewProfessional, Session},
};
use scelle_verify::professional::Trust;

use super::bind::{Wanted, bind};
use super::{Card, NotDone};
use crate::account::{Account, State};
use crate::bridge::{Bridge, Courier, PageKey};
use crate::computers::OpenerSet;
use crate::directory::Profile;
use crate::host::HostPins;
use crate::platform::{Platform, Trouble};
use crate::session::Line;
use crate::vault::{Content, Owner, Vault};

/// A person whom the host does not know yet, with an open session and nothing else.
pub struct Enrolling<P> {
    line: Line<P>,
    host: HostPins,
    trust: Trust,
    session: Session,
    card: Card,
    made: Option<Made>,
}

/// What is made before anything is sent.
struct Made {
    identity: IdentitySecret,
    kit: RecoveryKit,
    openers: OpenerSet,
}

impl<P: Platform> Enrolling<P> {
    pub(super) const fn new(line: Line<P>, host: HostPins, trust: Trust, session: Session, card: Card) -> Self {
        Self { line, host, trust, session, card, made: None }
    }

    /// Whom the card names.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.card.profile
    }

    /// When, by the host's clock.
    #[must_use]
    pub fn now(&self) -> scelle_protocol::Time {
        self.line.now()
    }

    /// A real act of the user, who prints and copies the kit: the host counts ten minutes from here.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn act(&self) -> Result<(), Trouble> {
        self.line.call("POST", paths::ACT, Vec::new(), None, &[]).await.map(|_| ())
    }

    /// Makes the identity key, its opener by the card, and the recovery kit.
    ///
    /// # Errors
    /// [`Trouble::Device`].
    pub fn prepare(&mut self) -> Result<&RecoveryKit, Trouble> {
        let (account, now) = (self.session.account, self.line.now());
        let (identity, kit) = (IdentitySecret::make(), RecoveryKit::make(account));
        let _ = identity.seal_key();
        let card = (self.card.hash(), &self.card.salt, &self.card.key);
        let own = opener::wrap_with_card(account, now, card, &identity).map_err(|_| Trouble::Device)?;
        let spare = opener::wrap_with_kit(&kit, now, &identity).map_err(|_| Trouble::Device)?;
        let openers = OpenerSet::first(account, &identity, vec![own, spare]);
        Ok(&self.made.insert(Made { identity, kit, openers }).kit)
    }

    /// The kit, once it was made.
    #[must_use]
    pub fn kit(&self) -> Option<&RecoveryKit> {
        self.made.as_ref().map(|made| &made.kit)
    }

    /// The binding, in a second window of the bridge with a PIN; then everything to the host at once.
    ///
    /// # Errors
    /// [`NotDone`] gives everything back, for another try.
    pub async fn finish(
        self,
        bridge: &Bridge<impl Courier, impl PageKey>,
        practice: &str,
    ) -> Result<Account<P>, NotDone<Self>> {
        match self.send(bridge, practice).await {
            Ok(sent) => self.enrolled(sent).await.map_err(|trouble| NotDone { again: None, trouble }),
            Err(trouble) => Err(NotDone { again: Some(Box::new(self)), trouble }),
        }
    }

    async fn enrolled(self, (vault, practice): (Vault, String)) -> Result<Account<P>, Trouble> {
        let Self { line, host, trust, session, mut card, made } = self;
        let made = made.ok_or(Trouble::Problem(ProblemCode::Invalid))?;
        let state = State { by_kit: false, idle_seconds: session.idle_seconds, openers: made.openers, vault };
        let mut account = Account::new(line, session.account, host, made.identity, state);
        card.profile.practice = practice;
        account.admit(card, trust);
        // Where openers and vault stand in the log.
        account.reload().await?;
        Ok(account)
    }

    async fn send(
        &self,
        bridge: &Bridge<impl Courier, impl PageKey>,
        practice: &str,
    ) -> Result<(Vault, String), Trouble> {
        let made = self.made.as_ref().ok_or(Trouble::Problem(ProblemCode::Invalid))?;
        let wanted = Wanted {
            professional: &self.card.profile.professional,
            ocsp: &self.card.ocsp,
            identity: &made.identity,
            practice,
            number: 1,
            previous: Digest([0; 32]),
            origin: &self.line.platform.page_origin(),
        };
        let binding = bind(bridge, &self.trust, &wanted).await?;
        let owner = Owner { account: self.session.account, identity: &made.identity };
        let (update, vault) = Vault::default().update(owner, &[Content::Host(self.host.clone())])?;
        let new = NewProfessional { binding, openers: made.openers.update(&made.identity), vault: update };
        self.line.tell(paths::PROFESSIONALS, &new, None).await?;
        Ok((vault, scelle_protocol::text::clean(practice)))
    }
}

#[cfg(test)]
mod tests;
