//! What page and worker say of professionals, their cards and the circle.

use serde::{Deserialize, Serialize};

/// Where bridge, reader and card stand.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct CardState {
    pub bridge: BridgeState,
    pub reader: bool,
    pub card: CardIn,
    pub tries: Tries,
}

/// How far this page gets with the bridge.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
pub enum BridgeState {
    /// Nobody answers, or the browser lets nobody be asked.
    #[default]
    Unreached,
    /// It answers; this browser is not paired with it.
    Unpaired,
    /// It answers with another key than the one that this browser was paired with: alarm.
    Stranger,
    Paired,
}

/// What is in the reader.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
pub enum CardIn {
    #[default]
    Absent,
    Present,
    Unrecognized,
}

/// Tries left for the PIN.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
pub enum Tries {
    #[default]
    All,
    Low,
    Final,
    Locked,
}

/// A professional, as the card's certificate has them: verified in the worker.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct Professional {
    /// `8` and the RPPS number.
    pub id_nat: String,
    /// Eleven digits.
    pub rpps: String,
    pub name: String,
    /// TRE_G15.
    pub profession: u16,
    /// Words for the profession, in French and English.
    pub words: (String, String),
    /// As declared; nobody verifies it.
    pub practice: String,
    /// Unix time (s) of the end of the certificate.
    pub card_until: u64,
    /// The authority that issued the certificate.
    pub authority: String,
    /// Unix time (s) of the answer that it is not revoked.
    pub not_revoked: u64,
}

/// One line of a search: what the host says; [`Professional`] is what was verified.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct DirectoryRow {
    pub id_nat: String,
    pub name: String,
    pub profession: u16,
    pub words: (String, String),
    pub practice: String,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct Rights {
    pub read: bool,
    pub deposit: bool,
}

/// What the owner fills in to name a member.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct GrantForm {
    pub id_nat: String,
    pub rights: Rights,
    /// ISO date of the last day; none: until removed.
    pub until: Option<String>,
    /// Documents so far that are given.
    pub documents: SoFar,
}

/// Which documents so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub enum SoFar {
    /// None, only what comes.
    #[default]
    Nothing,
    /// Everything but the personal space.
    Everything,
    /// These.
    These(Vec<String>),
}

/// The circle of a record.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Circle {
    pub members: Vec<MemberRow>,
    /// SHA-256 of genesis, 64 hex digits: what a member compares.
    pub fingerprint: String,
    /// The same as a QR code: modules row by row, `true` is dark, and the side.
    pub qr: Vec<bool>,
    pub qr_side: u32,
}

/// One member, as the signed grant has them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct MemberRow {
    pub reader: String,
    pub id_nat: String,
    pub name: String,
    pub profession: u16,
    pub words: (String, String),
    pub rights: Rights,
    /// Unix times (s).
    pub since: u64,
    pub until: Option<u64>,
    pub accepted: Option<u64>,
    pub removed: Option<u64>,
    pub state: MemberState,
    /// Documents that this member has a key of.
    pub documents: u32,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// Named; the two have not compared yet.
    #[default]
    Pending,
    Active,
    /// The last day is over.
    Over,
    Removed,
    /// A signature of grant or acceptance does not hold: alarm.
    Wrong,
}

/// A record, as a member's list shows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct RecordRow {
    /// Record tag, hex.
    pub record: String,
    /// Who the owner says they are: believed once compared.
    pub name: String,
    pub birth_date: String,
    pub sex: String,
    pub contact: String,
    pub rights: Rights,
    /// Unix time (s).
    pub since: u64,
    pub until: Option<u64>,
    pub state: RecordState,
}

/// Where a record of a member's list stands.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub enum RecordState {
    /// Identity not verified: not compared yet.
    #[default]
    Unverified,
    /// Accepted; its first day is still to come.
    NotBegun,
    Open,
    /// The owner removed the member, the last day is over, or the record is closed.
    Ended,
    /// The chain or a signature does not hold: alarm.
    Wrong,
}
