//! What the page decides, as plain values and functions: no DOM, no signal, no words.

pub mod calls;
pub mod dates;
pub mod form;
pub mod groups;
pub mod idle;
pub mod kinds;
pub mod kit;
pub mod page;
pub mod search;
pub mod sizes;
pub mod sniff;
pub mod statement;
