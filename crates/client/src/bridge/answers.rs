//! What the bridge answers, and the check of its signature before any of it is read.

use scelle_protocol::{Bytes, CertificateHash, Digest, PublicKey, SealKey, Signature, contexts};
use scelle_verify::{
    hash::sha256,
    signature::{self, Checked},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use scelle_protocol::wire::CardToken;

use super::{BridgeTrouble, context};

/// Answer of `hello`; unsigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    pub(super) ok: bool,
    pub(super) protocol: u32,
    /// Whether some browser is paired for this origin; not that this one is.
    pub paired: bool,
}

/// What is in the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardIn {
    /// No card.
    Absent,
    /// A card with an authentication certificate.
    Present,
    /// Another card, or the wrong way in.
    Unrecognized,
}

/// Tries left for the PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PinState {
    /// All of them.
    Ok,
    /// Some were used up.
    Low,
    /// One.
    Final,
    /// None.
    Locked,
}

/// Where reader and card stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CardStatus {
    /// A reader is plugged in.
    pub reader: bool,
    /// What is in it.
    pub card: CardIn,
    /// The tries.
    pub pin: PinState,
    /// Counts every card that comes or goes.
    pub card_epoch: u64,
}

/// A card came or went, or nothing happened in 25 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CardEvent {
    /// Differs from the one asked with when something happened.
    pub card_epoch: u64,
    /// What is in the reader now.
    pub card: CardIn,
}

/// A log-in that the person agreed to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opened {
    /// Names the consent.
    pub consent: Digest,
    /// The card's certificate.
    pub certificate_hash: CertificateHash,
    /// The card's word to the host.
    pub token: CardToken,
}

/// The card's share in an opener, sealed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealedOpener {
    /// The card's certificate.
    pub certificate_hash: CertificateHash,
    /// HPKE enc ‖ ct.
    pub sealed: Bytes,
}

/// A statement with the card's signature line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedByCard {
    /// The text.
    pub statement: String,
    /// The card's certificate, DER.
    pub certificate: Bytes,
}

/// What a page may say of a binding; the bridge writes the rest.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BindingFields<'a> {
    /// 1, 2, 3…
    pub number: u64,
    /// Hash of the one before.
    pub previous: Digest,
    /// The identity key that signs.
    pub identity_sign: PublicKey,
    /// The identity key that others seal to.
    pub identity_seal: SealKey,
    /// Address of the practice.
    pub practice: &'a str,
    /// SHA-256 of the OCSP answer.
    pub ocsp: Digest,
}

/// Answer of `pair/start`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Started {
    #[serde(rename = "ok")]
    _ok: bool,
    pub(super) bridge_nonce: Digest,
    pub(super) bridge_key: PublicKey,
}

/// Answer of `pair/finish`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Paired {
    pub(super) pairing_id: Digest,
}

/// Answer of `session`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Opening {
    pub(super) session_id: Digest,
    pub(super) bridge_nonce: Digest,
    #[serde(rename = "expiresIn")]
    _expires_in: u64,
}

/// An answer that has nothing to tell.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// An answer with the bridge's signature.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedAnswer {
    #[serde(rename = "ok")]
    _ok: bool,
    body: String,
    sig: Signature,
}

impl SignedAnswer {
    /// The body, once its signature holds under `key`, for this operation and this request.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        key: &PublicKey,
        operation: &str,
        request: &Digest,
    ) -> Result<T, BridgeTrouble> {
        let (path, request, body) =
            (format!("/v1/{operation}"), request.encode(), sha256(self.body.as_bytes()).encode());
        let lines = [("path", path.as_str()), ("request", &request), ("body", &body)];
        let text = context(contexts::BRIDGE_ANSWER, &lines);
        let _: Checked = signature::ed25519(key, text.as_bytes(), &self.sig).map_err(|_| BridgeTrouble::Stranger)?;
        serde_json::from_str(&self.body).map_err(|_| BridgeTrouble::Unreadable)
    }
}
