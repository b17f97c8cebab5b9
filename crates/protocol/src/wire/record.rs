//! Bodies of what is asked of a record: statements with their sealed parts, documents, events.

use serde::{Deserialize, Serialize};

use super::ChangeOpeners;
use crate::bytes::{BatchId, Bytes, Digest, DocumentId, ReaderId, RecordTag, UploadId};

wire! {
    /// The sealed part of a statement, for one reader.
    SealedTo {
        /// For whom.
        reader: ReaderId,
        /// HPKE enc ‖ ct.
        sealed: Bytes,
    }
    /// A statement with its sealed parts.
    Entry {
        /// The open part.
        open: String,
        /// Its sealed part, once for each reader that may open it.
        sealed: Vec<SealedTo>,
    }
    /// An entry with its place in the log.
    LoggedEntry {
        /// The entry.
        entry: Entry,
        /// Leaf in the log.
        leaf: u64,
    }

    /// `POST records`.
    NewRecord {
        /// Genesis.
        genesis: Entry,
        /// The chain's list key.
        list_key: Digest,
        /// List key of each holder's events, in genesis order.
        reader_list_keys: Vec<Digest>,
    }
    /// `GET record`.
    Record {
        /// Mixed into every wrap of this record.
        pad: Digest,
        /// Number of statements in the chain.
        chain: u64,
        /// Events of the asking reader so far.
        counter: u64,
        /// Hash of the last of them; zeros when there is none.
        last_event: Digest,
    }
    /// `GET chain`.
    Chain {
        /// From genesis to head.
        statements: Vec<LoggedEntry>,
    }

    /// A batch: one secret sealed to one reader.
    SealedBatch {
        /// [`crate::statements::Batch`], signed by the sealer.
        statement: String,
        /// HPKE enc ‖ ct.
        sealing: Bytes,
    }
    /// A label or a key under a batch.
    Wrap {
        /// The document.
        document: DocumentId,
        /// Its version.
        version: u64,
        /// For whom.
        reader: ReaderId,
        /// Which batch.
        batch: BatchId,
        /// Sealed bytes.
        sealed: Bytes,
    }
    /// One document of a deposit.
    NewVersion {
        /// The document.
        document: DocumentId,
        /// Its version.
        version: u64,
        /// The upload that holds the body.
        upload: UploadId,
        /// Body hash.
        body: Digest,
        /// Length of the body as stored.
        size: u64,
    }
    /// `POST deposits`.
    Deposit {
        /// The documents.
        documents: Vec<NewVersion>,
        /// The batches.
        batches: Vec<SealedBatch>,
        /// The labels.
        labels: Vec<Wrap>,
        /// The keys.
        keys: Vec<Wrap>,
        /// The event.
        event: Entry,
    }
    /// An event was placed.
    Placed {
        /// [`crate::statements::Receipt`].
        receipt: String,
    }

    /// `POST openers` of a record: the change, and its event.
    TellOpeners {
        /// The new table.
        change: ChangeOpeners,
        /// The event: action `opener-added`, `opener-removed` or `opener-replaced`.
        event: Entry,
    }
    /// Table and event were placed together.
    OpenersTold {
        /// Leaf of the table.
        leaf: u64,
        /// [`crate::statements::Receipt`] for the event.
        receipt: String,
    }
    /// `POST recovery`.
    TellRecovery {
        /// The event: action `recovery`.
        event: Entry,
    }

    /// `POST list`.
    ListRequest {
        /// The event: action `list`.
        event: Entry,
    }
    /// Labels for this reader.
    Listing {
        /// [`crate::statements::Receipt`].
        receipt: String,
        /// The batches that the labels stand under.
        batches: Vec<SealedBatch>,
        /// The labels, newest version of each document.
        labels: Vec<Wrap>,
    }
    /// `POST reads`.
    ReadRequest {
        /// The event: action `read`, `export` or `repair`.
        event: Entry,
    }
    /// Keys for this reader.
    Release {
        /// [`crate::statements::Receipt`].
        receipt: String,
        /// The batches that the keys stand under.
        batches: Vec<SealedBatch>,
        /// The keys.
        keys: Vec<Wrap>,
    }

    /// `POST uploads`.
    NewUpload {
        /// Length of the body that will come.
        size: u64,
    }
    /// `GET upload`.
    Upload {
        /// Its id.
        upload: UploadId,
        /// Length of the body that will come.
        size: u64,
        /// Parts that are durable.
        parts: Vec<u64>,
    }

    /// `GET journal`.
    JournalPage {
        /// Events in order.
        events: Vec<LoggedEntry>,
        /// Events of this reader in all.
        total: u64,
    }
}

/// Answer with the record tag of a record that was opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opened {
    /// The record.
    pub record: RecordTag,
    /// Mixed into every wrap of this record.
    pub pad: Digest,
    /// Leaf of genesis.
    pub leaf: u64,
}
