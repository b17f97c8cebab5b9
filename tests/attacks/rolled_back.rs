//! Attacks 2 and 3: a host that goes back to before a removal, or shows two people two pasts, each of
//! them truly signed. Whoever remembers is alarmed; who remembers nothing believes it, and the
//! threat model says so.

use scelle_client::{Account, Contradiction, HostPins, Trouble, consent::Notice, login, memberships::RecordStanding};
use scelle_crypto::opaque::Password;
use scelle_protocol::wire::{Entry, GRANT_HEADER};
use scelle_tests::cards::ALICE;
use scelle_tests::clinic::{Clinic, befriend, removes};
use scelle_tests::liar::{Exchange, Liar};
use scelle_tests::native::{Native, PASSWORD, Patient, about, deposit};
use scelle_tests::wait::LONG;
use std::sync::{Arc, Mutex};

use crate::forger::{asks_for_record, chain, moved_on, tells_of};
use crate::scene::Scene;
use crate::snapshot::{Forked, copies};

/// Logs in anew, with what this browser kept or in one that keeps nothing.
async fn comes_back(native: &Native, patient: &Patient, memory: Option<Vec<u8>>) -> Result<Account<Native>, Trouble> {
    let line = native.another().line();
    let pins = HostPins::ask(&line).await?;
    let password = Password::new(PASSWORD);
    login::log_in(line, pins, &patient.device, "camille", password, memory).await
}

/// What was false in what the host said: at the log-in, or at the check that follows it.
async fn alarm(back: Result<Account<Native>, Trouble>) -> Option<Contradiction> {
    match back {
        Err(Trouble::Contradiction(what)) => Some(what),
        Err(other) => panic!("no alarm but {other:?}"),
        Ok(account) => account.check().await.expect("an answer").contradictions.first().copied(),
    }
}

#[tokio::test]
async fn a_host_that_goes_back_to_before_a_removal_is_an_alarm_for_who_remembers() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    let reader = befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    patient.account.log_out().await.expect("leaves");
    let memory = patient.account.memory().await;
    let forked = Forked::from(clinic, &liar).await;

    let again = comes_back(&forked.clinic.line(), &patient, memory).await.expect("the host is as it was");
    let again = Patient { account: again, ..patient };
    assert!(again.account.check().await.expect("checks").contradictions.is_empty());
    removes(&again, reader).await.expect("signs");
    again.account.check().await.expect("checks");
    again.account.remember().await.expect("writes");
    let memory = again.account.memory().await;

    forked.shows_the_other(&liar);
    let native = forked.clinic.line();
    let same = comes_back(&native, &again, memory.clone()).await;
    assert_eq!(alarm(same).await, Some(Contradiction::Account), "the vault is older than this browser remembers");
    // Nothing is wrong with what it shows: who remembers nothing finds the member still there.
    let fresh = comes_back(&native, &again, None).await.expect("a fresh browser has nothing to compare with");
    assert!(fresh.check().await.expect("checks").contradictions.is_empty());
    let member = fresh.circle().await.expect("the circle").members.remove(0);
    assert_eq!(member.state, scelle_client::circle::MemberState::Active);
    forked.shows_the_first(&liar);
    assert_eq!(alarm(comes_back(&native, &again, memory).await).await, None, "the honest host again");
}

#[tokio::test]
async fn an_older_chain_beside_todays_vault_is_an_alarm_in_a_fresh_browser_too() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    let reader = befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    patient.account.circle().await.expect("with the member");
    let old = liar.kept("GET", "/chain").expect("it was fetched");
    removes(&patient, reader).await.expect("signs");
    patient.account.check().await.expect("checks");
    patient.account.remember().await.expect("writes");
    let length = chain(&old).statements.len();
    liar.lies(move |asked, told| {
        if asked.method == "GET" && asked.path.ends_with("/chain") {
            told.takes_the_place_of(&old);
        }
        if asks_for_record(asked) {
            tells_of(told, length);
        }
    });
    let same = patient.account.circle().await.err();
    assert_eq!(same, Some(Trouble::Contradiction(Contradiction::Chain)), "the same client");
    let fresh = comes_back(&clinic.line(), &patient, None).await.err();
    assert_eq!(fresh, Some(Trouble::Contradiction(Contradiction::Chain)), "a fresh one, by the vault");
    assert!(liar.lied() > 0);
    liar.is_honest();
    assert!(comes_back(&clinic.line(), &patient, None).await.is_ok());
}

#[tokio::test]
async fn two_members_who_are_shown_two_pasts_are_alarmed_as_soon_as_either_is_shown_the_other() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    patient.account.log_out().await.expect("leaves");
    doctor.account.log_out().await.expect("leaves");
    let (owners, members) = (patient.account.memory().await, doctor.account.memory().await);
    let forked = Forked::from(clinic, &liar).await;
    let native = forked.clinic.line();

    // The owner lives in the first past, the member in the other: each finds its own in order.
    let owner = comes_back(&native, &patient, owners).await.expect("as it was");
    deposit(&owner, about("Dans le premier"), vec![1; 10]).await.expect("deposits");
    assert_eq!(owner.check().await.expect("checks").contradictions, vec![]);
    let owners = owner.memory().await;
    forked.shows_the_other(&liar);
    let member = doctor.workstation.opens().await.expect("as it was");
    if let Some(kept) = &members {
        member.recall(kept).await.expect("as it was");
    }
    let record = member.memberships().await.expect("the list")[0].record;
    member.take_record(record).await.expect("at hand");
    deposit(&member, about("Dans l’autre"), vec![2; 10]).await.expect("deposits");
    assert_eq!(member.check().await.expect("checks").contradictions, vec![]);
    member.remember().await.expect("writes");
    let members = member.memory().await.expect("a memory");

    // Now each meets the other's.
    let owner = comes_back(&native, &patient, owners).await;
    assert!(alarm(owner).await.is_some(), "the owner is shown the member's past");
    forked.shows_the_first(&liar);
    let member = doctor.workstation.opens().await.expect("the card opens");
    let recalled = member.recall(&members).await;
    let checks = member.check().await.expect("an answer");
    assert!(recalled.is_err() || !checks.contradictions.is_empty(), "the member is shown the owner's past");
}

/// The same in Chromium: yesterday's folder, put back under a host that has gone on.
#[test]
fn yesterdays_database_under_todays_host_is_an_alarm_on_the_screen() {
    let mut scene = Scene::new();
    scene.deposits("Avant", "écrit hier");
    scene.patient.logs_out();
    let yesterday = tempfile::tempdir().expect("a folder");
    scene.host.ends();
    copies(&scene.host.data(), yesterday.path());
    scene.host.starts();
    scene.patient.logs_in();
    scene.deposits("Après", "écrit aujourd’hui");
    assert!(!scene.patient.reads_the_journal().is_empty());
    scene.patient.logs_out();
    scene.host.ends();
    std::fs::remove_dir_all(scene.host.data()).expect("a folder of ours");
    std::fs::create_dir(scene.host.data()).expect("a folder of ours");
    copies(yesterday.path(), &scene.host.data());
    scene.host.starts();
    let person = scene.patient.person.clone();
    scene.patient.tries_to_log_in(&person.identifier, &person.password);
    scene.patient.tab.sees_within("Le registre ne concorde pas", LONG);
    scene.patient.tab.sees_no("Dossier de");
}

#[test]
fn a_journal_behind_an_older_checkpoint_is_an_alarm_on_the_screen() {
    let scene = Scene::new();
    scene.deposits("Un", "premier");
    assert!(!scene.patient.reads_the_journal().is_empty());
    scene.patient.tab.sees_within("Registre vérifié", LONG);
    let old = scene.liar.kept("GET", "/v1/log/checkpoint").expect("it was fetched");
    scene.deposits("Deux", "second");
    assert!(!scene.patient.reads_the_journal().is_empty());
    scene.patient.tab.sees_within("Registre vérifié", LONG);
    scene.liar.replays("/v1/log/checkpoint", old);
    scene.patient.goes_to("Accueil", "/accueil");
    scene.patient.goes_to("Journal", "/journal");
    scene.patient.tab.sees_within("Le registre ne concorde pas", LONG);
    assert!(scene.liar.lied() > 0);
}

/// Two statements that the owner truly signed, for one place of the chain: a host that keeps the first
/// back has both, and shows each to another person.
#[tokio::test]
async fn a_statement_that_was_never_placed_in_the_log_is_missed_by_the_member_who_is_shown_it() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    let reader = befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    assert_eq!(doctor.account.check().await.expect("checks").missing, Vec::<String>::new());
    patient.account.circle().await.expect("with the acceptance");
    let state = |one: &Exchange| asks_for_record(&one.asked) && one.asked.header(GRANT_HEADER).is_some();
    let record = liar.heard().into_iter().rev().find(state).expect("the member asked").told;

    let kept = Arc::new(Mutex::new(None::<Entry>));
    let keeps = Arc::clone(&kept);
    liar.whispers(move |asked| {
        let takes = asked.method == "POST" && asked.path.ends_with("/chain");
        takes.then(|| {
            *keeps.lock().expect("no script panics") = serde_json::from_slice(&asked.body).ok();
            moved_on()
        })
    });
    let notice = Notice { version: "2026-12 fr", text: "Une autre notice." };
    let (device, certificate) = (&patient.device, &patient.certificate);
    let act = patient.account.act_of_consent(device, certificate, notice).await.expect("made ready");
    let shown = act.text().to_owned();
    assert!(patient.account.sign_act(device, act, &shown, || {}).await.is_err(), "it has to be signed anew");
    liar.is_honest();
    removes(&patient, reader).await.expect("signs");
    patient.account.circle().await.expect("the circle");

    let mut fork = chain(&liar.kept("GET", "/chain").expect("it was fetched"));
    let entry = kept.lock().expect("no script panics").take().expect("it was kept back");
    fork.statements.last_mut().expect("the removal").entry = entry;
    let (length, body) = (fork.statements.len(), serde_json::to_vec(&fork).expect("plain data"));
    liar.lies(move |asked, told| {
        if asks_for_record(asked) {
            told.takes_the_place_of(&record);
            tells_of(told, length);
        }
        if asked.method == "GET" && asked.path.ends_with("/chain") {
            (told.status, told.body) = (200, body.clone());
        }
    });
    doctor.account.put_away();
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Open, "the chain that the removal is not in holds by itself");
    doctor.account.take_record(rows[0].record).await.expect("at hand");
    let missing = doctor.account.check().await.expect("checks").missing;
    assert_eq!(missing, [format!("chain {length}")]);
    liar.is_honest();
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Ended);
}
