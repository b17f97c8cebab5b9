//! What can go wrong, as the page knows it.

use serde::{Deserialize, Serialize};

/// What went wrong, as a closed list a person can act on; the words are in `texts`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Wrong identifier, password or certificate: one answer.
    LogInRefused,
    /// This browser holds no certificate for this host.
    NoCertificate,
    /// The kit's signs do not agree with its checksum.
    KitTypo,
    /// The kit is well formed but opens nothing here.
    KitRefused,
    /// Too many attempts; wait.
    SlowDown { seconds: u32 },
    /// The session is over.
    SessionEnded,
    /// The host does not answer.
    Offline,
    /// The host answers with a fault of its own.
    HostFault,
    /// The host has no room left; nothing was lost.
    HostFull,
    /// The host refuses what this client sent.
    Refused,
    /// Something else wrote first; reload and do it again.
    Stale,
    /// A label does not verify (swapped, forged, wrong author).
    BadLabel,
    /// A body does not verify (truncated, extended, swapped, altered).
    BadBody,
    /// A signature, a chain or the log does not hold: alarm.
    Contradiction,
    /// No such document, or none for this reader: one answer.
    NotFound,
    /// The file cannot be read, or changed while it was read.
    FileUnreadable,
    /// Another file than the one whose deposit was begun.
    OtherFile,
    /// Over 1 GiB.
    FileTooLarge,
    /// The browser lacks what this needs.
    BrowserCannot,
    /// The browser's own storage refuses.
    StorageFull,
    /// The text to sign is no longer the one shown, or its ten minutes are over: nothing was signed.
    TextOld,
    /// The task was cancelled by the user.
    Cancelled,
    /// A fault of ours.
    Internal,
}
