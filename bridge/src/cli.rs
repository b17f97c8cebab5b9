//! The command line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use scelle_protocol::Time;

use crate::bridge::{Bridge, Patience};
use crate::card::Card;
use crate::card::desk::{DeskHandle, Source};
use crate::card::pkcs11::{Module, usual_places};
use crate::config::Config;
use crate::pin::pinentry::Pinentry;
use crate::store::Store;
use crate::transport::{Transport as _, http::Http, native::Native};
use crate::trouble::Trouble;
use crate::{doctor, harden};

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: &[String]) -> ExitCode {
    if let Err(trouble) = harden::no_core_dumps() {
        return ended(Err(trouble.english().to_owned()));
    }
    let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let config = match words[..] {
        ["--config", path, ..] => {
            words.drain(..2);
            Some(PathBuf::from(path))
        }
        _ => None,
    };
    let load = || Config::load(config.as_deref());
    match words[..] {
        [] | ["serve"] => ended(load().and_then(bridge).and_then(|bridge| Http { announce: true }.serve(bridge))),
        ["doctor"] => doctor::run(load()),
        ["unpair", origin] => ended(load().and_then(|config| unpair(&config, origin))),
        ["native-messaging", caller] => ended(load().and_then(|config| native(config, caller))),
        // So a browser starts it: Chromium with the extension's address (and more after it),
        // Firefox with the manifest's path and the extension's id.
        [caller, ..] if caller.starts_with("chrome-extension://") => {
            ended(load().and_then(|config| native(config, caller)))
        }
        [manifest, id] if manifest.ends_with(".json") => ended(load().and_then(|config| native(config, id))),
        ["--version"] => {
            say(VERSION);
            ExitCode::SUCCESS
        }
        ["--help" | "help"] => {
            say(HELP);
            ExitCode::SUCCESS
        }
        _ => ended(Err(HELP.to_owned())),
    }
}

/// Whether the person at this computer reads French: yes, unless the system says English.
#[must_use]
pub fn french() -> bool {
    !std::env::var("LANG").is_ok_and(|lang| lang.starts_with("en"))
}

/// A line on standard output.
pub fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

fn ended(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "scelle-bridge: {message}");
            ExitCode::FAILURE
        }
    }
}

fn bridge(config: Config) -> Result<Arc<Bridge>, String> {
    let window = Arc::new(Pinentry::new(config.pinentry.clone()));
    let patience = Patience::usual(config.window_seconds);
    let desk = DeskHandle::start(source(config.module.clone()));
    let bridge = desk.and_then(|desk| Bridge::new(config, patience, desk, window, now));
    bridge.map(Arc::new).map_err(|trouble| trouble.english().to_owned())
}

fn native(config: Config, caller: &str) -> Result<(), String> {
    let (caller, input, output) = (caller.to_owned(), std::io::stdin(), std::io::stdout());
    Native { caller, input, output }.serve(bridge(config)?)
}

fn unpair(config: &Config, origin: &str) -> Result<(), String> {
    let store = Store::open(&config.state);
    let gone = store.and_then(|store| store.retain(|pairing| pairing.origin != origin));
    let gone = gone.map_err(|trouble| trouble.english().to_owned())?;
    say(&if french() { format!("Navigateurs oubliés : {gone}.") } else { format!("Browsers forgotten: {gone}.") });
    Ok(())
}

/// The configured module, or the first of the usual ones that is there.
fn source(module: Option<PathBuf>) -> Source {
    Box::new(move || {
        let path = module.clone().or_else(|| usual_places().into_iter().find(|path| path.exists()));
        let module = Module::open(&path.ok_or(Trouble::MiddlewareMissing)?)?;
        Ok(Box::new(module) as Box<dyn Card>)
    })
}

/// This computer's clock.
#[must_use]
pub fn now() -> Time {
    Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

/// A build for the demo says so: nobody packs it by mistake.
const VERSION: &str = if cfg!(feature = "demo") {
    concat!("scelle-bridge ", env!("CARGO_PKG_VERSION"), " (demo)")
} else {
    concat!("scelle-bridge ", env!("CARGO_PKG_VERSION"))
};

const HELP: &str = "scelle-bridge: between a page of the shared record and the card of a health professional

  scelle-bridge [--config FILE]                     serves pages of this computer on 127.0.0.1
  scelle-bridge [--config FILE] doctor              says what is missing and how to get it
  scelle-bridge [--config FILE] unpair ORIGIN       forgets the browsers paired for a site
  scelle-bridge [--config FILE] native-messaging CALLER
                                                    speaks with the browser extension over pipes";
