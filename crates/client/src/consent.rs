//! The consent, and the record that it opens. Both are made here first and shown word for word;
//! what is signed is what was shown, or nothing.

use scelle_crypto::{
    IdentitySecret, ReaderSecret, RootSecret, Signs as _, device::DeviceKeys, identity::Opens as _, random,
    sealed::Draft,
};
use scelle_protocol::{
    Bytes, Digest, RecordTag, Time,
    limits::DEADLINE_SECONDS,
    paths,
    statements::{Consent, Genesis, Holder, Holders, SealedConsent, SealedGenesis},
    wire::{Entry, Logged, NewRecord, Opened},
};
use scelle_verify::hash;

use crate::account::Account;
use crate::events::holders;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::signing::ToSign;
use crate::vault::{Content, RecordEntry};

/// The notice that a patient agrees to.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    /// Version and language, as `2026-11 fr`.
    pub version: &'a str,
    /// Its whole text.
    pub text: &'a str,
}

/// Who signs, with what, and when.
pub struct Signer<'a, D> {
    /// The identity key.
    pub identity: &'a IdentitySecret,
    /// The keys of this computer.
    pub device: &'a D,
    /// Their certificate, DER.
    pub certificate: &'a [u8],
    /// The time that client and host agree on.
    pub now: Time,
}

/// A consent that is ready to be signed, with the record that it opens where there is none yet.
pub struct Act {
    consent: ToSign<Consent>,
    record: Option<Made>,
}

/// A record that exists in memory only.
struct Made {
    entry: RecordEntry,
    genesis: Entry,
    text: String,
}

impl Act {
    /// The consent to a record that is made here too. Its genesis is signed at once, because the
    /// consent names its hash, and sent only with the consent.
    ///
    /// # Errors
    /// [`Trouble::Device`].
    pub async fn with_record<D: DeviceKeys>(
        signer: &Signer<'_, D>,
        successor: Digest,
        notice: Notice<'_>,
    ) -> Result<Self, Trouble> {
        let (made, fingerprint) = make_record(signer, successor).await?;
        let act = Self::of(signer, made.entry.record, (2, fingerprint), notice)?;
        Ok(Self { record: Some(made), ..act })
    }

    /// The consent at place `next` of the chain of a record that exists.
    ///
    /// # Errors
    /// [`Trouble::Device`].
    pub fn of<D: DeviceKeys>(
        signer: &Signer<'_, D>,
        record: RecordTag,
        next: (u64, Digest),
        notice: Notice<'_>,
    ) -> Result<Self, Trouble> {
        let deadline = signer.now.plus(DEADLINE_SECONDS);
        let open = Consent {
            record,
            number: next.0,
            previous: next.1,
            deadline,
            notice: notice.version.to_owned(),
            text: hash::sha256(notice.text.as_bytes()),
            sealed: Digest([0; 32]),
        };
        let part = SealedConsent {
            certificate: signer.device.certificate().map_err(|_| Trouble::Device)?,
            identity_sign: signer.identity.sign_key(),
            agreed: signer.now,
        };
        Ok(Self { consent: ToSign::new(open, part, deadline), record: None })
    }

    /// The consent word for word, as the certificate will sign it: to be shown whole.
    #[must_use]
    pub fn text(&self) -> &str {
        self.consent.text()
    }

    /// The opening of the record word for word, where this act opens one.
    #[must_use]
    pub fn opening(&self) -> Option<&str> {
        self.record.as_ref().map(|made| made.text.as_str())
    }

    /// When the text is void.
    #[must_use]
    pub const fn deadline(&self) -> Time {
        self.consent.deadline()
    }

    /// Whether this is what was shown, and there is time to sign and send it.
    ///
    /// # Errors
    /// Those of [`ToSign::check`].
    pub fn check(&self, shown: &str, now: Time) -> Result<(), Trouble> {
        self.consent.check(shown, now)
    }
}

impl<P: Platform> Account<P> {
    /// Makes the consent ready, and the record where there is none. Nothing is sent.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn act_of_consent(
        &self,
        device: &impl DeviceKeys,
        certificate: &[u8],
        notice: Notice<'_>,
    ) -> Result<Act, Trouble> {
        let signer = Signer { identity: &self.identity, device, certificate, now: self.line.now() };
        if let Some(record) = self.record() {
            let (number, head) = record.head();
            return Act::of(&signer, record.tag, (number + 1, head), notice);
        }
        let successor = {
            let vault = self.vault.lock().await;
            vault.newest(|c| if let Content::Successor { hash } = c { Some(*hash) } else { None })
        };
        Act::with_record(&signer, successor.ok_or(Trouble::Contradiction(Contradiction::Account))?, notice).await
    }

    /// Signs what was shown: opens the record if the act does, keys into the vault first, tells
    /// `opened`, and appends the consent to the chain.
    ///
    /// # Errors
    /// Those of [`Act::check`], before anything is sent; then [`Trouble`].
    pub async fn sign_act(
        &self,
        device: &impl DeviceKeys,
        act: Act,
        shown: &str,
        opened: impl FnOnce(),
    ) -> Result<(), Trouble> {
        act.check(shown, self.line.now())?;
        self.reload().await?;
        if let Some(made) = act.record {
            self.open_record(made).await?;
        }
        opened();
        let record = self.need_record()?;
        let mut draft = act.consent.draft;
        draft.sign_with_device(device).await.map_err(|_| Trouble::Device)?;
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders(&record)).map_err(|_| Trouble::Unreadable)?;
        record.root()?.append(&mut open);
        self.append(Entry { open: open.whole(), sealed }).await
    }

    async fn open_record(&self, made: Made) -> Result<(), Trouble> {
        let new = NewRecord {
            genesis: made.genesis,
            list_key: made.entry.chain_list,
            reader_list_keys: vec![made.entry.reader_list],
        };
        let content = [Content::Record(made.entry)];
        self.vault.lock().await.write(&self.line, self.owner(), &content).await?;
        let _: Opened = self.line.post(paths::RECORDS, &new, None).await?;
        self.load_record().await
    }

    /// Appends a signed statement to the chain.
    pub(crate) async fn append(&self, entry: Entry) -> Result<(), Trouble> {
        let record = self.need_record()?;
        let logged: Logged = self.line.post(&paths::chain(record.tag), &entry, record.proof()).await?;
        record.appended(entry, logged.leaf)
    }
}

async fn make_record<D: DeviceKeys>(signer: &Signer<'_, D>, successor: Digest) -> Result<(Made, Digest), Trouble> {
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
    let mut draft = genesis(signer, &entry, (&root, &secret), successor);
    let text = draft.text();
    draft.sign_with_device(signer.device).await.map_err(|_| Trouble::Device)?;
    draft.sign(signer.identity);
    let seal_to = [(entry.reader, secret.seal_key())];
    let (mut open, sealed) = draft.seal(&seal_to).map_err(|_| Trouble::Unreadable)?;
    root.append(&mut open);
    let fingerprint = hash::statement(&open);
    entry.fingerprint = fingerprint;
    Ok((Made { entry, genesis: Entry { open: open.whole(), sealed }, text }, fingerprint))
}

fn genesis<D>(
    signer: &Signer<'_, D>,
    entry: &RecordEntry,
    (root, secret): (&RootSecret, &ReaderSecret),
    successor: Digest,
) -> Draft<Genesis> {
    let holder = Holder {
        reader: entry.reader,
        sign: secret.sign_key(),
        seal: secret.seal_key(),
        list: hash::sha256(&entry.reader_list.0),
    };
    let open = Genesis {
        record: entry.record,
        number: 1,
        previous: Digest([0; 32]),
        deadline: signer.now.plus(DEADLINE_SECONDS),
        root: root.sign_key(),
        successor,
        list: hash::sha256(&entry.chain_list.0),
        holders: Holders(vec![holder]),
        sealed: Digest([0; 32]),
    };
    let part = SealedGenesis {
        list_key: entry.chain_list,
        identity_sign: signer.identity.sign_key(),
        identity_seal: signer.identity.seal_key(),
        certificate: signer.certificate.into(),
    };
    Draft::new(open, part)
}
