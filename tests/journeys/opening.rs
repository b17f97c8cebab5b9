//! A patient opens a record alone, and comes back.

use scelle_tests::browser::Browser;
use scelle_tests::host::Host;
use scelle_tests::patient::{Patient, Person};

#[test]
fn a_patient_opens_a_record_alone_and_logs_in_again() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    patient.tab.sees("Votre dossier est ouvert, et vide");
    patient.logs_out();
    patient.logs_in();
    patient.tab.reloads();
    patient.tab.sees("Entrer dans votre dossier");
}

#[test]
fn a_wrong_password_gets_the_one_answer_and_loses_nothing() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    patient.logs_out();
    for (identifier, password) in [("violette.des.dunes", "un autre mot de passe"), ("personne.ici", "un autre encore")]
    {
        patient.tab.goes_to(&format!("{page}/entrer"));
        patient.tries_to_log_in(identifier, password);
        patient.tab.sees("L’identifiant, le mot de passe");
        assert_eq!(patient.tab.path(), "/entrer");
    }
    patient.logs_in();
}

#[test]
fn in_another_browser_the_password_opens_nothing_and_the_kit_does() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let home = Browser::start(&[&page, &api]);
    let kit = Patient::at(&home, &host, Person::helene()).opens_a_record();
    let elsewhere = Browser::start(&[&page, &api]);
    let patient = Patient::at(&elsewhere, &host, Person::helene());
    patient.tab.goes_to(&format!("{page}/entrer"));
    patient.tab.sees("Ce navigateur n’a pas la clé de votre dossier");
    let mut typo = kit.clone();
    typo[3] = typo[3].chars().rev().collect();
    if typo != kit {
        patient.tries_the_kit(&typo);
        patient.tab.sees("Une faute de frappe s’est glissée dans le code");
    }
    patient.tries_the_kit(&kit);
    patient.tab.sees_within("Ajouter cet ordinateur", scelle_tests::wait::LONG);
}

#[test]
fn closing_the_tab_half_way_leaves_nothing_behind() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.begins_a_record();
    let _ = patient.makes_keys_and_copies_the_kit();
    patient.tab.closes();
    let again = Patient::at(&browser, &host, Person::helene());
    again.tab.goes_to(&format!("{page}/entrer"));
    again.tab.sees("Ce navigateur n’a pas la clé de votre dossier");
    again.opens_a_record();
}
