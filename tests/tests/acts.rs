//! The client's engine against the real host over HTTP: the main job, act by act.

use scelle_client::{HostPins, Trouble, Unwatched, login};
use scelle_crypto::{
    body::Portable,
    device::{DeviceKeys as _, SoftwareDevice},
    opaque::Password,
};
use scelle_protocol::{Problem, ProblemCode, statements::Action};
use scelle_tests::native::{PASSWORD, World, about, camille, deposit, open_patient};

#[tokio::test]
async fn a_patient_opens_deposits_reads_and_finds_it_all_again() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let contents = [Vec::new(), b"bonjour".to_vec(), vec![7; 5 << 20]];
    for content in &contents {
        deposit(&patient.account, about("Bilan"), content.clone()).await.expect("deposits");
    }
    let listed = patient.account.list().await.expect("lists");
    assert_eq!(listed.len(), 3);
    for one in &listed {
        let document = one.statement.clone().expect("the label holds");
        let content = patient.account.open(&document, &Portable, &Unwatched).await.expect("opens");
        assert!(contents.contains(&content));
        assert_eq!(document.title, "Bilan");
    }
    let journal = patient.account.journal().await.expect("the journal");
    assert_eq!(journal.checks.missing, Vec::<String>::new());
    assert_eq!(journal.checks.contradictions, vec![]);
    assert_eq!(journal.lines.len(), 3 + 1 + 3);
    assert!(journal.lines.iter().all(|line| line.signed && line.included));
    let memory = patient.account.memory().await;
    patient.account.log_out().await.expect("logs out");

    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let password = Password::new(PASSWORD);
    let again =
        login::log_in(world.native.line(), pins, &patient.device, "Camille ", password, memory).await.expect("logs in");
    assert_eq!(again.who().await.birth_name, "Essai");
    assert_eq!(again.list().await.expect("lists").len(), 3);

    let by_kit = login::log_in_with_kit(world.native.line(), &patient.kit).await.expect("the kit opens");
    assert_eq!(by_kit.list().await.expect("lists").len(), 3);
    let journal = by_kit.journal().await.expect("the journal");
    let actions: Vec<Action> = journal.lines.iter().map(|line| line.action).collect();
    assert_eq!(actions[actions.len() - 3..], [Action::List, Action::Recovery, Action::List]);
    assert!(journal.lines.iter().all(|line| line.signed && line.included));
    world.host.stop().await;
}

#[tokio::test]
async fn ways_in_that_come_and_go_stand_in_the_journal_with_their_tables() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let account = &patient.account;
    let device = SoftwareDevice::make().expect("keys");
    let (device, _) = account.add_computer(device, "camille", Password::new(PASSWORD)).await.expect("adds");
    let own = device.certificate().expect("enrolled");
    let added = account.openers().into_iter().find(|opener| opener.certificate == Some(own)).expect("in the table");
    account.remove_opener(added.opener).await.expect("removes");

    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let again = login::log_in(world.native.line(), pins, &patient.device, "camille", Password::new(PASSWORD), None);
    let again = again.await.expect("logs in");
    let journal = again.journal().await.expect("the journal");
    let told: Vec<_> = journal.lines.iter().map(|line| (line.action, line.reason.as_str())).collect();
    assert_eq!(told, [(Action::OpenerAdded, "table 2"), (Action::OpenerRemoved, "table 3")]);
    assert!(journal.lines.iter().all(|line| line.signed && line.included));
    assert_eq!((journal.checks.missing, journal.checks.contradictions), (vec![], vec![]));
}

#[tokio::test]
async fn an_answer_lost_after_a_change_of_openers_leaves_one_change_and_one_event() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let once = std::cell::Cell::new(true);
    world.native.tamper(move |request, response| {
        if request.method == "POST" && request.path.ends_with("/openers") && once.replace(false) {
            response.status = 502;
            response.body = b"bad gateway".to_vec();
        }
    });
    let device = SoftwareDevice::make().expect("keys");
    patient.account.add_computer(device, "camille", Password::new(PASSWORD)).await.expect("it was placed");
    assert_eq!(patient.account.openers().len(), 3);
    let journal = patient.account.journal().await.expect("the journal");
    assert_eq!(journal.lines.len(), 1);
    assert!(journal.checks.missing.is_empty() && journal.checks.contradictions.is_empty());
}

#[tokio::test]
async fn a_way_in_that_came_without_its_event_is_told_by_the_journal() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let password = || Password::new(PASSWORD);
    // A host that hides the record from a browser without memory: the change goes with the account alone.
    world.native.tamper(|request, response| {
        if request.path.starts_with("/v1/records/") {
            response.status = 404;
            response.body = serde_json::to_vec(&Problem::new(ProblemCode::NotFound)).expect("plain data");
        }
    });
    let line = world.native.line();
    let blind = login::log_in(line, pins.clone(), &patient.device, "camille", password(), None).await.expect("logs in");
    assert!(blind.record().is_none());
    let device = SoftwareDevice::make().expect("keys");
    blind.add_computer(device, "camille", password()).await.expect("adds");
    world.native.honest();

    let line = world.native.line();
    let again = login::log_in(line, pins, &patient.device, "camille", password(), None).await.expect("logs in");
    let journal = again.journal().await.expect("the journal");
    assert_eq!(journal.checks.missing, ["opener-event"]);
}

#[tokio::test]
async fn a_kit_whose_use_the_journal_cannot_tell_opens_nothing() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    world.native.tamper(|request, response| {
        if request.path.ends_with("/recovery") {
            response.status = 507;
            response.body = serde_json::to_vec(&Problem::new(ProblemCode::StorageFull)).expect("plain data");
        }
    });
    let refused = login::log_in_with_kit(world.native.line(), &patient.kit).await;
    assert_eq!(refused.err(), Some(Trouble::Problem(ProblemCode::StorageFull)));
}

#[tokio::test]
async fn wrong_identifier_wrong_password_and_foreign_certificate_get_one_answer() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let other = open_patient(&world.native, "sacha", "quatre loups dans la neige", camille()).await.expect("opens");
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    for (device, identifier, password) in [
        (&patient.device, "camill", PASSWORD),
        (&patient.device, "camille", "trois renards sous la plui"),
        (&other.device, "camille", PASSWORD),
    ] {
        let line = world.native.line();
        let refused = login::log_in(line, pins.clone(), device, identifier, Password::new(password), None).await;
        assert_eq!(refused.err(), Some(Trouble::LogInRefused));
    }
}
