//! Documents: deposited, listed, searched, read back identical.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::paths;
use scelle_tests::patient::{Description, Patient, Person};
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

#[test]
fn several_files_dropped_at_once_wait_for_their_titles_and_go_one_after_the_other() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, seed| files::write(folder.path(), name, &files::noise(seed, 40_000));
    let (one, other) = (write("un.bin", 21), write("deux.bin", 22));
    patient.goes_to("Déposer", "/deposer");
    patient.tab.drops(&[&one, &other], &patient.tab.selected(".drop"));
    patient.tab.sees("un.bin");
    patient.tab.sees("deux.bin");
    patient.describes(0, &Description::of("Le premier"));
    patient.describes(1, &Description::of("Le second"));
    patient.sends();
    patient.sees_written(2);
    patient.sees_title("Le premier");
    patient.sees_title("Le second");
}

/// The customer's own documents, one after the other.
#[test]
#[ignore = "needs real documents beside the checkout, in ../shared/data"]
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
