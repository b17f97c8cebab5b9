//! `scelle-bridge doctor`, read as a person reads it.

use std::os::unix::net::UnixListener;

use crate::bench::{Desk, SOFTHSM, Wish, script};

/// What it says, and whether all is well.
fn doctor(desk: &Desk, surroundings: &[(&str, &str)]) -> (bool, String) {
    let mut command = desk.command();
    command.args(["--config", desk.config().to_str().expect("a path"), "doctor"]);
    let output = command.envs(surroundings.iter().copied()).output().expect("the program");
    assert!(output.stderr.is_empty());
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn missing(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.starts_with('✗')).collect()
}

#[test]
fn with_everything_there_it_says_so() {
    let desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let (well, said) = doctor(&desk, &[]);
    assert!(well && missing(&said).is_empty(), "{said}");
    for words in
        ["La configuration est lue.", "SoftHSM", "Une carte de professionnel est dans le lecteur.", "répondez oui"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("ALICE") && !said.contains("899700218896"), "and names nobody");
    let (_, said) = doctor(&desk, &[("LANG", "en_GB.UTF-8")]);
    assert!(said.contains("A professional's card is in the reader.") && !said.contains("carte"), "{said}");
}

#[test]
fn a_missing_card_reader_module_or_pinentry_is_said_with_what_to_do() {
    let desk = Desk::new(&Wish::default());
    let (well, said) = doctor(&desk, &[]);
    assert_eq!((well, missing(&said)), (false, vec!["✗ Aucun lecteur. Branchez-en un."]));
    let say = |from: &str, to: &str| {
        let desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
        desk.configure(|text| text.replace(from, to));
        let (well, said) = doctor(&desk, &[("PCSCLITE_CSOCK_NAME", "/nonexistent")]);
        assert!(!well);
        missing(&said).join("\n")
    };
    let module = say(SOFTHSM, "/nonexistent/libcps3.so");
    assert!(module.contains("Le pilote /nonexistent/libcps3.so ne se charge pas"), "{module}");
    assert!(module.contains("Le service des lecteurs ne répond pas") && module.contains("pcscd.socket"), "{module}");
    let pinentry = say(script("pinentry.sh").to_str().expect("a path"), "/nonexistent/pinentry");
    assert!(pinentry.contains("pinentry-gnome3") && pinentry.lines().count() == 1, "{pinentry}");
    let origins = say("https://app.test", "*");
    assert!(origins.contains("`*` is no origin that may be listed"), "{origins}");
}

/// SoftHSM has no readers; every other module needs the service.
#[test]
fn the_reader_service_is_knocked_at() {
    let desk = Desk::new(&Wish { module: Some("/nonexistent/libcps3.so".into()), ..Wish::default() });
    let place = desk.path("pcscd.comm");
    let at = place.to_str().expect("a path").to_owned();
    let listener = UnixListener::bind(&place).expect("a socket");
    assert!(doctor(&desk, &[("PCSCLITE_CSOCK_NAME", &at)]).1.contains("✓ Le service des lecteurs (pcscd) répond."));
    // A socket that a service which has died left behind.
    drop(listener);
    assert!(doctor(&desk, &[("PCSCLITE_CSOCK_NAME", &at)]).1.contains("✗ Le service des lecteurs ne répond pas"));
}

#[test]
fn a_card_that_does_not_fit_is_said() {
    for (card, words) in [
        ("alice-sign", "n'est pas une carte de professionnel"),
        ("expired", "a expiré"),
        ("future", "n'est pas encore valable"),
        ("adeli", "RPPS"),
    ] {
        let desk = Desk::new(&Wish { cards: &[card], ..Wish::default() });
        let (well, said) = doctor(&desk, &[]);
        assert!(!well && missing(&said).len() == 1 && missing(&said)[0].contains(words), "{card}: {said}");
    }
}

#[test]
fn without_a_configuration_it_says_where_to_write_one() {
    let desk = Desk::new(&Wish::default());
    std::fs::remove_file(desk.config()).expect("removed");
    let (well, said) = doctor(&desk, &[]);
    assert!(!well && said.contains("scelle-bridge/config.toml"), "{said}");
    let output = desk.command().output().expect("the program");
    assert!(!output.status.success() && output.stdout.is_empty(), "and without it the bridge does not start");
}

#[test]
fn help_and_version_are_said_and_anything_else_is_refused() {
    let desk = Desk::new(&Wish::default());
    let run = |words: &[&str]| desk.command().args(words).output().expect("the program");
    let version = String::from_utf8_lossy(&run(&["--version"]).stdout).into_owned();
    let demo = if cfg!(feature = "demo") { " (demo)" } else { "" };
    assert_eq!(version, format!("scelle-bridge {}{demo}\n", env!("CARGO_PKG_VERSION")));
    assert!(String::from_utf8_lossy(&run(&["--help"]).stdout).contains("doctor"));
    for words in [&["sign"][..], &["serve", "--port"], &["unpair"], &["--config"]] {
        let output = run(words);
        assert!(!output.status.success() && output.stdout.is_empty(), "{words:?}");
    }
}
