//! Attacks of thieves, strangers, hostile documents and pages, and of a host that only looks or is
//! asked once too often; what a lying host tries lies in `tests/attacks`. Each is named after what it
//! tries, and has its control: the same attack works where the one check is left out. The numbers
//! are those of `docs/ATTACKS.md`.

mod after_lock;
mod blind_host;
mod downgrade;
mod injection;
mod journal;
mod opaque;
mod sessions;
mod two_keys;
mod two_worlds;
