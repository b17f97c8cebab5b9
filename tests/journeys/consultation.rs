//! A consultation without a mouse, and one at 400 %: card in, record, document, away again.

use scelle_tests::bridge::Bridge;
use scelle_tests::browser::Browser;
use scelle_tests::cards::{ALICE, Authority};
use scelle_tests::circle::{SoFar, compare};
use scelle_tests::doctor::Doctor;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::keyboard::Keyboard;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::responder::Responder;
use scelle_tests::wait::LONG;
use tempfile::TempDir;

const TITLE: &str = "Bilan du laboratoire des Tilleuls";
const TEXT: &str = "Ferritine 63 microgrammes par litre.";

#[test]
fn a_doctor_reads_by_keyboard_alone_and_at_400_percent() {
    let authority = Authority::new();
    let responder = Responder::start(authority.folder());
    let host = Host::with_cards(&authority, &responder);
    let bridge = Bridge::start(&host.page(), &[ALICE.card]);
    let practice = Doctor::browser(&host, &bridge);
    let doctor = Doctor::at(&practice, &host, &bridge, ALICE);
    doctor.pairs();
    doctor.enrols();
    let patient = becomes_a_member(&host, &doctor);
    doctor.logs_out();
    doctor.goes_to_the_card_page();
    doctor.sees_the_card_ready();

    let keys = Keyboard::of(&doctor.tab);
    bridge.will_answer(&[&format!("pin {}", bridge.reader.pin)]);
    keys.enters("Se connecter…");
    doctor.is_in_the_room();
    keys.enters(&format!("{patient}…"));
    doctor.tab.sees_within(TITLE, LONG);
    keys.enters(&format!("{TITLE}…"));
    doctor.tab.sees_within(TEXT, LONG);
    keys.enters("Ranger ce dossier");
    doctor.tab.sees("Choisissez un dossier");

    doctor.tab.has_size(320, 256);
    doctor.takes(&patient);
    doctor.tab.sees_within(TITLE, LONG);
    doctor.opens(TITLE);
    doctor.tab.sees(TEXT);
    let wide = doctor.tab.evaluate("document.documentElement.scrollWidth");
    assert!(wide.as_u64() <= Some(320), "{wide} pixels wide");
    doctor.tab.button("Dossiers").clicks();
    doctor.tab.sees_within(&patient, LONG);
    doctor.logs_out();
    // One poll at a time: that of the session before may last another 25 seconds at the bridge.
    practice.forgives("409 (Conflict) http://127.0.0.1:37219/v1/events");
}

/// A patient with one document names the doctor, and the two compare; the patient's name.
fn becomes_a_member(host: &Host, doctor: &Doctor<'_>) -> String {
    let folder = TempDir::new().expect("a folder");
    let home = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&home, host, Person::helene());
    patient.opens_a_record();
    patient.deposits(&files::write(folder.path(), "bilan.txt", TEXT.as_bytes()), &Description::of(TITLE));
    patient.finds("valmont", &ALICE);
    patient.names(&ALICE, SoFar::Everything);
    let name = format!("{} {}", patient.person.given, patient.person.name);
    doctor.finds(&name);
    doctor.takes(&name);
    compare(&patient, doctor);
    name
}
