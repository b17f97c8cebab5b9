//! The demo's answer to whether a test card was revoked, until it is told to stop.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let (Some(authority), Some(address)) = (value("--authority"), value("--listen")) else { return ExitCode::FAILURE };
    match scelle_tests::responder::serve_for_ever(&address, authority.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
