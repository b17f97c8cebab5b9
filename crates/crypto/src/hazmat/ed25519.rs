//! Ed25519 signing (RFC 8032 §5.1.6).

use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::{PublicKey, Signature};

pub(crate) fn public(seed: &[u8; 32]) -> PublicKey {
    PublicKey(SigningKey::from_bytes(seed).verifying_key().to_bytes())
}

pub(crate) fn sign(seed: &[u8; 32], message: &[u8]) -> Signature {
    Signature(SigningKey::from_bytes(seed).sign(message).to_bytes())
}
