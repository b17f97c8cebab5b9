//! Loopback HTTP (1 to 6): who gets past the door.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bench::{APP, Bench};
use crate::page::http::{self, Heard};

/// A request with these header lines, and the port in place of PORT.
fn request(port: u16, line: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let headers = headers.iter().map(|header| format!("{header}\r\n")).collect::<String>();
    let head = format!("{line}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len());
    head.replace("PORT", &port.to_string()).into_bytes()
}

fn heard(bench: &Bench, line: &str, headers: &[&str], body: &str) -> Heard {
    http::send(bench.port, &request(bench.port, line, headers, body)).expect("an answer")
}

/// Every header of a listed page's call but those that begin with one of these names.
fn without(names: &[&str]) -> Vec<&'static str> {
    let all = [
        "Host: 127.0.0.1:PORT",
        "Origin: https://app.test",
        "Content-Type: application/json",
        "X-Bridge: 1",
        "Sec-Fetch-Mode: cors",
        "Sec-Fetch-Dest: empty",
    ];
    all.into_iter().filter(|header| !names.iter().any(|name| header.starts_with(name))).collect()
}

const HELLO: &str = "POST /v1/hello HTTP/1.1";

/// The bridge still answers a page that behaves, and nothing has paired meanwhile.
fn all_is_well(bench: &Bench) {
    let (status, answer) = bench.stranger(APP).call("hello", &serde_json::json!({}));
    assert_eq!((status, &answer["paired"]), (200, &Value::Bool(false)));
}

#[test]
fn a_listed_page_is_let_in() {
    let bench = Bench::with(&[]);
    let answer = heard(&bench, HELLO, &without(&[]), "{}");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.all("access-control-allow-origin"), [APP]);
    assert_eq!((answer.all("vary"), answer.all("cache-control")), (vec!["Origin"], vec!["no-store"]));
    assert_eq!(answer.body, br#"{"ok":true,"paired":false,"protocol":1}"#);
    let mut named = without(&["Host"]);
    named.push("Host: localhost:PORT");
    assert_eq!(heard(&bench, HELLO, &named, "{}").status, 200);
}

/// 1: 127.0.0.1 and nothing else, by the system's own table and by trying. 127.0.0.2 is this
/// computer too, and would answer if the bridge listened on all addresses.
#[test]
fn it_listens_on_127_0_0_1_only() {
    let bench = Bench::with(&[]);
    let inode_of = |line: &str| line.split_whitespace().nth(9).map(str::to_owned);
    let sockets: Vec<String> = std::fs::read_dir(bench.proc("fd"))
        .expect("the process runs")
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok()?.to_str().map(str::to_owned))
        .filter_map(|link| Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let mut listening = Vec::new();
    for table in ["net/tcp", "net/tcp6", "net/udp", "net/udp6"] {
        let text = std::fs::read_to_string(bench.proc(table)).unwrap_or_default();
        let ours = text.lines().filter(|line| inode_of(line).is_some_and(|inode| sockets.contains(&inode)));
        listening.extend(ours.filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned)));
    }
    assert_eq!(listening, [format!("0100007F:{:04X}", bench.port)]);
    let elsewhere = SocketAddr::from(([127, 0, 0, 2], bench.port));
    assert!(TcpStream::connect_timeout(&elsewhere, Duration::from_secs(2)).is_err());
}

/// 2: a name that was rebound to 127.0.0.1 gives itself away in `Host`.
#[test]
fn a_host_that_is_not_ours_is_misdirected() {
    let bench = Bench::with(&[]);
    for host in [
        "Host: rebind.test:PORT",
        "Host: evil.test",
        "Host: ",
        "Host: 127.0.0.1",
        "Host: localhost",
        "Host: 127.0.0.1:1",
        "Host: localhost:PORT.evil.test",
        "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT",
        "Host: 127.0.0.1:PORT, evil.test",
        "Host: LOCALHOST:PORT",
        "Host: [::1]:PORT",
        "X-Other: no host at all",
    ] {
        let mut headers = without(&["Host"]);
        headers.push(host);
        for line in [HELLO, "OPTIONS /v1/hello HTTP/1.1", "GET / HTTP/1.1"] {
            let answer = heard(&bench, line, &headers, "{}");
            assert_eq!((answer.status, answer.is_bare()), (421, true), "{host} {line}");
        }
    }
    let answer = heard(&bench, "POST http://evil.test/v1/hello HTTP/1.1", &without(&[]), "{}");
    assert_eq!((answer.status, answer.is_bare()), (421, true), "the name in the request's target counts too");
    all_is_well(&bench);
}

const REFUSED_ORIGINS: &[&str] = &[
    "X-Other: no origin at all",
    "Origin: ",
    "Origin: null",
    "Origin: https://app.test.evil",
    "Origin: https://evil.test",
    "Origin: https://app.test:8443",
    "Origin: https://app.test/",
    "Origin: http://app.test",
    "Origin: HTTPS://APP.TEST",
    "Origin: https://APP.test",
    "Origin: https://app.test https://evil.test",
    "Origin: https://app.test\r\nOrigin: https://app.test",
    "Origin: https://evil.test\r\nOrigin: https://app.test",
    "Origin: file://",
    "Origin: chrome-extension://gmffepbacddbhlfdlhnjcojbniklhlep",
    "Origin: http://localhost:8000",
];

/// 3: an origin is the listed one to the byte, once; every other is told the same, which is nothing.
#[test]
fn an_origin_that_is_not_listed_is_refused_without_a_word() {
    let bench = Bench::with(&[]);
    let mut answers = Vec::new();
    for origin in REFUSED_ORIGINS {
        let mut headers = without(&["Origin"]);
        headers.push(origin);
        for line in [HELLO, "POST /v1/nothing HTTP/1.1", "OPTIONS /v1/hello HTTP/1.1"] {
            let answer = heard(&bench, line, &headers, "{}");
            assert_eq!((answer.status, answer.is_bare()), (403, true), "{origin} {line}");
            answers.push(answer);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one refusal for all: {answers:?}");
    all_is_well(&bench);
}

/// 4: what a page may send without asking first (form, image, no-cors) ends before the handler.
#[test]
fn what_needs_no_preflight_is_refused_before_the_handler() {
    let bench = Bench::with(&[]);
    let pair = r#"{"commit":"0000000000000000000000000000000000000000000000000000000000000000"}"#;
    let post = "POST /v1/pair/start HTTP/1.1";
    let cases: &[(&str, &[&str], &[&str], u16)] = &[
        (
            "a no-cors fetch",
            &["Content", "X-Bridge", "Sec"],
            &["Content-Type: text/plain", "Sec-Fetch-Mode: no-cors"],
            415,
        ),
        ("a form", &["Content", "X-Bridge", "Sec"], &["Content-Type: application/x-www-form-urlencoded"], 415),
        (
            "a form of a hidden page",
            &["Content", "X-Bridge", "Origin"],
            &["Content-Type: text/plain", "Origin: null"],
            415,
        ),
        ("no mark", &["X-Bridge"], &[], 415),
        ("another mark", &["X-Bridge"], &["X-Bridge: 2"], 415),
        ("the mark twice", &[], &["X-Bridge: 1"], 415),
        ("no type", &["Content"], &[], 415),
        ("text", &["Content"], &["Content-Type: text/plain"], 415),
        ("JSON and more", &["Content"], &["Content-Type: application/json; charset=utf-8"], 415),
        ("two types", &[], &["Content-Type: text/plain"], 415),
        ("no-cors that says JSON", &["Sec-Fetch-Mode"], &["Sec-Fetch-Mode: no-cors"], 403),
        ("a navigation", &["Sec"], &["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"], 403),
        ("an image", &["Sec-Fetch-Dest"], &["Sec-Fetch-Dest: image"], 403),
        ("a socket", &["Sec-Fetch-Mode"], &["Sec-Fetch-Mode: websocket"], 403),
    ];
    for (what, less, more, status) in cases {
        let headers = [&without(less)[..], more].concat();
        let answer = heard(&bench, post, &headers, pair);
        assert_eq!((answer.status, answer.is_bare()), (*status, true), "{what}");
    }
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "post"] {
        let answer = heard(&bench, &format!("{method} /v1/pair/start HTTP/1.1"), &without(&[]), pair);
        assert!(matches!(answer.status, 400 | 405 | 421) && answer.is_bare(), "{method}: {answer:?}");
    }
    // Nobody's commitment waits: a page of another origin is not told to wait for it.
    let mut other = bench.stranger(crate::bench::OTHER);
    assert_eq!(other.call("pair/start", &serde_json::from_str(pair).expect("JSON")).0, 200);
    all_is_well(&bench);
}

/// 5: the preflight of a listed page, header for header.
#[test]
fn a_preflight_gives_exactly_what_is_needed() {
    let bench = Bench::with(&[]);
    let asks = ["Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type,x-bridge"];
    let headers = [&without(&["Content", "X-Bridge", "Sec-Fetch-Dest"])[..], &asks].concat();
    let answer = heard(&bench, "OPTIONS /v1/pair/start HTTP/1.1", &headers, "");
    let expected = [
        ("access-control-allow-origin", APP),
        ("vary", "Origin"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "authorization, content-type, x-bridge"),
        ("access-control-max-age", "600"),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!((answer.status, answer.headers, answer.body.len()), (204, expected, 0));
}

/// 6: a body has 16 KiB, whatever its sender says of it, and JSON does not go deep.
#[test]
fn a_body_is_bounded() {
    let bench = Bench::with(&[]);
    let call = |body: &str| heard(&bench, HELLO, &without(&[]), body);
    assert_eq!(call(&" ".repeat(16 * 1024)).status, 400, "the longest one is read, and is no JSON");
    let answer = call(&" ".repeat(16 * 1024 + 1));
    assert_eq!((answer.status, answer.is_bare()), (413, true));
    let announced = request(bench.port, HELLO, &without(&[]), "").len();
    let mut huge = request(bench.port, HELLO, &without(&[]), "");
    huge.truncate(announced - "Content-Length: 0\r\n\r\n".len());
    huge.extend_from_slice(b"Content-Length: 99999999999\r\n\r\n");
    let before = Instant::now();
    assert_eq!(http::send(bench.port, &huge).expect("an answer").status, 413);
    assert!(before.elapsed() < Duration::from_secs(2), "refused by its head, without waiting for the body");
    let mut chunked = request(bench.port, HELLO, &without(&[]), "");
    chunked.truncate(announced - "Content-Length: 0\r\n\r\n".len());
    chunked.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
    (0..20).for_each(|_| chunked.extend_from_slice(format!("400\r\n{}\r\n", " ".repeat(1024)).as_bytes()));
    assert_eq!(http::send(bench.port, &chunked).expect("an answer").status, 413);
    std::thread::sleep(Duration::from_millis(1000));
    for deep in ["[".repeat(16_000), "{\"a\":".repeat(3_000), format!("{}{}", "[".repeat(8_000), "]".repeat(8_000))] {
        assert_eq!(call(&deep).status, 400);
    }
    let long = format!("X-Long: {}", "a".repeat(64 * 1024));
    let answer = http::send(bench.port, &request(bench.port, HELLO, &[&without(&[])[..], &[&long]].concat(), "{}"));
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status == 431), "a head is bounded too");
    std::thread::sleep(Duration::from_millis(1000));
    all_is_well(&bench);
}

/// 6: whoever sends a byte now and then is sent away after five seconds, head and body alike; when
/// such connections hold every place, others get theirs as soon as those are gone.
#[test]
fn who_dawdles_is_sent_away() {
    let bench = Bench::with(&[]);
    let before = Instant::now();
    let head = request(bench.port, HELLO, &without(&[]), "{}");
    let slow: Vec<TcpStream> = (0..48)
        .map(|number| {
            let mut stream = http::connect(bench.port).expect("a connection");
            let piece = if number % 2 == 0 { &head[..20] } else { &head[..head.len() - 1] };
            stream.write_all(piece).expect("sent");
            stream
        })
        .collect();
    all_is_well(&bench);
    let waited = before.elapsed();
    assert!(waited > Duration::from_secs(3) && waited < Duration::from_secs(13), "{waited:?}");
    let statuses: Vec<_> =
        slow.into_iter().map(|mut stream| http::hear(&mut stream).map(|answer| answer.status)).collect();
    assert!(statuses.iter().all(|status| matches!(status, Err(_) | Ok(408))), "{statuses:?}");
    assert!(statuses.iter().any(|status| matches!(status, Ok(408))), "a body that does not come is told so");
    assert!(before.elapsed() < Duration::from_secs(20));
}

/// 6: two hundred at once all get an answer, and the bridge holds neither more threads nor more
/// files for it than it has places.
#[test]
fn two_hundred_at_once_are_answered_within_bounds() {
    let bench = Bench::with(&[]);
    let (files, port) = (bench.files_at_rest(), bench.port);
    let (mut threads, mut most) = (0, 0);
    std::thread::scope(|scope| {
        let call = move || http::send(port, &http::post(port, APP, "hello", b"{}")).map(|answer| answer.status);
        let calls: Vec<_> = (0..200).map(|_| scope.spawn(call)).collect();
        while calls.iter().any(|call| !call.is_finished()) {
            threads = threads.max(bench.status("Threads:"));
            most = most.max(bench.files());
            std::thread::sleep(Duration::from_millis(1));
        }
        let statuses: Vec<_> =
            calls.into_iter().map(|call| call.join().expect("no panic").expect("an answer")).collect();
        assert!(statuses.iter().all(|status| matches!(status, 200 | 429)), "{statuses:?}");
        assert!(statuses.iter().filter(|status| **status == 200).count() < 40, "five a second");
    });
    assert!(threads <= 32 + 4 && most <= files + 32 + 2, "{threads} threads, {most} files");
    std::thread::sleep(Duration::from_millis(500));
    all_is_well(&bench);
    assert_eq!(bench.files_at_rest(), files);
}
