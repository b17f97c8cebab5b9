//! The real host on free ports, in a folder of its own, with the real page.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

use crate::cards::Authority;
use crate::liar::Liar;
use crate::paths;
use crate::responder::Responder;
use crate::wait::{self, LONG};

/// A running host; dropping it ends it.
pub struct Host {
    folder: TempDir,
    program: PathBuf,
    dist: PathBuf,
    ports: (u16, u16),
    settings: Vec<(&'static str, String)>,
    process: Option<Child>,
}

impl Host {
    /// Starts one with the page of `dist/`.
    #[must_use]
    pub fn start() -> Self {
        Self::with(&paths::program("debug", "scelle-host"), &paths::dist())
    }

    /// Starts one with the gallery.
    #[must_use]
    pub fn with_gallery() -> Self {
        Self::with(&paths::program("debug", "scelle-host"), &paths::gallery())
    }

    /// Starts one that lets in the cards of a test authority, and asks its responder.
    #[must_use]
    pub fn with_cards(authority: &Authority, responder: &Responder) -> Self {
        Self::set(&paths::program("debug", "scelle-host"), &paths::demo_page(), cards(authority, responder))
    }

    /// Starts one that people reach through a liar: its addresses, for everybody, are the liar's.
    #[must_use]
    pub fn behind(liar: &Liar) -> Self {
        Self::set_behind(liar, &paths::dist(), Vec::new())
    }

    /// The same, for the cards of a test authority.
    #[must_use]
    pub fn with_cards_behind(authority: &Authority, responder: &Responder, liar: &Liar) -> Self {
        Self::set_behind(liar, &paths::demo_page(), cards(authority, responder))
    }

    fn set_behind(liar: &Liar, dist: &Path, mut settings: Vec<(&'static str, String)>) -> Self {
        settings.push(("SCELLE_API_ORIGIN", liar.api()));
        settings.push(("SCELLE_CLIENT_ORIGIN", liar.page()));
        let host = Self::set(&paths::program("debug", "scelle-host"), dist, settings);
        let behind = [host.ports.0, host.ports.1].map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
        liar.stands_before(behind[0], behind[1]);
        host
    }

    /// Starts this program with this page.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn with(program: &Path, dist: &Path) -> Self {
        Self::set(program, dist, Vec::new())
    }

    fn set(program: &Path, dist: &Path, settings: Vec<(&'static str, String)>) -> Self {
        let folder = TempDir::with_prefix("scelle-host").expect("a folder for the host");
        let (program, dist, ports) = (program.to_owned(), dist.to_owned(), free_ports());
        let mut host = Self { folder, program, dist, ports, settings, process: None };
        host.starts();
        host
    }

    /// Starts it again after [`Self::is_killed`] or [`Self::ends`], on the same data and ports.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn starts(&mut self) {
        let log = File::options().create(true).append(true).open(self.log_path()).expect("a log file");
        let copy = log.try_clone().expect("an open file");
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SCELLE_")) {
            command.env_remove(name);
        }
        let process = command
            .env("SCELLE_NAME", "Hôte d’essai")
            .env("SCELLE_DATA", self.data())
            .env("SCELLE_SECRETS", self.secrets())
            .env("SCELLE_DIST", &self.dist)
            .env("SCELLE_API_LISTEN", format!("127.0.0.1:{}", self.ports.0))
            .env("SCELLE_CLIENT_LISTEN", format!("127.0.0.1:{}", self.ports.1))
            .env("SCELLE_LOG", "debug")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(copy))
            .spawn()
            .expect("the host starts");
        self.process = Some(process);
        wait::until("the host is ready", LONG, || {
            let ended = self.process.as_mut().and_then(|process| process.try_wait().ok().flatten());
            assert!(ended.is_none(), "the host ended:\n{}", self.log());
            answers(self.ports.0).then_some(())
        });
    }

    /// Ends it at once, as a power cut would.
    pub fn is_killed(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Asks it to end, and waits.
    ///
    /// # Panics
    /// When it ends badly.
    pub fn ends(&mut self) {
        if let Some(mut process) = self.process.take() {
            let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", process.id())]).status();
            assert!(asked.is_ok_and(|status| status.success()), "the host can be asked to end");
            let status = process.wait().expect("a child of ours");
            assert!(status.success(), "the host ended badly:\n{}", self.log());
        }
    }

    /// Origin of the interface.
    #[must_use]
    pub fn api(&self) -> String {
        self.told("SCELLE_API_ORIGIN").unwrap_or_else(|| format!("http://127.0.0.1:{}", self.ports.0))
    }

    /// Origin of the page.
    #[must_use]
    pub fn page(&self) -> String {
        self.told("SCELLE_CLIENT_ORIGIN").unwrap_or_else(|| format!("http://127.0.0.1:{}", self.ports.1))
    }

    fn told(&self, setting: &str) -> Option<String> {
        self.settings.iter().find(|(name, _)| *name == setting).map(|(_, value)| value.clone())
    }

    /// Number of its process; 0 while it does not run.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.process.as_ref().map_or(0, Child::id)
    }

    /// Its data directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Its secrets.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.folder.path().join("secrets")
    }

    /// All that it has said.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// The file that it says it in.
    #[must_use]
    pub fn log_path(&self) -> PathBuf {
        self.folder.path().join("host.log")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.is_killed();
    }
}

/// Lets in the cards of a test authority, and asks its responder.
fn cards(authority: &Authority, responder: &Responder) -> Vec<(&'static str, String)> {
    let persons = authority.persons().to_string_lossy().into_owned();
    vec![("SCELLE_TEST_AUTHORITY", persons), ("SCELLE_OCSP_URL", responder.address())]
}

/// Two ports that nobody has: held together, so that they differ.
fn free_ports() -> (u16, u16) {
    let bind = || TcpListener::bind("127.0.0.1:0").expect("a free port");
    let (one, other) = (bind(), bind());
    let port = |listener: &TcpListener| listener.local_addr().expect("a bound socket").port();
    (port(&one), port(&other))
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = [0; 12];
    let request = format!("GET /ready HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).is_ok() && stream.read_exact(&mut answer).is_ok() && answer.ends_with(b"204")
}
