//! The vault: sealed entries, numbered versions over all of them, tombstones.

pub mod read;
pub mod version;
pub mod write;
