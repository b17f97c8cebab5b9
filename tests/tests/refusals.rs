//! Bad input and evil answers: each is refused, nothing is lost, and the honest path goes on.

use scelle_client::{Contradiction, HostPins, Request, Response, Trouble, Unwatched, login};
use scelle_crypto::{body::Portable, opaque::Password};
use scelle_protocol::{
    Problem, ProblemCode, paths,
    statements::Document,
    wire::{self, Listing, Release},
};
use scelle_tests::native::{PASSWORD, Patient, World, about, camille, deposit, open_patient};
use serde::{Serialize, de::DeserializeOwned};

/// A patient with two documents of the same size in a fresh world.
async fn two_documents() -> (World, Patient, Vec<Document>) {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    for (title, byte) in [("Un", 1), ("Deux", 2)] {
        deposit(&patient.account, about(title), vec![byte; 3000]).await.expect("deposits");
    }
    let listed = patient.account.list().await.expect("lists");
    let documents = listed.into_iter().map(|one| one.statement.expect("the label holds")).collect();
    (world, patient, documents)
}

fn edit<T: Serialize + DeserializeOwned>(response: &mut Response, change: impl Fn(&mut T)) {
    if response.status == 200
        && let Ok(mut value) = serde_json::from_slice::<T>(&response.body)
    {
        change(&mut value);
        response.body = serde_json::to_vec(&value).expect("it was JSON");
    }
}

fn code(response: &Response) -> Option<ProblemCode> {
    serde_json::from_slice::<Problem>(&response.body).ok().map(|problem| problem.code)
}

#[tokio::test]
async fn swapped_labels_are_refused_lines() {
    let (world, patient, _) = two_documents().await;
    world.native.tamper(|request, response| {
        if request.path.ends_with("/list") {
            edit::<Listing>(response, |listing| {
                let first = listing.labels[0].sealed.clone();
                listing.labels[0].sealed = std::mem::replace(&mut listing.labels[1].sealed, first);
            });
        }
    });
    let listed = patient.account.list().await.expect("the list itself comes");
    assert!(listed.iter().all(|one| one.statement == Err(Trouble::BadLabel)));
    world.native.honest();
    let listed = patient.account.list().await.expect("lists");
    assert!(listed.iter().all(|one| one.statement.is_ok()));
}

#[tokio::test]
async fn a_swapped_body_is_never_shown() {
    let (world, patient, documents) = two_documents().await;
    let (honest, other) = (documents[0].body.to_string(), documents[1].body);
    let record = patient.account.record().expect("open");
    // The host hands out the other body under this address.
    let path = paths::body(record.tag, other);
    let stored =
        patient.account.line.call("GET", &path, vec![], record.proof(), &[]).await.expect("the ciphertext").body;
    world.native.tamper(move |request, response| {
        if request.path.contains(&honest) {
            response.body.clone_from(&stored);
        }
    });
    let opened = patient.account.open(&documents[0], &Portable, &Unwatched).await;
    assert_eq!(opened, Err(Trouble::BadBody));
}

#[tokio::test]
async fn a_truncated_an_extended_and_an_altered_body_are_never_shown() {
    let (world, patient, documents) = two_documents().await;
    for change in [
        |body: &mut Vec<u8>| body.truncate(body.len() - 1),
        |body: &mut Vec<u8>| body.clear(),
        |body: &mut Vec<u8>| body.push(0),
        |body: &mut Vec<u8>| body[100] ^= 1,
        |body: &mut Vec<u8>| body[0] ^= 1,
    ] {
        world.native.tamper(move |request: &Request, response: &mut Response| {
            if request.path.contains("/bodies/") {
                change(&mut response.body);
            }
        });
        let opened = patient.account.open(&documents[0], &Portable, &Unwatched).await;
        assert_eq!(opened, Err(Trouble::BadBody));
    }
    world.native.honest();
    assert!(patient.account.open(&documents[0], &Portable, &Unwatched).await.is_ok());
}

#[tokio::test]
async fn another_documents_key_opens_nothing() {
    let (world, patient, documents) = two_documents().await;
    let other =
        patient.account.release(scelle_protocol::statements::Action::Read, &documents[1..]).await.expect("a key");
    assert_eq!(other.len(), 1);
    world.native.tamper(|request, response| {
        if request.path.ends_with("/reads") {
            edit::<Release>(response, |release| {
                for key in &mut release.keys {
                    key.sealed.0[0] ^= 1;
                }
            });
        }
    });
    let opened = patient.account.open(&documents[0], &Portable, &Unwatched).await;
    assert_eq!(opened, Err(Trouble::BadBody));
}

#[tokio::test]
async fn a_receipt_for_something_else_is_an_alarm() {
    let (world, patient, documents) = two_documents().await;
    let kept = std::rc::Rc::new(std::cell::RefCell::new(None::<String>));
    world.native.tamper(move |request, response| {
        if request.path.ends_with("/reads") {
            edit::<Release>(response, |release| {
                let mut kept = kept.borrow_mut();
                match kept.as_ref() {
                    Some(old) => release.receipt.clone_from(old),
                    None => *kept = Some(release.receipt.clone()),
                }
            });
        }
    });
    assert!(patient.account.open(&documents[0], &Portable, &Unwatched).await.is_ok());
    let opened = patient.account.open(&documents[0], &Portable, &Unwatched).await;
    assert_eq!(opened, Err(Trouble::Contradiction(Contradiction::Receipt)));
}

#[tokio::test]
async fn a_forked_log_is_an_alarm() {
    let (world, patient, _) = two_documents().await;
    assert!(patient.account.check().await.expect("checks").contradictions.is_empty());
    let other = World::new().await;
    open_patient(&other.native, "sacha", PASSWORD, camille()).await.expect("opens");
    let note = other.native.line().call("GET", paths::CHECKPOINT, vec![], None, &[]).await.expect("a checkpoint").body;
    world.native.tamper(move |request, response| {
        if request.path == paths::CHECKPOINT {
            response.body.clone_from(&note);
        }
    });
    let checks = patient.account.check().await.expect("checks");
    assert_eq!(checks.contradictions, vec![Contradiction::Log]);
}

#[tokio::test]
async fn a_log_rolled_back_to_an_older_checkpoint_is_an_alarm() {
    let (world, patient, documents) = two_documents().await;
    let old = patient.account.line.call("GET", paths::CHECKPOINT, vec![], None, &[]).await.expect("a checkpoint").body;
    patient.account.open(&documents[0], &Portable, &Unwatched).await.expect("opens");
    assert!(patient.account.check().await.expect("checks").contradictions.is_empty());
    world.native.tamper(move |request, response| {
        if request.path == paths::CHECKPOINT {
            response.body.clone_from(&old);
        }
    });
    let checks = patient.account.check().await.expect("checks");
    assert_eq!(checks.contradictions, vec![Contradiction::Log]);
}

#[tokio::test]
async fn a_journal_with_an_event_left_out_is_seen() {
    let (world, patient, _) = two_documents().await;
    world.native.tamper(|request, response| {
        if request.path.contains("/journal/") {
            edit::<wire::JournalPage>(response, |page| {
                page.events.pop();
                page.total -= 1;
            });
        }
    });
    let journal = patient.account.journal().await.expect("the journal");
    assert!(!journal.checks.missing.is_empty());
}

#[tokio::test]
async fn a_journal_with_an_altered_event_is_an_alarm() {
    let (world, patient, _) = two_documents().await;
    world.native.tamper(|request, response| {
        if request.path.contains("/journal/") {
            edit::<wire::JournalPage>(response, |page| {
                let open = &mut page.events[0].entry.open;
                *open = open.replace("action: deposit", "action: read");
            });
        }
    });
    let journal = patient.account.journal().await.expect("the journal");
    assert!(journal.checks.contradictions.contains(&Contradiction::Journal));
}

#[tokio::test]
async fn a_vault_of_yesterday_is_an_alarm() {
    let (world, patient, _) = two_documents().await;
    let old = patient.account.line.call("GET", paths::VAULT, vec![], None, &[]).await.expect("the vault").body;
    patient.account.check().await.expect("checks");
    patient.account.remember().await.expect("writes");
    let memory = patient.account.memory().await;
    world.native.tamper(move |request, response| {
        if request.path == paths::VAULT && request.method == "GET" {
            response.body.clone_from(&old);
        }
    });
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let line = world.native.line();
    let back = login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), memory).await;
    assert_eq!(back.err(), Some(Trouble::Contradiction(Contradiction::Account)));
}

#[tokio::test]
async fn a_record_that_the_host_denies_is_an_alarm() {
    let (world, patient, _) = two_documents().await;
    let memory = patient.account.memory().await;
    world.native.tamper(|request, response| {
        if request.path.starts_with("/v1/records/") {
            response.status = 404;
            response.body = serde_json::to_vec(&Problem::new(ProblemCode::NotFound)).expect("plain data");
        }
    });
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let line = world.native.line();
    let back = login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), memory).await;
    assert!(back.is_err());
}

#[tokio::test]
async fn a_host_with_other_keys_than_on_the_first_day_is_an_alarm() {
    let (world, patient, _) = two_documents().await;
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    world.native.tamper(|request, response| {
        if request.path == paths::HOST {
            edit::<wire::HostInfo>(response, |info| info.opaque_key.0[0] ^= 1);
        }
    });
    let line = world.native.line();
    let back = login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), None).await;
    assert_eq!(back.err(), Some(Trouble::Contradiction(Contradiction::Host)));
}

#[tokio::test]
async fn a_request_sent_twice_is_refused_the_second_time() {
    let (world, patient, _) = two_documents().await;
    world.native.sent.replace(Some(Vec::new()));
    patient.account.act().await.expect("an act");
    let sent = world.native.sent.replace(None).expect("listened");
    let again = world.native.send_raw(sent.last().expect("one at least").clone()).await.expect("an answer");
    assert_eq!(code(&again), Some(ProblemCode::Replayed));
}

#[tokio::test]
async fn a_request_with_another_body_than_was_signed_is_refused() {
    let (world, patient, _) = two_documents().await;
    world.native.sent.replace(Some(Vec::new()));
    patient.account.list().await.expect("lists");
    let sent = world.native.sent.replace(None).expect("listened");
    let mut changed = sent.into_iter().find(|request| request.path.ends_with("/list")).expect("a list request");
    changed.body.push(b' ');
    let answer = world.native.send_raw(changed).await.expect("an answer");
    assert!(matches!(code(&answer), Some(ProblemCode::ProofRefused | ProblemCode::Replayed)));
}

#[tokio::test]
async fn a_token_without_its_session_key_opens_nothing() {
    let (world, patient, _) = two_documents().await;
    world.native.sent.replace(Some(Vec::new()));
    patient.account.act().await.expect("an act");
    let sent = world.native.sent.replace(None).expect("listened");
    let mut stolen = sent.last().expect("one at least").clone();
    let thief = world.native.line();
    HostPins::ask(&thief).await.expect("a nonce");
    stolen.headers.retain(|(name, _)| *name != "dpop");
    let answer = world.native.send_raw(stolen).await.expect("an answer");
    assert_ne!(answer.status, 204);
    assert_ne!(answer.status, 200);
}

#[tokio::test]
async fn a_statement_with_an_unknown_or_a_repeated_line_is_refused_by_the_host() {
    let (_world, patient, _) = two_documents().await;
    let record = patient.account.record().expect("open");
    let genesis = &record.chain_texts()[0];
    for line in ["colour: blue\n", "number: 1\n"] {
        let open = genesis.replace("number: 1\n", &format!("number: 1\n{line}"));
        let entry = wire::Entry { open, sealed: vec![] };
        let answer: Result<wire::Logged, Trouble> =
            patient.account.line.post(&paths::chain(record.tag), &entry, record.proof()).await;
        assert_eq!(answer.err(), Some(Trouble::Problem(ProblemCode::StatementRefused)));
    }
}

#[tokio::test]
async fn a_deposit_that_names_a_stale_chain_is_refused_and_made_again() {
    let (world, patient, _) = two_documents().await;
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let line = world.native.line();
    let elsewhere =
        login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), None).await.expect("logs in");
    let notice = scelle_client::consent::Notice { version: "2026-12 fr", text: "Une autre notice." };
    let act = elsewhere.act_of_consent(&patient.device, &patient.certificate, notice).await.expect("made ready");
    let shown = act.text().to_owned();
    elsewhere.sign_act(&patient.device, act, &shown, || {}).await.expect("a second consent");
    deposit(&patient.account, about("Trois"), vec![3; 10]).await.expect("the engine takes the new chain and goes on");
    assert_eq!(patient.account.list().await.expect("lists").len(), 3);
}

#[tokio::test]
async fn two_sessions_of_one_person_take_turns() {
    let (world, patient, documents) = two_documents().await;
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let line = world.native.line();
    let elsewhere =
        login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), None).await.expect("logs in");
    for _ in 0..3 {
        patient.account.open(&documents[0], &Portable, &Unwatched).await.expect("opens");
        elsewhere.list().await.expect("lists");
    }
    let journal = patient.account.journal().await.expect("the journal");
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
    assert_eq!(journal.lines.len(), 2 + 1 + 6);
}

#[tokio::test]
async fn a_clock_an_hour_off_on_either_side_shuts_nobody_out() {
    for error in [-3600, 3600] {
        let world = World::new().await;
        world.native.clock_error.set(error);
        let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
        deposit(&patient.account, about("Un"), vec![1; 10]).await.expect("deposits");
        let journal = patient.account.journal().await.expect("the journal");
        assert!(journal.lines.iter().all(|line| line.signed && line.included));
    }
}

#[tokio::test]
async fn two_hundred_megabytes_of_json_are_refused_before_they_are_read() {
    let world = World::new().await;
    let body = vec![b'['; 200 << 20];
    let answer = world.native.line().call("POST", paths::PREPARE, body, None, &[]).await;
    // Refused with words, or the line closed while it was still being sent.
    assert!(matches!(answer, Err(Trouble::Problem(ProblemCode::TooLarge) | Trouble::Line(_))), "{answer:?}");
    assert!(HostPins::ask(&world.native.line()).await.is_ok());
}

#[tokio::test]
async fn an_answer_lost_after_a_deposit_leaves_one_document_not_two() {
    let (world, patient, _) = two_documents().await;
    let once = std::cell::Cell::new(true);
    world.native.tamper(move |request, response| {
        if request.path.ends_with("/deposits") && once.replace(false) {
            response.status = 502;
            response.body = b"bad gateway".to_vec();
        }
    });
    deposit(&patient.account, about("Trois"), vec![3; 10]).await.expect("it was placed");
    assert_eq!(patient.account.list().await.expect("lists").len(), 3);
    let journal = patient.account.journal().await.expect("the journal");
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
}

#[tokio::test]
async fn another_file_under_a_deposit_begun_is_refused() {
    let (_world, patient, _) = two_documents().await;
    let account = &patient.account;
    let content = vec![5; 9 << 20];
    let kept = std::cell::RefCell::new(None);
    let draft = account.begin_deposit(about("Long"), content.len() as u64).await.expect("begins");
    let stop = Stop(std::cell::Cell::new(1));
    let keep = async |draft: &scelle_client::deposit::Draft| {
        kept.replace(Some(serde_json::to_vec(draft).expect("a draft is JSON")));
    };
    assert_eq!(account.deposit(draft, &content, &Portable, &stop, keep).await, Err(Trouble::Cancelled));
    let kept = kept.take().expect("it was kept before a part left");
    let again = || serde_json::from_slice(&kept).expect("as it was kept");
    let mut other = content.clone();
    other[10] = 6;
    let refused = account.deposit(again(), &other, &Portable, &Unwatched, async |_| {}).await;
    assert_eq!(refused, Err(Trouble::OtherFile));
    let document =
        account.deposit(again(), &content, &Portable, &Unwatched, async |_| {}).await.expect("the same file goes on");
    let listed = account.list().await.expect("lists");
    let one = listed.into_iter().find(|one| one.document == document).expect("it is there").statement.expect("holds");
    assert_eq!(account.open(&one, &Portable, &Unwatched).await.expect("opens"), content);
}

#[tokio::test]
async fn of_another_file_nothing_is_kept_or_sent_under_a_deposit_begun() {
    let (world, patient, _) = two_documents().await;
    let account = &patient.account;
    // More parts than travel at once: of the last ones nothing is known when it stops.
    let content = vec![5; 21 << 20];
    let kept = std::cell::RefCell::new(None);
    let draft = account.begin_deposit(about("Long"), content.len() as u64).await.expect("begins");
    let keep = async |draft: &scelle_client::deposit::Draft| {
        kept.replace(Some(serde_json::to_vec(draft).expect("a draft is JSON")));
    };
    let stop = Stop(std::cell::Cell::new(1));
    assert_eq!(account.deposit(draft, &content, &Portable, &stop, keep).await, Err(Trouble::Cancelled));
    let kept = kept.take().expect("it was kept before a part left");
    let again = || serde_json::from_slice(&kept).expect("as it was kept");
    let keeps = std::cell::Cell::new(0);
    let keep = async |_: &scelle_client::deposit::Draft| keeps.set(keeps.get() + 1);
    world.native.sent.replace(Some(Vec::new()));
    let refused = account.deposit(again(), &vec![6; 21 << 20], &Portable, &Unwatched, keep).await;
    assert_eq!(refused, Err(Trouble::OtherFile));
    let sent = world.native.sent.take().expect("listened");
    assert_eq!((keeps.get(), sent.iter().filter(|request| request.method == "PUT").count()), (0, 0));
    let right = account.deposit(again(), &content, &Portable, &Unwatched, async |_| {}).await;
    right.expect("the same file goes on");
}

/// Cancels after some parts.
struct Stop(std::cell::Cell<u32>);

impl scelle_client::Watcher for Stop {
    fn done(&self, _: scelle_client::Stage, _: u64, _: u64) {
        self.0.set(self.0.get().saturating_sub(1));
    }
    fn waiting(&self) {}
    fn cancelled(&self) -> bool {
        self.0.get() == 0
    }
}

#[tokio::test]
async fn a_closed_record_answers_nothing_and_the_account_can_go() {
    let (world, patient, _) = two_documents().await;
    let record = patient.account.record().expect("open");
    patient.account.close_record().await.expect("closes");
    let answer: Result<wire::Record, Trouble> =
        patient.account.line.get(&paths::record(record.tag), record.proof()).await;
    assert_eq!(answer.err(), Some(Trouble::Problem(ProblemCode::NotFound)));
    patient.account.close_account().await.expect("leaves");
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let line = world.native.line();
    let back = login::log_in(line, pins, &patient.device, "camille", Password::new(PASSWORD), None).await;
    assert_eq!(back.err(), Some(Trouble::LogInRefused));
}
