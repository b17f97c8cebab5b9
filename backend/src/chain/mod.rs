//! The chain of a record.

pub mod append;
pub mod read;
