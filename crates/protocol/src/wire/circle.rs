//! Bodies of what owner and member do together: grant, comparison, acceptance, and what is sealed
//! to a member afterwards.

use serde::{Deserialize, Serialize};

use super::{Entry, SealedBatch, Wrap};
use crate::bytes::{Bytes, Digest, DocumentId, ReaderId};

wire! {
    /// `POST grants`.
    NewGrant {
        /// [`crate::statements::Grant`], its sealed part for the holders and for the new reader.
        entry: Entry,
        /// National identifier of the professional: whose inbox. Not kept.
        to: String,
        /// Sealed to the professional's identity key.
        parcel: Bytes,
    }
    /// `POST acceptances`.
    NewAcceptance {
        /// [`crate::statements::Acceptance`], its sealed part for the holders.
        entry: Entry,
        /// List key of the member's events.
        list_key: Digest,
    }

    /// `POST compare/{reader}`: exactly one of the three. A new `commit` begins anew.
    CompareMessage {
        /// The member's: hash of its nonce and of what it sees.
        commit: Option<Digest>,
        /// The holder's nonce, once there is a commitment.
        nonce: Option<Digest>,
        /// The member's nonce, once there is the holder's.
        reveal: Option<Digest>,
    }
    /// Answer, and of `GET compare/{reader}`: what there is so far. Forgotten after ten minutes.
    CompareState {
        /// The member's commitment.
        commit: Option<Digest>,
        /// The holder's nonce.
        nonce: Option<Digest>,
        /// The member's nonce.
        reveal: Option<Digest>,
    }

    /// `GET access`.
    Access {
        /// Each reader with the documents that it has a key of.
        readers: Vec<ReaderDocuments>,
    }
    /// What one reader has.
    ReaderDocuments {
        /// The reader.
        reader: ReaderId,
        /// Documents with a key for it.
        documents: Vec<DocumentId>,
    }

    /// `POST wraps`: by a holder, for documents that are there; what a reader had is replaced.
    NewWraps {
        /// The batches.
        batches: Vec<SealedBatch>,
        /// The labels.
        labels: Vec<Wrap>,
        /// The keys: one for each label.
        keys: Vec<Wrap>,
    }
}
