//! The acts of a client, the same in the browser and in native programs: open an account and a
//! record, log in, deposit, read, check the journal, leave; and those of a professional with a card,
//! and of the circle.
//!
//! Nothing here draws a screen or stores a file; keys never leave the structs of this crate.
//! Everything that the host says is checked before it is believed: signatures, chain, proofs.

pub mod acceptance;
pub mod account;
pub mod bridge;
pub mod circle;
pub mod compare;
pub mod computers;
pub mod consent;
pub mod consents;
pub mod deposit;
pub mod directory;
pub mod documents;
pub mod events;
pub mod grant;
pub mod host;
pub mod inbox;
pub mod journal;
pub mod leave;
pub mod log;
pub mod login;
pub mod memberships;
pub mod new_kit;
pub mod open_account;
pub mod parcel;
pub mod people;
pub mod platform;
pub mod professional;
pub mod read;
pub mod record;
pub mod remember;
pub mod revocation;
pub mod session;
pub mod signing;
#[cfg(test)]
mod testing;
pub mod vault;

pub use account::Account;
pub use host::HostPins;
pub use parcel::KeptOut;
pub use people::{Author, Person};
pub use platform::{Contradiction, Platform, Request, Response, Source, Stage, Trouble, Unwatched, Watcher};
