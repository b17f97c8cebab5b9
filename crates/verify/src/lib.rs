//! What a party checks without being able to open anything: hashes, signatures, certificates,
//! the replay of a chain, proofs of the log, proofs of a session.
//!
//! The host, the bridge and the trustees link this crate; nothing here decrypts.

pub mod certificate;
pub mod chain;
pub mod circle;
pub mod dpop;
pub mod hash;
pub mod log;
#[cfg(feature = "opaque")]
pub mod opaque;
pub mod professional;
pub mod signature;

pub use certificate::Certificate;
pub use chain::ChainState;
