//! Native messaging (8): the same operations over pipes.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use bridge::transport::native::EXTENSION;
use serde_json::{Value, json};

use crate::bench::{APP, Desk, Wish};
use crate::page::native::{Pipes, framed};
use crate::page::{Page, Wire as _};

/// Started as a browser does it: the caller in the first argument, the configuration in its place.
fn start(desk: &Desk, words: &[&str]) -> Child {
    desk.command().args(words).stdin(Stdio::piped()).spawn().expect("the program")
}

fn ours() -> String {
    format!("chrome-extension://{EXTENSION}/")
}

fn pipes(child: &mut Child) -> Pipes<ChildStdin, ChildStdout> {
    Pipes::new(child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"))
}

/// Sends bytes, closes the pipe: whether the program ended well, what it wrote, and how long it took.
fn told(desk: &Desk, caller: &[&str], bytes: &[u8]) -> (bool, Vec<u8>, Duration) {
    let (mut child, before) = (start(desk, caller), Instant::now());
    let mut input = child.stdin.take().expect("a pipe");
    let _ = input.write_all(bytes);
    drop(input);
    let output = child.wait_with_output().expect("an end");
    (output.status.success(), output.stdout, before.elapsed())
}

/// 8: pairing, session and status, as over the port.
#[test]
fn a_page_pairs_and_asks_over_pipes() {
    let desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let mut child = start(&desk, &[&ours(), "--parent-window=0"]);
    let mut page = Page::new(pipes(&mut child), APP);
    desk.person(&["yes"]);
    page.pair().expect("paired");
    page.open_session().expect("a session");
    assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "present");
    drop(page);
    assert!(child.wait().expect("an end").success(), "it ends with its browser");
}

/// 8: a log-in and a binding over pipes.
#[test]
fn a_card_signs_over_pipes() {
    let desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let mut child = start(&desk, &["native-messaging", &ours()]);
    let mut page = Page::new(pipes(&mut child), APP);
    desk.person(&["yes", "pin 1234", "pin 1234"]);
    page.pair().expect("paired");
    page.open_session().expect("a session");
    crate::card::log_in_holds(&mut page);
    crate::card::binding_holds(&mut page);
    drop(page);
    assert!(child.wait().expect("an end").success());
}

/// 8: the browser says which extension speaks; another one is not even heard.
#[test]
fn another_extension_is_refused() {
    let desk = Desk::new(&Wish::default());
    let hello = framed(json!({"id": 1, "origin": APP, "op": "hello", "body": {}}).to_string().as_bytes());
    assert!(told(&desk, &[&ours()], &hello).0);
    for caller in
        ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/", &format!("chrome-extension://{EXTENSION}"), APP, ""]
    {
        let (well, output, _) = told(&desk, &[caller], &hello);
        assert_eq!((well, output.len()), (false, 0), "{caller}");
    }
}

/// 8: an extension of ours that is made to speak for another page.
#[test]
fn a_page_that_is_not_listed_is_refused() {
    let desk = Desk::new(&Wish::default());
    let mut child = start(&desk, &[&ours()]);
    let mut pipes = pipes(&mut child);
    for origin in ["https://evil.test", "https://app.test.evil", "null", "", "HTTPS://APP.TEST", "http://app.test"] {
        let (status, answer) = pipes.call(origin, "hello", &json!({}));
        assert_eq!((status, answer), (403, json!({"ok": false, "error": "ORIGIN_REFUSED"})), "{origin}");
    }
    assert_eq!(pipes.call(APP, "hello", &json!({})).0, 200);
}

/// 8: a length that is cut short, or longer than what follows, or two gibibytes.
#[test]
fn lengths_that_lie_end_the_program_at_once() {
    let desk = Desk::new(&Wish::default());
    let length = |length: u32, rest: &[u8]| [&length.to_ne_bytes()[..], rest].concat();
    for (what, bytes) in [
        ("cut short", vec![2, 0, 0]),
        ("a message cut short", length(100, b"{}")),
        ("nothing", length(0, b"")),
        ("two gibibytes", length(1 << 31, b"{}")),
        ("all ones", length(u32::MAX, b"{}")),
        ("a little too long", length(17 * 1024 + 1, &[b' '; 17 * 1024 + 1])),
    ] {
        let (well, output, took) = told(&desk, &[&ours()], &bytes);
        assert_eq!((well, output.len()), (false, 0), "{what}");
        assert!(took < Duration::from_secs(5), "{what}: {took:?}");
    }
}

/// 8: two gibibytes are refused by their length while the pipe stays open, and never allocated.
#[test]
fn two_gibibytes_are_not_waited_for() {
    let desk = Desk::new(&Wish::default());
    let mut child = start(&desk, &[&ours()]);
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(&(1_u32 << 31).to_ne_bytes()).expect("sent");
    let mut rest = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut rest).expect("an end");
    assert_eq!(rest, "");
    assert!(!child.wait().expect("an end").success());
}

/// 8: what is no message of the extension ends the program; what is no operation is told so.
#[test]
fn malformed_messages_end_the_program() {
    let desk = Desk::new(&Wish::default());
    let deep = "[".repeat(16_000);
    for message in ["{", "[]", "{}", r#"{"id":1}"#, r#"{"id":-1,"origin":"","op":"","body":{}}"#, "\u{0}", &deep] {
        assert!(!told(&desk, &[&ours()], &framed(message.as_bytes())).0, "{message:.20}");
    }
    let extra = json!({"id": 1, "origin": APP, "op": "hello", "body": {}, "more": 1}).to_string();
    assert!(!told(&desk, &[&ours()], &framed(extra.as_bytes())).0);
    let mut child = start(&desk, &[&ours()]);
    let mut pipes = pipes(&mut child);
    assert_eq!(pipes.call(APP, "sign", &json!({})).1["error"], "NOT_FOUND");
    assert_eq!(pipes.call(APP, "hello", &Value::Null).1["error"], "BAD_REQUEST");
}
