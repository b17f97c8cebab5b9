//! Patient and doctor in two browsers, with the real bridge and a card in its reader: named,
//! compared, accepted; reads, deposits; seen in the journal; removed.

use scelle_tests::bridge::Bridge;
use scelle_tests::browser::Browser;
use scelle_tests::cards::{ALICE, Authority, Calls};
use scelle_tests::circle::{SoFar, compare};
use scelle_tests::doctor::Doctor;
use scelle_tests::dump;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::ledger::Ledger;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::responder::Responder;
use scelle_tests::wait::LONG;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Authority, responder and host: what every one of these journeys begins with.
struct Place {
    authority: Authority,
    _responder: Responder,
    host: Host,
}

impl Place {
    fn new() -> Self {
        let authority = Authority::new();
        let responder = Responder::start(authority.folder());
        let host = Host::with_cards(&authority, &responder);
        Self { authority, _responder: responder, host }
    }
}

const TITLE: &str = "Bilan du laboratoire des Tilleuls";
const TEXT: &str = "Ferritine 63 microgrammes par litre.\n";

#[test]
fn a_doctor_with_a_card_is_named_compared_reads_deposits_and_is_removed() {
    let Place { host, .. } = &Place::new();
    let (page, api) = (host.page(), host.api());
    let folder = TempDir::new().expect("a folder");
    let home = Browser::start(&[&page, &api]);
    let bridge = Bridge::start(&page, &[ALICE.card]);
    let mut ledger = Ledger::of(&bridge);
    let patient = Patient::at(&home, host, Person::helene());
    opens_and_deposits(&patient, &mut ledger, &home, folder.path());

    let practice = Doctor::browser(host, &bridge);
    let doctor = Doctor::at(&practice, host, &bridge, ALICE);
    let (_, cost) = ledger.counts("pairing a browser, once", &practice, || doctor.pairs());
    assert_eq!(cost, [1, 0, 0]);
    let (kit, cost) = ledger.counts("first use: log-in, kit, binding", &practice, || doctor.enrols());
    assert_eq!((kit.len(), cost), (17, [2, 2, 3]), "token, opener, binding: {:?}", bridge.shown());

    ledger.counts("patient: naming a doctor", &home, || {
        patient.finds("valmont", &ALICE);
        patient.names(&ALICE, SoFar::Everything);
    });
    let name = format!("{} {}", patient.person.given, patient.person.name);
    doctor.finds(&name);
    doctor.takes(&name);
    doctor.tab.sees("Identité non vérifiée");
    let (_, cost) = ledger.counts("comparing and accepting", &practice, || compare(&patient, &doctor));
    assert_eq!(cost, [0, 0, 0]);
    patient.sees_member(&ALICE, "Actif");

    let (_, cost) = ledger.counts("opening a document", &practice, || doctor.opens(TITLE));
    assert_eq!(cost, [0, 0, 0], "reading asks for no card");
    doctor.tab.sees(TEXT.trim());
    doctor.tab.sees("Lecture à l’écran seulement");
    reads_in_consultation(&doctor, &mut ledger, &practice, &name);
    let letter = files::write(folder.path(), "lettre.txt", b"Revoir dans six mois.\n");
    let describe = Description::of("Lettre au patient");
    let (_, cost) = ledger.counts("depositing a document", &practice, || doctor.deposits(&letter, &describe));
    assert_eq!(cost, [0, 0, 0]);
    // The home page looks again for what others deposited, once what it shows is a minute old.
    patient.is_away_for(Duration::from_secs(90));
    patient.goes_to("Accueil", "/accueil");
    patient.tab.sees("Lettre au patient");
    patient.opens("Lettre au patient");
    patient.tab.sees(ALICE.name);
    assert_eq!(patient.saves_the_original("lettre.txt"), b"Revoir dans six mois.\n");
    let journal = patient.reads_the_journal().join("\n");
    assert!(journal.matches(ALICE.name).count() >= 3, "list, read and deposit of the doctor:\n{journal}");

    ledger.counts("patient: removing a doctor", &home, || patient.removes(&ALICE, "fin du suivi"));
    doctor.tab.button("Ranger ce dossier").clicks();
    doctor.finds("Accès terminé");
    patient.deposits(&files::write(folder.path(), "apres.txt", b"plus tard"), &Description::of("Après le retrait"));
    patient.goes_to("Cercle", "/cercle");
    patient.tab.sees("Anciens membres");
    doctor.logs_out();
    let storage = doctor.looks_into_storage();
    for secret in [TITLE, TEXT.trim(), &patient.person.name, "Lettre au patient"] {
        assert!(!storage.contains(secret), "“{secret}” is in the browser's storage");
    }
    doctor.goes_to_the_card_page();
    let (_, cost) = ledger.counts("log-in", &practice, || doctor.logs_in());
    assert_eq!(cost, [1, 1, 2], "one window, one PIN; token and opener");
    ledger.keeps();
    // One poll at a time: that of the session before may last another 25 seconds at the bridge.
    practice.forgives("409 (Conflict) http://127.0.0.1:37219/v1/events");
    doctor.tab.sees_within("Accès terminé", LONG);
}

/// A record, a result in it, and a photo from a phone.
fn opens_and_deposits(patient: &Patient, ledger: &mut Ledger<'_>, home: &Browser, folder: &Path) {
    ledger.counts("patient: opening a record", home, || patient.opens_a_record());
    let file = files::write(folder, "bilan.txt", TEXT.as_bytes());
    patient.deposits(&file, &Description::of(TITLE));
    let photo = files::write(folder, "IMG_2031.jpg", &files::photo(&patient.tab));
    patient.tab.has_size(390, 844);
    let describe = Description::of("Ordonnance de la dermatologue");
    ledger.counts("patient: a phone's photo deposited", home, || patient.deposits(&photo, &describe));
    patient.tab.has_size(1200, 900);
}

/// Card in the reader, patient in the chair: until the result can be read.
fn reads_in_consultation(doctor: &Doctor<'_>, ledger: &mut Ledger<'_>, practice: &Browser, patient: &str) {
    doctor.logs_out();
    doctor.goes_to_the_card_page();
    doctor.sees_the_card_ready();
    let (_, cost) = ledger.counts("a result read in consultation: log-in, record, document", practice, || {
        doctor.logs_in();
        doctor.takes(patient);
        doctor.opens(TITLE);
    });
    assert_eq!(cost, [1, 1, 2]);
}

#[test]
fn a_wrong_code_costs_a_try_and_a_card_that_goes_locks_the_page() {
    let place = Place::new();
    let host = &place.host;
    let bridge = Bridge::start(&host.page(), &[ALICE.card]);
    let practice = Doctor::browser(host, &bridge);
    let doctor = Doctor::at(&practice, host, &bridge, ALICE);
    doctor.pairs();
    for _ in 0..2 {
        doctor.asks_to_log_in(&["pin 9999"]);
        doctor.tab.sees_within("Ce n’est pas le bon code", LONG);
        doctor.tab.sees_within("Se connecter", LONG);
    }
    doctor.asks_to_log_in(&["cancel"]);
    doctor.tab.sees_within("Vous avez fermé la fenêtre du code", LONG);
    doctor.enrols();
    assert_eq!(bridge.reader.calls().logins, 4, "two wrong, two right; none by itself");
    // A browser notes every refusal, this one's point included.
    practice.forgives("/v1/open");

    bridge.reader.gives_back(ALICE.card);
    doctor.tab.sees_within("Carte retirée : dossiers fermés", LONG);
    doctor.tab.sees_no(ALICE.practice);
    bridge.reader.takes(ALICE.card);
    doctor.tab.named(&["button", "link"], "Se reconnecter").clicks();
    doctor.logs_in();

    let [(statement, certificate)] = &dump::bindings(&host.data(), &host.secrets())[..] else { panic!("one binding") };
    assert_eq!(*certificate, place.authority.certificate(ALICE.card));
    assert!(statement.contains(ALICE.practice), "{statement}");
    assert!(openssl_verifies(statement, certificate), "OpenSSL refuses:\n{statement}");
    assert!(!openssl_verifies(&statement.replace("number: 1", "number: 2"), certificate));
}

/// OpenSSL alone says whether the card's signature below a statement holds.
fn openssl_verifies(statement: &str, certificate: &[u8]) -> bool {
    let (text, signature) = statement.split_once("sig-sha256WithRSA: ").expect("the card's signature");
    let signature = signature.lines().next().and_then(|line| line.split(' ').nth(1)).expect("hash and signature");
    let folder = TempDir::new().expect("a folder");
    let place = |name: &str, content: &[u8]| files::write(folder.path(), name, content);
    let der = place("certificate.der", certificate);
    let openssl = |command: &mut Command| command.output().expect("openssl is there").stdout;
    let key = openssl(Command::new("openssl").args(["x509", "-inform", "DER", "-pubkey", "-noout", "-in"]).arg(der));
    let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    let (key, signature) = (place("key.pem", &key), place("signature", &signature));
    let text = place("text", text.as_bytes());
    let mut verify = Command::new("openssl");
    verify.args(["dgst", "-sha256", "-verify"]).arg(key).arg("-signature").arg(signature).arg(text);
    openssl(&mut verify) == b"Verified OK\n"
}

#[test]
fn far_from_this_computer_the_page_explains_the_browsers_question_and_takes_no_for_an_answer() {
    let place = Place::new();
    let host = &place.host;
    let bridge = Bridge::start(&host.page(), &[ALICE.card]);
    let origins = [host.page(), host.api(), bridge.origin()];
    let origins = origins.each_ref().map(String::as_str);
    let unasked = Browser::start_far_away(&origins);
    let doctor = Doctor::at(&unasked, host, &bridge, ALICE);
    doctor.tab.sees_within("Votre navigateur va vous poser une question", LONG);
    assert_eq!(bridge.reader.calls(), Calls::default());

    let denied = Browser::start_far_away(&origins);
    denied.lets_reach_this_computer(&host.page(), false);
    let doctor = Doctor::at(&denied, host, &bridge, ALICE);
    doctor.tab.sees_within("Le navigateur refuse que cette page parle au pont", LONG);

    let granted = Browser::start_far_away(&origins);
    granted.lets_reach_this_computer(&host.page(), true);
    let doctor = Doctor::at(&granted, host, &bridge, ALICE);
    doctor.pairs();
    // The browser notes that it had to look for its owner's answer; the calls went through.
    granted.forgives("LocalNetworkAccessPermissionDenied");
}
