//! Everything by keyboard alone: a record opened, a document deposited, found, opened, and out again.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::keyboard::Keyboard;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::tab::Tab;
use scelle_tests::wait::{self, LONG, SHORT};
use tempfile::TempDir;

#[test]
fn a_keyboard_alone_opens_a_record_logs_in_deposits_reads_and_logs_out() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    let (tab, keys) = (&patient.tab, Keyboard::of(&patient.tab));
    tab.goes_to(&format!("{page}/ouvrir"));
    opens_a_record(&patient, &keys);
    keys.enters("Fermer la session");
    tab.sees("Session terminée");
    tab.goes_to(&format!("{page}/entrer"));
    keys.types("Identifiant", &patient.person.identifier);
    keys.types("Mot de passe", &patient.person.password);
    keys.enters("Entrer");
    patient.is_in_the_record();
    deposits(&patient, &keys);
    keys.enters("Documents");
    tab.sees("Une note au clavier");
    keys.enters("Une note au clavier");
    tab.sees_within("Contenu entier et signature vérifiés à l’ouverture", LONG);
    tab.sees("Lu sans souris.");
    keys.enters("Journal");
    wait::until("the journal", SHORT, || (tab.path() == "/journal").then_some(()));
    keys.enters("Fermer la session");
    tab.sees("Session terminée");
}

fn opens_a_record(patient: &Patient, keys: &Keyboard) {
    let (tab, person) = (&patient.tab, &patient.person);
    keys.enters("Continuer");
    keys.types("Identifiant", &person.identifier);
    keys.types("Choisissez une phrase ou un mot de passe", &person.password);
    tab.sees("olide.");
    keys.types("Le même, encore une fois", &person.password);
    keys.enters("Continuer");
    keys.types("Prénoms", &person.given);
    keys.types("Nom de naissance", &person.name);
    keys.reaches("Date de naissance");
    types_the_first_of_january(tab, "1968");
    keys.enters("Fabriquer mes clés");
    tab.sees_within("Vérifions votre feuille", LONG);
    let kit = patient.reads_the_kit();
    for name in tab.names("textbox").iter().filter(|name| name.starts_with("Groupe ")) {
        let number: usize = name.trim_start_matches("Groupe ").parse().expect("a group has a number");
        keys.types(name, &kit[number - 1]);
    }
    keys.enters("Continuer");
    tab.sees_within("Certificat de cet appareil, qui signe", LONG);
    keys.reaches("J’ai lu, et je suis d’accord…");
    tab.presses(" ");
    keys.enters("Signer et ouvrir le dossier");
    patient.is_in_the_record();
}

/// The same whichever of day and month the browser asks for first.
fn types_the_first_of_january(tab: &Tab, year: &str) {
    for digit in format!("0101{year}").chars() {
        tab.presses(&digit.to_string());
    }
}

fn deposits(patient: &Patient, keys: &Keyboard) {
    let tab = &patient.tab;
    let folder = TempDir::new().expect("a folder");
    let file = files::write(folder.path(), "note.txt", b"Lu sans souris.\n");
    // The system's own dialog is out of a driver's reach: it is answered for it.
    tab.call("Page.setInterceptFileChooserDialog", serde_json::json!({ "enabled": true }));
    keys.enters("Déposer…");
    wait::until("the page of deposits", SHORT, || (tab.path() == "/deposer").then_some(()));
    keys.enters("Choisir…");
    tab.selected("#fichiers").takes(&[&file]);
    tab.sees("note.txt");
    let about = Description::of("Une note au clavier");
    keys.types("Titre", &about.title);
    keys.reaches("Date de l’acte");
    types_the_first_of_january(tab, "2026");
    keys.reaches("Sorte de document");
    tab.field("Sorte de document").chooses(&about.kind);
    keys.enters("Déposer 1 fichier");
    tab.sees("Écrit chez l’hébergeur, chiffré.");
}
