//! The stages of `cargo xtask test`, cheap failures first.

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
    stage("unit", "unit tests, vectors, HTTP interface", &[tools::BUILD], unit),
    stage("client", "the page, built and compressed", &[tools::BUILD], client),
    stage("wasm", "cryptography in Chromium", &[tools::BUILD, tools::BROWSE], wasm),
    stage("acts", "the client's acts and an evil host's refusals, over HTTP", &[tools::BUILD], acts),
    stage("native", "host and tools, built", &[tools::BUILD], native),
    stage("reader", "the independent reader", &[tools::BUILD, tools::BROWSE], reader),
    stage("journeys", "journeys in Chromium", &[tools::BUILD, tools::BROWSE], journeys),
    stage("leaks", "planted values in what the host keeps, says and holds", &[tools::BUILD, tools::BROWSE], leaks),
    stage("gallery", "every page and state: audit in Chromium", &[tools::BUILD, tools::BROWSE], gallery),
    stage("release", "no test identity in a release build", &[tools::BUILD], release),
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
    let gallery = ["--features", "frontend/gallery", "--", "-D", "warnings"];
    count.add(one(logged("clippy-gallery", cargo(&[&base[..], &gallery].concat())))?);
    Ok(count)
}

fn unit() -> Result<Count, String> {
    tests("unit", &["--workspace", "--exclude", "scelle-tests"], &[])
}

fn client() -> Result<Count, String> {
    client::build().map(|()| ONE)
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
    tests(
        "acts",
        &["-p", "scelle-tests", "--test", "acts", "--test", "consent", "--test", "kits", "--test", "refusals"],
        &[],
    )
}

fn reader() -> Result<Count, String> {
    tests("reader", &["-p", "scelle-tests", "--lib", "--test", "reader"], &[])
}

/// What is ignored there needs documents that are no part of the project; without them it is said,
/// and counted as skipped.
fn journeys() -> Result<Count, String> {
    let mut how = vec!["--test-threads", "1"];
    if paths::root().join("../shared/data").is_dir() {
        how.push("--include-ignored");
    } else {
        print!("(no real documents in ../shared/data: the journey over them does not run) ");
    }
    tests("journeys", &["-p", "scelle-tests", "--test", "journeys"], &how)
}

fn leaks() -> Result<Count, String> {
    tests("leaks", &["-p", "scelle-tests", "--test", "leaks"], &[])
}

fn gallery() -> Result<Count, String> {
    client::build_gallery()?;
    tests("gallery", &["-p", "scelle-tests", "--test", "gallery"], &[])
}

fn release() -> Result<Count, String> {
    logged("release-host", cargo(&["build", "--release", "-p", "backend"]))?;
    tests("release", &["-p", "scelle-tests", "--test", "release"], &[])
}

fn tests(name: &str, what: &[&str], how: &[&str]) -> Result<Count, String> {
    counted(logged(name, cargo(&[&["test", "--no-fail-fast"], what, &["--"], how].concat())))
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
