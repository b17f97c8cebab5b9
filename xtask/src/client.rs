//! Builds the page with Trunk and compresses it once, and the native programs with cargo.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint;
use crate::paths;
use crate::run::{Outcome, cargo, command, logged};
use crate::setup;
use crate::tools;

/// Page, host and seeding program.
///
/// # Errors
/// What the build said.
pub fn build_all() -> Outcome {
    setup::run(&[tools::BUILD])?;
    println!("building the page (minutes on the first time, seconds after)");
    build()?;
    println!("building the host (minutes on the first time, seconds after)");
    build_native()
}

/// The page into `dist/`, unless nothing changed.
///
/// # Errors
/// What the build said.
pub fn build() -> Outcome {
    trunk("client", &paths::dist(), &[])
}

/// The page with every state on show, for pictures and audits.
///
/// # Errors
/// What the build said.
pub fn build_gallery() -> Outcome {
    trunk("gallery", &paths::gallery(), &["--features", "gallery"])
}

/// The host and the programs of `tests/`.
///
/// # Errors
/// What the build said.
pub fn build_native() -> Outcome {
    logged("native", cargo(&["build", "-p", "backend", "-p", "scelle-tests", "--bins"])).map(drop)
}

fn trunk(name: &str, dist: &Path, more: &[&str]) -> Outcome {
    let stamp = paths::logs().join(format!("{name}.stamp"));
    let number = fingerprint::of(SOURCES);
    if fingerprint::is(&stamp, number) && dist.join("index.html").is_file() {
        return Ok(());
    }
    let folder = dist.to_string_lossy().into_owned();
    logged(name, command("trunk", &[&["build", "--dist", &folder], more].concat()))?;
    compress(dist)?;
    fingerprint::keep(&stamp, number)
}

/// A `.br` beside every file that shrinks: the host sends it as it is.
fn compress(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(folder, &mut files);
    let names: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    logged("brotli", command("brotli", &[&["--force", "--best", "--keep", "--"], &names[..]].concat())).map(drop)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| SHRINKING.iter().any(|kind| end == *kind)) {
            files.push(path);
        }
    }
}

const SHRINKING: &[&str] = &["wasm", "js", "css", "html", "svg", "json"];
const SOURCES: &[&str] = &[
    "Cargo.lock", "Cargo.toml", "Trunk.toml", "crates/client", "crates/crypto", "crates/protocol", "crates/verify",
    "frontend", "static",
];
