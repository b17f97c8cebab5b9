//! The session itself: an act of the user keeps it, a log-out ends it.

pub mod act;
pub mod end;
pub mod open;
