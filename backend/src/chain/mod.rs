//! The chain of a record.

pub mod append;
pub mod next;
pub mod read;
