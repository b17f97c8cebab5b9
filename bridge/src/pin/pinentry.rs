//! Pinentry, spoken to in the Assuan protocol (GnuPG's `pinentry` manual, "The Assuan pinentry
//! protocol"): one program, one window, then it ends.
//!
//! The line with the PIN is read byte by byte into one buffer that is wiped: no reader in between
//! keeps a copy. The option that lets pinentry keep a PIN in a keyring is never sent.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Pin, Prompt, Question, Reply, Window};
use crate::trouble::Trouble;

/// Windows through a pinentry program.
#[derive(Debug, Clone)]
pub struct Pinentry {
    /// The program: a path, or a name to look for.
    pub program: PathBuf,
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
}

/// Why a line was not followed by OK.
enum Said {
    Gone,
    Refused(u32),
}

impl From<Said> for Trouble {
    fn from(said: Said) -> Self {
        match said {
            // Killed by the watchdog, or by the person.
            Said::Gone | Said::Refused(TIMEOUT) => Self::PinTimeout,
            Said::Refused(CANCELLED | NOT_CONFIRMED) => Self::PinCancelled,
            Said::Refused(_) => Self::WindowMissing,
        }
    }
}

struct Talk {
    child: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: ChildStdout,
    /// Dropped at the end: the watchdog then stops waiting.
    _watchdog: Sender<()>,
}

impl Talk {
    fn open(pinentry: &Pinentry, patience: Duration) -> Result<Self, Trouble> {
        let mut child = Command::new(&pinentry.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Trouble::WindowMissing)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let child = Arc::new(Mutex::new(child));
        let watchdog = watch(child.clone(), patience + GRACE);
        let (input, output) = pipes.ok_or(Trouble::WindowMissing)?;
        let mut talk = Self { child, input, output, _watchdog: watchdog };
        talk.hear().map_err(|_| Trouble::WindowMissing)?;
        talk.say("SETTIMEOUT", &patience.as_secs().max(1).to_string())?;
        talk.option("grab");
        for (option, variable) in [("ttyname", "GPG_TTY"), ("ttytype", "TERM"), ("lc-ctype", "LANG")] {
            if let Ok(value) = std::env::var(variable) {
                talk.option(&format!("{option}={value}"));
            }
        }
        Ok(talk)
    }

    fn describe(&mut self, title: &str, text: &str) -> Result<(), Trouble> {
        self.say("SETTITLE", title)?;
        self.say("SETDESC", text)?;
        Ok(())
    }

    /// A pinentry that does not know an option goes on without it.
    fn option(&mut self, option: &str) {
        let _ = self.say("OPTION", option);
    }

    fn say(&mut self, command: &str, argument: &str) -> Result<Zeroizing<Vec<u8>>, Said> {
        let line =
            if argument.is_empty() { format!("{command}\n") } else { format!("{command} {}\n", escape(argument)) };
        self.input.write_all(line.as_bytes()).map_err(|_| Said::Gone)?;
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
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.input.write_all(b"BYE\n");
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Ends a window that outlives its time, whatever the program makes of SETTIMEOUT.
fn watch(child: Arc<Mutex<Child>>, patience: Duration) -> Sender<()> {
    let (sender, ended) = channel::<()>();
    std::thread::spawn(move || {
        if matches!(ended.recv_timeout(patience), Err(std::sync::mpsc::RecvTimeoutError::Timeout)) {
            let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        }
    });
    sender
}

/// Assuan escapes percent and line ends.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_smuggle_a_command() {
        assert_eq!(escape("a\nGETPIN\r%"), "a%0AGETPIN%0D%25");
    }

    #[test]
    fn who_says_an_error_does_not_matter() {
        assert_eq!(error_code(b"83886179 Operation cancelled <Pinentry>"), CANCELLED);
        assert_eq!(error_code(b"83886194 Not confirmed"), NOT_CONFIRMED);
        assert_eq!(error_code(b"nonsense"), 0);
    }

    #[test]
    fn a_missing_program_is_said() {
        let window = Pinentry { program: "/nonexistent/pinentry".into() };
        let question = Question { title: String::new(), text: String::new(), yes: String::new(), other: None };
        assert_eq!(window.ask(&question, Duration::from_secs(1)), Err(Trouble::WindowMissing));
    }
}
