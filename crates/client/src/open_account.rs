//! Opening an account and its record (FLOWS): everything is made here first; the host learns of
//! it in one request, so that a tab closed half-way leaves nothing.

use scelle_crypto::{
    IdentitySecret, ReaderSecret, RootSecret, Signs as _,
    device::{self, DeviceKeys},
    identity::Opens as _,
    kit::RecoveryKit,
    opaque::{Password, Registered, login_id},
    opener, random,
    sealed::Draft,
};
use scelle_protocol::{
    AccountId, Bytes, Digest, PublicKey, Signed, Time,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{Account as AccountStatement, Consent, Genesis, Holder, Holders, SealedConsent, SealedGenesis},
    wire::{Entry, Logged, NewAccount, NewRecord, Opened, Session},
};
use scelle_verify::{Certificate, hash};

use crate::account::{Account, State};
use crate::computers::{Enrol, OpenerSet, enrol};
use crate::events::holders;
use crate::host::HostPins;
use crate::platform::{Platform, Trouble};
use crate::session::Line;
use crate::vault::{Content, Owner, RecordEntry, Vault, Who};

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

    /// Registers the account with its openers and its vault. Gives the device to keep, with its
    /// certificate, and the open account; the record comes next.
    ///
    /// # Errors
    /// [`Trouble`]; nothing was stored then.
    pub async fn register(self) -> Result<Registration<P, D>, Trouble> {
        let owner = Owner { account: self.account, identity: &self.identity };
        let contents = [
            Content::Who(self.who.clone()),
            Content::Host(self.host.clone()),
            Content::Successor { hash: self.kit.successor_hash() },
        ];
        let (vault_update, vault) = Vault::default().update(owner, &contents)?;
        let mut statement = Signed::new(AccountStatement {
            origin: self.host.origin.clone(),
            account: self.account,
            certificate: self.certificate.hash(),
            registration: hash::sha256(&self.registered.upload.0),
            identity_sign: self.identity.sign_key(),
            identity_seal: self.identity.seal_key(),
            kit_login: self.kit.login_secret().sign_key(),
            openers: self.openers.hash(),
            session: self.line.session_key(),
        });
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
        let session: Session = self.line.post(paths::ACCOUNTS, &new, None).await?;
        self.line.open(session.token, session.time);
        let state = State { by_kit: false, idle_seconds: session.idle_seconds, openers: self.openers, vault };
        let account = Account::new(self.line, self.account, self.host, self.identity, state);
        account.reload().await?;
        Ok(Registration { account, device: self.device, certificate: self.certificate.der().to_vec() })
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

/// The notice that a patient agrees to.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    /// Version and language, as `2026-11 fr`.
    pub version: &'a str,
    /// Its whole text.
    pub text: &'a str,
}

impl<P: Platform> Account<P> {
    /// Opens the record: keys into the vault first, then genesis.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn open_record(&self, device: &impl DeviceKeys, certificate: &[u8]) -> Result<(), Trouble> {
        let successor = {
            let vault = self.vault.lock().await;
            vault.newest(|c| if let Content::Successor { hash } = c { Some(*hash) } else { None })
        };
        let successor = successor.ok_or(Trouble::Contradiction(crate::Contradiction::Account))?;
        let (root, secret) = (RootSecret::make(), ReaderSecret::make());
        let mut entry = RecordEntry {
            record: random::make_record(),
            root: Bytes(root.expose().to_vec()),
            reader: random::make_reader(),
            reader_secret: Bytes(secret.expose().to_vec()),
            chain_list: random::make_digest(),
            reader_list: random::make_digest(),
            fingerprint: Digest([0; 32]),
        };
        let (genesis, fingerprint) = self.genesis(&entry, successor, device, certificate).await?;
        entry.fingerprint = fingerprint;
        let new = NewRecord { genesis, list_key: entry.chain_list, reader_list_keys: vec![entry.reader_list] };
        let content = [Content::Record(entry)];
        self.vault.lock().await.write(&self.line, self.owner(), &content).await?;
        let _: Opened = self.line.post(paths::RECORDS, &new, None).await?;
        self.load_record().await
    }

    async fn genesis(
        &self,
        entry: &RecordEntry,
        successor: Digest,
        device: &impl DeviceKeys,
        certificate: &[u8],
    ) -> Result<(Entry, Digest), Trouble> {
        let broken = |_| Trouble::Unreadable;
        let root = RootSecret::from_slice(&entry.root.0).map_err(broken)?;
        let secret = ReaderSecret::from_slice(&entry.reader_secret.0).map_err(broken)?;
        let holder = Holder {
            reader: entry.reader,
            sign: secret.sign_key(),
            seal: secret.seal_key(),
            list: hash::sha256(&entry.reader_list.0),
        };
        let seal_to = [(entry.reader, holder.seal)];
        let open = Genesis {
            record: entry.record,
            number: 1,
            previous: Digest([0; 32]),
            deadline: self.line.now().plus(DEADLINE_SECONDS),
            root: root.sign_key(),
            successor,
            list: hash::sha256(&entry.chain_list.0),
            holders: Holders(vec![holder]),
            sealed: Digest([0; 32]),
        };
        let part = SealedGenesis {
            list_key: entry.chain_list,
            identity_sign: self.identity.sign_key(),
            identity_seal: self.identity.seal_key(),
            certificate: certificate.into(),
        };
        let mut draft = Draft::new(open, part);
        draft.sign_with_device(device).await.map_err(|_| Trouble::Device)?;
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&seal_to).map_err(|_| Trouble::Unreadable)?;
        root.append(&mut open);
        let fingerprint = hash::statement(&open);
        Ok((Entry { open: open.whole(), sealed }, fingerprint))
    }

    /// Signs the consent and appends it to the chain.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn consent(&self, device: &impl DeviceKeys, notice: Notice<'_>) -> Result<(), Trouble> {
        let record = self.need_record()?;
        let (number, previous) = record.head();
        let open = self.consent_open(record.tag, (number + 1, previous), notice);
        let part = SealedConsent {
            certificate: device.certificate().map_err(|_| Trouble::Device)?,
            identity_sign: self.identity.sign_key(),
            agreed: self.line.now(),
        };
        let mut draft = Draft::new(open, part);
        draft.sign_with_device(device).await.map_err(|_| Trouble::Device)?;
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders(&record)).map_err(|_| Trouble::Unreadable)?;
        record.root.append(&mut open);
        self.append(Entry { open: open.whole(), sealed }).await
    }

    fn consent_open(&self, record: scelle_protocol::RecordTag, next: (u64, Digest), notice: Notice<'_>) -> Consent {
        Consent {
            record,
            number: next.0,
            previous: next.1,
            deadline: self.line.now().plus(DEADLINE_SECONDS),
            notice: notice.version.to_owned(),
            text: hash::sha256(notice.text.as_bytes()),
            sealed: Digest([0; 32]),
        }
    }

    /// Appends a signed statement to the chain.
    pub(crate) async fn append(&self, entry: Entry) -> Result<(), Trouble> {
        let record = self.need_record()?;
        let logged: Logged = self.line.post(&paths::chain(record.tag), &entry, record.proof()).await?;
        record.appended(&entry.open, logged.leaf)
    }
}

/// What the patient reads before signing the consent: the lines that will be signed, with the
/// notice's own hash; record, place and times are filled in at the moment of signing.
#[must_use]
pub fn consent_preview(notice: Notice<'_>, identity: Option<PublicKey>) -> String {
    let text = hash::sha256(notice.text.as_bytes());
    let key = identity.map_or_else(String::new, |key| format!("identity-sign: {key}\n"));
    format!("scelle/v1/consent\nnotice: {}\ntext: {text}\n{key}", notice.version)
}
