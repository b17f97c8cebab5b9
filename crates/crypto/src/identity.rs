//! The long-term keys of a person and the keys of a reader, of a record and of a session
//! (FORMATS §4), and how each puts its signature under a statement.

use scelle_protocol::{
    Digest, PublicKey, SealKey, Signature, Signed, Statement, contexts, statements::OpenerTable, text::SignatureLine,
};

use crate::{
    Refused,
    hazmat::{context::context, ed25519, hpke, kdf},
    local::LocalKey,
    vault::VaultKey,
};

random_secrets! {
    /// One person's long-term pair: X-Wing seed (32) ‖ Ed25519 seed (32).
    IdentitySecret, 64;
    /// A reader's pair in one record: X-Wing seed (32) ‖ Ed25519 seed (32).
    ReaderSecret, 64;
    /// A record's root key, or its successor: an Ed25519 seed.
    RootSecret, 32;
    /// The key that a session is bound to: an Ed25519 seed, made for the session.
    SessionSecret, 32;
    /// What the bridge seals a card's key to, for one log-in: an X-Wing seed.
    EphemeralSecret, 32;
}

secrets! {
    /// The recovery kit's log-in key: an Ed25519 seed.
    KitLoginSecret, 32;
    /// Names the places of a list in the log (FORMATS §8). The host is shown it, nobody else.
    ListKey, 32;
}

/// Signs with Ed25519 (RFC 8032).
pub trait Signs {
    /// The public half.
    fn sign_key(&self) -> PublicKey;
    /// Signs this text, as it stands.
    fn sign(&self, text: &str) -> Signature;
    /// Appends a signature line: it covers the text and the signature lines so far.
    fn append<T: Statement>(&self, signed: &mut Signed<T>) {
        self.append_after("", signed);
    }
    /// The same in a sealed part: the signature covers `lines`, the open text without its
    /// `sealed:` line, then the sealed text (FORMATS §3).
    fn append_after<T: Statement>(&self, lines: &str, signed: &mut Signed<T>) {
        let covered = format!("{lines}{}", signed.covered(signed.signatures.len()));
        signed.signatures.push(SignatureLine::Ed25519(self.sign(&covered)));
    }
}

/// Opens what was sealed to it.
pub trait Opens {
    /// The public half that others seal to.
    fn seal_key(&self) -> SealKey;
    /// Opens `enc ‖ ct` (FORMATS §3) that was sealed with this info.
    ///
    /// # Errors
    /// [`Refused`] for anything that was not sealed to this key with this info.
    fn open_envelope(&self, info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused>;
}

macro_rules! pair {
    ($($name:ident)*) => {$(
        impl Signs for $name {
            fn sign_key(&self) -> PublicKey {
                ed25519::public(&self.halves().1)
            }
            fn sign(&self, text: &str) -> Signature {
                ed25519::sign(&self.halves().1, text.as_bytes())
            }
        }

        impl Opens for $name {
            fn seal_key(&self) -> SealKey {
                hpke::public(&self.halves().0)
            }
            fn open_envelope(&self, info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
                hpke::open(&self.halves().0, info, sealed)
            }
        }

        impl $name {
            /// X-Wing seed and Ed25519 seed.
            fn halves(&self) -> (&[u8; 32], &[u8; 32]) {
                let (seal, sign) = self.expose().split_first_chunk().expect("64 bytes hold a first 32");
                (seal, sign.try_into().expect("64 bytes less 32 are 32"))
            }
        }
    )*};
}

impl Opens for EphemeralSecret {
    fn seal_key(&self) -> SealKey {
        hpke::public(self.expose())
    }
    fn open_envelope(&self, info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
        hpke::open(self.expose(), info, sealed)
    }
}

macro_rules! seed {
    ($($name:ident)*) => {$(
        impl Signs for $name {
            fn sign_key(&self) -> PublicKey {
                ed25519::public(self.expose())
            }
            fn sign(&self, text: &str) -> Signature {
                ed25519::sign(self.expose(), text.as_bytes())
            }
        }
    )*};
}

pair! { IdentitySecret ReaderSecret }
seed! { RootSecret SessionSecret KitLoginSecret }

/// A reader's opening half made ready once, for many envelopes: no key is made anew at each. Wiped on
/// drop.
pub struct ReadySecret(hpke::Ready);

impl ReaderSecret {
    /// Makes its opening half ready.
    #[must_use]
    pub fn ready(&self) -> ReadySecret {
        ReadySecret(hpke::Ready::new(self.halves().0))
    }
}

impl Opens for ReadySecret {
    fn seal_key(&self) -> SealKey {
        self.0.public()
    }
    fn open_envelope(&self, info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
        self.0.open(info, sealed)
    }
}

impl std::fmt::Debug for ReadySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadySecret(…)")
    }
}

impl IdentitySecret {
    /// Opens the vault's entries.
    #[must_use]
    pub fn vault_key(&self) -> VaultKey {
        VaultKey::from_bytes(&self.derive("vault"))
    }
    /// Names the places of the vault's versions.
    #[must_use]
    pub fn vault_list_key(&self) -> ListKey {
        ListKey::from_bytes(&self.derive("vault-list"))
    }
    /// Names the places of the tables of openers.
    #[must_use]
    pub fn opener_list_key(&self) -> ListKey {
        ListKey::from_bytes(&self.derive("opener-list"))
    }
    /// Seals what this browser keeps for later.
    #[must_use]
    pub fn local_key(&self) -> LocalKey {
        LocalKey::from_bytes(&self.derive("local"))
    }
    /// Whether a table of openers is of this pair. The caller has checked its signature.
    #[must_use]
    pub fn is_of(&self, table: &OpenerTable) -> bool {
        self.sign_key() == table.identity_sign && self.seal_key() == table.identity_seal
    }
    fn derive(&self, purpose: &str) -> zeroize::Zeroizing<[u8; 32]> {
        kdf::hkdf32(self.expose(), &[], &context(contexts::IDENTITY_DERIVE, &[("use", &purpose)]))
    }
}

impl ListKey {
    /// Makes a fresh one.
    ///
    /// # Panics
    /// When the system has no random source.
    #[must_use]
    pub fn make() -> Self {
        Self::from_bytes(&crate::random::bytes())
    }
    /// What a statement names it by: SHA-256 of it.
    #[must_use]
    pub fn hash(&self) -> Digest {
        scelle_verify::hash::sha256(self.expose())
    }
    /// Place of a number in the log: HMAC-SHA-256 over the number as eight bytes, big-endian.
    #[must_use]
    pub fn place(&self, number: u64) -> Digest {
        scelle_verify::log::place(&self.shown(), number)
    }
    /// As it is shown to the host.
    #[must_use]
    pub fn shown(&self) -> Digest {
        Digest(*self.expose())
    }
}

#[cfg(test)]
#[path = "identity/tests.rs"]
mod tests;
