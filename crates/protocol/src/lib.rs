//! The words that cross the wire: ids, statements and their one strict parser, paths, limits,
//! problem codes, and the JSON bodies of the HTTP interface.
//!
//! No cryptography, no storage, no input or output lives here. The exact bytes are written
//! down in `docs/FORMATS.md`; where code and that page differ, one of them has a bug.

pub mod bytes;
pub mod limits;
pub mod normal;
pub mod paths;
pub mod problem;
#[cfg(feature = "schema")]
mod schema;
pub mod statements;
pub mod text;
pub mod time;
pub mod wire;

pub use bytes::{
    AccountId, BatchId, Bytes, CertificateHash, Digest, DocumentId, EntryId, OpenerId, PublicKey, ReaderId, RecordTag,
    SealKey, Signature, UploadId,
};
pub use problem::{Problem, ProblemCode};
pub use statements::{Statement, statement_hash_input};
pub use text::{Signed, StatementError};
pub use time::Time;

/// Contexts that are no statements: labels of key derivations, associated data and HPKE info.
pub mod contexts {
    /// A text that begins with its context, then `name: value` lines (FORMATS §2).
    #[must_use]
    pub fn context<V: std::fmt::Display>(context: &str, lines: &[(&str, V)]) -> String {
        use std::fmt::Write as _;
        let mut text = format!("{context}\n");
        for (name, value) in lines {
            writeln!(text, "{name}: {value}").expect("writing to a String does not fail");
        }
        text
    }

    /// Key of the public list of a professional's bindings.
    pub const BINDING_LIST: &str = "scelle/v1/list-of-bindings";
    /// Associated data of a body (HKDF info in Tink's format).
    pub const BODY: &str = "scelle/v1/body";
    /// The bridge's signature over an answer.
    pub const BRIDGE_ANSWER: &str = "scelle/v1/bridge-answer";
    /// What a page commits to when it pairs with the bridge.
    pub const BRIDGE_COMMIT: &str = "scelle/v1/bridge-commit";
    /// The six digits of a pairing.
    pub const BRIDGE_DIGITS: &str = "scelle/v1/bridge-digits";
    /// A paired page's signature over a request to the bridge.
    pub const BRIDGE_REQUEST: &str = "scelle/v1/bridge-request";
    /// A paired page's signature that opens a session with the bridge.
    pub const BRIDGE_SESSION: &str = "scelle/v1/bridge-session";
    /// HPKE info of a batch secret.
    pub const BATCH_SECRET: &str = "scelle/v1/secret-of-batch";
    /// The six digits by which owner and member compare a record.
    pub const COMPARE_DIGITS: &str = "scelle/v1/compare-digits";
    /// What a member commits to before the owner's half of a comparison is known.
    pub const COMPARE_COMMIT: &str = "scelle/v1/compare-commit";
    /// HPKE info of a sealed part.
    pub const ENVELOPE: &str = "scelle/v1/envelope";
    /// HMAC of the person whom a grant names.
    pub const GRANT_PERSON: &str = "scelle/v1/person-of-grant";
    /// HPKE info of a grant's parcel in the inbox.
    pub const INBOX: &str = "scelle/v1/inbox-parcel";
    /// Key derivations from an identity secret.
    pub const IDENTITY_DERIVE: &str = "scelle/v1/derive";
    /// Commitment to a document key.
    pub const KEY_COMMITMENT: &str = "scelle/v1/key-commitment";
    /// Key derivations from the recovery kit.
    pub const KIT: &str = "scelle/v1/kit-derive";
    /// Hash of a log-in identifier.
    pub const LOGIN_ID: &str = "scelle/v1/identifier";
    /// The host's proof of the OPAQUE session key.
    pub const LOGIN_PROOF: &str = "scelle/v1/host-proof";
    /// Derivation of a card's contribution to an opener from its signature over [`OPENER_KEY`].
    pub const OPENER_CARD: &str = "scelle/v1/opener-card";
    /// The text whose signature by a card is a secret: never a statement, never shown, never sent.
    pub const OPENER_KEY: &str = "scelle/v1/opener-key";
    /// HPKE info of a card's contribution on its way from the bridge to the page.
    pub const OPENER_SEALED: &str = "scelle/v1/sealed-opener-key";
    /// Key-encryption key of an opener.
    pub const OPENER_WRAP: &str = "scelle/v1/opener-wrap";
    /// Contribution of the computer's own key to an opener.
    pub const OPENER_DEVICE: &str = "scelle/v1/opener-device";
    /// Sealed draft in browser storage.
    pub const LOCAL: &str = "scelle/v1/local";
    /// Vault entries.
    pub const VAULT_ENTRY: &str = "scelle/v1/vault-entry";
    /// Wrap of a label or a document key.
    pub const WRAP: &str = "scelle/v1/wrap";
    /// All of the above.
    pub const ALL: &[&str] = &[
        BINDING_LIST, BODY, BRIDGE_ANSWER, BRIDGE_COMMIT, BRIDGE_DIGITS, BRIDGE_REQUEST, BRIDGE_SESSION, BATCH_SECRET,
        COMPARE_COMMIT, COMPARE_DIGITS, ENVELOPE, GRANT_PERSON, INBOX, IDENTITY_DERIVE, KEY_COMMITMENT, KIT, LOGIN_ID,
        LOGIN_PROOF, OPENER_CARD, OPENER_KEY, OPENER_SEALED, OPENER_WRAP, OPENER_DEVICE, LOCAL, VAULT_ENTRY, WRAP,
    ];
}

#[cfg(test)]
fn text_contexts() -> &'static [&'static str] {
    contexts::ALL
}
