//! Hosts that die between a commit and its answer, damaged disks, and several at once in one record:
//! nothing acknowledged is lost, nothing damaged is shown, and whoever is told to wait can go on.

use scelle_client::{Account, HostPins, Trouble, Unwatched, deposit::Draft, documents::Listed, login};
use scelle_crypto::{body::Portable, opaque::Password};
use scelle_protocol::{
    Digest, DocumentId, ProblemCode, ReaderId,
    statements::{Action, Document},
};
use scelle_tests::cards::{ALICE, BRUNO};
use scelle_tests::clinic::{Clinic, befriend};
use scelle_tests::native::{Native, PASSWORD, Patient, World, about, camille, deposit, open_patient};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

async fn patient() -> (World, Patient) {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    (world, patient)
}

/// Another session of the same person, over a line of its own.
async fn elsewhere(world: &World, patient: &Patient) -> Account<Native> {
    let native = world.native.another();
    let pins = HostPins::ask(&native.line()).await.expect("the host's keys");
    let password = Password::new(PASSWORD);
    login::log_in(native.line(), pins, &patient.device, "camille", password, None).await.expect("logs in")
}

fn statements(listed: &[Listed]) -> Vec<Document> {
    listed.iter().map(|one| one.statement.clone().expect("the label holds")).collect()
}

async fn opens(account: &Account<Native>, document: &Document) -> Result<Vec<u8>, Trouble> {
    account.open(document, &Portable, &Unwatched).await
}

/// From the answer to the next commit on, no answer comes back.
fn dies_after_the_commit(native: &Native) {
    let dead = Cell::new(false);
    native.tamper(move |request, response| {
        dead.set(dead.get() || request.path.ends_with("/deposits"));
        if dead.get() {
            response.status = 502;
            response.body = b"bad gateway".to_vec();
        }
    });
}

/// A deposit up to where the host dies; the draft as it was kept.
async fn deposit_until(account: &Account<Native>, content: &Vec<u8>) -> (Result<DocumentId, Trouble>, Vec<u8>) {
    let kept = RefCell::new(None);
    let keep = async |draft: &Draft| {
        kept.replace(Some(serde_json::to_vec(draft).expect("a draft is JSON")));
    };
    let draft = account.begin_deposit(about("Long"), content.len() as u64).await.expect("begins");
    let outcome = account.deposit(draft, content, &Portable, &Unwatched, keep).await;
    (outcome, kept.take().expect("it was kept before a part left"))
}

async fn go_on(account: &Account<Native>, kept: &[u8], content: &Vec<u8>) -> Result<DocumentId, Trouble> {
    let draft = serde_json::from_slice(kept).expect("as it was kept");
    account.deposit(draft, content, &Portable, &Unwatched, async |_| {}).await
}

#[tokio::test]
async fn a_deposit_whose_host_died_after_the_commit_is_found_done_and_stands_once() {
    let (world, patient) = patient().await;
    let account = &patient.account;
    let content = vec![5; 5 << 20];
    dies_after_the_commit(&world.native);
    let (outcome, kept) = deposit_until(account, &content).await;
    assert!(matches!(outcome, Err(Trouble::Line(_))), "{outcome:?}");
    world.native.honest();

    let mut other = content.clone();
    other[4 << 20] ^= 1;
    assert_eq!(go_on(account, &kept, &other).await, Err(Trouble::OtherFile), "not this file is in the record");
    // The page that comes back after the crash is another session.
    let back = elsewhere(&world, &patient).await;
    let document = go_on(&back, &kept, &content).await.expect("it is there");
    assert_eq!(go_on(account, &kept, &content).await, Ok(document), "told twice, it is still one");

    let listed = back.list().await.expect("lists");
    let [one] = &statements(&listed)[..] else { panic!("one document: {listed:?}") };
    assert_eq!((one.document, opens(&back, one).await.expect("opens") == content), (document, true));
    let journal = back.journal().await.expect("the journal");
    assert_eq!(journal.lines.iter().filter(|line| line.action == Action::Deposit).count(), 1);
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
}

#[tokio::test]
async fn a_draft_that_the_host_dropped_and_never_placed_is_still_not_there() {
    let (world, patient) = patient().await;
    let content = vec![5; 3000];
    deposit(&patient.account, about("Autre"), content.clone()).await.expect("deposits");
    world.native.tamper(|request, response| {
        if request.path.ends_with("/deposits") {
            response.status = 507;
            response.body =
                br#"{"type":"about:blank#storage_full","title":"","status":507,"code":"storage_full"}"#.to_vec();
        }
    });
    let (_, kept) = deposit_until(&patient.account, &content).await;
    world.native.honest();
    // That answer was a lie: the document is there, and going on says so.
    go_on(&patient.account, &kept, &content).await.expect("it is there");

    let draft = patient.account.begin_deposit(about("Long"), 3000).await.expect("begins");
    let stop = Stop(Cell::new(false));
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keep = async |draft: &Draft| {
        kept.replace(serde_json::to_vec(draft).expect("a draft is JSON"));
        stop.0.set(true);
    };
    assert_eq!(patient.account.deposit(draft, &content, &Portable, &stop, keep).await, Err(Trouble::Cancelled));
    let kept = kept.take();
    patient.account.drop_deposit(&serde_json::from_slice(&kept).expect("a draft")).await.expect("dropped");
    let gone = go_on(&patient.account, &kept, &content).await;
    assert_eq!(gone, Err(Trouble::Problem(ProblemCode::NotFound)));
    assert_eq!(patient.account.list().await.expect("lists").len(), 2);
}

/// Cancelled once it is said.
struct Stop(Cell<bool>);

impl scelle_client::Watcher for Stop {
    fn done(&self, _: scelle_client::Stage, _: u64, _: u64) {}
    fn waiting(&self) {}
    fn cancelled(&self) -> bool {
        self.0.get()
    }
}

/// What happens to a file.
type Damage = fn(&mut Vec<u8>);

fn stored(world: &World, body: Digest) -> PathBuf {
    let name = body.to_string();
    world.folder.path().join("data/blobs").join(&name[..2]).join(name)
}

#[tokio::test]
async fn a_stored_body_that_a_power_cut_tore_is_refused_and_the_others_open() {
    let (world, patient) = patient().await;
    let account = &patient.account;
    for byte in 1..=6 {
        deposit(account, about("Bilan"), vec![byte; 3000]).await.expect("deposits");
    }
    let documents = statements(&account.list().await.expect("lists"));
    let fault = Err(Trouble::Problem(ProblemCode::Internal));
    let damages: [(Damage, _); 4] = [
        (|body| body.truncate(body.len() - 1), fault.clone()),
        (Vec::clear, fault.clone()),
        (|body| body.push(0), fault.clone()),
        (|body| body[1000] ^= 1, Err(Trouble::BadBody)),
    ];
    for ((damage, expected), document) in damages.into_iter().zip(&documents) {
        let path = stored(&world, document.body);
        let mut body = std::fs::read(&path).expect("the body");
        damage(&mut body);
        std::fs::write(&path, body).expect("written");
        assert_eq!(opens(account, document).await, expected);
    }
    std::fs::remove_file(stored(&world, documents[4].body)).expect("removed");
    assert_eq!(opens(account, &documents[4]).await, fault);
    assert_eq!(opens(account, &documents[5]).await.expect("opens").len(), 3000);
    assert_eq!(account.list().await.expect("lists").len(), 6, "the lines stay, and say what is missing");
    deposit(account, about("Après"), vec![7; 10]).await.expect("deposits");
}

#[tokio::test]
async fn two_devices_of_one_patient_write_and_deposit_at_once_and_nothing_is_lost() {
    let (world, patient) = patient().await;
    let other = elsewhere(&world, &patient).await;
    let both = [&patient.account, &other];
    for round in 0..3 {
        let one = async |account: &Account<Native>, byte: u8| {
            let document = deposit(account, about("Bilan"), vec![byte; 3000]).await.expect("deposits");
            account.mark_seen(&[document]);
            account.remember().await.expect("writes the vault");
            document
        };
        let (here, there) = tokio::join!(one(both[0], round), one(both[1], 100 + round));
        assert_ne!(here, there);
    }
    let back = elsewhere(&world, &patient).await;
    let documents = statements(&back.list().await.expect("lists"));
    assert_eq!(documents.len(), 6);
    for document in &documents {
        assert!(back.has_seen(document.document), "what either device wrote into the vault is there");
        assert_eq!(opens(&back, document).await.expect("opens").len(), 3000);
    }
    let journal = back.journal().await.expect("the journal");
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
    assert_eq!(journal.lines.iter().filter(|line| line.action == Action::Deposit).count(), 6);
    assert!(back.check().await.expect("checks").contradictions.is_empty());
}

#[tokio::test]
async fn two_doctors_deposit_and_read_at_once_and_each_act_stands_once_in_the_journal() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    deposit(&patient.account, about("Bilan"), b"bonjour".to_vec()).await.expect("deposits");
    let given = patient.account.list().await.expect("lists");
    let (alice, bruno) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    let first = befriend(&patient, &ALICE, &alice.account, given.clone()).await.expect("becomes a member");
    let second = befriend(&patient, &BRUNO, &bruno.account, given.clone()).await.expect("becomes a member");
    let document = &statements(&given)[0];
    let works = async |account: &Account<Native>, byte: u8| {
        for _ in 0..2 {
            deposit(account, about("Compte rendu"), vec![byte; 3000]).await.expect("deposits");
            assert_eq!(opens(account, document).await.expect("opens"), b"bonjour");
        }
    };
    tokio::join!(works(&alice.account, 1), works(&bruno.account, 2));

    let listed = statements(&patient.account.list().await.expect("lists"));
    assert_eq!(listed.len(), 5);
    for document in &listed {
        opens(&patient.account, document).await.expect("opens");
    }
    let journal = patient.account.journal().await.expect("the journal");
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
    let acts = |of: ReaderId, action| journal.lines.iter().filter(|l| l.reader == of && l.action == action).count();
    for reader in [first, second] {
        assert_eq!((acts(reader, Action::Deposit), acts(reader, Action::Read)), (2, 2));
    }
}
