//! The session's end: by idleness, by its owner, by a crash; and what remains.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use std::time::Duration;
use tempfile::TempDir;

#[test]
fn ten_idle_minutes_end_the_session_after_a_warning() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    patient.is_away_for(Duration::from_secs(545));
    patient.tab.sees("Êtes-vous toujours là ?");
    patient.tab.button("Je suis toujours là").clicks();
    patient.is_away_for(Duration::from_secs(500));
    patient.tab.sees("Dossier de");
    let workers = patient.tab.workers();
    patient.is_away_for(Duration::from_secs(120));
    patient.tab.sees("Dix minutes sans geste : le dossier s’est fermé tout seul.");
    patient.tab.sees_the_end_of(&workers);
    patient.logs_in();
}

#[test]
fn after_the_session_nothing_readable_stays_in_the_browser() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let title = "Consultation au centre des Bruyères";
    let path = files::write(folder.path(), "bruyeres.txt", "Tension 12/7, poids stable.\n".as_bytes());
    patient.deposits(&path, &Description::of(title));
    patient.opens(title);
    patient.tab.sees("Tension 12/7, poids stable.");
    let workers = patient.tab.workers();
    patient.logs_out();
    patient.tab.sees_the_end_of(&workers);
    let (text, storage) = (patient.tab.text(), patient.looks_into_storage());
    let person = &patient.person;
    for secret in [title, "Tension 12/7", "bruyeres", &person.name, &person.given, &person.password, &person.identifier]
    {
        assert!(!text.contains(secret), "“{secret}” is on the page");
        assert!(!storage.contains(secret), "“{secret}” is in the browser's storage");
    }
    assert!(!storage.contains("extractable=true"), "a key that can be taken out");
}

#[test]
fn a_browser_that_crashed_logs_in_again() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let mut browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    browser.crashes_and_starts_again();
    Patient::at(&browser, &host, Person::helene()).logs_in();
}

#[test]
fn a_clock_an_hour_off_shuts_nobody_out() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    for hour in [3_600_000, -3_600_000] {
        let browser = Browser::start(&[&page, &api]);
        let person = Person { identifier: format!("horloge.{hour}"), ..Person::helene() };
        let patient = Patient::at(&browser, &host, person);
        patient.tab.has_clock_ahead(hour);
        patient.tab.reloads();
        patient.opens_a_record();
        patient.logs_out();
        patient.logs_in();
    }
}
