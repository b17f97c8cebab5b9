//! The program: see `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    bridge::cli::run(&std::env::args().skip(1).collect::<Vec<_>>())
}
