//! Patient and professional together, act by act, over the real host: enrolment by card, naming,
//! comparison, acceptance, reading, depositing, the journal, the removal.

use scelle_client::{
    Account, HostPins, Trouble, Unwatched, circle::MemberState, directory::NotVerified, grant::Terms,
    memberships::RecordStanding,
};
use scelle_crypto::body::Portable;
use scelle_protocol::{ProblemCode, paths, statements::Action};
use scelle_tests::cards::{ALICE, BRUNO};
use scelle_tests::clinic::{BOTH, Clinic, befriend, names, removes};
use scelle_tests::native::{Native, about, deposit};
use scelle_verify::professional::RevocationError;

#[tokio::test]
async fn a_doctor_is_named_compares_reads_deposits_and_is_removed() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let content = b"bonjour docteur".to_vec();
    deposit(&patient.account, about("Bilan"), content.clone()).await.expect("deposits");
    let doctor = clinic.doctor(&ALICE).await;
    let given = patient.account.list().await.expect("lists");
    let reader = befriend(&patient, &ALICE, &doctor.account, given).await.expect("becomes a member");

    let listed = doctor.account.list().await.expect("lists");
    let [one] = &listed[..] else { panic!("one document: {listed:?}") };
    assert!(one.author.is_none(), "the owner wrote it");
    let document = one.statement.clone().expect("the label holds");
    let read = doctor.account.open(&document, &Portable, &Unwatched).await.expect("opens");
    assert_eq!(read, content);

    let report = vec![42; 70_000];
    deposit(&doctor.account, about("Compte rendu"), report.clone()).await.expect("deposits");
    let seen = patient.account.list().await.expect("lists");
    let by_doctor = seen.iter().find(|one| one.author.is_some()).expect("the doctor's document");
    let author = by_doctor.author.as_ref().expect("an author");
    assert_eq!((author.id_nat.as_str(), author.name.as_str(), author.reader), (ALICE.id_nat, ALICE.name, reader));
    let statement = by_doctor.statement.clone().expect("the label holds");
    assert_eq!(patient.account.open(&statement, &Portable, &Unwatched).await.expect("opens"), report);

    let journal = patient.account.journal().await.expect("the journal");
    assert_eq!((&journal.checks.missing, &journal.checks.contradictions), (&vec![], &vec![]));
    let acts: Vec<Action> = journal.lines.iter().filter(|line| line.reader == reader).map(|line| line.action).collect();
    assert_eq!(acts, [Action::List, Action::Read, Action::Deposit]);
    assert!(journal.lines.iter().all(|line| line.signed && line.included));

    removes(&patient, reader).await.expect("signs");
    let gone = Err(Trouble::Problem(ProblemCode::NotFound));
    assert_eq!(doctor.account.open(&document, &Portable, &Unwatched).await, gone);
    assert_eq!(doctor.account.list().await.err(), Some(Trouble::Problem(ProblemCode::NotFound)));
    let later = deposit(&patient.account, about("Plus tard"), vec![1; 10]).await.expect("deposits");
    let access = patient.account.access().await.expect("who reads");
    let (_, readers) = access.iter().find(|(document, _)| *document == later).expect("the new document");
    assert_eq!(readers.len(), 1, "the owner alone");
    assert!(access.iter().all(|(_, readers)| !readers.contains(&reader)), "no key of the removed member is left");
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Ended);
    let circle = patient.account.circle().await.expect("the circle");
    assert_eq!(circle.members[0].state, MemberState::Removed);
}

#[tokio::test]
async fn until_compared_a_named_doctor_neither_reads_nor_feeds() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    names(&patient, &ALICE, BOTH, vec![]).await.expect("names");
    let taken = doctor.account.take_in().await.expect("takes in");
    let record = taken.records[0];
    assert_eq!(doctor.account.take_record(record).await.err(), Some(Trouble::NotCompared));
    assert_eq!(doctor.account.accept(record).await, Err(Trouble::NotCompared));
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Unverified);
    let circle = patient.account.circle().await.expect("the circle");
    assert_eq!(circle.members[0].state, MemberState::Pending);
}

#[tokio::test]
async fn the_whole_fingerprint_compares_as_well_as_digits() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    names(&patient, &ALICE, BOTH, vec![]).await.expect("names");
    let record = doctor.account.take_in().await.expect("takes in").records[0];
    let fingerprint = patient.account.circle().await.expect("the circle").fingerprint.to_string();
    let other: String = fingerprint.chars().rev().collect();
    assert_eq!(doctor.account.compare_fingerprint(record, &other).await, Err(Trouble::Different));
    assert_eq!(doctor.account.accept(record).await, Err(Trouble::NotCompared));
    doctor.account.compare_fingerprint(record, &fingerprint).await.expect("the same");
    doctor.account.accept(record).await.expect("accepts");
    doctor.account.take_record(record).await.expect("opens");
}

#[tokio::test]
async fn the_card_opens_again_from_another_workstation_and_so_does_the_next_card() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    deposit(&patient.account, about("Bilan"), vec![5; 100]).await.expect("deposits");
    doctor.account.log_out().await.expect("logs out");

    let elsewhere = clinic.workstation(ALICE.card).await;
    let account = elsewhere.opens().await.expect("opens");
    assert_eq!(elsewhere.desk.person.pins(), 1, "one PIN for a log-in");
    let record = account.memberships().await.expect("the list")[0].record;
    account.take_record(record).await.expect("takes it");
    assert_eq!(account.list().await.expect("lists").len(), 1);

    let renewed = clinic.workstation("renewed").await;
    let scelle_client::professional::CardLogIn::NewCard(new) = renewed.logs_in().await.expect("the host knows her")
    else {
        panic!("a card that opens nothing yet")
    };
    let account = new.add(&doctor.kit, &renewed.bridge).await.map_err(Trouble::from).expect("the kit adds it");
    assert_eq!(renewed.desk.person.pins(), 2, "one PIN to log in, one for the binding");
    account.take_record(record).await.expect("takes it");
    assert_eq!(account.list().await.expect("lists").len(), 1);
    assert_eq!(
        clinic.workstation("renewed").await.opens().await.expect("opens").memberships().await.map(|m| m.len()),
        Ok(1)
    );
    assert!(elsewhere.opens().await.is_ok(), "the old card still opens");
}

#[tokio::test]
async fn two_members_read_each_others_documents_by_the_directorys_word() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, nurse) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    befriend(&patient, &BRUNO, &nurse.account, vec![]).await.expect("becomes a member");
    deposit(&doctor.account, about("Ordonnance"), b"pansement".to_vec()).await.expect("deposits");
    let listed = nurse.account.list().await.expect("lists");
    let author = listed[0].author.as_ref().expect("an author");
    assert_eq!(author.name, ALICE.name);
    let document = listed[0].statement.clone().expect("holds");
    assert_eq!(nurse.account.open(&document, &Portable, &Unwatched).await.expect("opens"), b"pansement");
}

#[tokio::test]
async fn a_stale_chain_at_deposit_is_refused_and_the_deposit_made_again() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, nurse) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    let reader = befriend(&patient, &BRUNO, &nurse.account, vec![]).await.expect("becomes a member");
    // The doctor's side last saw the chain before the nurse was in it.
    let document = deposit(&doctor.account, about("Bilan"), vec![1; 10]).await.expect("takes the new chain");
    let access = patient.account.access().await.expect("who reads");
    let (_, readers) = access.iter().find(|(one, _)| *one == document).expect("it is there");
    assert!(readers.contains(&reader), "sealed to the nurse too");
}

#[tokio::test]
async fn two_writers_at_once_both_end_well() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    for _ in 0..3 {
        let (one, other) = tokio::join!(
            deposit(&patient.account, about("Un"), vec![1; 10]),
            deposit(&doctor.account, about("Deux"), vec![2; 10]),
        );
        one.and(other).expect("both");
    }
    assert_eq!(patient.account.list().await.expect("lists").len(), 6);
    let journal = patient.account.journal().await.expect("the journal");
    assert_eq!((journal.checks.missing, journal.checks.contradictions), (vec![], vec![]));
}

/// Titles of what this account lists in the record at hand.
async fn titles(account: &Account<Native>) -> Vec<String> {
    let listed = account.list().await.expect("lists");
    listed.into_iter().map(|one| one.statement.expect("the label holds").title).collect()
}

#[tokio::test]
async fn a_deposit_under_way_stays_in_its_record_when_another_is_taken() {
    let clinic = Clinic::new().await;
    let (camille, sacha) = (clinic.patient("camille").await, clinic.patient("sacha").await);
    let doctor = clinic.doctor(&ALICE).await;
    befriend(&sacha, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    let of_sacha = doctor.account.record().expect("at hand").tag;
    befriend(&camille, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    let content = vec![7; 100];
    let draft = doctor.account.begin_deposit(about("De Camille"), 100).await.expect("begins");
    let kept = serde_json::to_vec(&draft).expect("plain data");
    let turns = async |_: &scelle_client::deposit::Draft| {
        doctor.account.take_record(of_sacha).await.expect("takes the other");
    };
    doctor.account.deposit(draft, &content, &Portable, &Unwatched, turns).await.expect("goes on in its own record");
    assert_eq!(doctor.account.record().expect("at hand").tag, of_sacha);
    assert_eq!((titles(&camille.account).await, titles(&sacha.account).await), (vec!["De Camille".to_owned()], vec![]));
    for patient in [&camille, &sacha] {
        let checks = patient.account.journal().await.expect("the journal").checks;
        assert_eq!((checks.missing, checks.contradictions), (vec![], vec![]));
    }
    // Begun in one record, it is not gone on with in another.
    let again = serde_json::from_slice(&kept).expect("it reads");
    let gone_on = doctor.account.deposit(again, &content, &Portable, &Unwatched, async |_| {}).await;
    assert_eq!(gone_on, Err(Trouble::AnotherRecord));
}

#[tokio::test]
async fn a_second_grant_waits_until_the_first_has_ended() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    let first = befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    names(&patient, &ALICE, BOTH, vec![]).await.expect("names once more");
    let taken = doctor.account.take_in().await.expect("an answer");
    assert_eq!((taken.records, taken.kept_out.len()), (vec![], 1));
    assert_eq!(titles(&doctor.account).await, Vec::<String>::new(), "the first still reads");
    removes(&patient, first).await.expect("signs");
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1);
}

#[tokio::test]
async fn a_member_whose_first_day_is_to_come_is_told_so() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    let verified = patient.account.look_at(ALICE.id_nat).await.expect("the directory");
    let from = Some(patient.account.line.now().plus(3600));
    let terms = Terms { rights: BOTH, from, until: None, documents: vec![] };
    let act = patient.account.prepare_grant(&verified, terms).expect("it is made");
    let shown = act.text().to_owned();
    patient.account.finish_grant(act, &shown).await.expect("signs");
    let record = doctor.account.take_in().await.expect("takes in").records[0];
    let fingerprint = patient.account.circle().await.expect("the circle").fingerprint.to_string();
    doctor.account.compare_fingerprint(record, &fingerprint).await.expect("the same");
    doctor.account.accept(record).await.expect("accepts");
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!((rows[0].standing, Some(rows[0].from)), (RecordStanding::NotBegun, from));
}

#[tokio::test]
async fn one_record_whose_chain_fails_leaves_the_others_in_the_list() {
    let clinic = Clinic::new().await;
    let (camille, sacha) = (clinic.patient("camille").await, clinic.patient("sacha").await);
    let doctor = clinic.doctor(&ALICE).await;
    names(&camille, &ALICE, BOTH, vec![]).await.expect("names");
    let record = doctor.account.take_in().await.expect("takes in").records[0];
    let chain = paths::chain(record);
    doctor.workstation.native.tamper(move |request, response| {
        if request.path == chain {
            (response.status, response.body) = (200, b"{}".to_vec());
        }
    });
    names(&sacha, &ALICE, BOTH, vec![]).await.expect("names");
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1);
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let expected = if row.record == record { RecordStanding::Wrong } else { RecordStanding::Unverified };
        assert_eq!(row.standing, expected);
    }
}

#[tokio::test]
async fn a_host_that_says_it_is_last_month_brings_nothing_back() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let _doctor = clinic.doctor(&ALICE).await;
    let verified = patient.account.look_at(ALICE.id_nat).await.expect("good today");
    let until = Some(patient.account.line.now().plus(10 * 86_400));
    let terms = Terms { rights: BOTH, from: None, until, documents: vec![] };
    let act = patient.account.prepare_grant(&verified, terms).expect("it is made");
    let shown = act.text().to_owned();
    patient.account.finish_grant(act, &shown).await.expect("signs");
    // A month later here, and the host's clock has stood still.
    patient.account.line.platform.clock_error.set(30 * 86_400);
    HostPins::ask(&patient.account.line).await.expect("it tells its time");
    let stale = NotVerified::Revocation(RevocationError::Stale);
    assert_eq!(patient.account.look_at(ALICE.id_nat).await.err(), Some(Trouble::NotVerified(stale)));
    let circle = patient.account.circle().await.expect("the circle");
    assert_eq!(circle.members[0].state, MemberState::Over);
}

#[tokio::test]
async fn a_later_binding_with_another_address_is_the_one_that_patients_find() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let mut doctor = clinic.doctor(&ALICE).await;
    let moved = "7 rue des Lavandières, Port-Sainte-Anne";
    doctor.account.bind_again(&doctor.workstation.bridge, moved).await.expect("binds again");
    let found = patient.account.search("sainte-anne essai").await.expect("an answer");
    assert_eq!(found.rows.iter().map(|row| row.practice.as_str()).collect::<Vec<_>>(), [moved]);
    let seen = patient.account.look_at(ALICE.id_nat).await.expect("verified");
    assert_eq!((seen.binding.number, seen.profile.practice.as_str()), (2, moved));
    assert!(patient.account.search("valmont").await.expect("an answer").rows.is_empty());
}
