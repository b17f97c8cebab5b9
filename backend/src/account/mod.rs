//! Accounts: prepared, opened all at once, closed.

pub mod close;
pub mod open;
pub mod prepare;
