//! The figures of `docs/PERFORMANCE.md`, measured on this machine.

use crate::client;
use crate::run::{Outcome, cargo};
use crate::setup;
use crate::stages::test_program;
use crate::tools;

/// Measures the parts named, or all, and prints a table.
///
/// # Errors
/// What is in the way.
pub fn run(parts: &[&str]) -> Outcome {
    setup::run(tools::EVERYTHING)?;
    println!("building (the host as it is released)");
    client::build()?;
    client::build_native()?;
    crate::run::logged("release-host", cargo(&["build", "--release", "-p", "backend"]))?;
    let status = test_program("bench", parts).status().map_err(|e| e.to_string())?;
    if status.success() { Ok(()) } else { Err("a figure could not be taken".to_owned()) }
}
