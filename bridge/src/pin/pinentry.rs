//! Pinentry, spoken to in the Assuan protocol (GnuPG's `pinentry` manual, "The Assuan pinentry
//! protocol"): one program, one window, then it ends.
//!
//! The line with the PIN is read byte by byte into one buffer that is wiped: no reader in between
//! keeps a copy. Neither the option that lets pinentry keep a PIN in a keyring nor SETREPEAT is
//! ever sent.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zeroize::Zeroizing;

use super::{Pin, Prompt, Question, Reply, Window};
use crate::trouble::Trouble;

/// Windows through a pinentry program.
#[derive(Debug, Clone, Default)]
pub struct Pinentry {
    program: PathBuf,
    /// The window that is open now.
    open: Arc<Mutex<Option<Arc<Mutex<Child>>>>>,
}

impl Pinentry {
    /// With this program: a path, or a name to look for.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program, open: Arc::default() }
    }
}

impl Window for Pinentry {
    fn ask(&self, question: &Question, patience: Duration) -> Result<Reply, Trouble> {
        let mut talk = Talk::open(self, patience)?;
        talk.describe(&question.title, &question.text)?;
        talk.say("SETOK", &question.yes)?;
        talk.say("SETCANCEL", "Annuler")?;
        if let Some(other) = &question.other {
            talk.say("SETNOTOK", other)?;
        }
        match talk.say("CONFIRM", "") {
            Ok(_) => Ok(Reply::Yes),
            Err(Said::Refused(NOT_CONFIRMED)) if question.other.is_some() => Ok(Reply::Other),
            Err(said) => Err(said.into()),
        }
    }

    fn pin(&self, prompt: &Prompt, patience: Duration) -> Result<Pin, Trouble> {
        let mut talk = Talk::open(self, patience)?;
        talk.describe(&prompt.title, &prompt.text)?;
        talk.say("SETPROMPT", "Code porteur :")?;
        talk.say("SETOK", "Signer")?;
        talk.say("SETCANCEL", "Annuler")?;
        let typed = talk.say("GETPIN", "")?;
        Pin::read(&typed)
    }

    fn close(&self) {
        if let Some(child) = locked(&self.open).take() {
            let _ = locked(&child).kill();
        }
    }
}

/// Why a line was not followed by OK.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// The program ended, or speaks something else.
    Gone,
    Late,
    Refused(u32),
    /// Longer than Assuan's lines; nothing is cut short behind a person's back.
    TooLong,
}

impl From<Said> for Trouble {
    fn from(said: Said) -> Self {
        match said {
            Said::Late | Said::Refused(TIMEOUT) => Self::PinTimeout,
            Said::Refused(CANCELLED | NOT_CONFIRMED) => Self::PinCancelled,
            Said::Gone | Said::Refused(_) => Self::WindowMissing,
            Said::TooLong => Self::Internal,
        }
    }
}

struct Talk<'a> {
    pinentry: &'a Pinentry,
    child: Arc<Mutex<Child>>,
    input: Option<ChildStdin>,
    output: ChildStdout,
    /// A window that outlives its time is ended, whatever the program makes of SETTIMEOUT.
    until: Instant,
}

impl<'a> Talk<'a> {
    fn open(pinentry: &'a Pinentry, patience: Duration) -> Result<Self, Trouble> {
        let mut child = Command::new(&pinentry.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Trouble::WindowMissing)?;
        let output = child.stdout.take().ok_or(Trouble::WindowMissing)?;
        let (input, child) = (child.stdin.take(), Arc::new(Mutex::new(child)));
        *locked(&pinentry.open) = Some(child.clone());
        let mut talk = Self { pinentry, child, input, output, until: Instant::now() + patience + GRACE };
        talk.hear()?;
        talk.say("SETTIMEOUT", &patience.as_secs().max(1).to_string())?;
        for option in options(|name| std::env::var(name).ok(), terminal) {
            // A pinentry that does not know an option goes on without it.
            let _ = talk.say("OPTION", &option);
        }
        Ok(talk)
    }

    fn describe(&mut self, title: &str, text: &str) -> Result<(), Trouble> {
        self.say("SETTITLE", title)?;
        self.say("SETDESC", text)?;
        Ok(())
    }

    fn say(&mut self, command: &str, argument: &str) -> Result<Zeroizing<Vec<u8>>, Said> {
        let line = line(command, argument)?;
        let input = self.input.as_mut().ok_or(Said::Gone)?;
        input.write_all(line.as_bytes()).map_err(|_| Said::Gone)?;
        self.hear()
    }

    /// Reads to the next OK or ERR; gives the data line in between.
    fn hear(&mut self) -> Result<Zeroizing<Vec<u8>>, Said> {
        let mut data = Zeroizing::new(Vec::with_capacity(LINE));
        loop {
            let line = self.line()?;
            if let Some(piece) = line.strip_prefix(b"D ") {
                if data.len() + piece.len() > LINE {
                    return Err(Said::Gone);
                }
                data.extend_from_slice(piece);
            } else if line.starts_with(b"OK") {
                return Ok(data);
            } else if let Some(code) = line.strip_prefix(b"ERR ") {
                return Err(Said::Refused(error_code(code)));
            }
        }
    }

    fn line(&mut self) -> Result<Zeroizing<Vec<u8>>, Said> {
        let mut line = Zeroizing::new(Vec::with_capacity(LINE));
        let mut byte = Zeroizing::new([0]);
        loop {
            self.wait()?;
            self.output.read_exact(&mut *byte).map_err(|_| Said::Gone)?;
            if byte[0] == b'\n' {
                return Ok(line);
            }
            if line.len() == LINE {
                return Err(Said::Gone);
            }
            line.push(byte[0]);
        }
    }

    fn wait(&self) -> Result<(), Said> {
        let left = self.until.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(|_| Said::Late)?;
        match poll(&mut [PollFd::new(&self.output, PollFlags::IN)], Some(&left)) {
            Ok(0) => Err(Said::Late),
            Ok(_) => Ok(()),
            Err(rustix::io::Errno::INTR) => self.wait(),
            Err(_) => Err(Said::Gone),
        }
    }
}

impl Drop for Talk<'_> {
    /// Lets the program put a terminal back as it was; one that does not go is ended.
    fn drop(&mut self) {
        if let Some(mut input) = self.input.take() {
            let _ = input.write_all(b"BYE\n");
        }
        locked(&self.pinentry.open).take();
        let mut child = locked(&self.child);
        let until = Instant::now() + FAREWELL;
        while Instant::now() < until && Instant::now() < self.until {
            match child.try_wait() {
                Ok(None) => std::thread::sleep(FAREWELL / 50),
                _ => return,
            }
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a pinentry of the terminal shows itself, and in which letters: as gpg-agent tells it.
fn options(variable: impl Fn(&str) -> Option<String>, terminal: impl Fn() -> Option<String>) -> Vec<String> {
    let first = |names: &[&str]| names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let options = [
        ("ttyname", first(&["GPG_TTY"]).or_else(terminal)),
        ("ttytype", first(&["TERM"])),
        ("lc-ctype", first(&["LC_ALL", "LC_CTYPE", "LANG"])),
        ("lc-messages", first(&["LC_ALL", "LC_MESSAGES", "LANG"])),
    ];
    let options = options.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    std::iter::once("grab".to_owned()).chain(options).collect()
}

/// The terminal from which the bridge was started, if it was.
fn terminal() -> Option<String> {
    let link = std::io::stdin().is_terminal().then(|| std::fs::read_link("/proc/self/fd/0"))?.ok()?;
    link.to_str().filter(|path| path.starts_with("/dev/")).map(str::to_owned)
}

/// A line of Assuan: at most 1,000 bytes before its end.
fn line(command: &str, argument: &str) -> Result<String, Said> {
    let line = if argument.is_empty() { command.to_owned() } else { format!("{command} {}", escape(argument)) };
    if line.len() > LINE { Err(Said::TooLong) } else { Ok(line + "\n") }
}

/// Assuan escapes percent and line ends. Some windows take `<` for the begin of a format: a mark
/// that looks alike stands in its place.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").replace('<', "\u{2039}")
}

/// The low sixteen bits are GnuPG's error; above stands who says it.
fn error_code(text: &[u8]) -> u32 {
    let digits = text.split(|byte| *byte == b' ').next().and_then(|word| std::str::from_utf8(word).ok());
    digits.and_then(|word| word.parse::<u32>().ok()).map_or(0, |code| code & 0xFFFF)
}

const CANCELLED: u32 = 99;
const NOT_CONFIRMED: u32 = 114;
const TIMEOUT: u32 = 62;
/// Assuan's longest line.
const LINE: usize = 1000;
const GRACE: Duration = Duration::from_secs(2);
const FAREWELL: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_smuggle_a_command() {
        assert_eq!(escape("a\nGETPIN\r%"), "a%0AGETPIN%0D%25");
        assert_eq!(line("SETDESC", "a\nGETPIN").as_deref(), Ok("SETDESC a%0AGETPIN\n"));
    }

    #[test]
    fn a_text_cannot_dress_up_as_a_format() {
        assert_eq!(escape("<b>vu</b>"), "\u{2039}b>vu\u{2039}/b>");
    }

    #[test]
    fn a_text_that_fits_a_window_fits_a_line_and_a_longer_one_is_not_cut() {
        for filling in ["a", "é", "%", "\n", "<"] {
            let text = filling.repeat(1000);
            let page = super::super::pages(&text, super::super::ROOM).remove(0);
            assert!(line("SETDESC", &page).is_ok_and(|line| line.len() > 900), "{filling:?}");
            assert_eq!(line("SETDESC", &text), Err(Said::TooLong), "{filling:?}");
        }
    }

    #[test]
    fn terminal_and_letters_come_from_the_environment() {
        let variables = |name: &str| match name {
            "TERM" => Some("xterm".to_owned()),
            "LC_ALL" => Some(String::new()),
            "LC_CTYPE" => Some("fr_FR.UTF-8".to_owned()),
            "LANG" => Some("C".to_owned()),
            _ => None,
        };
        assert_eq!(
            options(variables, || Some("/dev/pts/1".to_owned())),
            ["grab", "ttyname=/dev/pts/1", "ttytype=xterm", "lc-ctype=fr_FR.UTF-8", "lc-messages=C"]
        );
        assert_eq!(options(|_| None, || None), ["grab"]);
    }

    #[test]
    fn who_says_an_error_does_not_matter() {
        assert_eq!(error_code(b"83886179 Operation cancelled <Pinentry>"), CANCELLED);
        assert_eq!(error_code(b"83886194 Not confirmed"), NOT_CONFIRMED);
        assert_eq!(error_code(b"nonsense"), 0);
    }

    #[test]
    fn a_missing_program_is_said() {
        let window = Pinentry::new("/nonexistent/pinentry".into());
        let question = Question { title: String::new(), text: String::new(), yes: String::new(), other: None };
        assert_eq!(window.ask(&question, Duration::from_secs(1)), Err(Trouble::WindowMissing));
        let window = Pinentry::new("/bin/true".into());
        assert_eq!(window.ask(&question, Duration::from_secs(1)), Err(Trouble::WindowMissing));
    }
}
