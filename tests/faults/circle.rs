//! A doctor's whole time in a circle, from the naming to the removal, with the host killed soon after the
//! begin of one act, which the seed names: each act is done again until it is done, and afterwards it
//! was done once.

use scelle_client::{
    Account, HostPins, Trouble, Unwatched,
    circle::{MemberRow, MemberState},
    login,
    memberships::{RecordRow, RecordStanding},
};
use scelle_crypto::{body::Portable, opaque::Password};
use scelle_protocol::{DocumentId, ProblemCode, statements::Action};
use scelle_tests::cards::{ALICE, Authority};
use scelle_tests::clinic::{BOTH, Workstation, compare, names, removes, trust};
use scelle_tests::dice::Dice;
use scelle_tests::host::Host;
use scelle_tests::native::{Native, PASSWORD, Patient, about, camille, deposit, open_patient};
use scelle_tests::responder::Responder;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::round::{Checked, Fault, listens, throw};
use crate::witness::Witness;

/// A host that lets in test cards, a patient with one document, a doctor who is in no circle yet.
pub struct Ward {
    host: Host,
    runtime: tokio::runtime::Runtime,
    _authority: Authority,
    _responder: Responder,
    both: Both,
}

/// Patient and doctor.
struct Both {
    patient: Patient,
    workstation: Workstation,
    doctor: Account<Native>,
    given: DocumentId,
    /// Deposited by the doctor and acknowledged, round after round.
    deposited: BTreeSet<DocumentId>,
    /// Deposits whose answer did not come: here they are made anew, not gone on with.
    unanswered: usize,
    witness: Rc<Witness>,
}

impl Ward {
    pub fn new() -> Self {
        let authority = Authority::new();
        let responder = Responder::start(authority.folder());
        let host = Host::with_cards(&authority, &responder);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let witness = Rc::<Witness>::default();
        let both = runtime.block_on(async {
            let native = Native::on_page(&host.api(), &host.page());
            listens(&native, &witness);
            let mut patient = open_patient(&native, "camille", PASSWORD, camille()).await.expect("a record opens");
            patient.account.trust = trust(&authority);
            let given = deposit(&patient.account, about("Bilan"), GIVEN.to_vec()).await.expect("deposits");
            let line = native.another();
            listens(&line, &witness);
            let workstation = Workstation::new(line, &authority, ALICE.card).await;
            let (doctor, _) = workstation.enrols(ALICE.practice).await.expect("enrols");
            Both { patient, workstation, doctor, given, deposited: BTreeSet::new(), unanswered: 0, witness }
        });
        Self { host, runtime, _authority: authority, _responder: responder, both }
    }

    /// As if a doctor had been in the circle once more than anybody was.
    pub fn counts_one_more(&self) {
        self.both.witness.rounds.set(self.both.witness.rounds.get() + 1);
    }

    /// Gives the acts that had to be done again.
    pub fn round(&mut self, seed: u64) -> Checked<Vec<Step>> {
        let dice = RefCell::new(Dice::new(seed));
        let step = usize::try_from(seed % STEPS.len() as u64).unwrap_or_default();
        let pause = Duration::from_micros(throw(&dice) % MOST_MICROS);
        let (begun, struck) = (AtomicUsize::new(0), AtomicBool::new(false));
        let (host, runtime, both) = (&mut self.host, &self.runtime, &mut self.both);
        let again = std::thread::scope(|scope| {
            scope.spawn(|| {
                while begun.load(Ordering::SeqCst) <= step {
                    std::thread::sleep(Duration::from_micros(200));
                }
                std::thread::sleep(pause);
                struck.store(true, Ordering::SeqCst);
                host.is_killed();
                host.starts();
            });
            runtime.block_on(both.time_in_the_circle(&begun, &struck))
        })?;
        runtime.block_on(async {
            both.log_in_again().await.map_err(|trouble| Fault(format!("no log-in: {trouble:?}")))?;
            both.looks().await
        })?;
        Ok(again)
    }
}

/// What happens in a circle, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Names,
    TakesIn,
    Accepts,
    Reads,
    Deposits,
    Removes,
}

pub const STEPS: [Step; 6] = [Step::Names, Step::TakesIn, Step::Accepts, Step::Reads, Step::Deposits, Step::Removes];

impl Both {
    async fn time_in_the_circle(&mut self, begun: &AtomicUsize, struck: &AtomicBool) -> Checked<Vec<Step>> {
        let mut again = Vec::new();
        for step in STEPS {
            begun.fetch_add(1, Ordering::SeqCst);
            while let Err(trouble) = self.does(step).await {
                // What a dead host explains, and nothing else.
                let explained = matches!(trouble, Trouble::Line(_) | Trouble::Problem(ProblemCode::SessionEnded));
                if !struck.load(Ordering::SeqCst) || !explained || again.len() > 20 {
                    begun.store(usize::MAX, Ordering::SeqCst);
                    return Err(Fault(format!("{step:?}: {trouble:?}")));
                }
                again.push(step);
                self.log_in_again().await.map_err(|trouble| Fault(format!("no log-in: {trouble:?}")))?;
            }
        }
        Ok(again)
    }

    async fn does(&mut self, step: Step) -> Result<(), Trouble> {
        match step {
            Step::Names => self.names().await,
            // Again too where the vault has it already: then the host's copy may still lie in the inbox.
            Step::TakesIn => self.doctor.take_in().await.map(drop),
            Step::Accepts => self.accepts().await,
            Step::Reads => self.reads().await,
            Step::Deposits => {
                self.doctor.take_record(self.now_open().await?.record).await?;
                self.unanswered += 1;
                let document = deposit(&self.doctor, about("Lettre"), vec![7; 5000]).await?;
                self.unanswered -= 1;
                self.deposited.insert(document);
                Ok(())
            }
            Step::Removes => match self.member().await? {
                Some(member) => removes(&self.patient, member.person.reader).await,
                None => Ok(()),
            },
        }
    }

    /// Names the doctor, or gives what is still owed to the doctor who was named.
    async fn names(&self) -> Result<(), Trouble> {
        let listed = self.patient.account.list().await?;
        let given = listed.into_iter().filter(|one| one.document == self.given).collect::<Vec<_>>();
        match self.member().await? {
            Some(member) => self.patient.account.give(member.person.reader, &given).await.map(drop),
            None => names(&self.patient, &ALICE, BOTH, given).await.map(drop),
        }
    }

    async fn accepts(&self) -> Result<(), Trouble> {
        let Some(row) = self.row().await? else { return Err(Trouble::Problem(ProblemCode::NotFound)) };
        if row.standing == RecordStanding::Open {
            return Ok(());
        }
        let member = self.member().await?.ok_or(Trouble::Problem(ProblemCode::NotFound))?;
        compare(&self.patient, member.person.reader, &self.doctor, row.record).await?;
        self.doctor.accept(row.record).await
    }

    async fn reads(&self) -> Result<(), Trouble> {
        self.doctor.take_record(self.now_open().await?.record).await?;
        let listed = self.doctor.list().await?;
        let given = listed.into_iter().find(|one| one.document == self.given);
        let document = given.ok_or(Trouble::Problem(ProblemCode::NotFound))?.statement?;
        let content = self.doctor.open(&document, &Portable, &Unwatched).await?;
        if content == GIVEN { Ok(()) } else { Err(Trouble::BadBody) }
    }

    /// The doctor's row of the record, while it is not over.
    async fn row(&self) -> Result<Option<RecordRow>, Trouble> {
        let rows = self.doctor.memberships().await?;
        Ok(rows.into_iter().find(|row| row.standing != RecordStanding::Ended))
    }

    async fn now_open(&self) -> Result<RecordRow, Trouble> {
        self.row().await?.ok_or(Trouble::Problem(ProblemCode::NotFound))
    }

    /// The doctor as the patient's circle has them now.
    async fn member(&self) -> Result<Option<MemberRow>, Trouble> {
        let circle = self.patient.account.circle().await?;
        let now = |row: &MemberRow| matches!(row.state, MemberState::Pending | MemberState::Active);
        Ok(circle.members.into_iter().find(now))
    }

    /// Both, each with what they remember, on new connections: the old are known dead only once used.
    async fn log_in_again(&mut self) -> Result<(), Trouble> {
        for wait in 0_u64.. {
            match self.try_to_log_in().await {
                Err(Trouble::Line(_)) if wait < 100 => tokio::time::sleep(Duration::from_millis(100)).await,
                other => return other,
            }
        }
        Ok(())
    }

    async fn try_to_log_in(&mut self) -> Result<(), Trouble> {
        let (memory, believed) = (self.patient.account.memory().await, self.patient.account.trust.clone());
        let native = self.workstation.native.another();
        listens(&native, &self.witness);
        let pins = HostPins::ask(&native.line()).await?;
        let (line, password) = (native.line(), Password::new(PASSWORD));
        self.patient.account = login::log_in(line, pins, &self.patient.device, "camille", password, memory).await?;
        self.patient.account.trust = believed;
        self.workstation.native = native.another();
        listens(&self.workstation.native, &self.witness);
        self.doctor = self.workstation.opens().await?;
        Ok(())
    }

    /// Afterwards: named and removed once more than before, everything acknowledged proved in the
    /// journal, the doctor's deposits there, and nothing opens for the doctor any more.
    async fn looks(&mut self) -> Checked<()> {
        let silent = |what: &'static str| move |trouble: Trouble| Fault(format!("{what}: {trouble:?}"));
        let account = &self.patient.account;
        let circle = account.circle().await.map_err(silent("no circle"))?;
        let removed = circle.members.iter().filter(|row| row.state == MemberState::Removed).count();
        self.witness.rounds.set(self.witness.rounds.get() + 1);
        let rounds = self.witness.rounds.get();
        if removed != rounds || circle.members.len() != rounds {
            return Err(Fault(format!("{} grants, {removed} removed, in {rounds} rounds", circle.members.len())));
        }
        self.witness.proved(account).await?;
        let listed = account.list().await.map_err(silent("no list"))?;
        let by_doctor: BTreeSet<DocumentId> =
            listed.iter().filter(|one| one.author.is_some()).map(|one| one.document).collect();
        let more = by_doctor.len().saturating_sub(self.deposited.len());
        if !self.deposited.is_subset(&by_doctor) || more > self.unanswered {
            return Err(Fault(format!(
                "{} deposits acknowledged to the doctor, {} there",
                self.deposited.len(),
                by_doctor.len()
            )));
        }
        if listed.iter().any(|one| one.statement.is_err()) {
            return Err(Fault("a label does not hold".to_owned()));
        }
        let statements: Vec<_> = listed.into_iter().filter_map(|one| one.statement.ok()).collect();
        let keys = account.release(Action::Read, &statements).await.map_err(silent("no keys"))?;
        for statement in &statements {
            let key = keys.get(&statement.document).ok_or(Fault("a key does not come".to_owned()))?;
            account.body(statement, key, &Portable, &Unwatched).await.map_err(silent("a body"))?;
        }
        self.is_out().await
    }

    /// For the removed doctor nothing is left: not in the inbox, not in the list, not by asking.
    async fn is_out(&self) -> Checked<()> {
        let silent = |what: &'static str| move |trouble: Trouble| Fault(format!("{what}: {trouble:?}"));
        let taken = self.doctor.take_in().await.map_err(silent("no inbox"))?;
        if !taken.records.is_empty() || !taken.kept_out.is_empty() {
            return Err(Fault("a parcel is left in the inbox".to_owned()));
        }
        let rows = self.doctor.memberships().await.map_err(silent("no records"))?;
        for row in rows {
            if row.standing != RecordStanding::Ended {
                return Err(Fault(format!("a removed doctor still has the record: {:?}", row.standing)));
            }
            if self.doctor.take_record(row.record).await.is_ok() && self.doctor.list().await.is_ok() {
                return Err(Fault("a removed doctor still lists the record".to_owned()));
            }
        }
        Ok(())
    }
}

const GIVEN: &[u8] = b"Ferritine 63 microgrammes par litre.";
/// An act takes some tens of milliseconds.
const MOST_MICROS: u64 = 40_000;
