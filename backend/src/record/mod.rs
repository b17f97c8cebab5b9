//! Records: opened by a genesis, shown to their readers.

pub mod event;
pub mod open;
pub mod recovery;
pub mod sealed;
pub mod show;
