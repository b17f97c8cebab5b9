//! A picture of every page and state, at three widths, light and dark.

use crate::client;
use crate::paths;
use crate::run::{Outcome, logged};
use crate::setup;
use crate::stages::test_program;
use crate::tools;

/// Draws the states named, or all, into `target/screenshots`.
///
/// # Errors
/// What is in the way.
pub fn run(states: &[&str]) -> Outcome {
    setup::run(&[tools::BUILD, tools::BROWSE])?;
    println!("building the page with its gallery");
    client::build_gallery()?;
    client::build_native()?;
    let folder = paths::target().join("screenshots");
    let out = folder.to_string_lossy().into_owned();
    println!("drawing");
    let said = logged("screenshots", test_program("pictures", &[&["--out", &out], states].concat()))?;
    println!("{}\n{}", said.trim_end(), folder.display());
    Ok(())
}
