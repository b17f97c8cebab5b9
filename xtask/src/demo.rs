//! The demo: built, seeded once, served until Ctrl-C. All it keeps lies below `.demo/`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cards;
use crate::client;
use crate::machine;
use crate::paths;
use crate::run::{Outcome, command, logged};
use crate::setup;
use crate::tools::{self, Tool};

/// What it needs.
pub const TOOLS: &[&[Tool]] = &[tools::BUILD, tools::CARDS, tools::WINDOW];

/// Lives until it is told to stop: this process becomes the host, and bridge and responder end
/// with it.
///
/// # Errors
/// One paragraph that says what is in the way.
pub fn run() -> Outcome {
    for (address, what) in PLACES {
        free(address, what)?;
    }
    setup::run(TOOLS)?;
    client::build_all()?;
    if !paths::demo().join(SEEDED).is_file() {
        seed()?;
    }
    cards::responder()?;
    cards::bridge(&format!("http://{PAGE}"))?;
    tell();
    let error = host().exec();
    Err(format!("the host cannot be started: {error}"))
}

fn tell() {
    println!();
    print!("{}", fs::read_to_string(paths::demo().join(IDENTITIES)).unwrap_or_default());
    println!("\nThe PIN of both cards is 1234. {}", cards::where_asked());
    println!("\nThe page:      http://{PAGE}\nThe interface: http://{API}");
    println!("The bridge:    http://{} (both cards are in its reader; it asks which)\n", cards::BRIDGE);
    println!("What the host keeps lies in .demo/data, its keys in .demo/secrets, the cards in .demo/cards; deleting");
    println!(".demo begins anew. Ctrl-C ends it all.\n");
}

/// A first start fills the host as its users would: over its interface. One cut short begins anew.
fn seed() -> Outcome {
    println!("seeding: test cards, patients with documents, a doctor in a circle, made here (a minute)");
    let _ = fs::remove_dir_all(paths::demo());
    fs::create_dir_all(paths::demo()).map_err(|e| e.to_string())?;
    cards::make()?;
    let mut responder = cards::responder()?;
    let running = host().stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|e| e.to_string());
    let outcome = running.and_then(|mut running| {
        let outcome = ready(&mut running).and_then(|()| fill());
        stop(&mut running);
        outcome
    });
    stop(&mut responder);
    outcome?;
    fs::write(paths::demo().join(SEEDED), "").map_err(|e| e.to_string())
}

fn fill() -> Outcome {
    let text = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    let (out, authority) = (text(paths::demo().join(IDENTITIES)), text(cards::authority()));
    let program = text(paths::program("debug", "seed"));
    let (api, page) = (format!("http://{API}"), format!("http://{PAGE}"));
    let words = ["--api", &api, "--origin", &page, "--authority", &authority, "--out", &out];
    logged("seed", command(&program, &words)).map(drop).map_err(|end| {
        let why = fs::read_to_string(format!("{out}.error")).unwrap_or_default();
        format!("{why}\n{end}")
    })
}

fn host() -> Command {
    let mut host = command(&paths::program("debug", "scelle-host").to_string_lossy(), &[]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SCELLE_")) {
        host.env_remove(name);
    }
    host.env("SCELLE_NAME", "Scellé, démonstration")
        .env("SCELLE_DATA", paths::demo().join("data"))
        .env("SCELLE_SECRETS", paths::demo().join("secrets"))
        .env("SCELLE_DIST", paths::demo_page())
        .env("SCELLE_API_LISTEN", API)
        .env("SCELLE_CLIENT_LISTEN", PAGE)
        .env("SCELLE_TEST_AUTHORITY", cards::authority().join("persons.der"))
        .env("SCELLE_OCSP_URL", format!("http://{}/", cards::RESPONDER))
        .env("SCELLE_LOG", "warn");
    host
}

fn free(address: &str, what: &str) -> Outcome {
    let Err(error) = std::net::TcpListener::bind(address) else { return Ok(()) };
    let who = machine::holder(address).map_or_else(|| error.to_string(), |holder| format!("{holder} holds it"));
    Err(format!("The demo needs {address} for {what}, and it cannot be had: {who}. Is another demo running?"))
}

fn ready(host: &mut Child) -> Outcome {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        if let Ok(Some(status)) = host.try_wait() {
            return Err(format!("the host ended at once ({status})"));
        }
        if answers() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err("the host does not answer".to_owned())
}

fn answers() -> bool {
    let Ok(mut stream) = TcpStream::connect(API) else { return false };
    let mut answer = [0; 12];
    stream.write_all(format!("GET /ready HTTP/1.1\r\nHost: {API}\r\nConnection: close\r\n\r\n").as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"204")
}

/// Asks it to end, as Ctrl-C would, and waits.
fn stop(host: &mut Child) {
    let _ = command("sh", &["-c", &format!("kill -TERM {}", host.id())]).status();
    let _ = host.wait();
}

const API: &str = "127.0.0.1:8787";
const PAGE: &str = "127.0.0.1:8788";
const PLACES: &[(&str, &str)] = &[
    (API, "its interface"),
    (PAGE, "its page"),
    (cards::RESPONDER, "the test cards' authority"),
    (cards::BRIDGE, "the bridge to the test cards"),
];
/// Its number goes up when an older `.demo` can no longer be used.
const SEEDED: &str = "seeded-2";
const IDENTITIES: &str = "identities.txt";
