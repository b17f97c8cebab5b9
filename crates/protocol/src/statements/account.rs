//! Statements on an account and its ways in: log-ins, certificates, openers, the vault, and what binds a
//! professional's key to a card. Who must sign them is checked in `scelle-verify`.

use super::Statement;
use crate::bytes::{AccountId, Bytes, CertificateHash, Digest, OpenerId, PublicKey, SealKey};
use crate::text::{Lines, StatementError, Value};
use crate::time::Time;

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

    /// Closing of the account after its record: signed by the identity key.
    AccountClosure "scelle/v1/leave" {
        /// The account.
        account "account": AccountId,
        /// Latest arrival at the host.
        deadline "deadline": Time,
    }
}
