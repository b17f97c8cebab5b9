//! Attack 20, the part that exists: a journal put in another order, and ways to open something that
//! would leave no entry, or two. What is left out, altered, forked or rolled back is tested in
//! `tests/tests/refusals.rs`; checkpoints have no cosignatures yet.

use scelle_client::{Contradiction, Response, Unwatched, login};
use scelle_crypto::body::Portable;
use scelle_protocol::Signed;
use scelle_protocol::statements::{Action, Document, Event};
use scelle_protocol::wire::{JournalPage, Release};
use scelle_tests::native::{PASSWORD, Patient, World, about, camille, deposit, open_patient};
use scelle_verify::signature;
use serde::{Serialize, de::DeserializeOwned};
use std::cell::Cell;

async fn with_a_document() -> (World, Patient, Document) {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    deposit(&patient.account, about("Un"), vec![1; 3000]).await.expect("deposits");
    let document = patient.account.list().await.expect("lists").remove(0).statement.expect("the label holds");
    (world, patient, document)
}

fn edit<T: Serialize + DeserializeOwned>(response: &mut Response, change: impl Fn(&mut T)) {
    if response.status == 200
        && let Ok(mut value) = serde_json::from_slice::<T>(&response.body)
    {
        change(&mut value);
        response.body = serde_json::to_vec(&value).expect("it was JSON");
    }
}

#[tokio::test]
async fn a_journal_in_another_order_is_an_alarm_although_each_entry_holds() {
    let (world, patient, document) = with_a_document().await;
    patient.account.open(&document, &Portable, &Unwatched).await.expect("opens");
    let changes: [fn(&mut JournalPage); 3] =
        [|page| page.events.reverse(), |page| page.events.swap(0, 1), |page| page.events[2] = page.events[1].clone()];
    for change in changes {
        world.native.tamper(move |request, response| {
            if request.path.contains("/journal/") {
                edit::<JournalPage>(response, |page| {
                    // The control: for who looks at signatures alone, all of it is true before and after.
                    change(page);
                    assert!(page.events.iter().all(|event| holds(&event.entry.open)));
                });
            }
        });
        let checks = patient.account.journal().await.expect("the journal").checks;
        assert!(checks.contradictions.contains(&Contradiction::Journal), "{checks:?}");
        world.native.honest();
        let checks = patient.account.journal().await.expect("the journal").checks;
        assert_eq!((checks.contradictions, checks.missing), (vec![], vec![]));
    }

    fn holds(open: &str) -> bool {
        Signed::<Event>::parse(open).is_ok_and(|event| event.signatures.len() == 1)
            && signature::parse::<Event>(open, 1).is_ok()
    }
}

/// What is done, and the one entry that it must leave.
#[tokio::test]
async fn every_way_to_open_something_leaves_exactly_one_entry_also_when_it_fails() {
    let (world, patient, document) = with_a_document().await;
    let account = &patient.account;
    let (one, read) = (std::slice::from_ref(&document), || account.open(&document, &Portable, &Unwatched));
    let before = entries(&patient).await.len();
    account.list().await.expect("lists");
    read().await.expect("opens");
    account.release(Action::Export, one).await.expect("a key");
    account.release(Action::Repair, one).await.expect("a key");
    deposit(account, about("Deux"), vec![2; 10]).await.expect("deposits");
    // The body that comes is not the one that was signed: nothing is shown, and the key was given.
    world.native.tamper(|request, response| {
        if request.path.contains("/bodies/") {
            response.body.truncate(100);
        }
    });
    assert!(read().await.is_err());
    // The key that comes is no key.
    world.native.tamper(|request, response| {
        if request.path.ends_with("/reads") {
            edit::<Release>(response, |release| release.keys.clear());
        }
    });
    assert!(read().await.is_err());
    world.native.honest();
    let by_kit = login::log_in_with_kit(world.native.line(), &patient.kit).await.expect("the kit opens");
    by_kit.log_out().await.expect("leaves");
    let expected = [
        Action::List,
        Action::Read,
        Action::Export,
        Action::Repair,
        Action::Deposit,
        Action::Read,
        Action::Read,
        Action::Recovery,
    ];
    assert_eq!(entries(&patient).await[before..], expected);
}

/// A key whose answer was lost was given all the same: the entry stands, and the second asking is
/// an entry of its own.
#[tokio::test]
async fn a_key_whose_answer_was_lost_has_its_entry_and_is_never_given_twice_for_one() {
    let (world, patient, document) = with_a_document().await;
    let before = entries(&patient).await.len();
    let once = Cell::new(true);
    world.native.tamper(move |request, response| {
        if request.path.ends_with("/reads") && once.replace(false) {
            response.status = 502;
            response.body = b"bad gateway".to_vec();
        }
    });
    patient.account.open(&document, &Portable, &Unwatched).await.expect("opens at the second asking");
    assert_eq!(entries(&patient).await[before..], [Action::Read, Action::Read]);
}

/// The entry comes first: where it cannot be written, nothing is given.
#[tokio::test]
async fn without_its_entry_no_key_comes() {
    let (world, patient, document) = with_a_document().await;
    let before = entries(&patient).await;
    world.native.sent.replace(Some(Vec::new()));
    patient.account.open(&document, &Portable, &Unwatched).await.expect("opens");
    let sent = world.native.sent.replace(None).expect("listened");
    let asked = sent.iter().find(|request| request.path.ends_with("/reads")).expect("a key was asked for");
    // The same entry in a fresh request of the same session: as good as it was, and spent.
    let record = patient.account.record().expect("open");
    let json = [("content-type", "application/json".to_owned())];
    let again = patient.account.line.call("POST", &asked.path, asked.body.clone(), record.proof(), &json).await;
    assert!(again.is_err(), "one entry gave two keys");
    let empty = serde_json::to_vec(&serde_json::json!({ "event": null })).expect("JSON");
    let without = patient.account.line.call("POST", &asked.path, empty, record.proof(), &json).await;
    assert!(without.is_err(), "a key came without an entry");
    assert_eq!(entries(&patient).await.len(), before.len() + 1);
}

async fn entries(patient: &Patient) -> Vec<Action> {
    let journal = patient.account.journal().await.expect("the journal");
    assert!(journal.checks.contradictions.is_empty() && journal.checks.missing.is_empty());
    journal.lines.iter().map(|line| line.action).collect()
}
