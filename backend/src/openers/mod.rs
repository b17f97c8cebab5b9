//! The numbered table of openers, and the certificates that go with it.

pub mod change;
pub mod device;
pub mod kit;
pub mod read;
pub mod table;
pub mod tell;
