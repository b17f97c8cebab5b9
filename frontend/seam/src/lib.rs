//! What the page may ask of the vault worker, and what it answers.
//!
//! Only what a screen needs crosses here: no key ever does. The recovery kit and the
//! password cross once, on the act that makes or uses them.

#![expect(missing_docs, reason = "the fields are the words on the screen; what needs saying is said on the types")]

mod circle;
mod record;
mod trouble;
pub mod words;

pub use circle::*;
pub use record::*;
pub use trouble::{BridgeTrouble, Trouble};

use serde::{Deserialize, Serialize};

/// One request of the page to the worker. Each gets exactly one [`Answer`] or [`Trouble`],
/// after any number of [`Progress`] notes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Ask {
    /// What this browser holds. The first question of every page load. → [`Answer::Hello`]
    Hello,
    /// Makes keys, certificate, identity key, openers and recovery kit in memory; nothing is
    /// kept, at the host or here, before [`Ask::FinishAccount`]. → [`Answer::Kit`]
    PrepareAccount { identifier: String, password: String, who: Who },
    /// Makes ready what the patient is about to sign; nothing is sent. → [`Answer::ToSign`]
    PrepareConsent { lang: String, notice: String },
    /// Registers account, openers and vault, opens the record, signs the consent; after a log-in
    /// with `Session::record` false, does what a closed tab left undone. `shown` is the consent as
    /// the page shows it: nothing else is signed ([`Trouble::TextOld`]). → [`Answer::Open`]
    FinishAccount { shown: String },
    /// The consents as they stand signed in the record's chain. `notices` are the texts that the
    /// page knows, to find again the one that was agreed to. → [`Answer::Consents`]
    Consents { notices: Vec<String> },
    /// Forgets what [`Ask::PrepareAccount`] made. → [`Answer::Done`]
    AbandonAccount,
    /// → [`Answer::Open`]
    LogIn { identifier: String, password: String },
    /// Log-in with the printed recovery kit. → [`Answer::Open`]
    OpenWithKit { kit: String },
    /// After [`Ask::OpenWithKit`]: a certificate and an opener for this computer. → [`Answer::Done`]
    AddThisComputer { identifier: String, password: String },
    /// Fetches and opens the labels. → [`Answer::Documents`]
    List,
    /// Seals and sends one file; the `File` travels beside this message. → [`Answer::Deposited`]
    Deposit { task: u32, meta: NewDocument },
    /// Stops a deposit or an opening; what was sent is dropped at the host. → [`Answer::Done`]
    Cancel { task: u32 },
    /// Deposits cut short that can be taken up again with the same file. → [`Answer::Unfinished`]
    Unfinished,
    /// Takes up an unfinished deposit; the `File` travels beside. → [`Answer::Deposited`]
    Resume { task: u32, document: String },
    /// Drops an unfinished deposit for good. → [`Answer::Done`]
    Drop { document: String },
    /// Journals the read, fetches, verifies whole and decrypts. → [`Answer::Content`] with the
    /// bytes beside it, or [`Answer::TooLarge`]
    Open { task: u32, document: String },
    /// Decrypts a large document to a file that the user has chosen; its
    /// `FileSystemFileHandle` travels beside. → [`Answer::Done`]
    SaveLarge { task: u32, document: String },
    /// Marks documents as seen (kept in the vault). → [`Answer::Done`]
    Seen { documents: Vec<String> },
    /// The journal, checked. → [`Answer::Journal`]
    Journal,
    /// Everything in one ZIP, beside the answer as a `Blob`. → [`Answer::Export`]
    Export { task: u32 },
    /// Closes the record for good and destroys it at the host. → [`Answer::Done`]
    CloseRecord,
    /// The openers of this account. → [`Answer::Openers`]
    Openers,
    /// Removes an opener (never the last but one). → [`Answer::Openers`], or [`Answer::Done`] when
    /// it was this computer's: then the session is over and nothing of it stays here.
    RemoveOpener { id: String },
    /// Makes a new recovery kit in memory; the old one is still good. → [`Answer::Kit`]
    MakeKit,
    /// Puts the new kit in the place of the old one, if what was copied from its paper (number of
    /// the group from 0, its signs) is right. → [`Answer::Openers`]
    ReplaceKit { copied: Vec<(u32, String)> },
    /// Forgets what [`Ask::MakeKit`] made. → [`Answer::Done`]
    DropKit,
    /// Where bridge, reader and card stand, without a window. → [`Answer::Card`]
    CardState,
    /// Pairs this browser with the bridge: [`Progress::Digits`], then the person confirms in the
    /// bridge's window. → [`Answer::Card`]
    PairBridge,
    /// One window of the bridge, one PIN. → [`Answer::Open`] for a professional whom the host knows,
    /// [`Answer::Newcomer`] at the first use, [`Answer::NewCard`] for a card that opens nothing yet
    LogInWithCard,
    /// After [`Answer::Newcomer`]: identity key and recovery kit, in memory. → [`Answer::Kit`]
    PrepareProfessional { practice: String },
    /// The binding: a second window of the bridge, which shows it, and a PIN. If what was copied
    /// from the kit's paper is right. → [`Answer::Open`]
    FinishProfessional { copied: Vec<(u32, String)> },
    /// After [`Answer::NewCard`]: the recovery kit opens, the new card is put beside the old one's
    /// opener, and bound: a second window and PIN. → [`Answer::Open`]
    AddCard { kit: String },

    /// A professional's records, grants from the inbox taken in first. → [`Answer::Records`]
    Records,
    /// The member's side of a comparison: waits for the owner's side. → [`Answer::Digits`]
    CompareRecord { record: String },
    /// Instead of digits: the whole fingerprint, from the owner's screen. → [`Answer::Done`], or
    /// [`Trouble::Different`]
    CompareFingerprint { record: String, fingerprint: String },
    /// The person saw other digits than the owner: nothing that was compared counts. → [`Answer::Done`]
    ComparedDifferently { record: String },
    /// The two compared and found the same: publishes the member's own keys. → [`Answer::Records`]
    Accept { record: String },
    /// Takes a record at hand: [`Ask::List`] and the others then speak of it. → [`Answer::Record`]
    TakeRecord { record: String },
    /// Puts the record away. → [`Answer::Done`]
    PutRecordAway,

    /// Search in the directory. → [`Answer::Found`]
    SearchDirectory { text: String },
    /// One professional, verified here: card, authority, revocation, key. → [`Answer::Professional`]
    LookAt { id_nat: String },
    /// Makes a grant ready; nothing is sent. → [`Answer::ToSign`]
    PrepareGrant { grant: GrantForm },
    /// Signs the grant that was shown, seals the documents chosen. → [`Answer::Circle`]
    FinishGrant { shown: String },
    /// The circle, from the chain. → [`Answer::Circle`]
    Circle,
    /// The owner's side of a comparison: waits for the member's side. → [`Answer::Digits`]
    CompareMember { reader: String },
    /// Makes a revocation ready; nothing is sent. → [`Answer::ToSign`]
    PrepareRevocation { reader: String, reason: String },
    /// Signs the revocation that was shown. → [`Answer::Circle`]
    FinishRevocation { shown: String },
    /// Who has a key of which document. → [`Answer::Access`]
    Access,

    /// A real input event of the user happened, in a session or in a first use with a card; sent at most
    /// every 30 s. → [`Answer::Done`]
    Act,
    /// Keeps a form that is being filled, sealed, across a log-out. → [`Answer::Done`]
    SaveDraft { form: String, text: String },
    /// → [`Answer::Draft`]
    LoadDraft { form: String },
    /// Ends the session at the host and drops every key. → [`Answer::Done`]
    LogOut,
}

/// The answer to an [`Ask`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Answer {
    /// Done, nothing to tell.
    Done,
    /// See [`Ask::Hello`].
    Hello {
        /// A certificate for this host lies in this browser.
        device: bool,
        /// SubtleCrypto is there: it does the bulk work and can keep keys that do not come out.
        /// Otherwise the portable path does the bulk work, and no key can stay in this browser.
        subtle: bool,
        /// Build identifier of the client.
        build: String,
    },
    /// The recovery kit, to print and to check.
    Kit(Kit),
    /// What is about to be signed.
    ToSign(ToSign),
    /// See [`Ask::Consents`].
    Consents(Vec<SignedConsent>),
    /// A session is open.
    Open(Box<Session>),
    /// The list of documents.
    Documents(Vec<DocumentRow>),
    /// A deposit is durable at the host.
    Deposited { document: String },
    /// See [`Ask::Unfinished`].
    Unfinished(Vec<UnfinishedDeposit>),
    /// A verified document; the bytes travel beside as an `ArrayBuffer`.
    Content { media: String, name: String, size: u64 },
    /// Too large for memory: it can be saved to a file ([`Ask::SaveLarge`]) if the browser can.
    TooLarge { name: String, size: u64 },
    /// The journal.
    Journal(Journal),
    /// The export is ready; a `Blob` travels beside.
    Export { name: String, documents: u32, bytes: u64 },
    /// See [`Ask::Openers`].
    Openers(Vec<OpenerRow>),
    /// See [`Ask::LoadDraft`].
    Draft(Option<String>),
    /// See [`Ask::CardState`].
    Card(CardState),
    /// A person whom the host does not know yet, as the card names them.
    Newcomer(Professional),
    /// A card that opens nothing yet, of a person whom the host knows.
    NewCard(Professional),
    /// See [`Ask::Records`].
    Records(Vec<RecordRow>),
    /// See [`Ask::TakeRecord`].
    Record(RecordRow),
    /// Six digits, the same on both screens.
    Digits(String),
    /// See [`Ask::SearchDirectory`].
    Found { rows: Vec<DirectoryRow>, more: bool },
    /// See [`Ask::LookAt`].
    Professional(Professional),
    /// See [`Ask::Circle`].
    Circle(Circle),
    /// For each document the readers who have a key of it (reader ids of [`MemberRow`]).
    Access(Vec<(String, Vec<String>)>),
}

/// Notes on the way to an [`Answer`]; also sent unasked (`task` 0).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub enum Progress {
    /// A step of the making of an account begins or ends.
    Step { step: AccountStep, done: bool, millis: u32 },
    /// Bytes done of a deposit, an opening, an export.
    Bytes { task: u32, stage: Stage, done: u64, total: u64 },
    /// The six digits of a pairing, to be compared with the bridge's window.
    Digits { digits: String },
    /// The card went out, or another came in: the page locks.
    CardOut,
    /// The line is lost; the task waits and goes on by itself.
    Waiting { task: u32 },
    /// The session is over: the worker holds no key any more.
    Ended { why: Ending },
}

/// Steps of [`Ask::PrepareAccount`] and [`Ask::FinishAccount`], in order.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountStep {
    Key,
    Certificate,
    Identity,
    Opener,
    Kit,
    Account,
    Record,
    Consent,
    Vault,
}

/// What a long task is doing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
pub enum Stage {
    Sealing,
    Committing,
    Fetching,
    Verifying,
    Saving,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
pub enum Ending {
    Idle,
    Asked,
    Elsewhere,
    Host,
    /// The card went out.
    Card,
}

/// Who the patient says they are; sealed, never seen by the host.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct Who {
    pub birth_name: String,
    pub used_name: String,
    pub given_names: String,
    /// ISO date.
    pub birth_date: String,
    /// `F`, `M` or empty.
    pub sex: String,
    pub birth_place: String,
    pub contact: String,
}

/// The recovery kit as it is shown and printed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kit {
    /// Account id, hex; it is part of the groups too.
    pub account: String,
    /// 17 groups of five base32 signs (Crockford): account id, secret and checksum, so that the
    /// groups alone open; see docs/FORMATS.md §4.
    pub groups: Vec<String>,
    /// Modules of the QR code, row by row, `true` is dark; side length `qr_side`.
    pub qr: Vec<bool>,
    pub qr_side: u32,
    /// ISO date.
    pub made: String,
}

/// Word for word what the patient is about to sign.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct ToSign {
    /// The consent, as the certificate will sign it.
    pub consent: String,
    /// What is signed along with it: the opening of the account and of the record, where they are
    /// still to be opened.
    pub others: Vec<String>,
}

/// A consent as it stands in the chain.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct SignedConsent {
    /// Place in the chain.
    pub number: u64,
    /// Its leaf in the log.
    pub leaf: u64,
    /// Unix time (s) at which the patient agreed.
    pub agreed: u64,
    /// Version of the notice.
    pub notice: String,
    /// Which of the page's notices it was, by its hash.
    pub known: Option<u32>,
    /// What was signed, word for word.
    pub signed: String,
    /// The open part, as in the chain.
    pub open: String,
    /// The sealed part with its signatures.
    pub sealed: String,
    /// What binds the two, hex.
    pub salt: String,
    /// The certificate, PEM; empty where it is not kept.
    pub certificate: String,
}

/// What every page of an open session shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    pub who: Who,
    /// Opened with the recovery kit in a browser that has no certificate yet.
    pub by_kit: bool,
    /// A record exists (a closed tab can leave an account without one).
    pub record: bool,
    /// The session is a professional's, by a card; `who` is then empty.
    pub professional: Option<Professional>,
    /// Seconds of idleness after which host and client end the session.
    pub idle_seconds: u32,
    /// What was checked at log-in.
    pub checks: Checks,
}

/// What the client itself verified, and what it could not.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct Checks {
    /// Unix time (s) of the checkpoint that was verified.
    pub checkpoint_time: u64,
    /// Entries of this record in the log, all included.
    pub entries: u64,
    /// Numbers without their event; empty when whole.
    pub missing: Vec<String>,
    /// Contradictions: a rolled back or forked log, a broken signature. An alarm.
    pub contradictions: Vec<String>,
    /// Entries younger than the checkpoint.
    pub pending: u64,
    /// Trustees who cosigned; zero today, and the page says so.
    pub cosigners: u32,
}
