//! Statements on a record but for its circle: who holds it, consent, events, documents, batches, and the
//! requests and receipts around them. Who must sign them is checked in `scelle-verify`.

use super::{Action, Statement};
use crate::bytes::{BatchId, Bytes, CertificateHash, Digest, DocumentId, PublicKey, ReaderId, RecordTag, SealKey};
use crate::text::{Lines, StatementError, Value};
use crate::time::{Date, Time};

statements! {
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
