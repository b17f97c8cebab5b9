//! The OPAQUE cipher suite (RFC 9807, FORMATS §5): a type that both sides must share.

use opaque_ke::{CipherSuite, Ristretto255, TripleDh, argon2::Argon2};

/// ristretto255 with SHA-512 for OPRF and 3DH, Argon2id for key stretching.
#[derive(Debug, Clone, Copy)]
pub struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Argon2<'static>;
}

/// Context of the key exchange.
pub const CONTEXT: &[u8] = b"scelle/v1/login";
