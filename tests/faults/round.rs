//! One round: acts until the host dies, the host again, and everything looked at by a fresh log-in.

use crate::witness::Witness;
use scelle_client::{HostPins, Trouble, Unwatched, deposit::Draft, login};
use scelle_crypto::{body::Portable, opaque::Password};
use scelle_protocol::{
    DocumentId, ProblemCode, Signed, paths,
    statements::{Action, VaultVersion},
    wire,
};
use scelle_tests::dice::Dice;
use scelle_tests::files::noise;
use scelle_tests::host::Host;
use scelle_tests::native::{Native, PASSWORD, Patient, about, camille, open_patient};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What did not hold.
pub struct Fault(pub String);

pub type Checked<T> = Result<T, Fault>;

/// A host, a patient, and what the host has acknowledged to them.
pub struct Scene {
    host: Host,
    runtime: tokio::runtime::Runtime,
    native: Native,
    patient: Patient,
    witness: Rc<Witness>,
    /// What was deposited: acknowledged or under way, with the seed and length of its content.
    kept: BTreeMap<DocumentId, (u64, usize)>,
    under_way: Option<(Vec<u8>, DocumentId, u64, usize)>,
    seen: BTreeSet<DocumentId>,
}

impl Scene {
    pub fn new() -> Self {
        let host = Host::start();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let native = Native::on_page(&host.api(), &host.page());
        let witness = Rc::<Witness>::default();
        listens(&native, &witness);
        let opened = runtime.block_on(open_patient(&native, "camille", PASSWORD, camille()));
        let patient = opened.expect("a record opens");
        let (kept, under_way, seen) = (BTreeMap::new(), None, BTreeSet::new());
        Self { host, runtime, native, patient, witness, kept, under_way, seen }
    }

    /// As if the host had answered this event with success.
    pub fn acknowledges(&self, event: &str) {
        self.witness.events.borrow_mut().push(event.to_owned());
    }

    /// Gives the number of acts that were acknowledged before the host died.
    pub fn round(&mut self, seed: u64) -> Checked<u64> {
        let dice = RefCell::new(Dice::new(seed));
        let pause = Duration::from_micros(throw(&dice) % MOST_MICROS);
        let struck = AtomicBool::new(false);
        let mut acts = Acts { dice, kept: &mut self.kept, under_way: &mut self.under_way, seen: &mut self.seen };
        let (host, runtime, patient) = (&mut self.host, &self.runtime, &self.patient);
        let done = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(pause);
                struck.store(true, Ordering::SeqCst);
                host.is_killed();
                host.starts();
            });
            runtime.block_on(acts.until_struck(patient, &struck))
        })?;
        let memory = self.runtime.block_on(self.patient.account.memory());
        // A client of its own: connections of before the blow are known dead only once they are used.
        self.native = self.native.another();
        listens(&self.native, &self.witness);
        let line = self.native.line();
        let again = self.runtime.block_on(async {
            let pins = HostPins::ask(&line).await?;
            login::log_in(line, pins, &self.patient.device, "camille", Password::new(PASSWORD), memory).await
        });
        self.patient.account = again.map_err(|trouble| Fault(format!("no log-in: {trouble:?}")))?;
        let looked = Looking { patient: &self.patient, witness: &self.witness, kept: &mut self.kept, seen: &self.seen };
        self.runtime.block_on(looked.after(&mut self.under_way))?;
        Ok(done)
    }
}

/// The witness hears what this client is told.
pub fn listens(native: &Native, witness: &Rc<Witness>) {
    let ears = Rc::clone(witness);
    native.tamper(move |request, response| ears.hears(request, response));
}

/// The acts before the blow.
struct Acts<'a> {
    dice: RefCell<Dice>,
    kept: &'a mut BTreeMap<DocumentId, (u64, usize)>,
    under_way: &'a mut Option<(Vec<u8>, DocumentId, u64, usize)>,
    seen: &'a mut BTreeSet<DocumentId>,
}

impl Acts<'_> {
    async fn until_struck(&mut self, patient: &Patient, struck: &AtomicBool) -> Checked<u64> {
        let mut done = 0;
        loop {
            match self.one(patient).await {
                Ok(()) => done += 1,
                // Before the blow nothing may fail; after it, only what a dead host explains.
                Err(Trouble::Line(_) | Trouble::Problem(ProblemCode::SessionEnded))
                    if struck.load(Ordering::SeqCst) =>
                {
                    return Ok(done);
                }
                Err(trouble) => return Err(Fault(format!("an act failed: {trouble:?}"))),
            }
        }
    }

    async fn one(&mut self, patient: &Patient) -> Result<(), Trouble> {
        let account = &patient.account;
        match throw(&self.dice) % 4 {
            0 | 1 => self.deposits(patient).await,
            2 => {
                let listed = account.list().await?;
                let count = listed.len().max(1) as u64;
                let chosen = usize::try_from(throw(&self.dice) % count).unwrap_or_default();
                let Some(document) = listed.into_iter().nth(chosen) else { return Ok(()) };
                let statement = document.statement?;
                account.open(&statement, &Portable, &Unwatched).await.map(drop)
            }
            _ => {
                let documents: Vec<DocumentId> = self.kept.keys().copied().collect();
                account.mark_seen(&documents);
                account.remember().await?;
                self.seen.extend(documents);
                Ok(())
            }
        }
    }

    async fn deposits(&mut self, patient: &Patient) -> Result<(), Trouble> {
        let seed = throw(&self.dice);
        let length = match seed % 16 {
            0 => (4 << 20) + 100,
            1..=4 => 1_500_000,
            small => usize::try_from(small).unwrap_or_default() * 700,
        };
        let content = noise(seed, length);
        let draft = patient.account.begin_deposit(about("Bilan"), length as u64).await?;
        let document = draft.document;
        let kept = RefCell::new(None);
        let keep = async |draft: &Draft| {
            let text = serde_json::to_vec(draft).expect("a draft is JSON");
            *kept.borrow_mut() = Some((text, document, seed, length));
        };
        let outcome = patient.account.deposit(draft, &content, &Portable, &Unwatched, keep).await;
        *self.under_way = kept.into_inner();
        outcome?;
        *self.under_way = None;
        self.kept.insert(document, (seed, length));
        Ok(())
    }
}

/// The look after the blow.
struct Looking<'a> {
    patient: &'a Patient,
    witness: &'a Witness,
    kept: &'a mut BTreeMap<DocumentId, (u64, usize)>,
    seen: &'a BTreeSet<DocumentId>,
}

impl Looking<'_> {
    async fn after(self, under_way: &mut Option<(Vec<u8>, DocumentId, u64, usize)>) -> Checked<()> {
        let account = &self.patient.account;
        let silent = |what: &'static str| move |trouble: Trouble| Fault(format!("{what}: {trouble:?}"));
        let mut listed = account.list().await.map_err(silent("no list"))?;
        if let Some((text, document, seed, length)) = under_way.take() {
            // What was under way is there whole, or goes on where it was.
            if listed.iter().all(|one| one.document != document) {
                let draft = serde_json::from_slice(&text).expect("as it was kept");
                let content = noise(seed, length);
                let gone_on = account.deposit(draft, &content, &Portable, &Unwatched, async |_| {}).await;
                gone_on.map_err(silent("a deposit does not go on"))?;
                listed = account.list().await.map_err(silent("no list"))?;
            }
            self.kept.insert(document, (seed, length));
        }
        let ids: BTreeSet<DocumentId> = listed.iter().map(|one| one.document).collect();
        if ids != self.kept.keys().copied().collect() {
            return Err(Fault(format!("{} documents listed, {} deposited", ids.len(), self.kept.len())));
        }
        let statements = listed.into_iter().map(|one| one.statement).collect::<Result<Vec<_>, _>>();
        let statements = statements.map_err(silent("a label does not hold"))?;
        let keys = account.release(Action::Read, &statements).await.map_err(silent("no keys"))?;
        for statement in &statements {
            let key = keys.get(&statement.document).ok_or(Fault("a key does not come".to_owned()))?;
            let content = account.body(statement, key, &Portable, &Unwatched).await.map_err(silent("a body"))?;
            let (seed, length) = self.kept[&statement.document];
            if content != noise(seed, length) {
                return Err(Fault("a document came back different".to_owned()));
            }
        }
        self.witness.proved(account).await?;
        self.vault().await
    }

    async fn vault(&self) -> Checked<()> {
        let account = &self.patient.account;
        let vault: wire::Vault =
            account.line.get(paths::VAULT, None).await.map_err(|trouble| Fault(format!("vault: {trouble:?}")))?;
        let version: Signed<VaultVersion> = Signed::parse(&vault.version).expect("checked at log-in");
        if version.body.number < *self.witness.vault.borrow() {
            return Err(Fault("an acknowledged version of the vault is gone".to_owned()));
        }
        let forgotten = self.seen.iter().any(|document| !account.has_seen(*document));
        if forgotten { Err(Fault("what the vault held is gone".to_owned())) } else { Ok(()) }
    }
}

/// The same throws at each run of the same seed.
pub fn throw(dice: &RefCell<Dice>) -> u64 {
    dice.borrow_mut().throw() >> 8
}

const MOST_MICROS: u64 = 900_000;
