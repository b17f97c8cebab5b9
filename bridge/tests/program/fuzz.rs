//! Mutations (31), seeded: the same ones at each run. `SCELLE_FUZZ=50` does fifty times as many.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge::bridge::{Bridge, Call, OPERATIONS, Patience};
use bridge::card::desk::DeskHandle;
use bridge::card::fake::{FakeCard, FakeToken};
use bridge::card::profile::Profile;
use bridge::card::{Card, Found, Tries};
use bridge::config::Config;
use bridge::origin::Origin;
use bridge::pin::{Pin, Prompt, Question, Reply, Window};
use bridge::trouble::Trouble;
use scelle_protocol::{Time, text::clean};
use serde_json::{Value, json};

use crate::bench::{APP, Bench, pki};
use crate::page::{Page, Wire, hex, http};

const NAMES: [&str; 10] =
    ["alice", "alice-sign", "bruno", "expired", "future", "organisation", "false-ca", "staff", "adeli", "order"];

/// 31: whatever lies on a card, reading it neither panics nor lets a foreign number or an unshowable
/// name pass.
#[test]
fn a_mutated_certificate_is_refused_or_still_in_the_profile() {
    let seeds: Vec<_> = NAMES.map(|name| std::fs::read(pki().join(format!("{name}.der"))).expect("a file")).into();
    let mut dice = Dice(0x5ce1_1e00);
    let (mut read, mut passed) = (0, 0);
    let rounds = 20_000 * times();
    for _ in 0..rounds {
        let der = dice.mutated(&seeds, &[b"\x30\x80", b"\x02\x01", b"\x06\x03\x55\x04\x03", b"\xff\xff\xff\xff"]);
        let Some(profile) = Profile::read(&Found { id: vec![0x20], der }) else { continue };
        read += 1;
        assert_eq!(clean(&profile.name), profile.name);
        assert!(profile.name.chars().count() <= 80);
        if profile.check(Time(1_795_461_660)).is_ok() {
            passed += 1;
            assert!(profile.id_nat.len() == 12 && profile.id_nat.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(profile.id_nat.starts_with('8'));
        }
    }
    assert!(passed > 0 && passed < read && read < rounds, "{passed} of {read} of {rounds}: both sides were met");
}

/// 31, 27: whatever JSON a paired page sends, signed as it must be: an answer of the closed list,
/// no PIN shown to the card, nothing signed.
#[test]
fn mutated_json_is_answered_and_signs_nothing() {
    let (inside, card, windows) = inside();
    let seeds = seeds();
    let mut dice = Dice(0x5ce1_1e01);
    let mut pages: Vec<_> = (0..ORIGINS).map(|number| Page::new(inside.clone(), &origin(number))).collect();
    for page in &mut pages {
        page.pair().expect("paired");
        page.open_session().expect("a session");
    }
    let asked = windows.0.load(Ordering::Relaxed);
    assert_eq!(asked, ORIGINS, "the pairings");
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for number in 0..1_500 * times() {
        let page = &mut pages[number % ORIGINS];
        let operation = OPERATIONS[dice.below(OPERATIONS.len())];
        // A pairing is not fuzzed away, and a long poll would wait.
        if matches!(operation, "unpair" | "events") {
            continue;
        }
        let body = dice.mutated(&seeds, TOKENS);
        let body = String::from_utf8_lossy(&body).into_owned();
        let asked = page.signed_text(operation, body);
        let (status, answer) = page.call(operation, &asked.message);
        *seen.entry(known(status, &answer)).or_default() += 1;
    }
    assert!(seen.contains_key("BAD_REQUEST") && seen.contains_key("ok"), "{seen:?}");
    assert_eq!(card.with(|script| (script.logins, script.signed.len())), (0, 0), "{seen:?}");
}

/// 31: and whatever an unpaired one sends, to any operation.
#[test]
fn mutated_messages_are_answered() {
    let (mut inside, card, windows) = inside();
    let zeros = hex(&[0; 32]);
    let mut seeds = seeds();
    for seed in [
        json!({}),
        json!({"commit": zeros}),
        json!({"pageKey": "BAAA", "reveal": zeros}),
        json!({"pairingId": zeros, "pageNonce": zeros, "sig": "AAAA"}),
        json!({"sessionId": zeros, "counter": 1, "body": "{}", "sig": "AAAA"}),
    ] {
        seeds.push(seed.to_string().into_bytes());
    }
    let mut dice = Dice(0x5ce1_1e02);
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let unsigned = ["hello", "pair/start", "pair/finish", "session", "nothing", "pair", "", "../status"];
    for number in 0..3_000 * times() {
        let all = unsigned.len() + OPERATIONS.len();
        let at = dice.below(all);
        let operation = unsigned.get(at).unwrap_or_else(|| &OPERATIONS[at - unsigned.len()]);
        let body = dice.mutated(&seeds, TOKENS);
        let (status, answer) = inside.raw(&origin(number % ORIGINS), operation, &body);
        *seen.entry(known(status, &answer)).or_default() += 1;
    }
    for code in ["ok", "BAD_REQUEST", "NOT_PAIRED", "SESSION_EXPIRED", "NOT_FOUND"] {
        assert!(seen.contains_key(code), "{code} in {seen:?}");
    }
    assert_eq!(windows.0.load(Ordering::Relaxed), 0, "no window without a commitment that fits");
    assert_eq!(card.with(|script| (script.logins, script.signed.len())), (0, 0));
}

/// 31: requests broken at the level of HTTP do not stop the program, and print nothing.
#[test]
fn mutated_requests_do_not_stop_the_program() {
    let bench = Bench::with(&[]);
    let port = bench.port;
    let post = |operation: &str| http::post(port, APP, operation, br#"{"commit":"00"}"#);
    let chunked = format!(
        "POST /v1/hello HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {APP}\r\nContent-Type: application/json\r\n\
         X-Bridge: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"
    );
    let seeds = [post("hello"), post("pair/start"), chunked.into_bytes()];
    let tokens: &[&[u8]] = &[b"\r\n", b"\r\n\r\n", b"\0", b"HTTP/2.0", b"Content-Length: -1\r\n", b"chunked", b"\xff"];
    let mut dice = Dice(0x5ce1_1e03);
    for _ in 0..400 * times() {
        let request = dice.mutated(&seeds, tokens);
        let mut stream = http::connect(port).expect("it listens");
        let _ = std::io::Write::write_all(&mut stream, &request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        if let Ok(heard) = http::hear(&mut stream) {
            assert!(matches!(heard.status, 200 | 204 | 400..500 | 505), "{heard:?}");
        }
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(bench.stranger(APP).call("hello", &json!({})).0, 200);
    assert_eq!(bench.printed(), format!("127.0.0.1:{port}\n"), "no panic, no word");
}

/// The code of an answer of the closed list.
fn known(status: u16, answer: &Value) -> String {
    if status == 200 {
        return "ok".to_owned();
    }
    let code = answer["error"].as_str().expect("a code");
    let trouble = Trouble::ALL.iter().find(|trouble| trouble.code() == code).expect("on the list");
    assert_eq!(trouble.status(), status);
    assert_ne!(*trouble, Trouble::Internal, "{answer}");
    code.to_owned()
}

fn seeds() -> Vec<Vec<u8>> {
    let zeros = hex(&[0; 32]);
    let seal = crate::page::b64(&[2; 1216]);
    [
        json!({}),
        json!({"purpose": "auth"}),
        json!({"after": 1}),
        json!({"nonce": zeros, "ephemeralKey": seal}),
        json!({"consent": zeros, "account": "01".repeat(16), "salt": zeros}),
        crate::card::binding(),
    ]
    .map(|seed| seed.to_string().into_bytes())
    .into()
}

fn origin(number: usize) -> String {
    format!("https://app{number}.test")
}

/// Windows in which a person agrees to a pairing and gives no PIN.
#[derive(Default)]
struct Agreeing(AtomicUsize);

impl Window for Agreeing {
    fn ask(&self, _: &Question, _: Duration) -> Result<Reply, Trouble> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Reply::Yes)
    }
    fn pin(&self, _: &Prompt, _: Duration) -> Result<Pin, Trouble> {
        Err(Trouble::PinCancelled)
    }
}

/// A bridge in this process, on which a thousand calls take no time.
#[derive(Clone)]
struct Inside(
    Arc<Bridge>,
    #[expect(dead_code, reason = "the folder lives as long as the bridge")] Arc<tempfile::TempDir>,
);

impl Inside {
    fn raw(&mut self, origin: &str, operation: &str, body: &[u8]) -> (u16, Value) {
        let origin = Origin::read(origin).expect("an origin");
        loop {
            let answer = self.0.answer(&Call { origin: origin.clone(), operation, body });
            if answer.0 != 429 {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Wire for Inside {
    fn call(&mut self, origin: &str, operation: &str, body: &Value) -> (u16, Value) {
        self.raw(origin, operation, body.to_string().as_bytes())
    }
}

fn inside() -> (Inside, FakeCard, Arc<Agreeing>) {
    let folder = tempfile::tempdir().expect("a folder");
    let origins: Vec<_> = (0..ORIGINS).map(origin).collect();
    let text = format!("origins = {origins:?}\nstate = {:?}", folder.path());
    let config = Config::parse(&text).expect("a configuration");
    let found = Found { id: vec![0x20], der: std::fs::read(pki().join("alice.der")).expect("a file") };
    let (pin, serial) = ("1234".to_owned(), "1".to_owned());
    let signer: bridge::card::fake::Signer = Arc::new(|_| panic!("nothing is signed"));
    let card = FakeCard::new(vec![Some(FakeToken { serial, found: vec![found], pin, tries: Tries::All, signer })]);
    let source = Mutex::new(card.clone());
    let source = move || Ok(Box::new(source.lock().expect("no panic").clone()) as Box<dyn Card>);
    let desk = DeskHandle::start(Box::new(source)).expect("a thread");
    let windows = Arc::new(Agreeing::default());
    let clock = || Time(1_795_461_660);
    let bridge = Bridge::new(config, Patience::usual(60), desk, windows.clone(), clock).expect("a bridge");
    (Inside(Arc::new(bridge), Arc::new(folder)), card, windows)
}

fn times() -> usize {
    std::env::var("SCELLE_FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// A generator whose throws are the same at each run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.throw() >> 33).map_or(0, |thrown| thrown % bound.max(1))
    }

    /// One of the seeds with up to four changes.
    fn mutated(&mut self, seeds: &[Vec<u8>], tokens: &[&[u8]]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..self.below(5) {
            let (at, to) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
            match self.below(7) {
                0 => drop(bytes.drain(at.min(to)..at.max(to))),
                1 => bytes.splice(at..at, tokens[self.below(tokens.len())].iter().copied()).for_each(drop),
                2 => bytes.truncate(at),
                3 => {
                    let piece = bytes[at.min(to)..at.max(to)].to_vec();
                    bytes.splice(to..to, piece).for_each(drop);
                }
                _ if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                _ => bytes.push(self.throw().to_le_bytes()[0]),
            }
        }
        bytes
    }
}

const ORIGINS: usize = 100;
const TOKENS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"[[[[[[[[[[[[[[[[[[[[[[[[",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b",",
    b":",
    b"\"kind\":\"login\"",
    b"\"kind\":\"opener-key\"",
    b"\xff",
    b"\n",
    b"scelle/v1/grant\\n",
];
