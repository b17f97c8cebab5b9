//! The directory of professionals: found by name, address or number, and shown with what proves
//! them. What is searched travels in bodies alone, and is kept nowhere.

pub mod entry;
pub mod fold;
pub mod search;
