//! What machine this is: whether tools are there, and whether they can be installed.

use std::fs;

use crate::paths;
use crate::run::{command, version};
use crate::tools::{Check, PYTHON_PACKAGES};

/// Whether a tool is there.
pub fn has(check: &Check) -> bool {
    match check {
        Check::Starts(programs, arguments) => programs.iter().any(|program| version(program, arguments).is_some()),
        Check::Says(program, line) => version(program, &["--version"]).is_some_and(|said| said.starts_with(line)),
        Check::Target(target) => has_target(target),
        Check::Python => fs::read_to_string(python_stamp()).is_ok_and(|stamp| stamp == python_wanted()),
    }
}

/// Debian's package manager is here.
pub fn is_debian() -> bool {
    version("apt-get", &["--version"]).is_some() && fs::metadata("/etc/debian_version").is_ok()
}

/// What stands before `apt-get`: nothing for root, `sudo` where it asks for nothing.
pub fn as_root() -> Option<&'static [&'static str]> {
    if version("id", &["-u"]).as_deref() == Some("0") {
        return Some(&[]);
    }
    let quiet = command("sudo", &["-n", "true"]).output().is_ok_and(|output| output.status.success());
    quiet.then_some(&["sudo", "-n"])
}

/// `rustup` manages the toolchain.
pub fn has_rustup() -> bool {
    version("rustup", &["--version"]).is_some()
}

/// Says from what the Python environment was made.
pub fn python_stamp() -> std::path::PathBuf {
    paths::tools().join("python/made-from")
}

/// What it should be made from.
pub fn python_wanted() -> String {
    PYTHON_PACKAGES.join("\n")
}

fn has_target(target: &str) -> bool {
    let folder = version("rustc", &["--print", "target-libdir", "--target", target]);
    folder.is_some_and(|folder| fs::metadata(folder).is_ok())
}
