//! The demo: built, seeded once, served until Ctrl-C. All it keeps lies below `.demo/`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client;
use crate::paths;
use crate::run::{Outcome, command, logged};

/// Lives until it is told to stop: this process becomes the host.
///
/// # Errors
/// One paragraph that says what is in the way.
pub fn run() -> Outcome {
    free(API)?;
    free(PAGE)?;
    client::build_all()?;
    if !paths::demo().join(SEEDED).is_file() {
        seed()?;
    }
    tell();
    let error = host().exec();
    Err(format!("the host cannot be started: {error}"))
}

fn tell() {
    println!();
    print!("{}", fs::read_to_string(paths::demo().join(IDENTITIES)).unwrap_or_default());
    println!("\nThe page:      http://{PAGE}\nThe interface: http://{API}\n");
    println!("What the host keeps lies in .demo/data, its keys in .demo/secrets; deleting .demo begins anew.");
    println!("Ctrl-C ends it.\n");
}

/// A first start fills the host as its users would: over its interface. One cut short begins anew.
fn seed() -> Outcome {
    println!("seeding: patients with documents, made here (a minute)");
    let _ = fs::remove_dir_all(paths::demo());
    fs::create_dir_all(paths::demo()).map_err(|e| e.to_string())?;
    let mut running = host().stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|e| e.to_string())?;
    let outcome = ready(&mut running).and_then(|()| {
        let out = paths::demo().join(IDENTITIES).to_string_lossy().into_owned();
        let program = paths::program("debug", "seed").to_string_lossy().into_owned();
        let (api, page) = (format!("http://{API}"), format!("http://{PAGE}"));
        logged("seed", command(&program, &["--api", &api, "--origin", &page, "--out", &out])).map(drop)
    });
    stop(&mut running);
    outcome?;
    fs::write(paths::demo().join(SEEDED), "").map_err(|e| e.to_string())
}

fn host() -> Command {
    let mut host = command(&paths::program("debug", "scelle-host").to_string_lossy(), &[]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SCELLE_")) {
        host.env_remove(name);
    }
    host.env("SCELLE_NAME", "Scellé, démonstration")
        .env("SCELLE_DATA", paths::demo().join("data"))
        .env("SCELLE_SECRETS", paths::demo().join("secrets"))
        .env("SCELLE_DIST", paths::dist())
        .env("SCELLE_API_LISTEN", API)
        .env("SCELLE_CLIENT_LISTEN", PAGE)
        .env("SCELLE_LOG", "warn");
    host
}

fn free(address: &str) -> Outcome {
    match std::net::TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "The demo serves at {API} and {PAGE}, and {address} cannot be had ({error}). Is another demo running?"
        )),
    }
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
const SEEDED: &str = "seeded";
const IDENTITIES: &str = "identities.txt";
