//! The host: an axum server that keeps what it cannot read, verifies every signature and right
//! that it can, and hands a key out only after the read has its durable place in the log.
//!
//! It knows words (`scelle-protocol`) and checks (`scelle-verify`); it opens nothing.

pub mod account;
pub mod attempts;
pub mod authority;
pub mod blobs;
pub mod bodies;
pub mod card;
pub mod chain;
pub mod challenges;
pub mod circle;
pub mod client;
pub mod clock;
pub mod comparisons;
pub mod config;
pub mod deposits;
pub mod directory;
pub mod error;
pub mod gate;
pub mod health;
pub mod host;
pub mod inbox;
pub mod journal;
pub mod kit;
pub mod list;
pub mod listen;
pub mod log;
pub mod login;
pub mod opaque;
pub mod openers;
pub mod professionals;
pub mod random;
pub mod rates;
pub mod reads;
pub mod record;
pub mod revocation;
pub mod routes;
pub mod secrets;
pub mod server;
pub mod session;
pub mod sessions;
pub mod state;
pub mod store;
pub mod sweep;
pub mod uploads;
pub mod vault;

pub use clock::{Clock, ManualClock, SystemClock};
pub use config::Config;
pub use server::{Host, Outside};
