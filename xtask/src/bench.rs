//! Figures: the host as it is released, the page as it is served, each beside its limit or a peer.

use crate::client;
use crate::npm;
use crate::paths;
use crate::run::Outcome;
use crate::setup;
use crate::stages::test_program;
use crate::tools;

/// Measures the parts named (`load`, `page`, `host`, `log-in`, `list`, `long-list`, `memory`), or all;
/// prints a table and keeps it as `target/figures.md`.
///
/// # Errors
/// What is in the way.
pub fn run(parts: &[&str]) -> Outcome {
    setup::run(&[tools::BUILD, tools::BROWSE, tools::MEASURE])?;
    if parts.is_empty() || parts.contains(&"page") {
        npm::bundle()?;
    }
    println!("building page, host and tools (minutes on the first time, seconds after)");
    client::build()?;
    client::build_native()?;
    client::build_release()?;
    println!("measuring (some minutes; other work on this machine shows in the figures)");
    let mut program = test_program("figures", parts);
    program.stderr(std::process::Stdio::inherit());
    let output = program.output().map_err(|e| e.to_string())?;
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("the figures could not be measured ({})", output.status));
    }
    let kept = paths::target().join("figures.md");
    std::fs::write(&kept, &table).map_err(|e| format!("{}: {e}", kept.display()))?;
    println!("\n{table}\n{}", kept.display());
    Ok(())
}
