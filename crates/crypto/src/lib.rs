//! Everything that seals, opens, derives and signs with private keys, for browser and native
//! programs. The bytes are those of `docs/FORMATS.md`; no primitive is written here.
//!
//! The bare primitives stand in the private module `hazmat`; what is public cannot be called
//! with the wrong context. Whatever does not open gives the one answer [`Refused`].

#[macro_use]
mod secret;
mod hazmat;

pub mod body;
pub mod card;
pub mod device;
pub mod error;
pub mod identity;
pub mod inbox;
pub mod kit;
pub mod label;
pub mod local;
pub mod opaque;
pub mod opener;
pub mod padme;
pub mod random;
pub mod sealed;
#[cfg(target_arch = "wasm32")]
pub mod subtle;
#[cfg(test)]
mod testing;
pub mod vault;
pub mod wrap;

pub use error::{Refused, SealError};
pub use identity::{IdentitySecret, ReaderSecret, RootSecret, Signs};
