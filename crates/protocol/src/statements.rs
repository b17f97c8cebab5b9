//! The kinds of statement, each with its context and its lines in order (`docs/FORMATS.md` §3).
//!
//! Who must sign what is checked in `scelle-verify`; this module only reads and writes.

use crate::bytes::{
    AccountId, BatchId, Bytes, CertificateHash, Digest, DocumentId, OpenerId, PublicKey, ReaderId, RecordTag, SealKey,
};
use crate::text::{Lines, StatementError, Value};
use crate::time::{Date, Time};

mod actions;

pub use actions::{Action, table_of_reason, table_reason};

/// One kind of statement.
pub trait Statement: Sized {
    /// First line. No context is a prefix of another.
    const CONTEXT: &'static str;
    /// The text without signature lines.
    fn write(&self) -> String;
    /// Reads exactly that text.
    ///
    /// # Errors
    /// [`StatementError`] when anything differs from the one form of this kind.
    fn read(text: &str) -> Result<Self, StatementError>;
}

/// What is hashed to name a statement: its text without signature lines.
#[must_use]
pub fn statement_hash_input<T: Statement>(signed: &crate::text::Signed<T>) -> &[u8] {
    signed.text.as_bytes()
}

/// Context of a statement's text, without reading further: to choose the kind.
#[must_use]
pub fn context_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $context:literal { $($(#[$fdoc:meta])* $field:ident $line:literal : $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }

            impl Statement for $name {
                const CONTEXT: &'static str = $context;
                fn write(&self) -> String {
                    let mut text = String::from(concat!($context, "\n"));
                    $( text.push_str($line); text.push_str(": "); text.push_str(&self.$field.write()); text.push('\n'); )*
                    text
                }
                fn read(text: &str) -> Result<Self, StatementError> {
                    let mut lines = Lines::open(text, $context)?;
                    let read = Self { $($field: lines.value($line)?,)* };
                    lines.close()?;
                    Ok(read)
                }
            }
        )*
        /// Every context of these kinds.
        pub const CONTEXTS: &[&str] = &[$($context,)*];
    };
}

pub mod circle;

pub use circle::{Acceptance, Grant, Revocation, Rights, SealedAcceptance, SealedGrant, SealedRevocation};

statements! {
    /// Opening of an account: binds certificate, identity key, kit and first openers together.
    /// Signed by the certificate, then by the identity key. Names no record and no person.
    Account "scelle/v1/account" {
        /// Origin of the host's interface.
        origin "origin": String,
        /// The account.
        account "account": AccountId,
        /// The certificate.
        certificate "certificate": CertificateHash,
        /// SHA-256 of the OPAQUE registration upload.
        registration "registration": Digest,
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// The identity key that others seal to.
        identity_seal "identity-seal": SealKey,
        /// Log-in key of the recovery kit.
        kit_login "kit-login": PublicKey,
        /// Hash of the first opener table.
        openers "openers": Digest,
        /// Session key that this request is bound to.
        session "session": PublicKey,
    }

    /// Log-in: signed by the certificate.
    Login "scelle/v1/login" {
        /// Origin of the host's interface.
        origin "origin": String,
        /// The certificate.
        certificate "certificate": CertificateHash,
        /// SHA-256 of the three OPAQUE messages, in order.
        transcript "transcript": Digest,
        /// The host's OPAQUE public key.
        server "server": Bytes,
        /// Session key that the session will be bound to.
        session "session": PublicKey,
        /// Given by the host, good once.
        nonce "nonce": Digest,
    }

    /// Log-in with the recovery kit: signed by the kit's log-in key.
    KitLogin "scelle/v1/kit-login" {
        /// Origin of the host's interface.
        origin "origin": String,
        /// The account.
        account "account": AccountId,
        /// Session key that the session will be bound to.
        session "session": PublicKey,
        /// Given by the host, good once.
        nonce "nonce": Digest,
    }

    /// A new recovery kit in the place of the old one. Signed by the new kit's log-in key, then by
    /// the identity key.
    NewKit "scelle/v1/new-kit" {
        /// Origin of the host's interface.
        origin "origin": String,
        /// The account.
        account "account": AccountId,
        /// Log-in key of the new kit.
        kit_login "kit-login": PublicKey,
        /// Hash of the opener table that holds its opener, and no other kit's.
        openers "openers": Digest,
    }

    /// A further certificate of an account. Signed by the new certificate, then by the identity key.
    Certificate "scelle/v1/certificate" {
        /// Origin of the host's interface.
        origin "origin": String,
        /// The account.
        account "account": AccountId,
        /// The certificate.
        certificate "certificate": CertificateHash,
        /// SHA-256 of the OPAQUE registration upload.
        registration "registration": Digest,
        /// Hash of the opener table that holds its opener.
        openers "openers": Digest,
    }

    /// A professional's identity key, vouched for by the card: signed by the certificate, then by
    /// the identity key itself, which so vouches for the key that others seal to. Numbered under
    /// the professional's identity; public.
    Binding "scelle/v1/binding" {
        /// Origin of the page that asked for it, as the bridge knows it.
        origin "origin": String,
        /// 1, 2, 3… for this professional.
        number "number": u64,
        /// Hash of the binding before; zeros for the first.
        previous "previous": Digest,
        /// The national identifier in the certificate's CN: 8 and the RPPS number.
        id_nat "id-nat": String,
        /// The certificate that signs.
        certificate "certificate": CertificateHash,
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// The identity key that others seal to.
        identity_seal "identity-seal": SealKey,
        /// Address of the practice, as the professional declares it; `-` for none.
        practice "practice": String,
        /// SHA-256 of the OCSP answer (RFC 6960, DER) that goes with it.
        ocsp "ocsp": Digest,
        /// When, by the clock of the bridge that showed it.
        time "time": Time,
    }

    /// The numbered table of openers: signed by the identity key.
    OpenerTable "scelle/v1/opener-table" {
        /// The account.
        account "account": AccountId,
        /// 1, 2, 3…
        number "number": u64,
        /// Hash of the table before; zeros for the first.
        previous "previous": Digest,
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// The identity key that others seal to.
        identity_seal "identity-seal": SealKey,
        /// SHA-256 of the list key.
        list "list": Digest,
        /// Hash of each opener, in ascending order.
        openers "openers": Vec<Digest>,
    }

    /// One opener. Not signed: the table names its hash, and the ciphertext binds every line.
    Opener "scelle/v1/single-opener" {
        /// The account.
        account "account": AccountId,
        /// The opener.
        opener "opener": OpenerId,
        /// `certificate`, `card` or `kit`.
        kind "kind": String,
        /// When it was made.
        made "made": Time,
        /// For `certificate` and `card`: which.
        certificate "certificate": Option<CertificateHash>,
        /// 32 bytes, fresh at each wrap.
        salt "salt": Bytes,
        /// For `certificate`: s under RSA-OAEP (SHA-256, empty label).
        wrapped "wrapped": Option<Bytes>,
        /// Commitment to the key-encryption key.
        commitment "commitment": Digest,
        /// The identity secrets, sealed.
        ciphertext "ciphertext": Bytes,
    }

    /// A version of the vault: signed by the identity key.
    VaultVersion "scelle/v1/vault-version" {
        /// The account.
        account "account": AccountId,
        /// 1, 2, 3…
        number "number": u64,
        /// Hash of the version before; zeros for the first.
        previous "previous": Digest,
        /// SHA-256 of the list key.
        list "list": Digest,
        /// Number of entries, tombstones included.
        entries "entries": u64,
        /// SHA-256 over id ‖ SHA-256(entry) of each, ascending; zeros stand for a tombstone's hash.
        root "root": Digest,
    }

    /// First statement of a chain: signed by the record's root key.
    Genesis "scelle/v1/genesis" {
        /// The record.
        record "record": RecordTag,
        /// 1.
        number "number": u64,
        /// Zeros.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// The record's root key.
        root "root": PublicKey,
        /// SHA-256 of the successor root key, which lies in the recovery kit only.
        successor "successor": Digest,
        /// SHA-256 of the chain's list key.
        list "list": Digest,
        /// Who holds the record.
        holders "holders": Holders,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of a genesis: signed by the owner's certificate, then by the identity key.
    SealedGenesis "scelle/v1/sealed-genesis" {
        /// The chain's list key.
        list_key "list-key": Digest,
        /// The owner's identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// The owner's identity key that others seal to.
        identity_seal "identity-seal": SealKey,
        /// The owner's certificate, DER.
        certificate "certificate": Bytes,
    }

    /// Consent to the hosting: signed by the root key.
    Consent "scelle/v1/consent" {
        /// The record.
        record "record": RecordTag,
        /// Place in the chain.
        number "number": u64,
        /// Hash of the statement before.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// Version of the notice, as `2026-11 fr`.
        notice "notice": String,
        /// SHA-256 of the notice's text.
        text "text": Digest,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of a consent: signed by the owner's certificate, then by the identity key.
    SealedConsent "scelle/v1/sealed-consent" {
        /// The certificate that signs.
        certificate "certificate": CertificateHash,
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// When the patient agreed.
        agreed "agreed": Time,
    }

    /// The record is closed for good: signed by the root key. The host destroys pad, keys,
    /// labels and bodies; chain, journal and log stay.
    Closure "scelle/v1/closure" {
        /// The record.
        record "record": RecordTag,
        /// Place in the chain.
        number "number": u64,
        /// Hash of the statement before.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of a closure: signed by the identity key.
    SealedClosure "scelle/v1/sealed-closure" {
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// Free words of the patient; `-` for none.
        reason "reason": String,
    }

    /// Closing of the account after its record: signed by the identity key.
    AccountClosure "scelle/v1/leave" {
        /// The account.
        account "account": AccountId,
        /// Latest arrival at the host.
        deadline "deadline": Time,
    }

    /// One event of a reader: signed by the reader key.
    Event "scelle/v1/event" {
        /// The record.
        record "record": RecordTag,
        /// Who acts.
        reader "reader": ReaderId,
        /// The reader's own count: 1, 2, 3…
        counter "counter": u64,
        /// What is done.
        action "action": Action,
        /// Which documents.
        documents "documents": Vec<DocumentId>,
        /// Number of the chain's head that the reader has seen.
        place "place": u64,
        /// Hash of that head.
        head "head": Digest,
        /// When, by the clock that client and host agreed on at log-in.
        time "time": Time,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of an event: signed by the actor's identity key.
    SealedEvent "scelle/v1/sealed-event" {
        /// The identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// Why; `-` for none.
        reason "reason": String,
    }

    /// The author's statement on a document: signed by the identity key (a card, later).
    Document "scelle/v1/document" {
        /// The record.
        record "record": RecordTag,
        /// The document.
        document "document": DocumentId,
        /// 1, 2, 3…
        version "version": u64,
        /// Body hash, which is its address.
        body "body": Digest,
        /// Length of the content, before padding.
        length "length": u64,
        /// Commitment to the document key.
        key "key": Digest,
        /// The author's reader id.
        author "author": ReaderId,
        /// The author's identity key, which signs.
        identity_sign "identity-sign": PublicKey,
        /// When it was deposited.
        time "time": Time,
        /// Salted commitment to the version before.
        previous "previous": Option<Digest>,
        /// Type code (LOINC, TRE_A05 or ours).
        kind "kind": String,
        /// Date of the act.
        date "date": Date,
        /// Media type.
        media "media": String,
        /// In the personal space.
        personal "personal": bool,
        /// File name; `-` for none.
        name "name": String,
        /// Title.
        title "title": String,
    }

    /// One sealing of a batch secret to a reader: signed by the sealer's reader key.
    Batch "scelle/v1/batch" {
        /// The record.
        record "record": RecordTag,
        /// To whom.
        reader "reader": ReaderId,
        /// By whom.
        sealer "sealer": ReaderId,
        /// The batch.
        batch "batch": BatchId,
        /// Number of the chain's head that the sealer has seen.
        place "place": u64,
        /// Hash of that head.
        head "head": Digest,
        /// SHA-256 of enc ‖ ct.
        sealing "sealing": Digest,
    }

    /// The host's promise that an event is in the log: signed by the host's receipt key.
    Receipt "scelle/v1/receipt" {
        /// Hash of the event.
        event "event": Digest,
        /// Its leaf.
        leaf "leaf": u64,
        /// In the log no later than.
        deadline "deadline": Time,
    }

    /// A request on a record: signed by the reader key, never stored.
    Request "scelle/v1/request" {
        /// Who asks.
        reader "reader": ReaderId,
        /// HTTP method.
        method "method": String,
        /// Path and query.
        path "path": String,
        /// SHA-256 of the body.
        digest "digest": Digest,
        /// The host's nonce, as in the session's proof.
        nonce "nonce": String,
        /// SHA-256 of the session token.
        session "session": Digest,
    }
}

/// A holder of a record, as genesis names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Reader id.
    pub reader: ReaderId,
    /// Key that signs events and requests.
    pub sign: PublicKey,
    /// Key that others seal to.
    pub seal: SealKey,
    /// SHA-256 of the list key of its events.
    pub list: Digest,
}

/// One or more holders, each four words, separated by ` ; `.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holders(pub Vec<Holder>);

impl Value for Holders {
    fn write(&self) -> String {
        let words = self.0.iter().map(|h| format!("{} {} {} {}", h.reader, h.sign, h.seal, h.list));
        words.collect::<Vec<_>>().join(" ; ")
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        text.split(" ; ").map(read_holder).collect::<Result<_, _>>().map(Self)
    }
}

fn read_holder(text: &str) -> Result<Holder, StatementError> {
    let words: Vec<&str> = text.split(' ').collect();
    let [reader, sign, seal, list] = words[..] else { return Err(StatementError::Value) };
    Ok(Holder { reader: reader.parse()?, sign: sign.parse()?, seal: seal.parse()?, list: list.parse()? })
}

#[cfg(test)]
mod tests;
