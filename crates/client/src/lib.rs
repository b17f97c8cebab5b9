//! The acts of a client, the same in the browser and in native programs: open an account and a
//! record, log in, deposit, read, check the journal, leave.
//!
//! Nothing here draws a screen or stores a file; keys never leave the structs of this crate.
//! Everything that the host says is checked before it is believed: signatures, chain, proofs.

pub mod account;
pub mod computers;
pub mod consent;
pub mod consents;
pub mod deposit;
pub mod documents;
pub mod events;
pub mod host;
pub mod journal;
pub mod leave;
pub mod log;
pub mod login;
pub mod new_kit;
pub mod open_account;
pub mod platform;
pub mod read;
pub mod record;
pub mod session;
pub mod vault;

pub use account::Account;
pub use host::HostPins;
pub use platform::{Contradiction, Platform, Request, Response, Source, Stage, Trouble, Unwatched, Watcher};
