//! Set-up, demo, tests, pictures and figures: `cargo xtask`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal speaks there")]

mod bench;
mod cards;
mod client;
mod count;
mod demo;
mod faults;
mod fingerprint;
mod fuzz;
mod house;
mod machine;
mod named;
mod npm;
mod paths;
mod run;
mod screenshots;
mod setup;
mod stages;
mod test;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["setup"] => setup::run(tools::EVERYTHING),
        ["setup", "demo"] => setup::run(demo::TOOLS),
        ["build"] => client::build_all(),
        ["demo"] => demo::run(),
        ["test", stages @ ..] => return test::run(stages),
        ["bench", parts @ ..] => bench::run(parts),
        ["fuzz", words @ ..] => fuzz::run(words),
        ["faults", words @ ..] => faults::run(words),
        ["screenshots", states @ ..] => screenshots::run(states),
        ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\n{trouble}");
            ExitCode::FAILURE
        }
    }
}

const HELP: &str = "\
cargo xtask setup [demo]         install what is missing for everything, or for the demo alone
cargo xtask demo                 build, seed on the first start, serve until Ctrl-C
cargo xtask test [STAGE…]        every check, or the stages named (`test list` names them)
cargo xtask build                page into dist/, host and tools into target/debug
cargo xtask bench [PART…]        figures beside limits and peers: load, page, host, log-in, list, long-list, memory
cargo xtask fuzz [TARGET] [MINUTES] [SEED]
                                 changed inputs for every decoder, for ten minutes in all or as told
cargo xtask faults [ROUNDS] [SEED]
                                 the host killed at seeded instants, a thousand rounds or as told
cargo xtask screenshots [STATE…] a picture of every page and state into target/screenshots";
