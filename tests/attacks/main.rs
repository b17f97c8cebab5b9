//! Attacks of a host that lies, each named after what it tries: through the liar that stands
//! before the real host, with the engine or in a real browser. The numbers are those of
//! `docs/ATTACKS.md`, which also says what is attacked elsewhere.
//!
//! Every attack has its control: the same way through an honest liar works, and, where it can be
//! shown, whoever left the one check out would have believed the lie.

mod bodies;
mod bodies_on_screen;
mod directory;
mod forger;
mod keyrings;
mod naive;
mod rolled_back;
mod scene;
mod signatures;
mod snapshot;
mod substituted;
