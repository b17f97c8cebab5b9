//! Bodies of what professionals do before any record: log in with a card, publish a binding, be
//! found in the directory, find grants in the inbox.

use serde::{Deserialize, Serialize};

use super::{OpenerUpdate, Session, VaultUpdate};
use crate::bytes::{Bytes, Digest, EntryId, PublicKey};

wire! {
    /// Answer of `POST card/start`: the same for whoever asks.
    CardChallenge {
        /// The card signs SHA-256(this ‖ session key); good once, for two minutes.
        nonce: Digest,
    }
    /// `POST card/finish`.
    CardFinish {
        /// From the challenge.
        nonce: Digest,
        /// Key that the session will be bound to.
        session: PublicKey,
        /// The card's word.
        token: CardToken,
    }
    /// Answer: a session of the person whom the card names.
    CardSession {
        /// The session. For a person whom the host does not know yet, its account is new and empty.
        session: Session,
        /// Whether the account exists: if not, `POST professionals` comes next.
        known: bool,
        /// The OCSP answer (RFC 6960, DER) by which the host let the card in.
        ocsp: Bytes,
    }

    /// `POST professionals`: all or nothing.
    NewProfessional {
        /// The first binding.
        binding: NewBinding,
        /// Table and openers: the card's, the kit's.
        openers: OpenerUpdate,
        /// First version of the vault.
        vault: VaultUpdate,
    }
    /// A binding with what it names: body of `POST professionals/bindings` too.
    NewBinding {
        /// [`crate::statements::Binding`], signed by the card and by the identity key.
        statement: String,
        /// The card's certificate, DER.
        certificate: Bytes,
        /// The OCSP answer whose hash the binding holds.
        ocsp: Bytes,
    }

    /// `POST directory/search`.
    DirectorySearch {
        /// Name, town or RPPS number, as typed.
        text: String,
    }
    /// Answer: what the host says; a client believes only an entry that it has checked.
    DirectoryFound {
        /// At most twenty.
        rows: Vec<DirectoryRow>,
        /// There are more.
        more: bool,
    }
    /// One line of a search.
    DirectoryRow {
        /// National identifier: 8 and the RPPS number.
        id_nat: String,
        /// Name, as the certificate has it.
        name: String,
        /// Profession (TRE_G15).
        profession: u32,
        /// Declared address.
        practice: String,
    }
    /// `POST directory/entry`: by one of the two.
    DirectoryAsk {
        /// National identifier.
        id_nat: Option<String>,
        /// Identity key that signs.
        identity: Option<PublicKey>,
    }
    /// A professional, with what proves it.
    DirectoryEntry {
        /// The newest binding.
        binding: NewBinding,
        /// Its leaf in the log.
        leaf: u64,
        /// A fresh OCSP answer for the same certificate. Empty for the person itself and where an identity
        /// key was asked for: nobody is asked then, whatever has become of the card since.
        fresh: Bytes,
    }

    /// `GET inbox`; `?after=` an item's id: those that follow it.
    Inbox {
        /// In the order of their random ids, a hundred at most. None: there are no more.
        items: Vec<InboxItem>,
    }
    /// A parcel: sealed to the professional's identity key.
    InboxItem {
        /// Random id.
        id: EntryId,
        /// HPKE enc ‖ ct.
        parcel: Bytes,
    }
}

/// A Web eID authentication token (format `web-eid:1.0`), as the bridge gives it. Its signature
/// covers SHA-256(origin) ‖ SHA-256(nonce in standard base64).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CardToken {
    /// The card's authentication certificate, DER, standard base64.
    pub unverified_certificate: String,
    /// `RS256`.
    pub algorithm: String,
    /// RSASSA-PKCS1-v1_5 with SHA-256, standard base64.
    pub signature: String,
    /// `web-eid:1.0`.
    pub format: String,
    /// The bridge and its version.
    pub app_version: String,
}
