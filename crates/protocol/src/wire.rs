//! JSON bodies of the HTTP interface. Statements travel as their whole text, signature lines
//! included; bytes as base64url.

use serde::{Deserialize, Serialize};

use crate::bytes::{AccountId, Bytes, CertificateHash, Digest, EntryId, PublicKey};
use crate::time::Time;

macro_rules! wire {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }
        )*
    };
}

mod circle;
mod professional;
mod record;

pub use circle::*;
pub use professional::*;
pub use record::*;

wire! {
    /// `GET host`.
    HostInfo {
        /// Name that people know the host by.
        name: String,
        /// Version of the program.
        version: String,
        /// Origin of this interface, as it stands in statements.
        origin: String,
        /// Verifier key of the log (C2SP signed-note).
        log_key: String,
        /// Key of the receipts.
        receipt_key: PublicKey,
        /// The host's OPAQUE public key.
        opaque_key: Bytes,
        /// Certificate of the authority that certifies patients, DER.
        ca_certificate: Bytes,
        /// The host's clock.
        time: Time,
    }

    /// `POST prepare`. Stores nothing.
    Prepare {
        /// PKCS#10 request, DER; its subject is CN = a random account id.
        csr: Bytes,
        /// OPAQUE RegistrationRequest.
        registration: Bytes,
    }
    /// Answer.
    Prepared {
        /// X.509 certificate, DER.
        certificate: Bytes,
        /// OPAQUE RegistrationResponse.
        registration: Bytes,
    }

    /// `POST accounts`: all or nothing.
    NewAccount {
        /// [`crate::statements::Account`], signed by certificate and identity key.
        statement: String,
        /// The certificate, DER.
        certificate: Bytes,
        /// Hash of identifier under the origin.
        login_id: Digest,
        /// OPAQUE RegistrationUpload.
        registration: Bytes,
        /// Table and openers.
        openers: OpenerUpdate,
        /// First version of the vault.
        vault: VaultUpdate,
    }

    /// A new table of openers.
    OpenerUpdate {
        /// [`crate::statements::OpenerTable`].
        table: String,
        /// Openers, each [`crate::statements::Opener`]'s text.
        openers: Vec<String>,
        /// The list key, shown to the host so that it can place the leaf.
        list_key: Digest,
    }
    /// `GET openers`.
    Openers {
        /// The table.
        table: String,
        /// Its leaf in the log.
        leaf: u64,
        /// The openers.
        openers: Vec<String>,
    }
    /// `POST openers`: adds or removes an opener, and the certificate that goes with it.
    ChangeOpeners {
        /// The new table.
        update: OpenerUpdate,
        /// A certificate that comes.
        add: Option<NewCertificate>,
        /// A certificate that goes.
        remove: Option<CertificateHash>,
        /// [`crate::statements::NewKit`], when the recovery kit is a new one.
        kit: Option<String>,
    }
    /// A certificate and its password registration.
    NewCertificate {
        /// [`crate::statements::Certificate`].
        statement: String,
        /// The certificate, DER.
        certificate: Bytes,
        /// Hash of identifier under the origin.
        login_id: Digest,
        /// OPAQUE RegistrationUpload.
        registration: Bytes,
    }

    /// `POST vault`: a new version.
    VaultUpdate {
        /// [`crate::statements::VaultVersion`].
        version: String,
        /// New entries.
        put: Vec<VaultEntry>,
        /// Entries that become tombstones.
        remove: Vec<EntryId>,
        /// The list key.
        list_key: Digest,
    }
    /// One sealed entry.
    VaultEntry {
        /// Random id.
        id: EntryId,
        /// Sealed bytes; empty for a tombstone.
        sealed: Bytes,
    }
    /// `GET vault`.
    Vault {
        /// The newest version.
        version: String,
        /// Its leaf in the log.
        leaf: u64,
        /// Every entry, tombstones included.
        entries: Vec<VaultEntry>,
    }
    /// A statement was numbered and logged.
    Logged {
        /// Leaf in the log.
        leaf: u64,
    }

    /// `POST login/start`.
    LoginStart {
        /// Hash of identifier under the origin.
        login_id: Digest,
        /// Certificate of this browser; zeros where there is none.
        certificate: CertificateHash,
        /// OPAQUE KE1.
        ke1: Bytes,
    }
    /// Answer: the same for whoever asks.
    LoginChallenge {
        /// Names this log-in in the second message.
        login: Digest,
        /// OPAQUE KE2.
        ke2: Bytes,
        /// To be signed; good once.
        nonce: Digest,
    }
    /// `POST login/finish`.
    LoginFinish {
        /// From the challenge.
        login: Digest,
        /// OPAQUE KE3.
        ke3: Bytes,
        /// [`crate::statements::Login`], signed by the certificate.
        statement: String,
    }
    /// `POST kit/start`.
    KitStart {
        /// The account that the kit names.
        account: AccountId,
    }
    /// Answer: the same for whoever asks.
    KitChallenge {
        /// To be signed; good once.
        nonce: Digest,
    }
    /// `POST kit/finish`.
    KitFinish {
        /// [`crate::statements::KitLogin`].
        statement: String,
    }
    /// A session.
    Session {
        /// Access token (RFC 9449, `Authorization: DPoP`), 32 random bytes.
        token: Bytes,
        /// The account.
        account: AccountId,
        /// HMAC by the OPAQUE session key over the token: the host proves who it is. Empty for a kit.
        proof: Bytes,
        /// The host's clock.
        time: Time,
        /// Seconds of idleness that end the session.
        idle_seconds: u64,
    }
    /// `DELETE account`.
    CloseAccount {
        /// [`crate::statements::AccountClosure`].
        statement: String,
    }

    /// `POST proofs`.
    ProofRequest {
        /// Size of the tree that the client has a checkpoint of.
        size: u64,
        /// Leaves.
        leaves: Vec<u64>,
    }
    /// Answer: RFC 6962 proofs.
    Proofs {
        /// One for each leaf, in the order asked.
        proofs: Vec<Vec<Digest>>,
    }
    /// Answer of `GET consistency`.
    ConsistencyProof {
        /// RFC 6962 consistency proof.
        proof: Vec<Digest>,
    }
    /// Facts for the static client, served beside it as `/config.json`.
    ClientConfig {
        /// Origin of the interface.
        api: String,
        /// An authority of test cards, DER, for the demo: a client that people install never
        /// reads it.
        test_authority: Option<Bytes>,
    }
}

/// Header of a reader's proof: `reader=<id>; sig=<signature>` over [`crate::statements::Request`].
pub const READER_HEADER: &str = "scelle-reader";
/// Header by which a member shows that a grant names the person of the session: the grant key, hex.
pub const GRANT_HEADER: &str = "scelle-grant";
/// Header that carries the host's nonce (RFC 9449 §8).
pub const NONCE_HEADER: &str = "dpop-nonce";
