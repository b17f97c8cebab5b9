//! `cargo xtask faults`: the host killed at seeded instants, for as many rounds as it is told to. The
//! short form is a stage of the test command.

use crate::client;
use crate::run::{Outcome, cargo};

/// `[ROUNDS] [SEED]`: a thousand, and a seed of the clock's. What failed names its seed.
///
/// # Errors
/// That a fault was found: it is on the screen.
pub fn run(words: &[&str]) -> Outcome {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    let number = |at: usize, usual: u64| words.get(at).map_or(Ok(usual), |word| word.parse());
    let (Ok(rounds), Ok(seed), true) = (number(0, 1000), number(1, now), words.len() <= 2) else {
        return Err("cargo xtask faults [ROUNDS] [SEED]".to_owned());
    };
    client::build_native()?;
    println!("{rounds} rounds of seed {seed}");
    let arguments = ["test", "--workspace", "--test", "faults", "--", "--ignored", "--nocapture"];
    let told = format!("{rounds} {seed}");
    let ended = cargo(&arguments).env("SCELLE_FAULTS", told).status().map_err(|error| error.to_string())?;
    if ended.success() { Ok(()) } else { Err("a fault was found: see above".to_owned()) }
}
