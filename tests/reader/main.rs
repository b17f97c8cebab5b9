//! A reader in another language, written from the formats alone, opens with the printed kit what
//! a patient deposited in the browser, and nothing of anybody else's record.

mod verdicts;

use scelle_tests::browser::Browser;
use scelle_tests::dump;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::paths;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::world::papers;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

#[test]
fn the_reader_opens_what_the_kit_opens_and_nothing_else() {
    let host = Host::start();
    let folder = TempDir::new().expect("a folder");
    let letter = papers::letter("Cabinet du port", "Madame", &["Le contrôle est bon.".into()]);
    let empty = Vec::new();
    let large = files::noise(5, 3_000_001);
    let first = deposit(
        &host,
        &folder,
        Person::helene(),
        &[("lettre.pdf", &letter), ("vide.txt", &empty), ("mesures.bin", &large)],
    );
    let other = Person { identifier: "menhir.au.vent".into(), ..Person::helene() };
    let second = deposit(&host, &folder, other, &[("lettre.pdf", &letter)]);
    let dumped = folder.path().join("dump");
    dump::write(&host.data(), &host.secrets(), &dumped);
    for (kit, expected) in [(&first, vec![&letter, &empty, &large]), (&second, vec![&letter])] {
        let out = TempDir::new().expect("a folder");
        let said = read(&dumped, &kit.join(" "), out.path());
        assert_eq!(said["strangers"], 1, "{said}");
        let mut contents: Vec<Vec<u8>> = std::fs::read_dir(out.path())
            .expect("a folder")
            .flatten()
            .map(|entry| std::fs::read(entry.path()).expect("a file"))
            .collect();
        let mut expected: Vec<Vec<u8>> = expected.into_iter().cloned().collect();
        contents.sort();
        expected.sort();
        assert!(contents == expected, "other contents than were deposited: {said}");
    }
}

#[test]
fn the_reader_refuses_an_altered_body_label_or_kit() {
    let host = Host::start();
    let folder = TempDir::new().expect("a folder");
    let kit = deposit(&host, &folder, Person::helene(), &[("lettre.pdf", &papers::letter("Cabinet", "Bonjour", &[]))]);
    let dumped = folder.path().join("dump");
    dump::write(&host.data(), &host.secrets(), &dumped);
    let mut typo = kit.clone();
    typo[9] = if typo[9] == "00000" { "11111".into() } else { "00000".into() };
    assert!(!read(&dumped, &typo.join(" "), folder.path())["refused"].is_null());
    let body = std::fs::read_dir(dumped.join("bodies")).expect("a folder").flatten().next().expect("a body").path();
    let bytes = std::fs::read(&body).expect("a file");
    for length in [bytes.len() - 1, 0] {
        std::fs::write(&body, &bytes[..length]).expect("a file of ours");
        assert!(!read(&dumped, &kit.join(" "), folder.path())["refused"].is_null(), "{length} bytes of it");
    }
    std::fs::write(&body, [&bytes[..], &[0]].concat()).expect("a file of ours");
    assert!(!read(&dumped, &kit.join(" "), folder.path())["refused"].is_null(), "a byte more");
}

fn deposit(host: &Host, folder: &TempDir, person: Person, papers: &[(&str, &[u8])]) -> Vec<String> {
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, host, person);
    let kit = patient.opens_a_record();
    for (name, content) in papers {
        patient.deposits(&files::write(folder.path(), name, content), &Description::of(name));
    }
    kit
}

fn read(dump: &Path, kit: &str, out: &Path) -> Value {
    let output = Command::new(paths::tool("python/bin/python"))
        .arg("-B")
        .arg(paths::root().join("tests/reader/reader.py"))
        .arg(dump)
        .args(["--kit", kit, "--out"])
        .arg(out)
        .output()
        .expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{}", String::from_utf8_lossy(&output.stderr)))
}
