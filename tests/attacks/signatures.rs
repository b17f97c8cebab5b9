//! Attack 6: a signature that was given for one thing is shown for another: a log-in's as a
//! binding's, a binding's as a log-in's, a patient's log-in as a consent.

use data_encoding::BASE64;
use scelle_client::Trouble;
use scelle_protocol::{
    Bytes, ProblemCode, Signed, paths,
    statements::{Binding, Consent, Login},
    text::SignatureLine,
    wire::{CardFinish, DirectoryEntry, Entry, LoginFinish, NewProfessional},
};
use scelle_tests::cards::ALICE;
use scelle_tests::clinic::{Clinic, trust};
use scelle_tests::liar::Liar;
use scelle_tests::native::{PASSWORD, World, camille, open_patient};
use scelle_verify::{
    Certificate,
    hash::{sha256, sha256_of},
    professional::binding::{self, BindingError},
    signature,
};

use crate::directory::cards_signature;

/// The body of the last question to this path, as it was sent.
fn sent<T: serde::de::DeserializeOwned>(liar: &Liar, path: &str) -> T {
    let heard = liar.heard();
    let last = heard.iter().rev().find(|one| one.asked.path == path && one.asked.method == "POST");
    serde_json::from_slice(&last.expect("it was asked").asked.body).expect("in its form")
}

#[tokio::test]
async fn a_cards_log_in_is_no_binding() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let _doctor = clinic.doctor(&ALICE).await;
    let login: CardFinish = sent(&liar, paths::CARD_FINISH);
    let new: NewProfessional = sent(&liar, paths::PROFESSIONALS);
    let check = |statement: &str| {
        let binding = &new.binding;
        binding::check(&trust(&clinic.authority), statement, &binding.certificate.0, &binding.ocsp.0, &liar.page())
    };
    assert!(check(&new.binding.statement).is_ok());

    let certificate = Certificate::from_der(&new.binding.certificate.0).expect("Alice's");
    let token = BASE64.decode(login.token.signature.as_bytes()).expect("base64");
    let mut signed: Signed<Binding> = Signed::parse(&new.binding.statement).expect("a binding");
    signed.signatures[0] = SignatureLine::Rsa(certificate.hash(), Bytes(token.clone()));
    assert_eq!(check(&signed.whole()).err(), Some(BindingError::Signature));
    // It is a good signature of this very card, over what a log-in says.
    let nonce = sha256_of(&[&login.nonce.0, &login.session.0]);
    let text = [sha256(liar.page().as_bytes()).0, sha256(BASE64.encode(&nonce.0).as_bytes()).0].concat();
    assert!(certificate.verify_sha256_with_rsa(&text, &token).is_ok());
}

#[tokio::test]
async fn a_binding_is_no_log_in_and_one_log_in_is_no_other() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let doctor = clinic.doctor(&ALICE).await;
    let new: NewProfessional = sent(&liar, paths::PROFESSIONALS);
    let old: CardFinish = sent(&liar, paths::CARD_FINISH);
    let of_binding = BASE64.encode(&cards_signature(&new.binding.statement));
    for stolen in [of_binding, old.token.signature] {
        liar.whispers(move |asked| {
            if asked.path == paths::CARD_FINISH {
                let mut finish: CardFinish = serde_json::from_slice(&asked.body).expect("a log-in");
                finish.token.signature.clone_from(&stolen);
                asked.body = serde_json::to_vec(&finish).expect("plain data");
            }
            None
        });
        // The client's proof of the session covers the body: the thief would make its own.
        let refused = doctor.workstation.logs_in().await.err();
        let codes = [ProblemCode::LoginRefused, ProblemCode::ProofRefused];
        assert!(
            matches!(refused, Some(Trouble::LogInRefused))
                || codes.map(|c| Some(Trouble::Problem(c))).contains(&refused),
            "{refused:?}"
        );
    }
    liar.is_honest();
    assert!(doctor.workstation.logs_in().await.is_ok());
}

#[tokio::test]
async fn a_patients_log_in_is_no_consent_and_no_other_statement() {
    let liar = Liar::new();
    let world = World::behind(&liar).await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let line = world.native.line();
    let pins = scelle_client::HostPins::ask(&line).await.expect("the host's keys");
    let password = scelle_crypto::opaque::Password::new(PASSWORD);
    scelle_client::login::log_in(line, pins, &patient.device, "camille", password, None).await.expect("logs in");
    let login: LoginFinish = sent(&liar, paths::LOGIN_FINISH);
    let certificate = Certificate::from_der(&patient.certificate).expect("the patient's");
    let signed: Signed<Login> = signature::parse(&login.statement, 1).expect("a log-in");
    assert!(signature::verify_rsa(&signed, 0, &certificate).is_ok(), "it is good for what it is");

    // The same line under the consent that the chain holds, and under a consent of the host's making.
    let record = patient.account.record().expect("open");
    let consent = record.chain_texts().into_iter().nth(1).expect("the consent");
    let mut stolen: Signed<Consent> = Signed::parse(&consent).expect("a consent");
    stolen.signatures = signed.signatures.clone();
    assert!(signature::verify_rsa(&stolen, 0, &certificate).is_err());
    let entry = Entry { open: stolen.whole(), sealed: vec![] };
    let path = paths::chain(record.tag);
    let answer: Result<scelle_protocol::wire::Logged, Trouble> =
        patient.account.line.post(&path, &entry, record.proof()).await;
    assert_eq!(answer.err(), Some(Trouble::Problem(ProblemCode::SignatureRefused)), "the host takes none either");
    assert!(Signed::<Consent>::parse(&login.statement).is_err(), "nor is its text read as another's");
}

#[tokio::test]
async fn the_directory_takes_no_login_signature_for_the_cards_word() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, _doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    let login: CardFinish = sent(&liar, paths::CARD_FINISH);
    let token = BASE64.decode(login.token.signature.as_bytes()).expect("base64");
    liar.lies(move |asked, told| {
        if asked.path == paths::DIRECTORY_ENTRY {
            told.edits(|entry: &mut DirectoryEntry| {
                let certificate = Certificate::from_der(&entry.binding.certificate.0).expect("Alice's");
                let mut signed: Signed<Binding> = Signed::parse(&entry.binding.statement).expect("a binding");
                signed.signatures[0] = SignatureLine::Rsa(certificate.hash(), Bytes(token.clone()));
                entry.binding.statement = signed.whole();
            });
        }
    });
    let seen = patient.account.look_at(ALICE.id_nat).await.err();
    assert!(matches!(seen, Some(Trouble::NotVerified(_))), "{seen:?}");
    assert!(liar.lied() > 0);
    liar.is_honest();
    assert!(patient.account.look_at(ALICE.id_nat).await.is_ok());
}
