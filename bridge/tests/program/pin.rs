//! Where a PIN is not (21), and the windows that ask for it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::os::unix::process::ExitStatusExt as _;

use serde_json::json;

use crate::bench::{APP, Bench, Wish};
use crate::card::{binding, binding_holds, log_in_holds};

/// Long enough to stand nowhere by chance.
const PIN: &str = "8205174936028157";
const TYPED: &str = "pin 8205174936028157";

fn used() -> (Bench, String) {
    let bench = Bench::new(&Wish { cards: &["alice"], pin: PIN, ..Wish::default() });
    let mut page = bench.page(APP);
    bench.person(&[TYPED, TYPED, "pin 8205174936028158", TYPED]);
    log_in_holds(&mut page);
    binding_holds(&mut page);
    assert_eq!(page.refused("statement", &binding()), "PIN_WRONG");
    log_in_holds(&mut page);
    (bench, page.heard)
}

/// 21: not in what the program printed or answered, not in what it keeps, not in what the window
/// was told, not in its arguments or surroundings.
#[test]
fn the_pin_is_in_nothing_that_leaves_or_stays() {
    let (mut bench, heard) = used();
    let told = fs::read_to_string(bench.desk.path("window/log")).expect("a log");
    let started = ["cmdline", "environ"].map(|name| fs::read(bench.proc(name)).expect("the process runs"));
    assert!(bench.end("-TERM").success());
    let mut places = vec![("answers", heard.into_bytes()), ("window", told.into_bytes())];
    places.push(("output", bench.printed().into_bytes()));
    places.extend(started.map(|bytes| ("start", bytes)));
    let state = fs::read_dir(bench.desk.path("state")).expect("a folder");
    places.extend(state.map(|entry| ("state", fs::read(entry.expect("an entry").path()).expect("a file"))));
    assert!(places.len() >= 6, "key and pairings are among them");
    for (place, bytes) in places {
        assert!(!contains(&bytes, PIN.as_bytes()) && !contains(&bytes, b"8205174936028158"), "{place}");
    }
}

/// 21: a core dump does not exist: none may be written, none is.
#[test]
fn no_core_dump_is_written() {
    let (mut bench, _) = used();
    let limits = fs::read_to_string(bench.proc("limits")).expect("the process runs");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line");
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    let ended = bench.end("-ABRT");
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(6), false));
}

/// 21: another program of the same user can neither read the bridge's memory nor attach itself:
/// what the system tells of it belongs to root. Seen as another user where the test is root.
#[test]
fn another_program_of_the_user_cannot_look_inside() {
    let desk = crate::bench::Desk::new(&Wish::default());
    let mut child = desk.as_somebody().unwrap_or_else(|| desk.command()).spawn().expect("the program");
    crate::endings::port_of(&mut child);
    let owner = fs::metadata(format!("/proc/{}/mem", child.id())).expect("the process runs").uid();
    child.kill().and_then(|()| child.wait()).expect("ended");
    assert_eq!(owner, 0, "not dumpable");
}

/// 21: after the log-out the PIN is in no page of the program's memory, the module's included.
/// Whoever may not look there sees the rule of the test before at work.
#[test]
fn the_pin_is_wiped_from_memory() {
    let (bench, _) = used();
    let memory = match File::open(bench.proc("mem")) {
        Err(error) => return assert_eq!(error.kind(), ErrorKind::PermissionDenied),
        Ok(memory) => memory,
    };
    let maps = fs::read_to_string(bench.proc("maps")).expect("the process runs");
    let (mut seen, mut origin) = (0, false);
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
        let (from, to) = line.split(' ').next().and_then(|range| range.split_once('-')).expect("a range");
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).expect("an address"));
        let mut bytes = vec![0; usize::try_from(to - from).expect("a size")];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        seen += bytes.len();
        origin |= contains(&bytes, APP.as_bytes());
        assert!(!contains(&bytes, PIN.as_bytes()), "in {line}");
    }
    assert!(seen > 1 << 20 && origin, "the test looks at the right memory");
}

/// The windows of an operation: origin, holder, tries, what is signed; cancelled, unanswered or
/// empty ones sign nothing and cost no try.
#[test]
fn a_window_that_is_cancelled_or_left_alone_signs_nothing() {
    let bench = Bench::new(&Wish { cards: &["alice"], spy: true, window_seconds: 5, ..Wish::default() });
    let mut page = bench.page(APP);
    for (does, code) in [
        ("cancel", "PIN_CANCELLED"),
        ("empty", "PIN_CANCELLED"),
        ("pin 12", "PIN_FORM"),
        ("pin 12a4", "PIN_FORM"),
        ("pin %31%32%33%34", "PIN_FORM"),
        ("hang", "PIN_TIMEOUT"),
        ("gone", "WINDOW_MISSING"),
    ] {
        bench.person(&[does]);
        assert_eq!(page.refused("statement", &binding()), code, "{does}");
    }
    assert!(!bench.desk.calls().iter().any(|call| call == "Login"));
    assert_eq!(page.ask("status", &json!({})).expect("a status")["pin"], "ok");
    let log = fs::read_to_string(bench.desk.path("window/log")).expect("a log");
    assert!(log.contains("SETTIMEOUT 5\n") && log.contains("OPTION lc-ctype=fr_FR.UTF-8\n"), "{log}");
    assert!(!log.contains("SETREPEAT") && !log.contains("allow-external-password-cache"));
    assert!(log.lines().all(|line| line.len() <= 1000));
}

/// A text that does not fit into one window is shown whole, page by page, before the PIN.
#[test]
fn a_long_text_is_shown_whole() {
    let bench = Bench::with(&["alice"]);
    let mut page = bench.page(APP);
    let mut asked = binding();
    let practice = "àâçéèêëîïôùûüÿœæ ".repeat(17).trim().to_owned();
    asked["fields"]["practice"] = json!(practice);
    bench.person(&["yes", "yes", "pin 1234"]);
    page.ask("statement", &asked).expect("a statement");
    let shown = bench.desk.shown();
    assert_eq!(shown.iter().map(|window| window.asked.as_str()).collect::<Vec<_>>(), ["CONFIRM", "CONFIRM", "GETPIN"]);
    assert!(shown.iter().all(|window| window.text.starts_with("Site : https://app.test\n")));
    let read: String =
        shown[..2].iter().filter_map(|window| window.text.split_once("\n\n").map(|(_, text)| text)).collect();
    assert!(read.contains(&format!("practice: {practice}\n")), "{read}");
    bench.person(&["yes", "cancel", "pin 1234"]);
    assert_eq!(page.refused("statement", &asked), "PIN_CANCELLED", "whoever stops reading has not signed");
}

/// Without pinentry nothing is asked anywhere else.
#[test]
fn a_missing_pinentry_is_said() {
    let desk = crate::bench::Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let pinentry = crate::bench::script("pinentry.sh");
    desk.configure(|text| text.replace(pinentry.to_str().expect("a path"), "/nonexistent/pinentry"));
    let bench = desk.start();
    let mut page = bench.stranger(APP);
    let (status, refusal) = page.pair().expect_err("no window");
    assert_eq!((status, &refusal["error"]), (503, &json!("WINDOW_MISSING")));
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
