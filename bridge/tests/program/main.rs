//! The built program, from outside: over its port and its pipes, with SoftHSM as the card and a
//! scripted pinentry as the person. Numbers in the tests are those of the list of what a bridge
//! must withstand.

mod bench;
mod card;
mod certificates;
mod doctor;
mod endings;
mod native;
mod package;
#[path = "../page/mod.rs"]
mod page;
mod pairing;
mod pin;
mod soak;
mod terminal;
mod transport;
