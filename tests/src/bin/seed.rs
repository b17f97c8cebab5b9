//! A placeholder until the seeded world is written.
fn main() {}
