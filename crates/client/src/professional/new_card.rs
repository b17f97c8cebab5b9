//! A new card of a person whom the host knows: the recovery kit opens the identity, the card gets an
//! opener beside the old one's, and vouches for the same identity key with the next binding.

use scelle_crypto::{
    IdentitySecret, Signs as _,
    kit::RecoveryKit,
    opener::{self, OpenerKey},
};
use scelle_protocol::{
    paths,
    wire::{DirectoryAsk, DirectoryEntry, NewBinding, Session},
};
use scelle_verify::professional::Trust;

use super::bind::{Wanted, bind};
use super::{Card, NotDone};
use crate::account::Account;
use crate::bridge::{Bridge, Courier, PageKey};
use crate::computers::OpenerSet;
use crate::directory::{self, Profile};
use crate::host::HostPins;
use crate::login::finish_log_in;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::Line;

/// A card that opens nothing yet.
pub struct NewCard<P> {
    pub(super) line: Line<P>,
    host: HostPins,
    trust: Trust,
    session: Session,
    card: Card,
    openers: OpenerSet,
}

impl<P: Platform> NewCard<P> {
    pub(super) fn new(
        line: Line<P>,
        host: HostPins,
        trust: Trust,
        session: Session,
        (card, openers): (Card, OpenerSet),
    ) -> Self {
        Self { line, host, trust, session, card, openers }
    }

    /// Whom the card names.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.card.profile
    }

    /// A real act of the user, who looks for the kit and types it: the host counts ten minutes from here.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn act(&self) -> Result<(), Trouble> {
        self.line.call("POST", paths::ACT, Vec::new(), None, &[]).await.map(|_| ())
    }

    /// Opens with the kit and adds the card: its opener, then its binding, which needs a second window
    /// and PIN. The address of the practice stays as it was.
    ///
    /// # Errors
    /// [`NotDone`]: [`Trouble::KitRefused`] when the kit opens nothing here.
    pub async fn add(
        self,
        kit: &RecoveryKit,
        bridge: &Bridge<impl Courier, impl PageKey>,
    ) -> Result<Account<P>, NotDone<Self>> {
        // The card signs first: a PIN that is cancelled leaves everything as it was.
        let signed = match self.identity(kit) {
            Ok(identity) => self.sign(&identity, bridge).await.map(|binding| (identity, binding)),
            Err(trouble) => Err(trouble),
        };
        match signed {
            Ok(signed) => self.publish(signed).await.map_err(|trouble| NotDone { again: None, trouble }),
            Err(trouble) => Err(NotDone { again: Some(Box::new(self)), trouble }),
        }
    }

    fn identity(&self, kit: &RecoveryKit) -> Result<IdentitySecret, Trouble> {
        if kit.account() != self.session.account {
            return Err(Trouble::KitRefused);
        }
        let key = OpenerKey::Kit(kit.key());
        let mut spare = self.openers.openers.iter().filter(|opener| opener.kind == "kit");
        let identity = spare.find_map(|spare| opener::open_from_table(self.openers.table(), spare, &key).ok());
        identity.ok_or(Trouble::KitRefused)
    }

    /// The next binding, after the newest that the host shows; [`Self::publish`] asks for its place
    /// in the log before anything is sent.
    async fn sign(
        &self,
        identity: &IdentitySecret,
        bridge: &Bridge<impl Courier, impl PageKey>,
    ) -> Result<NewBinding, Trouble> {
        let professional = &self.card.profile.professional;
        let ask = DirectoryAsk { id_nat: Some(professional.id_nat.clone()), identity: None };
        let entry: DirectoryEntry = self.line.post(paths::DIRECTORY_ENTRY, &ask, None).await?;
        let origin = self.line.platform.page_origin();
        let newest = directory::read(&self.trust, &entry, &ask, &origin)?;
        if newest.binding.identity_sign != identity.sign_key() {
            return Err(Trouble::Contradiction(Contradiction::Directory));
        }
        let wanted = Wanted {
            professional,
            ocsp: &self.card.ocsp,
            identity,
            practice: &newest.binding.practice,
            number: newest.binding.number + 1,
            previous: newest.hash,
            origin: &origin,
        };
        bind(bridge, &self.trust, &wanted).await
    }

    async fn publish(self, (identity, binding): (IdentitySecret, NewBinding)) -> Result<Account<P>, Trouble> {
        let Self { line, host, trust, session, card, openers } = self;
        let of_card = (card.hash(), &card.salt, &card.key);
        let further =
            opener::wrap_with_card(session.account, line.now(), of_card, &identity).map_err(|_| Trouble::Device)?;
        let mut account = finish_log_in(line, host, identity, openers, &session, None, false).await?;
        account.admit(card, trust);
        account.check_pins().await?;
        account.add_opener(further).await?;
        account.publish_binding(&binding).await?;
        account.learn_practice().await?;
        Ok(account)
    }
}

impl<P: Platform> Account<P> {
    async fn add_opener(&self, further: scelle_protocol::statements::Opener) -> Result<(), Trouble> {
        let mut openers = self.openers();
        openers.push(further);
        let next = self.openers.borrow().next(&self.identity, openers);
        self.change_openers(next, None, None, None).await
    }
}
