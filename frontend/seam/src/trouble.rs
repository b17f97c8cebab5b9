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
    /// The host can store nothing now, full or read-only; nothing was lost.
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
    /// The bridge does not answer, or the browser lets nobody ask it.
    BridgeMissing,
    /// This browser is not paired with the bridge.
    BridgeUnpaired,
    /// Another program answers in the bridge's place: alarm.
    BridgeStranger,
    /// What the bridge says of card, reader, PIN or window, by its code.
    Bridge(BridgeTrouble),
    /// The card's certificate is not valid any more, or not yet.
    CardExpired,
    /// Not by an authority of health professionals.
    CardIssuer,
    /// Not a professional's authentication certificate (an organisation's, staff's, a student's).
    CardProfile,
    /// The card was revoked.
    CardRevoked,
    /// Nobody answers whether the card was revoked.
    RevocationUnknown,
    /// The grant names another person than the card in the reader.
    OtherPerson,
    /// The professional's card or key does not verify: nothing is sealed to it.
    NotVerified,
    /// The digits or the fingerprint are not the same: alarm.
    Different,
    /// The other side did not come in time.
    NobodyThere,
    /// A fault of ours.
    Internal,
}

/// The bridge's own troubles: the codes of FORMATS §10 that a person can act on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, Hash)]
pub enum BridgeTrouble {
    Busy,
    CardChanged,
    CardRemoved,
    CardUnrecognized,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateProfile,
    ConsentOver,
    MechanismUnsupported,
    MiddlewareMissing,
    NoCard,
    NoReader,
    PairingRefused,
    PinCancelled,
    PinForm,
    PinLocked,
    PinTimeout,
    PinWrong {
        left: u8,
    },
    WindowMissing,
    /// Anything else: the bridge is old, or has a fault.
    Other,
}
