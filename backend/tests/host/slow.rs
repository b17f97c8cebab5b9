//! Callers who are slow on purpose, over raw connections: each loses its own, nobody else's.

use crate::support::{Answer, START, Somebody, World, parse, send};
use scelle_protocol::{ProblemCode, wire};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(200);

/// A host that waits one second for a head or in a pause, two for JSON, and takes two
/// connections at once.
async fn impatient() -> World {
    let number = |n: u32| NonZeroU32::new(n).expect("not zero");
    World::with(|config| {
        config.header_seconds = number(1);
        config.body_idle_seconds = number(1);
        config.json_seconds = number(2);
        config.connections = number(2);
    })
    .await
}

/// Writes one byte after the other until nobody listens, or all is written; how many were.
fn trickle(line: &mut TcpStream, bytes: &[u8]) -> usize {
    let written = bytes.iter().take_while(|byte| {
        std::thread::sleep(PAUSE);
        line.write_all(&[**byte]).is_ok()
    });
    written.count()
}

fn rest(mut line: TcpStream) -> Vec<u8> {
    line.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    let mut raw = Vec::new();
    let _ = line.read_to_end(&mut raw);
    raw
}

fn connect(world: &World) -> TcpStream {
    TcpStream::connect(world.host.api).expect("the host listens")
}

fn alive(api: SocketAddr) -> bool {
    send(api, "GET", "/health", &[], &[]).status == 204
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_trickles_and_a_line_that_says_nothing_are_cut() {
    let world = impatient().await;
    let begun = Instant::now();
    let silent = connect(&world);
    let mut slow = connect(&world);
    let head = format!("GET /health HTTP/1.1\r\nhost: h\r\nx: {}\r\n\r\n", "x".repeat(100));
    assert!(trickle(&mut slow, head.as_bytes()) < head.len(), "the host read it all");
    assert!(!rest(slow).starts_with(b"HTTP/1.1 2"));
    assert!(rest(silent).is_empty());
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(alive(world.host.api));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_json_that_pauses_or_trickles_is_given_up() {
    let world = impatient().await;
    let start = "POST /v1/kit/start HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\n{";
    let mut paused = connect(&world);
    paused.write_all(start.as_bytes()).expect("sent");
    assert_eq!(parse(&rest(paused)).code(), ProblemCode::TooSlow);
    let mut trickling = connect(&world);
    trickling.write_all(start.as_bytes()).expect("sent");
    // Never a pause of a second: it is the whole that takes too long.
    let begun = Instant::now();
    let (mut reading, mut raw) = (trickling.try_clone().expect("the same line"), Vec::new());
    let reader = std::thread::spawn(move || {
        let _ = reading.read_to_end(&mut raw);
        raw
    });
    assert!(trickle(&mut trickling, &[b' '; 100]) < 100);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(parse(&reader.join().expect("read")).code(), ProblemCode::TooSlow);
    assert!(alive(world.host.api));
}

/// A part of an upload as it is sent by hand: its head, without a byte of its body.
fn begins_part(world: &World, ada: &Somebody, path: &str, content: &[u8]) -> TcpStream {
    let mut head = format!("PUT {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n");
    for (name, value) in ada.proofs("PUT", path, content, &ada.nonce()) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", content.len()));
    let mut line = connect(world);
    line.write_all(head.as_bytes()).expect("sent");
    line
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_may_take_its_time_but_not_stop() {
    let world = impatient().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let content = b"twenty bytes, slowly";
    let new: wire::Upload = ada.post(&ada.path("/uploads"), &wire::NewUpload { size: 20 }).json();
    let part = ada.path(&format!("/uploads/{}/parts/0", new.upload));
    let durable = || -> Vec<u64> {
        ada.call("GET", &ada.path(&format!("/uploads/{}", new.upload)), &[]).json::<wire::Upload>().parts
    };

    let mut stopped = begins_part(&world, &ada, &part, content);
    stopped.write_all(&content[..10]).expect("sent");
    let answer: Answer = parse(&rest(stopped));
    assert_eq!(answer.code(), ProblemCode::TooSlow);
    assert!(durable().is_empty());

    let mut slow = begins_part(&world, &ada, &part, content);
    let begun = Instant::now();
    assert_eq!(trickle(&mut slow, content), 20);
    assert!(begun.elapsed() > Duration::from_secs(3), "longer than JSON may take");
    assert_eq!(parse(&rest(slow)).status, 204);
    assert_eq!(durable(), [0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_over_the_number_wait_for_their_turn() {
    let world = impatient().await;
    let begun = Instant::now();
    let (first, second) = (connect(&world), connect(&world));
    // Both places are taken by lines that say nothing, until the host has had enough of them.
    assert!(alive(world.host.api));
    assert!(begun.elapsed() > Duration::from_millis(900), "a third was taken at once");
    drop((first, second));
    assert!(alive(world.host.api));
}
