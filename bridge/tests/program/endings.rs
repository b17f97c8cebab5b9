//! How the program ends: no window stays open, and no card stays logged in.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::bench::{APP, Bench, Desk, Wish};
use crate::page::http::{self, Http};
use crate::page::{Page, b64, hex};

/// The port that a program says it listens on.
pub fn port_of(child: &mut Child) -> u16 {
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    line.trim()
        .strip_prefix("127.0.0.1:")
        .and_then(|port| port.parse().ok())
        .unwrap_or_else(|| panic!("no port: {line}"))
}

fn opened(bench: &Bench) {
    let mut page = bench.page(APP);
    bench.person(&["pin 1234"]);
    page.ask("open", &json!({"nonce": hex(&[1; 32]), "ephemeralKey": b64(&crate::card::ephemeral())}))
        .expect("a token");
}

fn logouts(bench: &Bench) -> usize {
    bench.desk.calls().iter().filter(|name| *name == "Logout").count()
}

/// The middleware of a CPS may share the PIN's state between programs: between the two signatures
/// of a log-in the program must not end without C_Logout.
#[test]
fn a_program_that_is_ended_logs_the_card_out() {
    for signal in ["-TERM", "-INT"] {
        let mut bench = Bench::new(&Wish { cards: &["alice"], spy: true, ..Wish::default() });
        opened(&bench);
        assert_eq!(logouts(&bench), 0, "the consent still waits for the opener");
        assert!(bench.end(signal).success());
        assert_eq!(logouts(&bench), 1, "{signal}");
        assert_eq!(bench.printed(), format!("127.0.0.1:{}\n", bench.port));
    }
}

/// A statement that a page asks for, and then the window of a person who does not answer.
fn hanging(bench: &Bench) -> (Page<Http>, TcpStream, u32) {
    let mut page = bench.page(APP);
    bench.person(&["hang"]);
    let message = page.signed("statement", &crate::card::binding()).message.to_string();
    let mut stream = http::connect(bench.port).expect("a connection");
    stream.write_all(&http::post(bench.port, APP, "statement", message.as_bytes())).expect("sent");
    let id = within(Duration::from_secs(10), || window(bench).filter(|_| bench.desk.asked() == ["GETPIN"]));
    (page, stream, id)
}

/// The pinentry that runs now.
fn window(bench: &Bench) -> Option<u32> {
    let tasks = std::fs::read_dir(bench.proc("task")).ok()?;
    let children = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
    let all: String = tasks.filter_map(Result::ok).map(children).collect();
    all.split_whitespace().find_map(|id| id.parse().ok())
}

fn is_gone(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/stat")).map_or(true, |stat| stat.contains(") Z "))
}

fn within<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + patience;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < until, "not within {patience:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A window is not left behind that would send what is typed to nobody.
#[test]
fn a_program_that_is_ended_closes_its_window() {
    let mut bench = Bench::new(&Wish { cards: &["alice"], window_seconds: 60, ..Wish::default() });
    let (_page, _stream, window) = hanging(&bench);
    let before = Instant::now();
    assert!(bench.end("-TERM").success());
    assert!(before.elapsed() < Duration::from_secs(5), "it does not wait for the person");
    within(Duration::from_secs(3), || is_gone(window).then_some(()));
}

/// Nor one of a page that was closed, or that gave up: the next request finds the way free.
#[test]
fn a_page_that_goes_takes_its_window_with_it() {
    let bench = Bench::new(&Wish { cards: &["alice"], window_seconds: 60, ..Wish::default() });
    let (mut page, stream, window) = hanging(&bench);
    assert_eq!(page.refused("statement", &crate::card::binding()), "BUSY");
    assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "present", "that is no window");
    assert!(!is_gone(window), "another request does not close it");
    drop(stream);
    within(Duration::from_secs(3), || is_gone(window).then_some(()));
    bench.person(&["pin 1234"]);
    within(Duration::from_secs(3), || page.ask("statement", &crate::card::binding()).ok());
}

/// A second bridge does not take the place of the first.
#[test]
fn when_all_three_ports_are_taken_it_says_so() {
    let bench = Bench::with(&[]);
    bench.desk.configure(|text| {
        let line = text.lines().find(|line| line.starts_with("ports")).expect("a line").to_owned();
        text.replace(&line, &format!("ports = [{0}, {0}, {0}]", bench.port))
    });
    let output = bench.desk.command().output().expect("the program");
    assert!(!output.status.success() && output.stdout.is_empty());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("is the bridge running already?"), "{error}");
}

/// A page knocks at the first port that answers: where another user sits on any of the three, the
/// bridge does not start. (Seen where the test may start a program as somebody else.)
#[test]
fn where_another_user_holds_a_port_it_does_not_start() {
    let theirs = Desk::new(&Wish::default());
    let Some(mut somebody) = theirs.as_somebody() else { return };
    let mut squatter = somebody.spawn().expect("the program");
    let port = port_of(&mut squatter);
    let ours = Desk::new(&Wish::default());
    let free = crate::bench::ports();
    let line = |text: &str| text.lines().find(|line| line.starts_with("ports")).expect("a line").to_owned();
    ours.configure(|text| text.replace(&line(&text), &format!("ports = [{}, {}, {port}]", free[0], free[1])));
    let output = ours.command().output().expect("the program");
    squatter.kill().and_then(|()| squatter.wait()).expect("ended");
    assert!(!output.status.success() && output.stdout.is_empty());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains(&format!("another user of this computer holds port {port}")), "{error}");
}
