//! What the bridge refuses with, as a closed list (FORMATS §10); a code that is not in it is
//! [`BridgeCode::Other`].

use serde::Deserialize;

use super::{NoBridge, PageKeyFailed};

/// Why the bridge did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BridgeTrouble {
    /// It does not run, or the browser lets nobody ask it.
    #[error("no answer from the bridge")]
    Missing,
    /// This browser is not paired with it.
    #[error("this browser is not paired with the bridge")]
    Unpaired,
    /// Another key answers than the one that was pinned: an alarm.
    #[error("another program answers in the bridge's place")]
    Stranger,
    /// An answer that is not in its form.
    #[error("the bridge's answer is not in the form that was agreed")]
    Unreadable,
    /// The page's own key does not sign.
    #[error("the page's own key does not sign")]
    PageKey,
    /// The PIN was wrong.
    #[error("wrong PIN")]
    PinWrong {
        /// Tries left.
        left: u8,
    },
    /// The bridge refused.
    #[error("the bridge refused: {0:?}")]
    Code(BridgeCode),
}

impl From<NoBridge> for BridgeTrouble {
    fn from(_: NoBridge) -> Self {
        Self::Missing
    }
}

impl From<PageKeyFailed> for BridgeTrouble {
    fn from(_: PageKeyFailed) -> Self {
        Self::PageKey
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal,)*) => {
        /// The bridge's codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum BridgeCode { $($(#[$doc])* $name,)* /** A code that this page does not know. */ Other }

        impl BridgeCode {
            /// Every known code as it is written.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($code, Self::$name),)*];
        }
    };
}

codes! {
    /// Not in the form of FORMATS §10.
    BadRequest "BAD_REQUEST",
    /// The page's signature does not hold.
    BadSignature "BAD_SIGNATURE",
    /// A window, a card operation or another long poll is open.
    Busy "BUSY",
    /// Another card.
    CardChanged "CARD_CHANGED",
    /// Taken out meanwhile.
    CardRemoved "CARD_REMOVED",
    /// No authentication certificate on it.
    CardUnrecognized "CARD_UNRECOGNIZED",
    /// No longer valid.
    CertificateExpired "CERT_EXPIRED",
    /// Not valid yet.
    CertificateNotYetValid "CERT_NOT_YET_VALID",
    /// Not a professional's.
    CertificateProfile "CERT_PROFILE",
    /// Used, too late, or another session's.
    ConsentOver "CONSENT_OVER",
    /// A fault of the bridge.
    Internal "INTERNAL",
    /// The card's driver cannot sha256WithRSA.
    MechanismUnsupported "MECHANISM_UNSUPPORTED",
    /// No PKCS#11 module.
    MiddlewareMissing "MIDDLEWARE_MISSING",
    /// No card.
    NoCard "NO_CARD",
    /// No reader.
    NoReader "NO_READER",
    /// No such operation: an older bridge.
    NotFound "NOT_FOUND",
    /// The bridge does not know the pairing, or does not believe it.
    NotPaired "NOT_PAIRED",
    /// Not on the bridge's list.
    OriginRefused "ORIGIN_REFUSED",
    /// The person said no to a pairing, or nothing.
    PairingRefused "PAIRING_REFUSED",
    /// Nothing was signed, no try was counted.
    PinCancelled "PIN_CANCELLED",
    /// Not 4 to 16 digits.
    PinForm "PIN_FORM",
    /// No try left.
    PinLocked "PIN_LOCKED",
    /// No PIN in time.
    PinTimeout "PIN_TIMEOUT",
    /// More than five a second.
    RateLimited "RATE_LIMITED",
    /// A counter or a nonce seen before.
    Replay "REPLAY",
    /// The session has run out.
    SessionExpired "SESSION_EXPIRED",
    /// A kind that a card does not sign.
    StatementKind "STATEMENT_KIND",
    /// No pinentry.
    WindowMissing "WINDOW_MISSING",
}

/// Extra fields are for people and for later; the code is what counts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    error: String,
    tries_left: Option<u8>,
}

/// Reads a refusal. Nobody has signed it: nothing is forgotten because of one.
pub(super) fn refusal(answer: &str) -> BridgeTrouble {
    let Ok(refusal) = serde_json::from_str::<Refusal>(answer) else {
        return BridgeTrouble::Unreadable;
    };
    if refusal.error == "PIN_WRONG" {
        return BridgeTrouble::PinWrong { left: refusal.tries_left.unwrap_or_default() };
    }
    let known = BridgeCode::ALL.iter().find(|(code, _)| *code == refusal.error);
    BridgeTrouble::Code(known.map_or(BridgeCode::Other, |(_, code)| *code))
}
