//! Measures, and prints a table: `cargo xtask bench`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal speaks there")]

use scelle_tests::{
    figures::{self, Figure},
    host::Host,
    paths,
};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::FAILURE };
    // Another built page than the one of the checkout: so two states of the code are compared.
    let page = std::env::var_os("SCELLE_PAGE").map_or_else(paths::dist, PathBuf::from);
    let mut all = Vec::new();
    let mut measure = |name: &str, work: &mut dyn FnMut(&Host) -> Vec<Figure>| {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            eprintln!("measuring: {name}");
            let host = Host::with(&paths::program("release", "scelle-host"), &page);
            all.extend(work(&host));
        }
    };
    measure("load", &mut |_| figures::first_load(&page));
    measure("page", &mut |host| figures::in_the_page(host));
    measure("host", &mut |host| runtime.block_on(figures::host_beside_nginx(host)));
    measure("log-in", &mut |host| runtime.block_on(figures::log_in_by_parts(host)));
    measure("list", &mut |host| runtime.block_on(figures::a_thousand_documents(host)));
    measure("long-list", &mut |host| runtime.block_on(figures::ten_thousand_documents(host)));
    measure("memory", &mut |host| runtime.block_on(figures::memory_of_a_gibibyte(host)));
    print!("{}", figures::table(&all));
    ExitCode::SUCCESS
}
