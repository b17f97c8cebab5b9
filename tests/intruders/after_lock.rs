//! Attack 18: somebody at the computer after the record was closed, who looks at the page, goes back
//! with the browser's button, asks for addresses that it had, and reads all that the browser keeps,
//! down to the files of its profile. What stays in the memory of a process is not looked at.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::planted::Planted;
use scelle_tests::scan::Scanner;
use scelle_tests::wait::{self, LONG};
use scelle_tests::world::papers;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

#[test]
fn after_the_lock_page_addresses_storage_and_history_show_nothing() {
    let host = Host::start();
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    deposits(&patient);
    patient.opens(TEXT);
    patient.tab.sees(WORDS);
    patient.opens(PICTURE);
    let image = patient.tab.evaluate("[...document.images].map(image => image.src).find(at => at.startsWith('blob:'))");
    let image = image.as_str().expect("a picture at an address of its own").to_owned();
    // The controls: all this is found while the record is open.
    assert!(can_be_fetched(&patient, &image));
    assert!(whole_page(&patient).contains(PICTURE));
    let workers = patient.tab.workers();
    assert!(workers.values().any(|address| address.contains("vault")));

    patient.is_away_for(Duration::from_secs(601));
    patient.tab.sees("Dix minutes sans geste");
    patient.tab.sees_the_end_of(&workers);
    assert!(!can_be_fetched(&patient, &image), "the picture still has its address");
    browser.forgives("ERR_FILE_NOT_FOUND");
    let person = &patient.person;
    let secrets = [TEXT, PICTURE, WORDS, FILE, &person.name, &person.given, &person.password, &person.identifier];
    let shows_nothing = |place: &str| {
        let (page, storage) = (whole_page(&patient), patient.looks_into_storage());
        for secret in secrets {
            assert!(!page.contains(secret), "“{secret}” is on the page, {place}");
            assert!(!storage.contains(secret), "“{secret}” is kept, {place}");
        }
        assert!(storage.contains("extractable=false") && !storage.contains("extractable=true"), "{storage}");
        assert!(storage.contains("\\\"caches\\\":[]"), "something is in a cache: {storage}");
    };
    shows_nothing("at the lock");
    let history = patient.tab.call("Page.getNavigationHistory", json!({}));
    let entries = history["entries"].as_array().expect("where the browser was").clone();
    assert!(entries.len() > 4, "the control: there is somewhere to go back to: {entries:?}");
    let ours = entries.iter().filter(|entry| entry["url"].as_str().is_some_and(|url| url.starts_with(&host.page())));
    for entry in ours.rev() {
        for secret in secrets {
            let listed = entry["title"].as_str().is_some_and(|title| title.contains(secret));
            assert!(!listed, "“{secret}” is in the browser's list of pages");
        }
        goes_to(&patient, entry);
        shows_nothing(&format!("back at {}", entry["url"]));
    }
}

/// Somebody leaves the page open in the history, goes elsewhere, and never comes back; a browser
/// that kept the page alive meanwhile would show it again as it was.
#[test]
fn going_back_to_a_page_that_was_left_open_shows_nothing_after_ten_minutes() {
    let host = Host::start();
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    assert!(whole_page(&patient).contains(&patient.person.name), "the control");
    patient.tab.goes_to("about:blank");
    patient.is_away_for(Duration::from_secs(601));
    let history = patient.tab.call("Page.getNavigationHistory", json!({}));
    let entries = history["entries"].as_array().expect("where the browser was").clone();
    let left = &entries[entries.len() - 2];
    assert!(left["url"].as_str().is_some_and(|url| url.starts_with(&host.page())));
    goes_to(&patient, left);
    // The clock of a page that slept stood still in this test, and would not on a computer.
    patient.is_away_for(Duration::ZERO);
    let empty = || {
        let page = whole_page(&patient);
        (!page.contains(&patient.person.name) && !page.contains(&patient.person.given)).then_some(())
    };
    wait::until("the page to be empty", Duration::from_secs(3), empty);
}

/// After the browser was closed as people close it, so that it has written what it keeps. The
/// identifier is not looked for: its field says what it is, so that a password manager may offer it.
#[test]
fn no_file_of_the_browser_holds_anything_that_was_typed_or_shown() {
    let host = Host::start();
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&browser, &host, Person::helene());
    let kit = patient.opens_a_record();
    deposits(&patient);
    patient.opens(TEXT);
    patient.opens(PICTURE);
    patient.logs_out();
    patient.logs_in();
    patient.logs_out();
    // The controls: what a page keeps and where it was are found.
    patient.tab.evaluate(&format!("void localStorage.setItem('control', '{KEPT}')"));
    patient.tab.goes_to(&format!("{}/nulle-part/{VISITED}", host.page()));
    patient.tab.goes_to("about:blank");
    closes(&patient, &browser);
    let person = &patient.person;
    let mut planted = vec![
        Planted::text("control, kept", KEPT),
        Planted::text("control, visited", VISITED),
        Planted::text("password", &person.password),
        Planted::text("name", &person.name),
        Planted::text("given names", &person.given),
        Planted::text("contact", &person.contact),
        Planted::text("title", TEXT),
        Planted::text("title", PICTURE),
        Planted::text("words of a document", WORDS),
        Planted::text("kit", &kit.join(" ")),
    ];
    // What comes first in a kit is the account's id, which is no secret.
    planted[9].bytes.drain(..33);
    let found = Scanner::new(&planted).files(&browser.profile());
    for control in ["control, kept", "control, visited"] {
        assert!(found.iter().any(|finding| finding.what == control), "{control} was not found");
    }
    let rest: Vec<_> = found.iter().filter(|finding| !finding.what.starts_with("control")).collect();
    assert!(rest.is_empty(), "{rest:#?}");
    browser.forgives("");
}

fn deposits(patient: &Patient) {
    let folder = TempDir::new().expect("a folder");
    let deposit = |title: &str, name: &str, content: &[u8]| {
        let path: &Path = &files::write(folder.path(), name, content);
        patient.deposits(path, &Description::of(title));
    };
    deposit(TEXT, FILE, format!("{WORDS}\n").as_bytes());
    deposit(PICTURE, "poignet-droit.png", &papers::image(64, 64));
}

fn whole_page(patient: &Patient) -> String {
    let whole = "document.documentElement.outerHTML + ' ' + document.title + ' ' + [...document.querySelectorAll('input, \
                 textarea')].map(field => field.value).join(' ')";
    patient.tab.evaluate(whole).as_str().unwrap_or_default().to_owned()
}

/// By whoever asks in this origin: here by a picture, as the policy lets no other way.
fn can_be_fetched(patient: &Patient, address: &str) -> bool {
    let ask = format!(
        "new Promise(told => {{ const image = new Image(); image.onload = () => told(true); \
         image.onerror = () => told(false); image.src = '{address}'; }})"
    );
    patient.tab.evaluate(&ask) == true
}

fn goes_to(patient: &Patient, entry: &Value) {
    patient.tab.call("Page.navigateToHistoryEntry", json!({ "entryId": entry["id"] }));
    let there = || {
        let ask = json!({ "expression": "document.readyState", "returnByValue": true });
        let answer = patient.tab.try_call("Runtime.evaluate", ask).ok()?;
        (answer["result"]["value"] == "complete").then_some(())
    };
    std::thread::sleep(Duration::from_millis(200));
    wait::until("the page before", LONG, there);
}

fn closes(patient: &Patient, browser: &Browser) {
    let process = format!("/proc/{}/stat", browser.process());
    let _ = patient.tab.try_call("Browser.close", json!({}));
    // A child of ours that has ended stays as a name until it is waited for.
    let ended = || {
        let state = std::fs::read_to_string(&process).unwrap_or_default();
        let state = state.rsplit(") ").next().and_then(|rest| rest.chars().next());
        state.is_none_or(|state| state == 'Z').then_some(())
    };
    wait::until("the end of the browser", LONG, ended);
}

const TEXT: &str = "Bilan de la clinique des Aulnes";
const PICTURE: &str = "Radiographie du poignet droit";
const WORDS: &str = "Ferritine basse, reprendre le fer trois mois.";
const FILE: &str = "aulnes-ferritine.txt";
const KEPT: &str = "roseau-penchant-temoin-garde";
const VISITED: &str = "roseau-penchant-temoin-visite";
