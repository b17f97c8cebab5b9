//! What a record shows: its documents, the deposits under way, the journal, the ways to open it.

use serde::{Deserialize, Serialize};

use crate::{Checks, Trouble};

/// Title, type and date of a document that is about to be deposited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct NewDocument {
    pub title: String,
    /// A code of `logic::kinds`.
    pub kind: String,
    /// ISO date of the act.
    pub date: String,
    pub file_name: String,
    /// Media type as sniffed from the first bytes.
    pub media: String,
    pub size: u64,
    /// Personal space: no reader but the holders, ever.
    pub personal: bool,
}

/// One line of the timeline.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct DocumentRow {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub kind: String,
    pub date: String,
    pub file_name: String,
    pub media: String,
    pub size: u64,
    pub personal: bool,
    /// Never opened by this person.
    pub unread: bool,
    /// Display name of the author; `None` is the patient.
    pub author: Option<String>,
    /// Unix time (s) signed by the author.
    pub deposited: u64,
    /// Set when label or signature do not hold: the row is shown as refused, never opened.
    pub refused: Option<Trouble>,
}

/// A deposit that was cut short.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct UnfinishedDeposit {
    pub document: String,
    pub meta: NewDocument,
    pub sent: u64,
    pub total: u64,
}

/// The journal and its verdict.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct Journal {
    pub events: Vec<EventRow>,
    pub checks: Checks,
}

/// One line of the journal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct EventRow {
    /// Number in this reader's own list.
    pub number: u64,
    /// Unix time (s).
    pub time: u64,
    /// Display name; `None` is the patient.
    pub who: Option<String>,
    /// Words for the profession of `who`, in French and English; empty for the patient.
    #[serde(default)]
    pub words: (String, String),
    /// Whom a grant or a removal is about: display name.
    #[serde(default)]
    pub subject: Option<String>,
    /// `list`, `read`, `deposit`, …: the actions of the protocol.
    pub action: String,
    /// Titles of the documents concerned, as the owner's labels name them.
    pub documents: Vec<(String, String)>,
    /// Included in the verified checkpoint.
    pub included: bool,
    /// Both signatures hold.
    pub signed: bool,
    /// The signed text, for whoever wants to see it.
    pub statement: String,
}

/// One way to open the identity key.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct OpenerRow {
    pub id: String,
    /// `certificate`, `card` or `kit`.
    pub kind: String,
    /// ISO date.
    pub made: String,
    pub this_computer: bool,
    /// May be removed: at least two others… never the last but one.
    pub removable: bool,
}
