//! Starts the program with everything around it: cards, person, configuration.

use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use scelle_verify::hash::sha256;

use crate::page::Page;
use crate::page::http::Http;

pub const APP: &str = "https://app.test";
pub const OTHER: &str = "https://other.test";
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_scelle-bridge");
pub const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";
/// Which mechanisms the soft card has: those of a CPS3 or of a CPS4.
pub const KINDS: [&str; 2] = ["cps3", "cps4"];

/// What a test wants.
pub struct Wish<'a> {
    pub kind: &'a str,
    pub cards: &'a [&'a str],
    pub labels: bool,
    pub pin: &'a str,
    /// Another module than SoftHSM.
    pub module: Option<PathBuf>,
    /// Writes down every call to the module.
    pub spy: bool,
    pub origins: Vec<String>,
    pub window_seconds: u32,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            kind: "cps3",
            cards: &[],
            labels: true,
            pin: "1234",
            module: None,
            spy: false,
            origins: vec![APP.to_owned(), OTHER.to_owned()],
            window_seconds: 20,
        }
    }
}

/// A folder with cards, a person's script and a configuration; nothing runs yet.
pub struct Desk {
    folder: tempfile::TempDir,
    spy: bool,
    /// More of the program's surroundings.
    pub more: Vec<(&'static str, String)>,
}

/// A window that was shown.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Shown {
    pub title: String,
    pub text: String,
    /// `CONFIRM` or `GETPIN`.
    pub asked: String,
}

impl Desk {
    pub fn new(wish: &Wish<'_>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        fs::create_dir(at.join("window")).expect("a folder");
        let mut cards = Command::new(script("softhsm.sh"));
        cards.arg(pki()).arg(at.join("cards")).arg(wish.kind).args(wish.cards).env("PIN", wish.pin);
        if !wish.labels {
            cards.env("LABELS", "none");
        }
        done(&mut cards);
        let module = wish.module.clone().unwrap_or_else(|| if wish.spy { SPY } else { SOFTHSM }.into());
        let config = format!(
            "origins = {:?}\nports = {:?}\nmodule = {module:?}\npinentry = {:?}\nwindow_seconds = {}\nstate = {:?}\n",
            wish.origins,
            ports(),
            script("pinentry.sh"),
            wish.window_seconds,
            at.join("state"),
        );
        fs::create_dir(at.join("scelle-bridge")).expect("a folder");
        fs::write(at.join("scelle-bridge/config.toml"), config).expect("a configuration");
        Self { folder, spy: wish.spy, more: Vec::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.path("scelle-bridge/config.toml")
    }

    /// Changes the configuration.
    pub fn configure(&self, change: impl FnOnce(String) -> String) {
        let text = fs::read_to_string(self.config()).expect("a configuration");
        fs::write(self.config(), change(text)).expect("a configuration");
    }

    /// What the person will do, a word for each window (see `pinentry.sh`).
    pub fn person(&self, does: &[&str]) {
        let lines = does.iter().map(|line| format!("{line}\n")).collect::<String>();
        fs::write(self.path("window/answers"), lines).expect("a script");
    }

    /// The windows since the last look.
    pub fn shown(&self) -> Vec<Shown> {
        let log = fs::read_to_string(self.path("window/log")).unwrap_or_default();
        let _ = fs::remove_file(self.path("window/log"));
        windows(&log)
    }

    /// What the windows since the last look asked for.
    pub fn asked(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("window/log")).unwrap_or_default();
        windows(&log).into_iter().map(|window| window.asked).collect()
    }

    /// What was called in the module since the start: the names of its functions, in order.
    pub fn calls(&self) -> Vec<String> {
        let log = fs::read(self.path("spy.log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log).into_owned();
        let name = |line: &str| line.split_once(": C_").map(|(_, name)| name.trim().to_owned());
        log.lines().filter_map(name).collect()
    }

    /// The program, with its surroundings set and nothing said yet.
    pub fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .env("SOFTHSM2_CONF", self.path("cards/softhsm2.conf"))
            .env("SCELLE_PINENTRY", self.path("window"))
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("LANG", "fr_FR.UTF-8")
            .envs(self.more.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.spy {
            command.env("PKCS11SPY", SOFTHSM).env("PKCS11SPY_OUTPUT", self.path("spy.log"));
        }
        command
    }

    /// The same as a user who is not root, where the test may do that: everything here is theirs.
    pub fn as_somebody(&self) -> Option<Command> {
        if fs::metadata("/proc/self").expect("ourselves").uid() != 0 {
            return None;
        }
        hand_over(self.folder.path());
        let mut command = self.command();
        command.uid(SOMEBODY);
        Some(command)
    }

    /// Starts it on a port.
    pub fn start(self) -> Bench {
        let mut child = self.command().spawn().expect("the program");
        let errors = collect(child.stderr.take().expect("a pipe"));
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let port = line.trim().strip_prefix("127.0.0.1:").and_then(|port| port.parse().ok());
        let said = Arc::new(Mutex::new(line.clone().into_bytes()));
        let rest = gather(output, said.clone());
        let port = port.unwrap_or_else(|| panic!("no port: {line} {}", text(&errors.0)));
        Bench { desk: self, child, port, said, errors: errors.0, threads: vec![rest, errors.1] }
    }
}

/// The running program.
pub struct Bench {
    pub desk: Desk,
    pub child: Child,
    pub port: u16,
    said: Arc<Mutex<Vec<u8>>>,
    errors: Arc<Mutex<Vec<u8>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Bench {
    pub fn new(wish: &Wish<'_>) -> Self {
        Desk::new(wish).start()
    }

    /// With these cards, as a CPS3.
    pub fn with(cards: &[&str]) -> Self {
        Self::new(&Wish { cards, ..Wish::default() })
    }

    pub fn person(&self, does: &[&str]) {
        self.desk.person(does);
    }

    /// A page that has not paired.
    pub fn stranger(&self, origin: &str) -> Page<Http> {
        Page::new(Http { port: self.port }, origin)
    }

    /// A page that has paired and opened a session.
    pub fn page(&self, origin: &str) -> Page<Http> {
        let mut page = self.stranger(origin);
        self.person(&["yes"]);
        page.pair().expect("paired");
        page.open_session().expect("a session");
        self.desk.shown();
        page
    }

    /// A file of the system about the process.
    pub fn proc(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.child.id()))
    }

    /// A number of `/proc/PID/status`.
    pub fn status(&self, name: &str) -> u64 {
        let status = fs::read_to_string(self.proc("status")).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number")
    }

    /// Open files.
    pub fn files(&self) -> usize {
        fs::read_dir(self.proc("fd")).expect("the process runs").count()
    }

    /// Open files once the last connection has gone: the fewest within a second.
    pub fn files_at_rest(&self) -> usize {
        let look = |_| {
            std::thread::sleep(Duration::from_millis(20));
            self.files()
        };
        (0..50).map(look).min().unwrap_or_default()
    }

    /// Standard output and error so far.
    pub fn printed(&self) -> String {
        text(&self.said) + &text(&self.errors)
    }

    /// Asks it to end, as a system does, and waits.
    pub fn end(&mut self, signal: &str) -> std::process::ExitStatus {
        done(Command::new("kill").arg(signal).arg(self.child.id().to_string()));
        let ended = self.child.wait().expect("an end");
        self.threads.drain(..).for_each(|thread| thread.join().expect("no panic"));
        ended
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hand_over(path: &Path) {
    std::os::unix::fs::chown(path, Some(SOMEBODY), None).expect("root may");
    for entry in path.is_dir().then(|| fs::read_dir(path).expect("a folder")).into_iter().flatten() {
        hand_over(&entry.expect("an entry").path());
    }
}

/// Runs a command that must succeed.
pub fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; see bridge/README.md, Tests"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A script beside the cards.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards").join(name)
}

/// The test certificates: made once for this form of `make.sh`, then kept beside the built tests.
pub fn pki() -> &'static Path {
    static PKI: OnceLock<PathBuf> = OnceLock::new();
    PKI.get_or_init(|| {
        let made = sha256(&fs::read(script("make.sh")).expect("the script")).encode();
        let built = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let place = built.join(format!("pki-{}", &made[..16]));
        if !place.is_dir() {
            let beside = tempfile::tempdir_in(built).expect("a folder").keep();
            done(Command::new(script("make.sh")).arg(&beside));
            // Another run may have been quicker; its folder is as good.
            let _ = fs::rename(&beside, &place);
            let _ = fs::remove_dir_all(&beside);
        }
        place
    })
}

/// Three ports that are free now.
pub fn ports() -> [u16; 3] {
    let free = || TcpListener::bind("127.0.0.1:0").expect("a free port");
    let all = [free(), free(), free()];
    all.map(|listener| listener.local_addr().expect("its address").port())
}

/// Answers of `openssl`: whether a signature with SHA-256 holds under a certificate.
pub fn openssl_verifies(certificate: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        path
    };
    let certificate = place("certificate.der", certificate);
    let openssl = |words: &[&str]| Command::new("openssl").args(words).output().expect("openssl");
    let certificate = certificate.to_str().expect("a path");
    let key = openssl(&["x509", "-inform", "DER", "-in", certificate, "-pubkey", "-noout"]);
    let (key, message, signature) = (place("key.pem", &key.stdout), place("m", message), place("s", signature));
    let mut verify = Command::new("openssl");
    verify.args(["dgst", "-sha256", "-verify"]).arg(key).arg("-signature").arg(signature).arg(message);
    verify.output().expect("openssl").stdout == b"Verified OK\n"
}

fn windows(log: &str) -> Vec<Shown> {
    let (mut all, mut now) = (Vec::new(), Shown::default());
    for line in log.lines() {
        let (command, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
        match command {
            "SETTITLE" => now.title = argument,
            "SETDESC" => now.text = argument,
            "CONFIRM" | "GETPIN" => {
                now.asked = command.to_owned();
                all.push(std::mem::take(&mut now));
            }
            _ => {}
        }
    }
    all
}

fn collect(pipe: impl Read + Send + 'static) -> (Arc<Mutex<Vec<u8>>>, JoinHandle<()>) {
    let into = Arc::new(Mutex::new(Vec::new()));
    (into.clone(), gather(pipe, into))
}

fn gather(mut pipe: impl Read + Send + 'static, into: Arc<Mutex<Vec<u8>>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = pipe.read(&mut piece) {
            let _ = into.lock().expect("no panic").write_all(&piece[..count]);
        }
    })
}

fn text(bytes: &Mutex<Vec<u8>>) -> String {
    String::from_utf8_lossy(&bytes.lock().expect("no panic")).into_owned()
}

/// A user who owns nothing else.
const SOMEBODY: u32 = 65_534;
const SPY: &str = "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so";
