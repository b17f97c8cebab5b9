//! The client's engine against the real host over HTTP: the main job, act by act.

use scelle_client::{HostPins, Trouble, Unwatched, login};
use scelle_crypto::{body::Portable, opaque::Password};
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
    world.host.stop().await;
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
