//! Attack 14: a host that could open something after all. What opens is in no program of the host:
//! not in the tree of its dependencies (`backend/tests/host/blind.rs`, `tests/release`), and not in
//! what was linked, looked at here sign by sign.

use aho_corasick::AhoCorasick;
use scelle_tests::paths;

#[test]
fn no_code_that_opens_is_linked_into_the_host() {
    let host = found_in("scelle-host");
    assert!(!host.iter().any(|name| OPENS.contains(name)), "the host can open: {host:?}");
    // The controls: what the host must have is seen in it, and what it must not have is seen in a
    // program that plays patients.
    assert!(SHARED.iter().all(|name| host.contains(name)), "{host:?}");
    let seed = found_in("seed");
    assert!(OPENS.iter().all(|name| seed.contains(name)), "{seed:?}");
}

/// Names of crates that stand in this program, in the mangled names of its functions or where its
/// messages come from.
fn found_in(program: &str) -> Vec<&'static str> {
    let bytes = std::fs::read(paths::program("debug", program)).expect("it was built");
    let all: Vec<&'static str> = OPENS.iter().chain(SHARED).copied().collect();
    let search = AhoCorasick::new(&all).expect("some names");
    let mut found: Vec<&'static str> = search.find_iter(&bytes).map(|hit| all[hit.pattern().as_usize()]).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Sealing and opening of ours, and what they are made of; with the length of the name before it, as the
/// compiler writes it: the cipher of the database has functions of like names.
const OPENS: &[&str] = &["scelle_crypto", "scelle_client", "7aes_gcm", "6ml_kem", "4hpke"];
/// In the host too: signatures, certificates, the host's half of the log-in.
const SHARED: &[&str] = &["scelle_verify", "ed25519_dalek", "opaque_ke"];
