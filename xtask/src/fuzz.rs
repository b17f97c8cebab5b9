//! `cargo xtask fuzz`: the decoders of `tests/fuzz`, for as long as it is told to. What they are shown in
//! the test command is a stage.

use std::path::Path;

use crate::run::{Outcome, cargo};

/// `[TARGET] [MINUTES] [SEED]`, or a file that was kept. A target is the begin of a name; without one,
/// all of them share the minutes. Without a seed, another one each time.
///
/// # Errors
/// Which of them broke.
pub fn run(words: &[&str]) -> Outcome {
    let told = match words {
        [file] if Path::new(file).is_file() => (*file).to_owned(),
        [first, rest @ ..] if first.parse::<f64>().is_err() => told(first, rest)?,
        rest => told("all", rest)?,
    };
    println!("{told} (rates below; what breaks a decoder is kept in target/fuzz)");
    let arguments = ["test", "--workspace", "--test", "fuzz", "--", "--ignored", "--nocapture"];
    let ended = cargo(&arguments).env("SCELLE_FUZZ", told).status().map_err(|error| error.to_string())?;
    if ended.success() { Ok(()) } else { Err("a decoder broke: see above".to_owned()) }
}

fn told(target: &str, rest: &[&str]) -> Result<String, String> {
    let minutes = rest.first().unwrap_or(&"10");
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    let seed = rest.get(1).map_or(Ok(now), |seed| seed.parse()).map_err(|_| format!("{} is no seed", rest[1]))?;
    if rest.len() > 2 || !minutes.parse::<f64>().is_ok_and(|minutes| minutes > 0.0) {
        return Err("cargo xtask fuzz [TARGET] [MINUTES] [SEED]".to_owned());
    }
    Ok(format!("{target} {minutes} {seed}"))
}
