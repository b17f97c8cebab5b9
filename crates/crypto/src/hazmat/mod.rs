//! The bare primitives, each with the one set of parameters that the formats use. Private:
//! the modules around it add the contexts.

pub(crate) mod aead;
pub(crate) mod context;
pub(crate) mod ed25519;
pub(crate) mod hpke;
pub(crate) mod kdf;
pub(crate) mod rng;
