//! Large documents: cut short and taken up again, and too large for memory.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::wait::LONG;
use std::path::PathBuf;
use tempfile::TempDir;

#[test]
fn a_deposit_cut_short_by_the_hosts_death_goes_on_after_a_new_log_in() {
    let mut host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let (file, content) = long_exam(&folder, 11);
    begins_to_send(&patient, &file);
    host.is_killed();
    patient.tab.sees_within("La connexion est coupée", LONG);
    host.starts();
    patient.tab.sees_within("L’hébergeur a mis fin à la session.", LONG);
    patient.tab.goes_to(&format!("{page}/entrer"));
    patient.logs_in();
    patient.goes_on_with(&file);
    patient.sees_written(1);
    comes_back(&patient, &content);
    // The icons are asked for again while nobody answers.
    browser.forgives("ERR_CONNECTION_REFUSED");
}

#[test]
fn a_deposit_goes_on_by_itself_when_the_line_comes_back() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let (file, content) = long_exam(&folder, 12);
    begins_to_send(&patient, &file);
    patient.tab.is_offline(true);
    patient.tab.sees_within("La connexion est coupée", LONG);
    patient.tab.is_offline(false);
    patient.sees_written(1);
    comes_back(&patient, &content);
    browser.forgives("ERR_INTERNET_DISCONNECTED");
}

/// Who is about to press a title must not get another document because a new one arrived above it.
#[test]
fn a_title_under_the_finger_stays_its_documents_own_when_a_new_one_arrives() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    patient.deposits(&files::write(folder.path(), "note.txt", b"Vu ce jour."), &Description::of("Avant"));
    let (file, _) = long_exam(&folder, 14);
    begins_to_send(&patient, &file);
    patient.tab.is_offline(true);
    patient.goes_to("Documents", "/documents");
    let before = patient.tab.link("Avant");
    patient.tab.is_offline(false);
    patient.tab.sees_within("Un long examen", LONG * 3);
    assert_eq!(before.text(), "Avant");
    before.clicks();
    let _ = patient.tab.heading("Avant");
    browser.forgives("ERR_INTERNET_DISCONNECTED");
}

#[test]
fn a_deposit_cut_short_by_the_browsers_death_goes_on_with_the_same_file_only() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let mut browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let (file, content) = long_exam(&folder, 13);
    let other = files::write(folder.path(), "autre.bin", &files::noise(14, LENGTH));
    begins_to_send(&patient, &file);
    browser.crashes_and_starts_again();
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.logs_in();
    patient.goes_on_with(&other);
    patient.tab.sees_within("Ce n’est pas le même fichier", LONG);
    patient.tab.reloads();
    patient.logs_in();
    patient.goes_on_with(&file);
    patient.sees_written(1);
    comes_back(&patient, &content);
}

#[test]
fn a_document_too_large_for_memory_is_verified_first_and_then_saved() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let content = files::noise(15, 80 << 20);
    let file = files::write(folder.path(), "scanner.bin", &content);
    patient.deposits(&file, &Description::of("Un scanner entier"));
    patient.sees_title("Un scanner entier");
    patient.tab.link("Un scanner entier").clicks();
    assert!(patient.saves_a_large_one() == content, "the document came back different");
}

fn long_exam(folder: &TempDir, seed: u64) -> (PathBuf, Vec<u8>) {
    let content = files::noise(seed, LENGTH);
    (files::write(folder.path(), "examen.bin", &content), content)
}

fn begins_to_send(patient: &Patient, file: &std::path::Path) {
    patient.chooses(&[file]);
    patient.describes(0, &Description::of("Un long examen"));
    patient.sends();
    patient.sees_it_leave();
}

fn comes_back(patient: &Patient, content: &[u8]) {
    patient.opens("Un long examen");
    assert!(patient.saves_the_original("examen.bin") == content, "the document came back different");
}

/// Long enough to be interrupted, and small enough to be opened in memory.
const LENGTH: usize = 60 << 20;
