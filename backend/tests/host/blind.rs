//! The host is blind by construction: nothing that opens anything is linked into it.

use std::process::Command;

#[test]
fn a_release_of_the_host_has_no_door_for_a_test_authority() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let has_door = |features: &[&str]| {
        let run = Command::new(&cargo)
            .args(["tree", "-p", "backend", "-e", "normal", "--prefix", "none", "--format", "{p} {f}"])
            .args(features)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let tree = String::from_utf8(run.stdout).expect("text");
        let verify = tree.lines().find(|line| line.starts_with("scelle-verify ")).expect("it is there").to_owned();
        verify.rsplit(' ').next().is_some_and(|features| features.split(',').any(|feature| feature == "demo"))
    };
    assert!(!has_door(&[]));
    // The control: it is seen where it is.
    assert!(has_door(&["--features", "demo"]));
}

#[test]
fn nothing_that_decrypts_is_in_the_tree_of_the_host() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let run = Command::new(cargo)
        .args(["tree", "-p", "backend", "-e", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let tree = String::from_utf8(run.stdout).expect("text");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    // The control: what must be there is seen.
    assert!(names.contains(&"scelle-verify") && names.contains(&"libsqlite3-sys"));
    for forbidden in ["scelle-crypto", "scelle-client", "aes-gcm", "hpke", "aes"] {
        assert!(!names.contains(&forbidden), "{forbidden} is linked into the host");
    }
    let sqlite: std::collections::BTreeSet<_> = tree
        .lines()
        .filter(|line| line.starts_with("libsqlite3-sys "))
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    assert_eq!(sqlite.len(), 1, "one SQLite, the one with a cipher");
}
