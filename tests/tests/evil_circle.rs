//! A host that lies about the circle, a card in the wrong hands, professionals whom nothing vouches
//! for: each is refused or an alarm, and nothing is sealed to the wrong person.

use scelle_client::bridge::{BridgeCode, BridgeTrouble};
use scelle_client::{
    Contradiction, KeptOut, Response, Trouble, Unwatched, directory::NotVerified, memberships::RecordStanding,
};
use scelle_protocol::{ProblemCode, RecordTag, paths, wire};
use scelle_tests::cards::{ALICE, BRUNO};
use scelle_tests::clinic::{BOTH, Clinic, Doctor, befriend, compare, names, removes};
use scelle_tests::native::{Patient, about, deposit};
use scelle_verify::professional::{RevocationError, binding::BindingError};
use serde::{Serialize, de::DeserializeOwned};

/// The line of a patient's account: what a host answers there can be rewritten.
fn tamper<T: Serialize + DeserializeOwned + 'static>(
    patient: &Patient,
    path: &'static str,
    change: impl Fn(&mut T) + 'static,
) {
    patient.account.line.platform.tamper(move |request, response| {
        if request.path.contains(path) {
            edit(response, &change);
        }
    });
}

fn edit<T: Serialize + DeserializeOwned>(response: &mut Response, change: &impl Fn(&mut T)) {
    if response.status == 200
        && let Ok(mut value) = serde_json::from_slice::<T>(&response.body)
    {
        change(&mut value);
        response.body = serde_json::to_vec(&value).expect("it was JSON");
    }
}

/// Named, in the inbox, not yet compared.
async fn named(clinic: &Clinic, patient: &Patient) -> (Doctor, scelle_protocol::ReaderId, RecordTag) {
    let doctor = clinic.doctor(&ALICE).await;
    let reader = names(patient, &ALICE, BOTH, vec![]).await.expect("names");
    let record = doctor.account.take_in().await.expect("takes in").records[0];
    (doctor, reader, record)
}

#[tokio::test]
async fn a_grant_lent_to_a_colleagues_card_opens_nothing() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, nurse) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    let record = doctor.account.record().expect("at hand");
    let path = paths::chain(record.tag);
    let own: Result<wire::Chain, Trouble> = doctor.account.line.get(&path, record.proof()).await;
    assert!(own.is_ok());
    let lent: Result<wire::Chain, Trouble> = nurse.account.line.get(&path, record.proof()).await;
    assert_eq!(lent.err(), Some(Trouble::Problem(ProblemCode::OtherPerson)));
    let by_patient: Result<wire::Chain, Trouble> = patient.account.line.get(&path, record.proof()).await;
    assert_eq!(by_patient.err(), Some(Trouble::Problem(ProblemCode::NotFound)));
}

#[tokio::test]
async fn a_parcel_for_another_person_is_kept_out() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, nurse) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    names(&patient, &BRUNO, BOTH, vec![]).await.expect("names");
    let inbox: wire::Inbox = nurse.account.line.get(paths::INBOX, None).await.expect("one parcel");
    let swapped = serde_json::to_vec(&inbox).expect("plain data");
    doctor.workstation.native.tamper(move |request, response| {
        if request.method == "GET" && request.path == paths::INBOX {
            response.body.clone_from(&swapped);
        }
    });
    let taken = doctor.account.take_in().await.expect("an answer");
    assert_eq!(taken.records, vec![]);
    assert!(matches!(taken.kept_out[..], [(_, KeptOut::Another)]));
    assert_eq!(nurse.account.take_in().await.expect("takes in").records.len(), 1);
}

#[tokio::test]
async fn another_patients_record_behind_a_parcel_is_kept_out() {
    let clinic = Clinic::new().await;
    let camille = clinic.patient("camille").await;
    let sacha = clinic.patient("sacha").await;
    let doctor = clinic.doctor(&ALICE).await;
    names(&camille, &ALICE, BOTH, vec![]).await.expect("names");
    let record = sacha.account.record().expect("open");
    let chain: wire::Chain = sacha.account.line.get(&paths::chain(record.tag), record.proof()).await.expect("a chain");
    let other = serde_json::to_vec(&chain).expect("plain data");
    doctor.workstation.native.tamper(move |request, response| {
        if request.path.ends_with("/chain") {
            response.body.clone_from(&other);
        }
    });
    let taken = doctor.account.take_in().await.expect("an answer");
    assert_eq!(taken.records, vec![]);
    assert_eq!(taken.kept_out.len(), 1);
    doctor.workstation.native.honest();
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1);
}

#[tokio::test]
async fn a_binding_whose_key_did_not_sign_names_nobody() {
    let clinic = Clinic::new().await;
    let (patient, _doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    tamper::<wire::DirectoryEntry>(&patient, paths::DIRECTORY_ENTRY, |entry| {
        let (kept, _) = entry.binding.statement.rsplit_once("sig-ed25519").expect("the key's own signature");
        entry.binding.statement = kept.to_owned();
    });
    let seen = patient.account.look_at(ALICE.id_nat).await.err();
    assert_eq!(seen, Some(Trouble::NotVerified(NotVerified::Binding(BindingError::Signature))));
}

#[tokio::test]
async fn a_substituted_key_in_the_directory_names_nobody() {
    let clinic = Clinic::new().await;
    let (patient, _doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    for line in ["identity-sign: ", "identity-seal: ", "practice: ", "id-nat: "] {
        tamper::<wire::DirectoryEntry>(&patient, paths::DIRECTORY_ENTRY, move |entry| {
            let (before, value) = entry.binding.statement.split_once(line).expect("a line of a binding");
            let other = if value.starts_with('8') { "9" } else { "8" };
            entry.binding.statement = format!("{before}{line}{other}{}", &value[1..]);
        });
        let seen = patient.account.look_at(ALICE.id_nat).await.err();
        assert!(matches!(seen, Some(Trouble::NotVerified(NotVerified::Binding(_)))), "{line}{seen:?}");
    }
    patient.account.line.platform.honest();
    assert!(patient.account.look_at(ALICE.id_nat).await.is_ok());
}

#[tokio::test]
async fn another_professionals_entry_names_nobody() {
    let clinic = Clinic::new().await;
    let (patient, _doctor, _nurse) =
        (clinic.patient("camille").await, clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    let ask = wire::DirectoryAsk { id_nat: Some(BRUNO.id_nat.to_owned()), identity: None };
    let other: wire::DirectoryEntry =
        patient.account.line.post(paths::DIRECTORY_ENTRY, &ask, None).await.expect("an entry");
    let other = serde_json::to_vec(&other).expect("plain data");
    patient.account.line.platform.tamper(move |request, response| {
        if request.path == paths::DIRECTORY_ENTRY {
            response.body.clone_from(&other);
        }
    });
    let seen = patient.account.look_at(ALICE.id_nat).await.err();
    assert_eq!(seen, Some(Trouble::NotVerified(NotVerified::Another)));
}

#[tokio::test]
async fn a_card_revoked_since_is_named_by_nobody() {
    let clinic = Clinic::new().await;
    let (patient, _doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    let ask = wire::DirectoryAsk { id_nat: Some(ALICE.id_nat.to_owned()), identity: None };
    let entry: wire::DirectoryEntry =
        patient.account.line.post(paths::DIRECTORY_ENTRY, &ask, None).await.expect("an entry");
    let question = {
        use scelle_verify::{
            Certificate,
            professional::{Professional, ocsp},
        };
        let persons = std::fs::read(clinic.authority.persons()).expect("there");
        let issuer = Certificate::from_der(&persons).expect("a certificate");
        ocsp::request(&Professional::read(&entry.binding.certificate.0).expect("Alice's"), &issuer)
    };
    clinic.authority.revokes("alice");
    let revoked = reqwest::Client::new().post(clinic.responder.address()).body(question).send().await;
    let revoked = revoked.expect("it answers").bytes().await.expect("whole").to_vec();
    // Whatever the host remembers, an answer that says so is believed.
    tamper::<wire::DirectoryEntry>(&patient, paths::DIRECTORY_ENTRY, move |entry| entry.fresh = revoked.clone().into());
    let seen = patient.account.look_at(ALICE.id_nat).await.err();
    assert_eq!(seen, Some(Trouble::NotVerified(NotVerified::Revocation(RevocationError::Revoked))));
}

#[tokio::test]
async fn digits_differ_when_the_host_stands_between() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, reader, record) = named(&clinic, &patient).await;
    // It shows the member another nonce than the owner's.
    doctor.workstation.native.tamper(|request, response| {
        if request.path.contains("/compare/") {
            edit::<wire::CompareState>(response, &|state| {
                if let Some(nonce) = &mut state.nonce {
                    nonce.0[0] ^= 1;
                }
            });
        }
    });
    let owner = patient.account.compare_with_member(reader, &Unwatched);
    let (here, there) = tokio::join!(owner, doctor.account.compare_record(record, &Unwatched));
    assert_ne!(here.expect("digits"), there.expect("digits"));
    // Its own commitment in place of the member's: what the member reveals does not fit it.
    doctor.workstation.native.honest();
    tamper::<wire::CompareState>(&patient, "/compare/", |state| {
        if let Some(commit) = &mut state.commit {
            commit.0[0] ^= 1;
        }
    });
    let owner = patient.account.compare_with_member(reader, &Unwatched);
    let member = async {
        let digits = doctor.account.compare_record(record, &Unwatched);
        tokio::time::timeout(std::time::Duration::from_secs(5), digits).await
    };
    let (here, _) = tokio::join!(owner, member);
    assert_eq!(here, Err(Trouble::Different));
    patient.account.line.platform.honest();
    compare(&patient, reader, &doctor.account, record).await.expect("the honest way goes on");
}

#[tokio::test]
async fn a_member_whom_the_host_adds_is_an_alarm() {
    let clinic = Clinic::new().await;
    let camille = clinic.patient("camille").await;
    let sacha = clinic.patient("sacha").await;
    let _doctor = clinic.doctor(&ALICE).await;
    names(&sacha, &ALICE, BOTH, vec![]).await.expect("names");
    let record = sacha.account.record().expect("open");
    let other: wire::Chain = sacha.account.line.get(&paths::chain(record.tag), record.proof()).await.expect("a chain");
    let grant = other.statements.last().cloned().expect("the grant");
    tamper::<wire::Chain>(&camille, "/chain", move |chain| chain.statements.push(grant.clone()));
    tell_of_more(&camille);
    assert_eq!(camille.account.circle().await.err(), Some(Trouble::Contradiction(Contradiction::Chain)));
}

/// A client asks for the chain only when it is told that it has grown.
fn tell_of_more(patient: &Patient) {
    let before = patient.account.line.platform.rewrite.borrow().clone().expect("tampered with");
    patient.account.line.platform.tamper(move |request, response| {
        before(request, response);
        if request.method == "GET" && request.path.matches('/').count() == 3 {
            edit::<wire::Record>(response, &|record| record.chain += 1);
        }
    });
}

#[tokio::test]
async fn a_revoked_grant_that_the_host_replays_is_an_alarm() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (_doctor, reader, _) = named(&clinic, &patient).await;
    removes(&patient, reader).await.expect("signs");
    tamper::<wire::Chain>(&patient, "/chain", |chain| {
        let grant = chain.statements[chain.statements.len() - 2].clone();
        chain.statements.push(grant);
    });
    tell_of_more(&patient);
    assert_eq!(patient.account.circle().await.err(), Some(Trouble::Contradiction(Contradiction::Chain)));
}

#[tokio::test]
async fn a_revocation_that_the_host_hides_is_an_alarm() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, reader, record) = named(&clinic, &patient).await;
    compare(&patient, reader, &doctor.account, record).await.expect("compare");
    doctor.account.accept(record).await.expect("accepts");
    removes(&patient, reader).await.expect("signs");
    tamper::<wire::Chain>(&patient, "/chain", |chain| drop(chain.statements.pop()));
    let before = patient.account.line.platform.rewrite.borrow().clone().expect("tampered with");
    patient.account.line.platform.tamper(move |request, response| {
        before(request, response);
        if request.method == "GET" && request.path.matches('/').count() == 3 {
            edit::<wire::Record>(response, &|record| record.chain -= 1);
        }
    });
    assert_eq!(patient.account.circle().await.err(), Some(Trouble::Contradiction(Contradiction::Chain)));
}

#[tokio::test]
async fn an_acceptance_key_that_the_host_substitutes_is_an_alarm() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let (doctor, reader, record) = named(&clinic, &patient).await;
    compare(&patient, reader, &doctor.account, record).await.expect("compare");
    doctor.account.accept(record).await.expect("accepts");
    for line in ["\nsign: ", "\nseal: ", "\nlist: "] {
        tamper::<wire::Chain>(&patient, "/chain", move |chain| {
            let open = &mut chain.statements.last_mut().expect("the acceptance").entry.open;
            let (before, value) = open.split_once(line).expect("a line of an acceptance");
            let other = if value.starts_with('a') { "b" } else { "a" };
            *open = format!("{before}{line}{other}{}", &value[1..]);
        });
        assert_eq!(patient.account.circle().await.err(), Some(Trouble::Contradiction(Contradiction::Chain)), "{line}");
    }
    patient.account.line.platform.honest();
    assert!(patient.account.circle().await.is_ok());
}

#[tokio::test]
async fn a_members_event_that_the_host_drops_or_alters_is_seen() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    let reader = befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    deposit(&doctor.account, about("Un"), vec![1; 10]).await.expect("deposits");
    doctor.account.list().await.expect("lists");
    let journal = format!("/journal/{reader}");
    type Change = fn(&mut wire::JournalPage);
    let changes: [(&str, Change); 3] = [
        ("the first left out", |page| drop(page.events.remove(0))),
        ("the last left out", |page| drop(page.events.pop())),
        ("one altered", |page| {
            let open = &mut page.events[0].entry.open;
            *open = open.replace("action: deposit", "action: read");
        }),
    ];
    for (what, change) in changes {
        let path = journal.clone();
        patient.account.line.platform.tamper(move |request, response| {
            if request.path.contains(&path) {
                edit(response, &|page: &mut wire::JournalPage| {
                    if !page.events.is_empty() {
                        change(page);
                    }
                });
            }
        });
        let checks = patient.account.journal().await.expect("the journal").checks;
        assert!(!checks.contradictions.is_empty() || !checks.missing.is_empty(), "{what}: nothing is said");
    }
    patient.account.line.platform.honest();
    let checks = patient.account.journal().await.expect("the journal").checks;
    assert_eq!((checks.contradictions, checks.missing), (vec![], vec![]));
}

#[tokio::test]
async fn a_chain_rolled_back_before_the_member_is_an_alarm_on_the_members_screen() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    doctor.account.put_away();
    doctor.workstation.native.tamper(|request, response| {
        if request.path.ends_with("/chain") {
            edit::<wire::Chain>(response, &|chain| drop(chain.statements.pop()));
        }
    });
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Wrong);
}

#[tokio::test]
async fn the_host_refuses_what_a_member_may_not_do() {
    let clinic = Clinic::new().await;
    let patient = clinic.patient("camille").await;
    let doctor = clinic.doctor(&ALICE).await;
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    let record = doctor.account.record().expect("at hand");
    let (line, proof) = (&doctor.account.line, record.proof());
    let own = patient.account.record().expect("open");
    for path in [paths::access(record.tag), paths::journal(record.tag, own.reader, 1)] {
        let answer: Result<serde_json::Value, Trouble> = line.get(&path, proof).await;
        assert!(matches!(answer, Err(Trouble::Problem(ProblemCode::NotFound | ProblemCode::Forbidden))), "{path}");
    }
    let wraps = wire::NewWraps { batches: vec![], labels: vec![], keys: vec![] };
    let answer: Result<serde_json::Value, Trouble> = line.post(&paths::wraps(record.tag), &wraps, proof).await;
    assert!(matches!(answer, Err(Trouble::Problem(ProblemCode::NotFound | ProblemCode::Forbidden))));
    let record = doctor.account.record().expect("at hand");
    assert_eq!(
        doctor.account.prepare_revocation(record.reader, "").err(),
        Some(Trouble::Problem(ProblemCode::Forbidden))
    );
}

#[tokio::test]
async fn a_card_of_another_kind_gets_a_word_that_says_so() {
    for card in ["expired", "future", "organisation", "staff", "adeli", "false-ca"] {
        let clinic = Clinic::new().await;
        let trouble = clinic.workstation(card).await.logs_in().await.err().expect("a refusal");
        let told = matches!(
            trouble,
            Trouble::Bridge(BridgeTrouble::Code(BridgeCode::CertificateExpired | BridgeCode::CertificateNotYetValid))
                | Trouble::Bridge(BridgeTrouble::Code(BridgeCode::CertificateProfile | BridgeCode::CardUnrecognized))
                | Trouble::Problem(ProblemCode::CardIssuer | ProblemCode::CardProfile)
        );
        assert!(told, "{card}: {trouble:?}");
    }
}

#[tokio::test]
async fn a_revoked_card_and_one_about_which_nobody_answers_are_not_let_in() {
    let clinic = Clinic::new().await;
    clinic.authority.revokes("alice");
    clinic.responder.is_silent(true);
    let unknown = clinic.workstation("bruno").await.logs_in().await.err();
    assert_eq!(unknown, Some(Trouble::Problem(ProblemCode::RevocationUnknown)));
    clinic.responder.is_silent(false);
    let revoked = clinic.workstation("alice").await.logs_in().await.err();
    assert_eq!(revoked, Some(Trouble::Problem(ProblemCode::CardRevoked)));
    assert!(clinic.workstation("bruno").await.logs_in().await.is_ok());
}

#[tokio::test]
async fn a_professionals_kit_opens_nothing_without_the_card() {
    let clinic = Clinic::new().await;
    let doctor = clinic.doctor(&ALICE).await;
    let refused = scelle_client::login::log_in_with_kit(clinic.line().line(), &doctor.kit).await.err();
    assert!(matches!(refused, Some(Trouble::KitRefused | Trouble::LogInRefused)), "{refused:?}");
}
