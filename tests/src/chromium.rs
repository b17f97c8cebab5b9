//! The Chromium process: started headless with a profile of its own, ended with its owner.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::wait;

/// A running Chromium; dropping it ends it at once.
pub struct Chromium {
    process: Child,
    /// Port and path of its developer protocol.
    pub address: (u16, String),
}

impl Chromium {
    /// Starts it on a profile, new or used before, with these switches beside the usual ones.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(profile: &Path, switches: &[String]) -> Self {
        let port_file = profile.join("DevToolsActivePort");
        let _ = std::fs::remove_file(&port_file);
        let program = PROGRAMS.iter().find(|name| Command::new(name).arg("--version").output().is_ok());
        let process = Command::new(program.expect("Chromium is installed: `cargo xtask setup`"))
            .args(SWITCHES)
            .args(switches)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let address = wait::until("Chromium names its port", Duration::from_secs(60), || {
            let text = std::fs::read_to_string(&port_file).ok()?;
            let (port, path) = text.trim().split_once('\n')?;
            Some((port.parse().ok()?, path.to_owned()))
        });
        Self { process, address }
    }

    /// Number of the process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const SWITCHES: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--accept-lang=fr-FR",
    "--lang=fr-FR",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
];
