//! Running commands: output goes to a file of its own, and to the terminal when it matters.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::paths;

/// What went wrong, in one paragraph for the person at the terminal.
pub type Outcome = Result<(), String>;

/// A command that starts in the checkout, with nothing to type into it.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// Cargo, the one that started us.
pub fn cargo(arguments: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Runs with the output in `target/xtask/<name>.log`; gives the output back.
///
/// # Errors
/// The end of the output, when the command fails or cannot be started.
pub fn logged(name: &str, mut command: Command) -> Result<String, String> {
    let path = log_path(name)?;
    let file = File::create(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let copy = file.try_clone().map_err(|e| e.to_string())?;
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdout(Stdio::from(file))
        .stderr(Stdio::from(copy))
        .status()
        .map_err(|e| format!("{program} cannot be started: {e}"))?;
    let output = String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned();
    if status.success() {
        Ok(output)
    } else {
        Err(format!("{}\n({status}; all of it: {})", tail(&output), path.display()))
    }
}

/// First line that a program prints of itself, or nothing when there is no such program.
pub fn version(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program, arguments).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then(|| text.lines().next().unwrap_or_default().to_owned())
}

fn log_path(name: &str) -> Result<PathBuf, String> {
    let folder = paths::logs();
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder.join(format!("{name}.log")))
}

fn tail(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

const TAIL_LINES: usize = 120;
