//! Pairing and sessions over the port (9 to 14): the rest of these is shown on the core itself.

use serde_json::json;

use crate::bench::{APP, Bench, Desk, OTHER, Wish};
use crate::page::Wire as _;

/// 9 and 10: page and window show the same six digits, the window shows the origin; a no pairs
/// nothing.
#[test]
fn page_and_window_show_the_same_digits() {
    let bench = Bench::with(&[]);
    let mut page = bench.stranger(APP);
    bench.person(&["cancel"]);
    assert_eq!(page.pair().expect_err("a no").1["error"], "PAIRING_REFUSED");
    assert_eq!(page.call("hello", &json!({})).1["paired"], false);
    bench.desk.shown();
    bench.person(&["yes"]);
    page.pair().expect("paired");
    let shown = bench.desk.shown().remove(0);
    let digits = format!("{} {}", &page.digits[..3], &page.digits[3..]);
    assert!(shown.text.contains(&digits) && shown.text.contains(APP), "{shown:?}");
    assert_eq!(page.call("hello", &json!({})).1["paired"], true);
    assert_eq!(bench.stranger(OTHER).call("hello", &json!({})).1["paired"], false, "and tells no other page");
}

/// 11: a request shown twice, on another path, or by another page's key.
#[test]
fn what_was_signed_once_is_good_once_and_there() {
    let bench = Bench::with(&[]);
    let mut page = bench.page(APP);
    let asked = page.signed("status", &json!({}));
    page.call("status", &asked.message);
    let (status, answer) = page.call("status", &asked.message);
    assert_eq!((status, &answer["error"]), (401, &json!("REPLAY")));
    let asked = page.signed("status", &json!({}));
    assert_eq!(page.call("lock", &asked.message).1["error"], "BAD_SIGNATURE");
    let mut other = bench.page(OTHER);
    assert_eq!(page.call("status", &other.signed("status", &json!({})).message).1["error"], "SESSION_EXPIRED");
    // 12: the same message from its own page, but told under another's origin.
    let asked = page.signed("status", &json!({}));
    assert_eq!(other.wire.call(OTHER, "status", &asked.message).1["error"], "SESSION_EXPIRED");
}

/// 13: what is unpaired is forgotten, by the page and by the person.
#[test]
fn unpairing_forgets_the_keys() {
    let bench = Bench::with(&[]);
    let mut page = bench.page(APP);
    let pairings = || std::fs::read_to_string(bench.desk.path("state/pairings.json")).expect("a file");
    assert!(pairings().contains(APP));
    page.ask("unpair", &json!({})).expect("unpaired");
    assert!(!pairings().contains("app.test"));
    assert_eq!(page.open_session().expect_err("forgotten").1["error"], "NOT_PAIRED");
    let mut page = bench.page(APP);
    let mut unpair = bench.desk.command();
    let said = crate::bench::done(unpair.args(["unpair", APP])).stdout;
    assert_eq!(said, "Navigateurs oubliés : 1.\n".as_bytes());
    assert_eq!(page.refused("status", &json!({})), "NOT_PAIRED", "while the bridge runs, too");
    assert_eq!(page.open_session().expect_err("forgotten").1["error"], "NOT_PAIRED");
}

/// 14: another program on the bridge's port has another key: a page that pinned the first one
/// hears nothing that it would believe.
#[test]
fn a_false_bridge_on_the_port_is_found_out() {
    let bench = Bench::with(&[]);
    let mut page = bench.page(APP);
    let pinned = page.bridge_key.expect("a key");
    let squatter = Bench::with(&[]);
    page.wire.port = squatter.port;
    assert_eq!(page.open_session().expect_err("unknown").1["error"], "NOT_PAIRED");
    squatter.person(&["yes"]);
    let mut paired = squatter.stranger(APP);
    paired.pair().expect("paired");
    assert_ne!(paired.bridge_key, Some(pinned));
    let asked = paired.open_session().map(|()| paired.signed("status", &json!({}))).expect("a session");
    let answer = paired.call("status", &asked.message);
    assert!(paired.checked("status", &asked.hash, answer.clone()).is_ok() || answer.0 != 200);
    paired.bridge_key = Some(pinned);
    let believed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| paired.open_session()));
    assert!(believed.is_err(), "a session of the squatter's does not pass for one of the pinned bridge");
}

/// Pairings and key outlive the program: a page does not pair every morning.
#[test]
fn a_pairing_outlives_the_program() {
    let desk = Desk::new(&Wish::default());
    let mut bench = desk.start();
    let mut page = bench.page(APP);
    assert!(bench.end("-TERM").success());
    let mut child = bench.desk.command().spawn().expect("again");
    let port = crate::endings::port_of(&mut child);
    page.wire.port = port;
    page.open_session().expect("the same pairing, the same key");
    child.kill().and_then(|()| child.wait()).expect("ended");
}
