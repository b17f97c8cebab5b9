//! Tests of the core with a scripted card and scripted windows: what SoftHSM cannot play.

mod bench;
mod card;
mod consent;
mod formats;
mod pairing;
