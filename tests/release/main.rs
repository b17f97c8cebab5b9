//! What is released contains no invented person of demo, gallery or tests, believes no test card,
//! and the host has no means to open anything.

use scelle_tests::cards::{ALICE, Authority, BRUNO};
use scelle_tests::paths;
use scelle_tests::patient::Person;
use scelle_tests::planted::Planted;
use scelle_tests::scan::Scanner;
use std::process::Command;

#[test]
fn no_test_identity_is_in_a_release_build() {
    let person = Person::helene();
    let scanner = Scanner::new(&[
        Planted::text("name of the tests", &person.name),
        Planted::text("password of the tests", &person.password),
        Planted::text("identifier of the tests", &person.identifier),
        Planted::text("account of the gallery", "4f1c09a2d37e58b6014c9e77ab20d5f3"),
        Planted::text("title of the gallery", "Bilan du diabète et des reins"),
        Planted::text("contact of the gallery", "01 99 00 42 17"),
        Planted::text("address of the gallery", "document-charge"),
        Planted::text("number of a test card", ALICE.id_nat),
        Planted::text("number of a test card", BRUNO.id_nat),
        Planted::text("practice of a test card", ALICE.practice),
    ]);
    let mut findings = scanner.files(&paths::program("release", "scelle-host"));
    findings.extend(scanner.files(&paths::program("release", "scelle-bridge")));
    findings.extend(scanner.files(&paths::dist()));
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn a_released_host_does_not_start_with_a_test_authority() {
    let (authority, folder) = (Authority::new(), tempfile::tempdir().expect("a folder"));
    let start = |test: bool| {
        let mut host = Command::new("timeout");
        host.arg("20").arg(paths::program("release", "scelle-host")).env("SCELLE_DATA", folder.path().join("data"));
        // An address that cannot be had: what is wrong with it is said only after the configuration.
        host.env("SCELLE_SECRETS", folder.path().join("secrets")).env("SCELLE_API_LISTEN", "192.0.2.1:1");
        if test {
            host.env("SCELLE_TEST_AUTHORITY", authority.persons());
        }
        let output = host.output().expect("the host starts");
        assert!(!output.status.success());
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let (with, without) = (start(true), start(false));
    assert!(with.contains("test_authority"), "{with}");
    assert!(!without.contains("test_authority"), "{without}");
}

#[test]
fn a_released_bridge_lists_no_page_of_this_computer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    let doctor = |origin: &str| {
        std::fs::write(&path, format!("origins = [{origin:?}]\n")).expect("a folder of ours");
        let mut bridge = Command::new(paths::program("release", "scelle-bridge"));
        let output = bridge.arg("--config").arg(&path).arg("doctor").env("LANG", "en").output().expect("it starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let refused = doctor("http://127.0.0.1:8788");
    assert!(refused.contains("is no origin that may be listed"), "{refused}");
    let listed = doctor("https://dossier.example");
    assert!(!listed.contains("is no origin that may be listed"), "{listed}");
}

#[test]
fn the_host_depends_on_nothing_that_opens() {
    let tree = tree(&["--package", "backend", "--edges", "normal"]);
    assert!(tree.contains("scelle-verify"), "{tree}");
    for opening in ["scelle-crypto", "scelle-client", "aes-gcm", "hpke"] {
        let found = tree.lines().any(|line| line.split(' ').next() == Some(opening));
        assert!(!found, "the host depends on {opening}");
    }
}

#[test]
fn the_released_page_has_no_door_for_test_cards() {
    let wasm = ["--target", "wasm32-unknown-unknown"];
    let vault = ["--package", "vault", "--edges", "normal", "--format", "{p} [{f}]"];
    let has_door = |more: &[&str]| {
        let tree = tree(&[&wasm, &vault[..], more].concat());
        let verify = tree.lines().find(|line| line.starts_with("scelle-verify ")).expect("it verifies");
        verify.contains("demo")
    };
    assert!(has_door(&["--features", "demo"]), "the control has none either");
    assert!(!has_door(&[]));
}

fn tree(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let how = ["--prefix", "none", "--locked"];
    let mut command = Command::new(cargo);
    let output =
        command.arg("tree").args(arguments).args(how).current_dir(paths::root()).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
