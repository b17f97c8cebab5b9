//! Builds the page and compresses it once, and the native programs with cargo. What the page is made of
//! lies in `frontend/` and `static/`; nothing is fetched.

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
        compile("client", &[])?;
        let _ = fs::remove_dir_all(&dist);
        copy(&paths::root().join("static"), &dist)?;
        PROGRAMS.iter().try_for_each(|program| bind(program, &dist))?;
        compress(&dist)?;
        // Last: a folder without it is not taken for a page.
        let front = paths::root().join("frontend/index.html");
        fs::copy(&front, dist.join("index.html")).map_err(|e| format!("{}: {e}", front.display()))?;
        compress_only(&[dist.join("index.html")])
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
        // Nothing of a page lies there while it is not whole: the copy alone would pass for it.
        let _ = fs::remove_dir_all(folder);
        let package = if program == "app" { "frontend" } else { program };
        compile(feature, &["--bin", program, "--features", &format!("{package}/{feature}")])?;
        copy(&paths::dist(), folder)?;
        bind(program, folder)
    })
}

/// All programs of the browser at once, or what `more` narrows it to. Always of these four packages:
/// one alone would have other features below it, and everything would be built once more.
fn compile(name: &str, more: &[&str]) -> Outcome {
    let how = ["build", "--target", WASM, "--profile", "client"];
    let which = ["-p", "frontend", "-p", "vault", "-p", "strength", "-p", "pdf"];
    let config = format!("target.{WASM}.rustflags={:?}", short_paths());
    let config = ["--config", &config];
    logged(&format!("{name}-programs"), cargo(&[&how[..], &which, &config, more].concat())).map(drop)
}

/// Makes of the compiled program what a browser can load, in that folder.
fn bind(program: &str, folder: &Path) -> Outcome {
    let built = paths::target().join(format!("{WASM}/client/{program}.wasm"));
    let (from, to) = (built.to_string_lossy().into_owned(), folder.to_string_lossy().into_owned());
    let how = ["--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section"];
    logged(&format!("bind-{program}"), command("wasm-bindgen", &[&how[..], &["--out-dir", &to, &from]].concat()))
        .map(drop)
}

/// Where this machine keeps the sources of packages is nobody's business, and would make the page another
/// on every machine: panics name files from the package on.
fn short_paths() -> Vec<String> {
    let packages = fs::read_dir(paths::packages()).into_iter().flatten().flatten();
    let mut flags: Vec<String> =
        packages.map(|registry| format!("--remap-path-prefix={}=", registry.path().display())).collect();
    flags.sort();
    flags
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
    compress_only(&files)
}

fn compress_only(files: &[PathBuf]) -> Outcome {
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
const WASM: &str = "wasm32-unknown-unknown";
const PROGRAMS: &[&str] = &["app", "vault", "strength", "pdf"];
const SOURCES: &[&str] = &[
    ".cargo/config.toml", "Cargo.lock", "Cargo.toml", "crates/client", "crates/crypto", "crates/protocol",
    "crates/verify", "frontend", "static",
];
