//! The journal, and the ways out: everything downloaded, the record closed.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use tempfile::TempDir;

#[test]
fn the_journal_tells_what_was_done_and_that_nothing_is_missing() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    patient.deposits(&files::write(folder.path(), "a.txt", b"abc"), &Description::of("Une note du soir"));
    patient.opens("Une note du soir");
    let journal = patient.reads_the_journal().join("\n");
    assert!(journal.contains("Une note du soir"), "{journal}");
    for act in ["déposé", "ouvert"] {
        assert!(journal.contains(act), "no line says “{act}”:\n{journal}");
    }
}

#[test]
fn everything_can_be_taken_away_and_the_record_closed() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    let kit = patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let content = files::noise(3, 70_000);
    patient.deposits(&files::write(folder.path(), "cliche.bin", &content), &Description::of("Un cliché"));
    let zip = patient.downloads_everything();
    assert!(zip.windows(content.len()).any(|part| part == content), "the ZIP lacks the document");
    patient.closes_the_record();
    patient.tab.goes_to(&format!("{page}/entrer"));
    patient.tab.sees("Ce navigateur n’a pas la clé de votre dossier");
    patient.tries_the_kit(&kit);
    patient.tab.sees("Ce kit n’ouvre aucun dossier ici");
}
