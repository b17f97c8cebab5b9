//! Measures, and prints a table: `cargo xtask bench`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal speaks there")]

use scelle_tests::{
    figures::{self, Figure},
    host::Host,
    paths,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::FAILURE };
    let mut all = Vec::new();
    let mut measure = |name: &str, work: &mut dyn FnMut(&Host) -> Vec<Figure>| {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            eprintln!("measuring: {name}");
            let host = Host::with(&paths::program("release", "scelle-host"), &paths::dist());
            all.extend(work(&host));
        }
    };
    measure("load", &mut |_| figures::first_load(&paths::dist()));
    measure("page", &mut |host| figures::in_the_page(host));
    measure("download", &mut |host| runtime.block_on(figures::download_beside_nginx(host)));
    measure("list", &mut |host| runtime.block_on(figures::a_thousand_documents(host)));
    measure("memory", &mut |host| runtime.block_on(figures::memory_of_a_gibibyte(host)));
    print!("{}", figures::table(&all));
    ExitCode::SUCCESS
}
