//! Problem details (RFC 9457) with stable codes. Texts for people are the client's: the host
//! sends a code and, at most, a number.

use serde::{Deserialize, Serialize};

/// Body of every answer that is not a success, `application/problem+json`.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// `about:blank#<code>`: what RFC 9457 calls the type.
    #[serde(rename = "type")]
    pub kind: String,
    /// A fixed English sentence for the code.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// The code.
    pub code: ProblemCode,
    /// For [`ProblemCode::SlowDown`]: seconds to wait.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u32>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:literal $title:literal),* $(,)?) => {
        /// The stable codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum ProblemCode { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl ProblemCode {
            /// HTTP status that goes with the code.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
            /// The code as written on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
            /// The fixed sentence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

problems! {
    /// A body's hash or length is not what was announced.
    BodyMismatch "body_mismatch" 422 "the parts received do not make up the body that was announced",
    /// The card's certificate is not valid any more, or not yet.
    CardExpired "card_expired" 403 "the card's certificate is not valid at this time",
    /// The card's certificate is not by an authority of professionals.
    CardIssuer "card_issuer" 403 "the card's certificate is not by an authority of health professionals",
    /// The card's certificate is not a professional's authentication certificate.
    CardProfile "card_profile" 403 "the card's certificate is not in the profile of a health professional",
    /// The card's certificate was revoked.
    CardRevoked "card_revoked" 403 "the card's certificate was revoked",
    /// The signer's clock is too far from the host's.
    Clock "clock" 422 "the time in the statement is too far from the host's",
    /// The deadline of a statement on the circle has passed.
    Expired "expired" 422 "the deadline in the statement has passed",
    /// The reader may not do this.
    Forbidden "forbidden" 403 "this reader does not have this right",
    /// A fault of the host.
    Internal "internal" 500 "the host failed; nothing was stored",
    /// The request is not in the form this path takes.
    Invalid "invalid" 400 "the request is not in the form that this path takes",
    /// Wrong identifier, password, certificate or kit: one answer.
    LoginRefused "login_refused" 401 "log-in refused",
    /// Unknown, or not for this reader: one answer.
    NotFound "not_found" 404 "nothing here for this reader",
    /// The grant is another person's: the card of this session is not the one that it names.
    OtherPerson "other_person" 403 "the grant names another person",
    /// The session's or the reader's proof does not hold.
    ProofRefused "proof_refused" 401 "the proof of the session or of the reader does not hold",
    /// A proof was seen before.
    Replayed "replayed" 401 "this request was already received",
    /// Nobody answers whether the card's certificate was revoked.
    RevocationUnknown "revocation_unknown" 503 "whether the card was revoked cannot be found out now",
    /// There is no such session any more.
    SessionEnded "session_ended" 401 "the session has ended",
    /// A signature in a statement does not hold.
    SignatureRefused "signature_refused" 422 "a signature does not hold",
    /// Too many attempts.
    SlowDown "slow_down" 429 "too many attempts; wait",
    /// Somebody wrote to the chain first.
    StaleChain "stale_chain" 409 "the chain has moved on",
    /// Not the next number of this list.
    StaleNumber "stale_number" 409 "this is not the next number of its list",
    /// A statement is not in the one form of its kind.
    StatementRefused "statement_refused" 422 "a statement is not in the one form of its kind",
    /// The host's disk is full, or takes no writes for another reason.
    StorageFull "storage_full" 507 "the host cannot store anything now; nothing was stored",
    /// Over a limit of `limits`.
    TooLarge "too_large" 413 "over the limit",
    /// The body of the request stopped coming, or came too slowly; nothing was done.
    TooSlow "too_slow" 408 "the request did not come in time",
    /// The nonce in the proof is missing or old: take the new one and send again (RFC 9449 §8).
    UseNonce "use_dpop_nonce" 401 "the proof needs the host's current nonce",
}

impl Problem {
    /// The problem for a code.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: format!("about:blank#{}", code.code()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            retry_after: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_as_written() {
        for code in ProblemCode::ALL {
            let json = serde_json::to_string(&Problem::new(*code)).expect("plain data");
            let back: Problem = serde_json::from_str(&json).expect("own form");
            assert_eq!(back.code, *code);
        }
    }
}
