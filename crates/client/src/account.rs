//! An open account: the session, the identity, the vault and the record, as long as the session
//! lasts. Dropping it drops every key.

use async_lock::Mutex;
use scelle_crypto::{IdentitySecret, Signs as _};
use scelle_protocol::{AccountId, Bytes, Digest, DocumentId, ProblemCode, PublicKey, ReaderId, RecordTag, paths};
use scelle_verify::professional::Trust;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::computers::OpenerSet;
use crate::directory::{Profile, Verified};
use crate::documents::Known;
use crate::host::HostPins;
use crate::log::{self, Placed};
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Record;
use crate::remember::Stand;
use crate::session::Line;
use crate::vault::{Content, Owner, Vault, Watch, Who};

/// What was verified, and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// When the checkpoint was verified, by the host's clock.
    pub time: u64,
    /// Entries of this account and record that are proved to be in the log.
    pub entries: u64,
    /// Entries without a proof, by name.
    pub missing: Vec<String>,
    /// What contradicts what was signed or seen before.
    pub contradictions: Vec<Contradiction>,
}

/// An account with an open session.
pub struct Account<P> {
    /// The line to the host.
    pub line: Line<P>,
    /// The account.
    pub id: AccountId,
    /// The host's keys.
    pub host: HostPins,
    /// Opened with the recovery kit, from a browser without certificate.
    pub by_kit: bool,
    /// Seconds of idleness that end the session at the host.
    pub idle_seconds: u64,
    /// Whom the card of this session names; none in a patient's.
    pub professional: Option<Profile>,
    /// Who may certify professionals: the pinned authorities, and in a demonstration a test one.
    pub trust: Trust,
    pub(crate) identity: IdentitySecret,
    pub(crate) openers: RefCell<OpenerSet>,
    pub(crate) vault: Mutex<Vault>,
    pub(crate) record: RefCell<Option<Rc<Record>>>,
    /// One event at a time: each names its number.
    pub(crate) turn: Mutex<()>,
    pub(crate) watch: RefCell<Watch>,
    pub(crate) seen: RefCell<BTreeSet<DocumentId>>,
    pub(crate) dirty: Cell<bool>,
    pub(crate) learnt: Learnt,
}

/// What a session learns on its way, and forgets at its end.
#[derive(Default)]
pub(crate) struct Learnt {
    /// Professionals by their identity key, each vouched for by the directory.
    pub(crate) professionals: RefCell<HashMap<PublicKey, Rc<Verified>>>,
    /// Grants, by their hash, on which owner and member have compared.
    pub(crate) compared: RefCell<BTreeSet<Digest>>,
    /// With which identity key a colleague signed first: a reader has one.
    pub(crate) identities: RefCell<BTreeMap<(RecordTag, ReaderId), PublicKey>>,
    /// Counter and chain of records that this person is a member of, where they are further on than
    /// the vault knows.
    pub(crate) stands: RefCell<BTreeMap<ReaderId, Stand>>,
    /// Labels that were opened and verified.
    pub(crate) labels: RefCell<Known>,
    /// The OCSP answer on the card of this session.
    pub(crate) ocsp: Bytes,
}

impl<P: Platform> Account<P> {
    /// Takes in what log-in or opening gave.
    pub(crate) fn new(line: Line<P>, id: AccountId, host: HostPins, identity: IdentitySecret, state: State) -> Self {
        let watch = state.vault.watch();
        let seen = state.vault.seen();
        Self {
            line,
            id,
            host,
            by_kit: state.by_kit,
            idle_seconds: state.idle_seconds,
            identity,
            openers: RefCell::new(state.openers),
            vault: Mutex::new(state.vault),
            record: RefCell::default(),
            turn: Mutex::new(()),
            watch: RefCell::new(watch.unwrap_or_default()),
            seen: RefCell::new(seen),
            dirty: Cell::new(false),
            professional: None,
            trust: Trust::igc_sante(),
            learnt: Learnt::default(),
        }
    }

    pub(crate) fn owner(&self) -> Owner<'_> {
        Owner { account: self.id, identity: &self.identity }
    }

    /// Who the patient is.
    pub async fn who(&self) -> Who {
        let vault = self.vault.lock().await;
        vault.newest(|c| if let Content::Who(who) = c { Some(who.clone()) } else { None }).unwrap_or_default()
    }

    /// The record at hand: a patient's own, or the one that a member took.
    #[must_use]
    pub fn record(&self) -> Option<Rc<Record>> {
        self.record.borrow().clone()
    }

    pub(crate) fn need_record(&self) -> Result<Rc<Record>, Trouble> {
        self.record().ok_or(Trouble::Problem(scelle_protocol::ProblemCode::NotFound))
    }

    /// The record at hand, if it is this one: what was begun in one record is not finished in another.
    pub(crate) fn record_of(&self, tag: RecordTag) -> Result<Rc<Record>, Trouble> {
        let record = self.need_record()?;
        if record.tag == tag { Ok(record) } else { Err(Trouble::AnotherRecord) }
    }

    /// The record at hand, if this person holds it.
    pub(crate) fn own_record(&self) -> Option<Rc<Record>> {
        self.record().filter(|record| !record.is_member())
    }

    /// Loads pad and chain of the record that the vault names, if it names one.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn load_record(&self) -> Result<(), Trouble> {
        let entry = {
            let vault = self.vault.lock().await;
            vault.newest(|c| if let Content::Record(entry) = c { Some(entry.clone()) } else { None })
        };
        if let Some(entry) = entry {
            let watch = self.watch.borrow().clone();
            match Record::load(&self.line, &entry, &watch).await {
                Ok(record) => {
                    self.record.replace(Some(Rc::new(record)));
                }
                // A tab closed between vault and genesis leaves a record that was never opened;
                // one that we have seen cannot be unknown to an honest host.
                Err(Trouble::Problem(ProblemCode::NotFound)) if watch.chain.is_none() => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(())
    }

    /// Checks the log against everything that this account remembers: the last checkpoint, the
    /// receipts, the chain, the table of openers and the vault.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer. What does not hold is told in the result.
    pub async fn check(&self) -> Result<Checks, Trouble> {
        let mut checks = Checks { time: self.line.now().0, ..Checks::default() };
        let last = self.watch.borrow().checkpoint.clone();
        let checkpoint = match log::advance(&self.line, &self.host, last.as_deref()).await {
            Ok(checkpoint) => checkpoint,
            Err(Trouble::Contradiction(what)) => {
                checks.contradictions.push(what);
                return Ok(checks);
            }
            Err(trouble) => return Err(trouble),
        };
        let (names, entries) = self.remembered().await;
        let verdicts = log::included(&self.line, &checkpoint, &entries).await?;
        for (name, held) in names.into_iter().zip(&verdicts) {
            if *held { checks.entries += 1 } else { checks.missing.push(name) }
        }
        let mut watch = self.watch.borrow_mut();
        if checks.missing.is_empty() {
            watch.receipts.clear();
            watch.checkpoint = Some(checkpoint.note);
            self.dirty.set(true);
        }
        Ok(checks)
    }

    async fn remembered(&self) -> (Vec<String>, Vec<Placed>) {
        let mut names = Vec::new();
        let mut entries = Vec::new();
        {
            let openers = self.openers.borrow();
            let key = self.identity.opener_list_key().shown();
            names.push("opener-table".to_owned());
            entries.push(Placed::new(openers.leaf, &key, openers.number(), &openers.hash()));
        }
        {
            let vault = self.vault.lock().await;
            let key = self.identity.vault_list_key().shown();
            names.push("vault".to_owned());
            entries.push(Placed::new(vault.leaf, &key, vault.number, &vault.hash.0));
        }
        if let Some(record) = self.record() {
            for (name, placed) in record.chain_entries() {
                names.push(name);
                entries.push(placed);
            }
        }
        (names, entries)
    }

    /// Marks documents as seen.
    pub fn mark_seen(&self, documents: &[DocumentId]) {
        self.seen.borrow_mut().extend(documents);
        self.dirty.set(true);
    }

    /// Whether a document was opened before by this person.
    #[must_use]
    pub fn has_seen(&self, document: DocumentId) -> bool {
        self.seen.borrow().contains(&document)
    }

    /// A real act of the user: the host counts ten minutes from here.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn act(&self) -> Result<(), Trouble> {
        self.line.call("POST", paths::ACT, Vec::new(), None, &[]).await.map(|_| ())
    }

    /// Writes the vault and ends the session at the host.
    ///
    /// # Errors
    /// [`Trouble`]; the caller drops the account all the same.
    pub async fn log_out(&self) -> Result<(), Trouble> {
        let _ = self.remember().await;
        self.line.call("DELETE", paths::SESSION, Vec::new(), None, &[]).await.map(|_| ())
    }

    /// Seals a text for this browser's own storage.
    #[must_use]
    pub fn seal_local(&self, name: &str, text: &[u8]) -> Option<Vec<u8>> {
        scelle_crypto::local::seal(&self.identity.local_key(), self.id, name, text).ok()
    }

    /// Opens what [`Self::seal_local`] made under the same name.
    #[must_use]
    pub fn open_local(&self, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let plain = scelle_crypto::local::open(&self.identity.local_key(), self.id, name, sealed).ok()?;
        Some(plain.to_vec())
    }

    /// The identity's signature key: what others know this person by.
    #[must_use]
    pub fn identity_key(&self) -> scelle_protocol::PublicKey {
        self.identity.sign_key()
    }

    /// The identity's key that others seal to.
    #[must_use]
    pub fn seal_key(&self) -> scelle_protocol::SealKey {
        use scelle_crypto::identity::Opens as _;
        self.identity.seal_key()
    }

    pub(crate) fn receipt(&self, text: &str, event: &Digest) -> Result<u64, Trouble> {
        let receipt = self.host.receipt(text)?;
        if receipt.event != *event {
            return Err(Trouble::Contradiction(Contradiction::Receipt));
        }
        self.watch.borrow_mut().receipts.push((*event, receipt.leaf));
        self.dirty.set(true);
        Ok(receipt.leaf)
    }
}

/// What an account starts with.
pub(crate) struct State {
    pub(crate) by_kit: bool,
    pub(crate) idle_seconds: u64,
    pub(crate) openers: OpenerSet,
    pub(crate) vault: Vault,
}
