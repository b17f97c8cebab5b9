//! Everything that a card ever signs is built here, and nowhere else: [`CardText`] has no other
//! constructor, and [`crate::card::Card::sign`] takes nothing else.
//!
//! Three domains that cannot meet: the token is exactly 64 bytes of hashes; the opener text and
//! the statements are longer, begin with `scelle/v1/`, and no context is a prefix of another.

mod kinds;

use scelle_protocol::{
    AccountId, Bytes, CertificateHash, Digest, Signed, Statement, Time,
    contexts::{self, context},
};
use scelle_verify::hash::{sha256, sha256_of};

use crate::origin::Origin;
use crate::trouble::Trouble;

pub use kinds::statement;

/// What a card may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardText {
    bytes: Vec<u8>,
    domain: Domain,
}

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// The secret text of an opener: its signature never leaves the bridge.
    Opener,
    /// A statement.
    Statement,
    /// A log-in token, as Web eID makes it.
    Token,
}

impl CardText {
    /// The bytes, for the card.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Which domain.
    #[must_use]
    pub const fn domain(&self) -> Domain {
        self.domain
    }

    /// The text of a log-in: SHA-256(origin) ‖ SHA-256(nonce in standard base64), which is what a
    /// Web eID authentication token (format `web-eid:1.0`) signs.
    #[must_use]
    pub fn token(origin: &Origin, nonce: &Digest) -> Self {
        let nonce = data_encoding::BASE64.encode(&nonce.0);
        let bytes = [sha256(origin.as_str().as_bytes()).0, sha256(nonce.as_bytes()).0].concat();
        Self { bytes, domain: Domain::Token }
    }

    /// The text whose signature is a secret (FORMATS §10).
    #[must_use]
    pub fn opener(origin: &Origin, account: AccountId, salt: &Digest) -> Self {
        let salt = Bytes::from(&salt.0[..]).encode();
        let lines = [("origin", origin.as_str()), ("account", &account.encode()), ("salt", &salt)];
        Self { bytes: context(contexts::OPENER_KEY, &lines).into_bytes(), domain: Domain::Opener }
    }

    fn statement<T: Statement>(signed: &Signed<T>) -> Self {
        Self { bytes: signed.covered(signed.signatures.len()).into_bytes(), domain: Domain::Statement }
    }
}

/// What the bridge itself puts into a statement, whatever the caller says.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// The page's origin.
    pub origin: &'a Origin,
    /// The card's certificate.
    pub certificate: CertificateHash,
    /// The national identifier in it.
    pub id_nat: &'a str,
    /// The clock.
    pub now: Time,
}

/// Text and signature line, as FORMATS §3 has them: `openssl dgst -sha256 -verify` checks the
/// text above the line.
#[must_use]
pub fn with_signature(text: &str, certificate: CertificateHash, signature: &[u8]) -> String {
    format!("{text}sig-sha256WithRSA: {certificate} {}\n", Bytes::from(signature).encode())
}

/// SHA-256 of a text, in hex.
#[must_use]
pub fn hash_of(text: &str) -> String {
    sha256_of(&[text.as_bytes()]).encode()
}

/// What is signed reads back to what was meant, by the one strict parser.
fn readable<T: Statement + PartialEq>(signed: &Signed<T>) -> Result<CardText, Trouble> {
    let read = T::read(&signed.text).map_err(|_| Trouble::BadRequest)?;
    if read == signed.body { Ok(CardText::statement(signed)) } else { Err(Trouble::BadRequest) }
}

#[cfg(test)]
mod tests;
