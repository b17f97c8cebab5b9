//! What the engine needs from where it runs: a line to the host, a clock, a pause. The browser
//! gives them through `fetch`, native programs through an HTTP client.

use scelle_protocol::{ProblemCode, paths};

use crate::bridge::BridgeTrouble;
use crate::directory::NotVerified;

/// One request to the host's interface.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// Path and query.
    pub path: String,
    /// Header names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// Body; empty for none.
    pub body: Vec<u8>,
}

/// The host's answer.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The host's fresh nonce, if it gave one.
    pub nonce: Option<String>,
    /// Seconds to wait, if it said so.
    pub retry_after: Option<u32>,
    /// Body.
    pub body: Vec<u8>,
}

/// The request got no answer: the line is down, or the host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer from the host")]
pub struct LineDown;

/// Where the engine runs.
pub trait Platform {
    /// Sends one request and takes the whole answer.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, LineDown>>;
    /// Local clock, seconds since 1970; the engine corrects it by the host's.
    fn now(&self) -> u64;
    /// Origin of the page that we run in, as the browser tells the bridge: what a card signs carries
    /// it. Never what a server says of itself.
    fn page_origin(&self) -> String;
    /// Waits.
    fn pause(&self, millis: u32) -> impl Future<Output = ()>;
}

/// Something to read from, piece by piece: a file that the user chose.
pub trait Source {
    /// Length in bytes.
    fn len(&self) -> u64;
    /// Whether there is nothing in it.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Bytes from `offset`, exactly `length` of them.
    ///
    /// # Errors
    /// When the file cannot be read or has changed.
    fn read(&self, offset: u64, length: usize) -> impl Future<Output = Result<Vec<u8>, Unreadable>>;
    /// Bytes from `offset`, in pieces of these lengths, asked for at once where that is quicker.
    ///
    /// # Errors
    /// As [`Self::read`].
    fn read_pieces(
        &self,
        mut offset: u64,
        lengths: &[usize],
    ) -> impl Future<Output = Result<Vec<Vec<u8>>, Unreadable>> {
        async move {
            let mut pieces = Vec::with_capacity(lengths.len());
            for length in lengths {
                pieces.push(self.read(offset, *length).await?);
                offset += *length as u64;
            }
            Ok(pieces)
        }
    }
}

/// The source cannot be read, or is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file cannot be read")]
pub struct Unreadable;

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }
    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, Unreadable> {
        let start = usize::try_from(offset).map_err(|_| Unreadable)?;
        self.get(start..start + length).map(<[u8]>::to_vec).ok_or(Unreadable)
    }
}

/// What the worker tells while a long task goes on.
pub trait Watcher {
    /// Bytes done so far.
    fn done(&self, stage: Stage, done: u64, total: u64);
    /// The line is down; the task waits.
    fn waiting(&self);
    /// Whether the user has cancelled.
    fn cancelled(&self) -> bool;
}

/// Stages of a long task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Sealing and sending.
    Sealing,
    /// Telling the host what the parts make up.
    Committing,
    /// Fetching.
    Fetching,
    /// Verifying and decrypting.
    Verifying,
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watcher for Unwatched {
    fn done(&self, _: Stage, _: u64, _: u64) {}
    fn waiting(&self) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// Why an act of the client did not succeed; a closed list on which a person can act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Another record is at hand than the one that this is of: nothing was signed.
    #[error("another record is at hand than the one that this is of")]
    AnotherRecord,
    /// The host's answer cannot be true: a signature, a proof, the chain. An alarm.
    #[error("the host's answer contradicts what was signed")]
    Contradiction(Contradiction),
    /// A body does not verify; nothing of it was shown.
    #[error("the document does not verify")]
    BadBody,
    /// A label does not verify.
    #[error("the label does not verify")]
    BadLabel,
    /// The bridge, or what it says of card, reader and PIN.
    #[error(transparent)]
    Bridge(#[from] BridgeTrouble),
    /// The user cancelled.
    #[error("cancelled")]
    Cancelled,
    /// Digits or fingerprint are not the same: an alarm.
    #[error("the two do not see the same record")]
    Different,
    /// The file changed or cannot be read.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// Over 1 GiB.
    #[error("the file is too large")]
    FileTooLarge,
    /// The device's keys do not answer.
    #[error("the keys of this computer do not answer")]
    Device,
    /// The kit is well formed but opens nothing here.
    #[error("the recovery kit opens nothing here")]
    KitRefused,
    /// No answer from the host.
    #[error(transparent)]
    Line(#[from] LineDown),
    /// Wrong identifier, password or certificate.
    #[error("log-in refused")]
    LogInRefused,
    /// The other side of a comparison did not come in time.
    #[error("the other side did not come in time")]
    NobodyThere,
    /// A grant is accepted only after the two have compared.
    #[error("the two have not compared yet")]
    NotCompared,
    /// A professional whom nothing vouches for, or not today: nothing is sealed to them.
    #[error(transparent)]
    NotVerified(#[from] NotVerified),
    /// What would be signed is not what was shown.
    #[error("what would be signed is not what was shown")]
    NotShown,
    /// Not the file whose deposit was begun.
    #[error("another file than the one begun with")]
    OtherFile,
    /// A document of the personal space is for the holders alone.
    #[error("the personal space is for the holders alone")]
    Personal,
    /// The host refused.
    #[error("the host refused: {0:?}")]
    Problem(ProblemCode),
    /// Too many attempts.
    #[error("too many attempts")]
    SlowDown(u32),
    /// An answer that is not in the form of its path.
    #[error("the host's answer is not in the form that was agreed")]
    Unreadable,
}

impl Trouble {
    /// Whether it stands in the way of every request, not of this one alone: no line, no session, too
    /// many requests.
    pub(crate) const fn is_of_all(self) -> bool {
        use ProblemCode::{Replayed, SessionEnded, UseNonce};
        matches!(self, Self::Line(_) | Self::SlowDown(_) | Self::Problem(Replayed | SessionEnded | UseNonce))
    }
}

/// Which of the host's words turned out false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// A certificate by another authority, or for another account or key.
    Certificate,
    /// A chain that does not replay, is shorter than seen before, or is not this record's.
    Chain,
    /// A checkpoint that does not verify, or a log that was rewritten.
    Log,
    /// The directory names another key for this person than this person's own.
    Directory,
    /// Keys of the host that are not those of the first day.
    Host,
    /// An opener table or a vault that is older than one seen before, or not signed by the identity.
    Account,
    /// An event whose signature does not hold, or that was never made.
    Journal,
    /// A receipt that is not for what was sent, or whose leaf is missing.
    Receipt,
}

/// Paths under a record need the reader's proof too.
#[must_use]
pub fn needs_reader(path: &str) -> bool {
    path.starts_with(paths::RECORDS) && path.len() > paths::RECORDS.len()
}
