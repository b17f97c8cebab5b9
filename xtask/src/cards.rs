//! The demo's two test cards, and what goes with them: the authority that answers whether they
//! were revoked, and the bridge with both in its reader. All of it lies below `.demo/`.

use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::paths;
use crate::run::{Outcome, command, logged, version};

/// Where the authority answers whether a card was revoked.
pub const RESPONDER: &str = "127.0.0.1:8789";
/// Where the page looks for the bridge first.
pub const BRIDGE: &str = "127.0.0.1:37219";

/// Makes authority and cards: a general practitioner's and a nurse's.
///
/// # Errors
/// What the recipe said.
pub fn make() -> Outcome {
    let (authority, reader) = (authority(), reader());
    let text = |path: &PathBuf| path.to_string_lossy().into_owned();
    let (authority, reader) = (text(&authority), text(&reader));
    logged("demo-authority", command("bridge/tests/cards/make.sh", &[&authority]))?;
    let mut softhsm = command("bridge/tests/cards/softhsm.sh", &[&authority, &reader, "cps3", "alice", "bruno"]);
    softhsm.env("SOFTHSM2_MODULE", module()?);
    logged("demo-cards", softhsm).map(drop)
}

/// Folder of the authority.
pub fn authority() -> PathBuf {
    paths::demo().join("cards/authority")
}

fn reader() -> PathBuf {
    paths::demo().join("cards/reader")
}

/// Starts the responder; it ends with this process.
///
/// # Errors
/// When it does not start.
pub fn responder() -> Result<Child, String> {
    let (program, authority) = (paths::program("debug", "responder"), authority());
    let words = [&program.to_string_lossy(), "--authority", &authority.to_string_lossy(), "--listen", RESPONDER];
    with_us(&words).spawn().map_err(|error| format!("the responder cannot be started: {error}"))
}

/// Starts the bridge for this page; it ends with this process. It asks for the PIN in a window of
/// this machine, or in the terminal that the demo was started from.
///
/// # Errors
/// What it said instead of starting.
pub fn bridge(page: &str) -> Outcome {
    let folder = paths::demo().join("bridge");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let (config, log) = (folder.join("config.toml"), folder.join("log"));
    let text = format!("origins = [{page:?}]\nmodule = {:?}\nstate = {:?}\n", module()?, folder.join("state"));
    fs::write(&config, text).map_err(|error| error.to_string())?;
    let file = fs::File::create(&log).map_err(|error| error.to_string())?;
    let copy = file.try_clone().map_err(|error| error.to_string())?;
    let program = paths::program("debug", "scelle-bridge");
    let mut bridge = with_us(&[&program.to_string_lossy(), "--config", &config.to_string_lossy()]);
    bridge.env("SOFTHSM2_CONF", reader().join("softhsm2.conf"));
    bridge.stdin(Stdio::inherit()).stdout(Stdio::from(file)).stderr(Stdio::from(copy));
    let mut running = bridge.spawn().map_err(|error| format!("the bridge cannot be started: {error}"))?;
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        let said = fs::read_to_string(&log).unwrap_or_default();
        if said.contains(BRIDGE) {
            return Ok(());
        }
        if let Ok(Some(status)) = running.try_wait() {
            return Err(format!("the bridge ended at once ({status}): {}", said.trim()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(format!("the bridge does not listen on {BRIDGE}; what it said lies in {}", log.display()))
}

/// Where the PIN will be asked for.
pub fn where_asked() -> &'static str {
    let display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
    if display {
        "The bridge asks for it in a window of this computer (or here, in this terminal, when no window program is installed)."
    } else if std::io::stdin().is_terminal() {
        "The bridge asks for it here, in this terminal."
    } else {
        "Nobody can be asked for it here: start the demo from a terminal, or where windows can open."
    }
}

/// A child that ends when this process does, however it ends.
fn with_us(words: &[&str]) -> Command {
    let bound = ["--pdeathsig", "TERM", "--"];
    if version("setpriv", &["--version"]).is_some() {
        command("setpriv", &[&bound[..], words].concat())
    } else {
        command(words[0], &words[1..])
    }
}

fn module() -> Result<&'static str, String> {
    let found = MODULES.iter().find(|path| fs::metadata(path).is_ok());
    found.copied().ok_or_else(|| format!("SoftHSM's module is in none of its usual places: {}", MODULES.join(" ")))
}

const MODULES: &[&str] = &[
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
];
