//! Builds the page with Trunk and compresses it once, and the native programs with cargo.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint;
use crate::paths;
use crate::run::{Outcome, cargo, command, logged};
use crate::setup;
use crate::tools;

/// Page, host, bridge and seeding program.
///
/// # Errors
/// What the build said.
pub fn build_all() -> Outcome {
    setup::run(&[tools::BUILD])?;
    println!("building the page (minutes on the first time, seconds after)");
    build_demo_page()?;
    println!("building host and bridge (minutes on the first time, seconds after)");
    build_native()
}

/// The page into `dist/`, unless nothing changed.
///
/// # Errors
/// What the build said.
pub fn build() -> Outcome {
    let dist = paths::dist();
    unless_built("client", &dist, || {
        logged("client", command("trunk", &["build"]))?;
        compress(&dist)
    })
}

/// The page as demo and tests of professionals need it: as built, but for the worker that holds the
/// keys, which here believes test cards by the authority that the host names.
///
/// # Errors
/// What the build said.
pub fn build_demo_page() -> Outcome {
    build()?;
    again("vault", "demo", &paths::demo_page())
}

/// The page with every state on show, for pictures and audits: as built, but for the application.
///
/// # Errors
/// What the build said.
pub fn build_gallery() -> Outcome {
    build()?;
    again("app", "gallery", &paths::gallery())
}

/// A copy of the built page in which one program was built again, with a feature of its own.
fn again(program: &str, feature: &str, folder: &Path) -> Outcome {
    unless_built(feature, folder, || {
        let _ = fs::remove_dir_all(folder);
        copy(&paths::dist(), folder)?;
        let package = if program == "app" { "frontend" } else { program };
        let what = ["-p", package, "--bin", program, "--features", feature];
        let how = ["build", "--target", "wasm32-unknown-unknown", "--profile", "client"];
        logged(&format!("{feature}-{program}"), cargo(&[&how[..], &what].concat()))?;
        let built = paths::target().join(format!("wasm32-unknown-unknown/client/{program}.wasm"));
        let (from, to) = (built.to_string_lossy().into_owned(), folder.to_string_lossy().into_owned());
        logged(feature, command("wasm-bindgen", &["--target", "web", "--no-typescript", "--out-dir", &to, &from]))
            .map(drop)
    })
}

/// Host, bridge and the programs of `tests/`, as demo and tests need them: `tests/` asks for the
/// feature `demo` of both. With the features that the whole workspace has, as the tests are built.
///
/// # Errors
/// What the build said.
pub fn build_native() -> Outcome {
    let bins = ["scelle-host", "scelle-bridge", "seed", "responder", "leaky", "figures", "pictures"];
    let bins: Vec<&str> = bins.iter().flat_map(|name| ["--bin", name]).collect();
    logged("native", cargo(&[&["build", "--workspace"], &bins[..]].concat())).map(drop)
}

/// Host and bridge as they are released: without the feature `demo`.
///
/// # Errors
/// What the build said.
pub fn build_release() -> Outcome {
    logged("release-build", cargo(&["build", "--release", "-p", "backend", "-p", "scelle-bridge"])).map(drop)
}

fn unless_built(name: &str, folder: &Path, build: impl FnOnce() -> Outcome) -> Outcome {
    let stamp = paths::logs().join(format!("{name}.stamp"));
    let number = fingerprint::of(SOURCES);
    if fingerprint::is(&stamp, number) && folder.join("index.html").is_file() {
        return Ok(());
    }
    build()?;
    fingerprint::keep(&stamp, number)
}

/// Copies a folder, but for what was compressed of it.
fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else if path.extension().is_none_or(|end| end != "br") {
            fs::copy(&path, &target).map_err(|e| format!("{}: {e}", target.display()))?;
        }
    }
    Ok(())
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
