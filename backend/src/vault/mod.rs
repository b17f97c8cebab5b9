//! The vault: sealed entries that never change, numbered versions, tombstones.

pub mod read;
pub mod version;
pub mod write;
