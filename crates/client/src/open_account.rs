//! Opening an account and its record (FLOWS): everything is made here first; the host learns of
//! it in one request, so that a tab closed half-way leaves nothing.

use scelle_crypto::{
    IdentitySecret, Signs as _, device,
    identity::Opens as _,
    kit::RecoveryKit,
    opaque::{Password, Registered, login_id},
    opener, random,
};
use scelle_protocol::{
    AccountId, Digest, Signed, Time, paths,
    statements::Account as AccountStatement,
    wire::{NewAccount, Session},
};
use scelle_verify::{Certificate, hash};

use crate::account::{Account, State};
use crate::computers::{Enrol, OpenerSet, enrol};
use crate::consent::{Act, Notice, Signer};
use crate::host::HostPins;
use crate::platform::{Platform, Trouble};
use crate::session::Line;
use crate::vault::{Content, Owner, Vault, Who};

/// Steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The host certifies the computer's key.
    Certificate,
    /// The identity key.
    Identity,
    /// Its opener on this computer.
    Opener,
    /// The recovery kit, the second opener.
    Kit,
}

/// An account that exists in memory only.
pub struct Opening<P, D> {
    line: Line<P>,
    host: HostPins,
    account: AccountId,
    identifier: Digest,
    device: D,
    certificate: Certificate,
    registered: Registered,
    identity: IdentitySecret,
    kit: RecoveryKit,
    openers: OpenerSet,
    who: Who,
}

impl<P: Platform, D: Enrol> Opening<P, D> {
    /// Makes everything, telling each step's begin (`false`) and end (`true`).
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn prepare(
        line: Line<P>,
        mut device: D,
        identifier: &str,
        password: Password,
        who: Who,
        step: impl Fn(Step, bool),
    ) -> Result<Self, Trouble> {
        step(Step::Certificate, false);
        let host = HostPins::ask(&line).await?;
        let account = random::make_account();
        let enrolled = enrol(&line, &host, account, &mut device, password).await?;
        step(Step::Certificate, true);
        step(Step::Identity, false);
        let identity = IdentitySecret::make();
        let _ = identity.seal_key();
        step(Step::Identity, true);
        step(Step::Opener, false);
        let export_key = &enrolled.registered.export_key;
        let (own, device) = opener::wrap_with_device(account, line.now(), export_key, &device, &identity)
            .await
            .map_err(|_| Trouble::Device)?;
        step(Step::Opener, true);
        step(Step::Kit, false);
        let kit = RecoveryKit::make(account);
        let spare = opener::wrap_with_kit(&kit, line.now(), &identity).map_err(|_| Trouble::Device)?;
        let openers = OpenerSet::first(account, &identity, vec![own, spare]);
        step(Step::Kit, true);
        Ok(Self {
            identifier: login_id(&host.origin, identifier),
            line,
            host,
            account,
            device,
            certificate: enrolled.certificate,
            registered: enrolled.registered,
            identity,
            kit,
            openers,
            who,
        })
    }

    /// The kit, to be printed.
    #[must_use]
    pub const fn kit(&self) -> &RecoveryKit {
        &self.kit
    }

    /// When, by the host's clock.
    #[must_use]
    pub fn now(&self) -> Time {
        self.line.now()
    }

    /// The opening of the account word for word, as certificate and identity key will sign it.
    #[must_use]
    pub fn text(&self) -> String {
        self.statement().covered(0)
    }

    /// Makes record and consent ready. Nothing is sent.
    ///
    /// # Errors
    /// [`Trouble::Device`].
    pub async fn act_of_consent(&self, notice: Notice<'_>) -> Result<Act, Trouble> {
        let certificate = self.certificate.der();
        let signer = Signer { identity: &self.identity, device: &self.device, certificate, now: self.line.now() };
        Act::with_record(&signer, self.kit.successor_hash(), notice).await
    }

    /// Registers the account with its openers and its vault. Gives the device to keep, with its
    /// certificate, and the open account; [`Account::sign_act`] comes next.
    ///
    /// # Errors
    /// [`Unregistered`] gives everything back, for another try: a printed kit stays good.
    pub async fn register(self) -> Result<Registration<P, D>, Unregistered<P, D>> {
        match self.send().await {
            Ok((session, vault)) => Ok(self.registered(session, vault)),
            Err(trouble) => Err(Unregistered { opening: Box::new(self), trouble }),
        }
    }

    fn registered(self, session: Session, vault: Vault) -> Registration<P, D> {
        self.line.open(session.token, session.time);
        let state = State { by_kit: false, idle_seconds: session.idle_seconds, openers: self.openers, vault };
        let account = Account::new(self.line, self.account, self.host, self.identity, state);
        Registration { account, device: self.device, certificate: self.certificate.der().to_vec() }
    }

    async fn send(&self) -> Result<(Session, Vault), Trouble> {
        let owner = Owner { account: self.account, identity: &self.identity };
        let contents = [
            Content::Who(self.who.clone()),
            Content::Host(self.host.clone()),
            Content::Successor { hash: self.kit.successor_hash() },
        ];
        let (vault_update, vault) = Vault::default().update(owner, &contents)?;
        let mut statement = self.statement();
        device::append(&self.device, &mut statement).await.map_err(|_| Trouble::Device)?;
        self.identity.append(&mut statement);
        let new = NewAccount {
            statement: statement.whole(),
            certificate: self.certificate.der().into(),
            login_id: self.identifier,
            registration: self.registered.upload.clone(),
            openers: self.openers.update(&self.identity),
            vault: vault_update,
        };
        Ok((self.line.post(paths::ACCOUNTS, &new, None).await?, vault))
    }

    fn statement(&self) -> Signed<AccountStatement> {
        Signed::new(AccountStatement {
            origin: self.host.origin.clone(),
            account: self.account,
            certificate: self.certificate.hash(),
            registration: hash::sha256(&self.registered.upload.0),
            identity_sign: self.identity.sign_key(),
            identity_seal: self.identity.seal_key(),
            kit_login: self.kit.login_secret().sign_key(),
            openers: self.openers.hash(),
            session: self.line.session_key(),
        })
    }
}

/// A registered account.
pub struct Registration<P, D> {
    /// The account, its session open.
    pub account: Account<P>,
    /// The device, to be kept.
    pub device: D,
    /// Its certificate, DER, to be kept.
    pub certificate: Vec<u8>,
}

/// An account that the host did not take, whole.
pub struct Unregistered<P, D> {
    /// As it was.
    pub opening: Box<Opening<P, D>>,
    /// Why.
    pub trouble: Trouble,
}

impl<P, D> From<Unregistered<P, D>> for Trouble {
    fn from(failed: Unregistered<P, D>) -> Self {
        failed.trouble
    }
}
