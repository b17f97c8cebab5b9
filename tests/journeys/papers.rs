//! Documents: deposited, listed, searched, read back identical.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::paths;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::wait::LONG;
use scelle_tests::world::papers;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

#[test]
fn documents_of_every_kind_come_back_identical() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let papers = [
        (
            "lettre.pdf",
            papers::letter("Cabinet du port", "Cher confrère", &["Merci de m’avoir adressé Madame Q.".into()]),
        ),
        ("bilan.xml", papers::structured("Bilan", "Glycémie 1,02 g/l")),
        ("genou.png", papers::image(64, 64)),
        ("poumons.dcm", files::dicom("Q^H", 128)),
        ("note.txt", "À demander : la dose du soir ?\n".as_bytes().to_vec()),
        ("vide.txt", Vec::new()),
        ("mesures.bin", files::noise(9, 5 << 20)),
    ];
    for (name, content) in &papers {
        patient.deposits(&files::write(folder.path(), name, content), &Description::of(&format!("Titre de {name}")));
    }
    for (name, content) in &papers {
        patient.opens(&format!("Titre de {name}"));
        assert!(patient.saves_the_original(name) == *content, "{name} came back different");
    }
}

#[test]
#[ignore = "the page's taking up of a deposit is not proved in the browser yet; tests/refusals.rs proves the engine's"]
fn a_deposit_cut_short_by_the_hosts_death_goes_on_after_a_new_log_in() {
    let mut host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let content = files::noise(11, 60 << 20);
    let file = files::write(folder.path(), "examen.bin", &content);
    patient.chooses(&[&file]);
    patient.describes(0, &Description::of("Un long examen"));
    patient.sends();
    patient.sees_it_leave();
    host.is_killed();
    patient.tab.sees_within("La connexion est coupée", LONG);
    host.starts();
    patient.tab.sees_within("L’hébergeur a mis fin à la session.", LONG);
    patient.tab.goes_to(&format!("{page}/entrer"));
    patient.logs_in();
    patient.goes_on_with(&file);
    patient.tab.sees_within("Écrit chez l’hébergeur, chiffré.", LONG);
    patient.opens("Un long examen");
    assert!(patient.saves_the_original("examen.bin") == content, "the document came back different");
}

#[test]
fn what_is_no_document_is_refused_with_a_reason() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let program = files::write(folder.path(), "jeu.exe", b"MZ\x90\0\x03\0\0\0 a program of no use at all");
    patient.chooses(&[&program]);
    patient.tab.sees("C’est un programme, pas un document.");
}

/// The customer's own documents, deposited all at once.
#[test]
#[ignore = "needs ../shared/data"]
fn the_real_documents_come_back_identical() {
    let data = paths::shared_data().expect("../shared/data");
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let mut files = Vec::new();
    collect(&data, &mut files);
    let chosen: Vec<&PathBuf> = files.iter().filter(|path| is_document(path)).collect();
    assert!(chosen.len() > 10, "only {} documents", chosen.len());
    for (number, path) in chosen.iter().enumerate() {
        patient.deposits(path, &Description::of(&format!("Pièce {number:03}")));
    }
    for (number, path) in chosen.iter().enumerate() {
        patient.opens(&format!("Pièce {number:03}"));
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let content = std::fs::read(path).expect("a file that can be read");
        assert!(patient.saves_the_original(&name) == content, "{} came back different", path.display());
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

fn is_document(path: &Path) -> bool {
    let ends = ["pdf", "xml", "dcm", "png", "jpg", "jpeg", "txt"];
    path.extension().is_some_and(|end| ends.iter().any(|one| end.eq_ignore_ascii_case(one)))
}
