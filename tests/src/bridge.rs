//! The real bridge with everything around it: a reader with test cards, a person who answers its
//! windows by script, a state folder of its own.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

use crate::cards::{self, Reader};
use crate::paths;

/// Ports that the page knows, in its order.
pub const PORTS: [u16; 3] = [37219, 42671, 51873];

/// A running bridge; dropping it ends it.
#[derive(Debug)]
pub struct Bridge {
    folder: TempDir,
    /// The reader and its cards.
    pub reader: Reader,
    process: Option<Child>,
}

/// A window that was shown, as a person saw it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Window {
    /// What stood above it.
    pub title: String,
    /// What stood in it.
    pub text: String,
    /// It asked for a PIN, not for a yes.
    pub pin: bool,
}

impl Bridge {
    /// Starts it for the page of this origin, with these cards in the reader, on the first port
    /// that the page knows: one bridge at a time.
    ///
    /// # Panics
    /// When it does not start: another bridge runs on this computer, or a program is missing.
    #[must_use]
    pub fn start(page: &str, cards: &[&str]) -> Self {
        Self::with(page, Reader::with(cards))
    }

    /// The same with a reader of one's own.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn with(page: &str, reader: Reader) -> Self {
        for port in PORTS {
            let free = TcpListener::bind(("127.0.0.1", port));
            assert!(free.is_ok(), "port {port} is taken: does a bridge or a demo run on this computer?");
        }
        let folder = TempDir::with_prefix("scelle-bridge").expect("a folder for the bridge");
        let mut bridge = Self { folder, reader, process: None };
        std::fs::create_dir(bridge.window()).expect("a folder of ours");
        let config = format!(
            "origins = [{page:?}]\nmodule = {:?}\npinentry = {:?}\nwindow_seconds = 30\nstate = {:?}\n",
            cards::module(),
            cards::script("pinentry.sh"),
            bridge.state(),
        );
        std::fs::write(bridge.path("config.toml"), config).expect("a folder of ours");
        bridge.starts();
        bridge
    }

    /// Starts it again after [`Self::ends`].
    ///
    /// # Panics
    /// When it does not say its port.
    pub fn starts(&mut self) {
        let file = |name| std::fs::File::options().create(true).append(true).open(self.path(name)).expect("ours");
        let mut command = Command::new(paths::program("debug", "scelle-bridge"));
        command
            .arg("--config")
            .arg(self.path("config.toml"))
            .envs(self.reader.environment())
            .env("SCELLE_PINENTRY", self.window())
            .env("HOME", self.folder.path())
            .env("LANG", "fr_FR.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::from(file("said")))
            .stderr(Stdio::from(file("errors")));
        let before = self.said().len();
        self.process = Some(command.spawn().expect("the bridge starts"));
        crate::wait::until("the bridge listens", crate::wait::SHORT, || {
            let ended = self.process.as_mut().and_then(|process| process.try_wait().ok().flatten());
            assert!(ended.is_none(), "the bridge ended: {}", self.said());
            self.said()[before..].contains("127.0.0.1:").then_some(())
        });
    }

    /// Ends it.
    pub fn ends(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Where the page finds it.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", PORTS[0])
    }

    /// What the person does at the next windows: `yes`, `no`, `cancel`, `pin 1234`.
    ///
    /// # Panics
    /// When the folder is gone.
    pub fn will_answer(&self, answers: &[&str]) {
        let lines: String = answers.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(self.window().join("answers"), lines).expect("a folder of ours");
    }

    /// Waits until a window has taken in that it must `wait`: only then may the answer be written.
    pub fn is_waiting(&self) {
        let taken = || std::fs::metadata(self.window().join("answers")).is_ok_and(|file| file.len() == 0);
        crate::wait::until("a window that waits", crate::wait::SHORT, || taken().then_some(()));
    }

    /// All windows so far.
    #[must_use]
    pub fn shown(&self) -> Vec<Window> {
        let Ok(log) = std::fs::File::open(self.window().join("log")) else { return Vec::new() };
        let (mut all, mut now) = (Vec::new(), Window::default());
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            let (command, argument) = line.split_once(' ').unwrap_or((&line, ""));
            let argument = argument.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
            match command {
                "SETTITLE" => now.title = argument,
                "SETDESC" => now.text = argument,
                "CONFIRM" | "GETPIN" => {
                    now.pin = command == "GETPIN";
                    all.push(std::mem::take(&mut now));
                }
                _ => {}
            }
        }
        all
    }

    /// Everything that it said.
    #[must_use]
    pub fn said(&self) -> String {
        let read = |name| std::fs::read_to_string(self.path(name)).unwrap_or_default();
        read("said") + &read("errors")
    }

    /// What it keeps.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.path("state")
    }

    /// A file of its folder: `said`, `errors`.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Number of its process; 0 while it does not run.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.process.as_ref().map_or(0, Child::id)
    }

    fn window(&self) -> PathBuf {
        self.path("window")
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.ends();
    }
}
