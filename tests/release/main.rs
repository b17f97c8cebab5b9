//! What is released contains no invented person of demo, gallery or tests, and the host no means
//! to open anything.

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
    ]);
    let mut findings = scanner.files(&paths::program("release", "scelle-host"));
    findings.extend(scanner.files(&paths::dist()));
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn the_host_depends_on_nothing_that_opens() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["tree", "--package", "backend", "--edges", "normal", "--prefix", "none", "--locked"];
    let output = Command::new(cargo).args(arguments).current_dir(paths::root()).output().expect("cargo starts");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(tree.contains("scelle-verify"), "{}", String::from_utf8_lossy(&output.stderr));
    for opening in ["scelle-crypto", "scelle-client", "aes-gcm", "hpke"] {
        let found = tree.lines().any(|line| line.split(' ').next() == Some(opening));
        assert!(!found, "the host depends on {opening}");
    }
}
