//! What an event tells of, each in one word.

use crate::bytes::Digest;
use crate::text::{StatementError, Value};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// What an event tells of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// The word in the statement.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }

        impl Value for Action {
            fn write(&self) -> String {
                self.word().to_owned()
            }
            fn read(text: &str) -> Result<Self, StatementError> {
                match text { $($word => Ok(Self::$name),)* _ => Err(StatementError::Value) }
            }
        }
    };
}

actions! {
    /// The record or the account is closed.
    Close "close",
    /// A document was deposited.
    Deposit "deposit",
    /// Keys released to take everything away.
    Export "export",
    /// Keys released to the owner, to be sealed for a new member.
    Grant "grant",
    /// Labels released, once a session.
    List "list",
    /// A way in was added.
    OpenerAdded "opener-added",
    /// A way in was removed.
    OpenerRemoved "opener-removed",
    /// A way in took the place of another.
    OpenerReplaced "opener-replaced",
    /// The recovery kit was used: placed before anything else is asked of the record.
    Recovery "recovery",
    /// Keys released to read.
    Read "read",
    /// Keys released to seal for a reader that lacks them.
    Repair "repair",
}

impl Action {
    /// Whether its event names documents. A list releases every label that there is; the ways
    /// into the account are no documents.
    #[must_use]
    pub const fn names_documents(self) -> bool {
        matches!(self, Self::Deposit | Self::Export | Self::Grant | Self::Read | Self::Repair)
    }

    /// What it is to go from these openers (by their hashes) to those; none when nothing changes.
    #[must_use]
    pub fn of_openers(before: &[Digest], after: &[Digest]) -> Option<Self> {
        let added = after.iter().any(|opener| !before.contains(opener));
        let removed = before.iter().any(|opener| !after.contains(opener));
        match (added, removed) {
            (true, false) => Some(Self::OpenerAdded),
            (false, true) => Some(Self::OpenerRemoved),
            (true, true) => Some(Self::OpenerReplaced),
            (false, false) => None,
        }
    }

    /// Whether it tells of a change of the ways in.
    #[must_use]
    pub const fn is_of_openers(self) -> bool {
        matches!(self, Self::OpenerAdded | Self::OpenerRemoved | Self::OpenerReplaced)
    }
}

/// Reason in the sealed part of an event on openers: the table that the event goes with.
#[must_use]
pub fn table_reason(number: u64) -> String {
    format!("table {number}")
}

/// Reads [`table_reason`].
#[must_use]
pub fn table_of_reason(reason: &str) -> Option<u64> {
    let number = reason.strip_prefix("table ")?.parse().ok()?;
    (table_reason(number) == reason).then_some(number)
}
