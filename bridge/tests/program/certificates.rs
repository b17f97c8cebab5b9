//! What lies on a card, or in its place (15 to 18, 30), through the real module.

use std::path::PathBuf;

use serde_json::json;

use crate::bench::{APP, Bench, Desk, KINDS, SOFTHSM, Wish};
use crate::card::{binding, ephemeral, log_in_holds};
use crate::page::{Page, b64, hex, http::Http};

/// The code of a refused log-in, and of a refused statement.
fn refused(page: &mut Page<Http>) -> [String; 2] {
    let open = json!({"nonce": hex(&[1; 32]), "ephemeralKey": b64(&ephemeral())});
    [page.refused("open", &open), page.refused("statement", &binding())]
}

/// 30: each is refused before any window, and the module is never shown a PIN.
#[test]
fn certificates_that_do_not_fit_are_refused_before_the_pin() {
    for (kind, (name, code)) in KINDS.into_iter().cycle().zip([
        ("expired", "CERT_EXPIRED"),
        ("future", "CERT_NOT_YET_VALID"),
        ("organisation", "CERT_PROFILE"),
        ("staff", "CERT_PROFILE"),
        ("adeli", "CERT_PROFILE"),
        ("false-ca", "CARD_UNRECOGNIZED"),
        ("alice-sign", "CARD_UNRECOGNIZED"),
    ]) {
        let bench = Bench::new(&Wish { kind, cards: &[name], spy: true, ..Wish::default() });
        let mut page = bench.page(APP);
        bench.person(&["pin 1234"; 2]);
        assert_eq!(refused(&mut page), [code; 2], "{name}");
        assert!(bench.desk.shown().is_empty(), "{name}");
        assert!(!bench.desk.calls().iter().any(|call| call == "Login"), "{name}");
    }
}

/// 15: no module at its place, or something that is none; and one that is installed meanwhile.
#[test]
fn a_module_that_is_missing_is_said_and_taken_when_it_comes() {
    let text = crate::bench::script("make.sh");
    for place in [PathBuf::from("/nonexistent/libcps3.so"), text, "/proc".into()] {
        let bench = Bench::new(&Wish { module: Some(place.clone()), ..Wish::default() });
        let mut page = bench.page(APP);
        assert_eq!(page.refused("status", &json!({})), "MIDDLEWARE_MISSING", "{}", place.display());
        assert_eq!(refused(&mut page), ["MIDDLEWARE_MISSING"; 2], "{}", place.display());
        assert!(bench.desk.shown().is_empty());
    }
    let desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let place = desk.path("module.so");
    desk.configure(|text| text.replace(SOFTHSM, place.to_str().expect("a path")));
    let bench = desk.start();
    let mut page = bench.page(APP);
    assert_eq!(page.refused("status", &json!({})), "MIDDLEWARE_MISSING");
    std::os::unix::fs::symlink(SOFTHSM, &place).expect("installed");
    bench.person(&["pin 1234"]);
    log_in_holds(&mut page);
}

/// 16: a module with nothing plugged in.
#[test]
fn no_reader_is_said() {
    for module in [None, opensc()] {
        let bench = Bench::new(&Wish { module, ..Wish::default() });
        let mut page = bench.page(APP);
        let status = page.ask("status", &json!({})).expect("a status");
        assert_eq!(status, json!({"reader": false, "card": "absent", "pin": "ok", "cardEpoch": 0}));
        assert_eq!(refused(&mut page), ["NO_READER"; 2]);
    }
}

/// OpenSC's own module, where the reader service does not run: no reader, and no error either.
fn opensc() -> Option<PathBuf> {
    let place = PathBuf::from("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so");
    (place.exists() && !std::path::Path::new("/run/pcscd/pcscd.comm").exists()).then_some(place)
}

/// 18: a card with a PIN and nothing on it.
#[test]
fn a_card_without_certificates_is_unrecognized() {
    let bench = Bench::with(&[]);
    crate::bench::done(
        std::process::Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", "BLANK", "--so-pin", "12345678", "--pin", "1234"])
            .env("SOFTHSM2_CONF", bench.desk.path("cards/softhsm2.conf")),
    );
    let mut page = bench.page(APP);
    assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "unrecognized");
    assert_eq!(refused(&mut page), ["CARD_UNRECOGNIZED"; 2]);
}

/// 18, 19: a card that the module cannot read does not stand in the way of one that it can.
#[test]
fn an_unreadable_card_beside_does_not_matter() {
    let bench = Bench::with(&["alice", "bruno"]);
    let mut page = bench.page(APP);
    page.ask("status", &json!({})).expect("a status");
    let tokens = || std::fs::read_dir(bench.desk.path("cards/tokens")).expect("a folder");
    // Alice's card: the one whose token has her label. SoftHSM says of it that it is none it knows.
    let alice = tokens().map(|entry| entry.expect("an entry").path()).find(|path| {
        std::fs::read(path.join("token.object"))
            .is_ok_and(|bytes| bytes.windows(10).any(|window| window == b"TEST-alice"))
    });
    std::fs::remove_dir_all(alice.expect("her token")).expect("broken");
    assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "present");
    bench.person(&["pin 1234"]);
    log_in_holds(&mut page);
    let shown = bench.desk.shown();
    assert!(shown.len() == 1 && shown[0].text.contains("BRUNO TEST"), "{shown:?}");
}

/// 27: `login`, `opener-key` and every other kind that a card does not sign here open no window.
#[test]
fn what_is_no_statement_opens_no_window() {
    let bench = Bench::new(&Wish { cards: &["alice"], spy: true, ..Wish::default() });
    let mut page = bench.page(APP);
    bench.person(&["pin 1234"; 4]);
    for kind in ["login", "opener-key", "scelle/v1/opener-key", "token", "grant-me", ""] {
        let asked = json!({"kind": kind, "fields": binding()["fields"]});
        assert_eq!(page.refused("statement", &asked), "STATEMENT_KIND", "{kind}");
    }
    for name in ["text", "origin", "certificate", "idNat", "time", "digest"] {
        let mut asked = binding();
        asked["fields"][name] = json!("sign me");
        assert_eq!(page.refused("statement", &asked), "BAD_REQUEST", "{name}");
    }
    assert!(bench.desk.shown().is_empty());
    assert!(!bench.desk.calls().iter().any(|call| call == "Login"));
}
