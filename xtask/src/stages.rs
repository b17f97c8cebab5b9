//! The stages of `cargo xtask test`, cheap failures first.

use std::fs;
use std::path::{Path, PathBuf};

use crate::client;
use crate::count::Count;
use crate::house;
use crate::paths;
use crate::run::{cargo, command, logged, version};
use crate::tools::{self, Tool};

/// One stage.
pub struct Stage {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it looks at.
    pub what: &'static str,
    /// The tools that it needs.
    pub needs: &'static [&'static [Tool]],
    /// Runs it; the end of its output on failure.
    pub run: fn() -> Result<Count, String>,
}

/// All of them, in order.
pub const STAGES: &[Stage] = &[
    stage("fmt", "formatting", &[tools::LINT], fmt),
    stage("house", "house rules that no lint knows", &[], house::check),
    stage("deny", "licences, sources, banned crates (advisories need a network: not looked at)", &[tools::LINT], deny),
    stage("clippy", "lints, native", &[tools::BUILD, tools::LINT], clippy),
    stage("clippy-wasm", "lints, browser", &[tools::BUILD, tools::LINT], clippy_wasm),
    stage("unit", "unit tests, vectors, HTTP interface", &[tools::BUILD, tools::BROWSE, tools::CARDS], unit),
    stage("bridge", "the bridge from outside: transports, windows, soft cards", &[tools::BUILD, tools::CARDS], bridge),
    stage("client", "the page, built and compressed", &[tools::BUILD], client),
    stage("wasm", "cryptography in Chromium", &[tools::BUILD, tools::BROWSE], wasm),
    stage("acts", "the client's acts and an evil host's refusals, over HTTP", &[tools::BUILD, tools::CARDS], acts),
    stage("fuzz", "fuzzing: every decoder of foreign bytes, seeded and short", &[tools::BUILD, tools::CARDS], fuzz),
    stage("native", "host, bridge and tools, built", &[tools::BUILD], native),
    stage("reader", "the independent reader", &[tools::BUILD, tools::BROWSE], reader),
    stage("faults", "the host killed at seeded instants", &[tools::BUILD, tools::CARDS], faults),
    stage("journeys", "journeys in Chromium", &[tools::BUILD, tools::BROWSE, tools::CARDS], journeys),
    stage(
        "attacks",
        "a lying host and other intruders, in Chromium and without",
        &[tools::BUILD, tools::BROWSE, tools::CARDS],
        attacks,
    ),
    stage(
        "leaks",
        "planted values in what host and bridge keep, say and hold",
        &[tools::BUILD, tools::BROWSE, tools::CARDS],
        leaks,
    ),
    stage("gallery", "every page and state: audit in Chromium", &[tools::BUILD, tools::BROWSE], gallery),
    stage("release", "no test identity in a release build", &[tools::BUILD, tools::CARDS], release),
];

const fn stage(
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static [Tool]],
    run: fn() -> Result<Count, String>,
) -> Stage {
    Stage { name, what, needs, run }
}

fn fmt() -> Result<Count, String> {
    one(logged("fmt", cargo(&["fmt", "--all", "--check"])))
}

fn deny() -> Result<Count, String> {
    one(logged("deny", cargo(&["deny", "--workspace", "--all-features", "check", "bans", "licenses", "sources"])))
}

fn clippy() -> Result<Count, String> {
    one(logged("clippy", cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))
}

fn clippy_wasm() -> Result<Count, String> {
    let base = ["clippy", "--target", WASM, "-p", "frontend", "-p", "vault", "-p", "strength", "-p", "pdf"];
    let mut count = one(logged("clippy-wasm", cargo(&[&base[..], &["--", "-D", "warnings"]].concat())))?;
    let gallery = ["--features", "frontend/gallery,vault/demo", "--", "-D", "warnings"];
    count.add(one(logged("clippy-gallery", cargo(&[&base[..], &gallery].concat())))?);
    Ok(count)
}

/// Everything that no later stage runs.
fn unit() -> Result<Count, String> {
    let later = ["program"];
    let targets = test_targets()?.into_iter().filter(|name| !later.contains(&name.as_str()));
    let targets: Vec<String> = targets.flat_map(|name| ["--test".to_owned(), name]).collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    tests("unit", &[&["--lib", "--bins"], &targets[..]].concat(), &[])
}

fn bridge() -> Result<Count, String> {
    tests("bridge", &["--test", "program"], &[])
}

fn client() -> Result<Count, String> {
    client::build_demo_page().map(|()| ONE)
}

/// The browser's runner looks for its driver in PATH, and for its options beside the crate.
fn wasm() -> Result<Count, String> {
    let mut run = cargo(&["test", "--target", WASM, "-p", "scelle-crypto", "--test", "browser"]);
    run.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    if let Some(driver) = found("chromedriver") {
        run.env("CHROMEDRIVER", driver);
    }
    counted(logged("wasm", run))
}

fn native() -> Result<Count, String> {
    client::build_native().map(|()| ONE)
}

fn acts() -> Result<Count, String> {
    let names = files(&paths::root().join("tests/tests"));
    let targets: Vec<&str> = names.iter().flat_map(|name| ["--test", name]).collect();
    tests("acts", &targets, &[])
}

fn fuzz() -> Result<Count, String> {
    tests("fuzz", &["--test", "fuzz"], &[])
}

fn reader() -> Result<Count, String> {
    tests("reader", &["--test", "reader"], &[])
}

fn faults() -> Result<Count, String> {
    client::build_native()?;
    tests("faults", &["--test", "faults"], &[])
}

/// Programs first: somebody may have built host or bridge alone since, without test cards.
/// What is ignored there needs documents that are no part of the project; without them it is said,
/// and counted as skipped.
fn journeys() -> Result<Count, String> {
    client::build_native()?;
    let mut how = vec!["--test-threads", "1"];
    if paths::root().join("../shared/data").is_dir() {
        how.push("--include-ignored");
    } else {
        print!("(no real documents in ../shared/data: the journey over them does not run) ");
    }
    tests("journeys", &["--test", "journeys"], &how)
}

fn attacks() -> Result<Count, String> {
    client::build_native()?;
    tests("attacks", &["--test", "attacks", "--test", "intruders"], &["--test-threads", "1"])
}

fn leaks() -> Result<Count, String> {
    client::build_native()?;
    tests("leaks", &["--test", "leaks"], &[])
}

fn gallery() -> Result<Count, String> {
    client::build_gallery()?;
    tests("gallery", &["--test", "gallery"], &[])
}

fn release() -> Result<Count, String> {
    client::build_release()?;
    tests("release", &["--test", "release"], &[])
}

/// Always of the whole workspace: fewer packages would have other features below them, and
/// everything would be built once more.
fn tests(name: &str, what: &[&str], how: &[&str]) -> Result<Count, String> {
    counted(logged(name, cargo(&[&["test", "--workspace", "--no-fail-fast"], what, &["--"], how].concat())))
}

/// Names of the tests that lie in a `tests` folder of a package, but for the journeys'.
fn test_targets() -> Result<Vec<String>, String> {
    let root = paths::root();
    let crates = fs::read_dir(root.join("crates")).map_err(|e| format!("crates: {e}"))?;
    let rooms = crates.flatten().map(|entry| entry.path());
    let rooms = rooms.chain(["backend", "bridge", "frontend"].map(|room| root.join(room)));
    let mut names: Vec<String> = rooms.flat_map(|room| files(&room.join("tests"))).collect();
    names.sort();
    Ok(names)
}

/// `NAME.rs`, and `NAME/main.rs`.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let one = |path: PathBuf| {
        let file = path.extension().is_some_and(|end| end == "rs") || path.join("main.rs").is_file();
        let name = path.file_stem()?.to_string_lossy().into_owned();
        file.then_some(name)
    };
    entries.filter_map(one).collect()
}

fn counted(outcome: Result<String, String>) -> Result<Count, String> {
    let output = outcome?;
    let count = Count::read(&output);
    if count.passed == 0 { Err(format!("{output}\nno test ran")) } else { Ok(count) }
}

fn one(outcome: Result<String, String>) -> Result<Count, String> {
    outcome.map(|_| ONE)
}

fn found(program: &str) -> Option<String> {
    version("sh", &["-c", &format!("command -v {program}")]).filter(|path| !path.is_empty())
}

/// Also used where a command is no test runner: it passed.
const ONE: Count = Count { passed: 1, failed: 0, skipped: 0 };
const WASM: &str = "wasm32-unknown-unknown";

/// Programs of `tests/` that draw or measure.
pub fn test_program(name: &str, arguments: &[&str]) -> std::process::Command {
    command(&paths::program("debug", name).to_string_lossy(), arguments)
}
