//! `cargo xtask test`: one line per stage, and the counts at the end.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use crate::count::Count;
use crate::setup;
use crate::stages::{STAGES, Stage};
use crate::tools::Tool;

/// Runs the stages named, or all. Stops at the first failure unless this is CI or it is told
/// `--keep-going`.
pub fn run(words: &[&str]) -> ExitCode {
    let (flags, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
    if names == ["list"] {
        STAGES.iter().for_each(|stage| println!("{:<12} {}", stage.name, stage.what));
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        eprintln!("There is no stage called {unknown}; `cargo xtask test list` names them.");
        return ExitCode::FAILURE;
    }
    let keep_going = flags.contains(&"--keep-going") || std::env::var("CI").is_ok_and(|ci| ci == "true");
    let chosen: Vec<&Stage> = STAGES.iter().filter(|stage| names.is_empty() || names.contains(&stage.name)).collect();
    let mut needs: Vec<&[Tool]> = Vec::new();
    for tools in chosen.iter().flat_map(|stage| stage.needs) {
        if !needs.iter().any(|have| std::ptr::eq(*have, *tools)) {
            needs.push(tools);
        }
    }
    let (count, failed) = match setup::run(&needs) {
        Ok(()) => all(&chosen, keep_going),
        Err(trouble) => {
            eprintln!("\n{trouble}");
            (Count { failed: 1, ..Count::default() }, vec!["setup"])
        }
    };
    if !failed.is_empty() {
        println!("\nfailed: {}", failed.join(" "));
    }
    println!("\n{}", count.line());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn all(chosen: &[&'static Stage], keep_going: bool) -> (Count, Vec<&'static str>) {
    let (mut sum, mut failed) = (Count::default(), Vec::new());
    for (number, stage) in chosen.iter().enumerate() {
        if !failed.is_empty() && !keep_going {
            println!("[{:>2}/{}] {:<12} not run", number + 1, chosen.len(), stage.name);
            continue;
        }
        print!("[{:>2}/{}] {:<12} {} … ", number + 1, chosen.len(), stage.name, stage.what);
        let _ = std::io::stdout().flush();
        let begun = Instant::now();
        let outcome = (stage.run)();
        let seconds = begun.elapsed().as_secs();
        match outcome {
            Ok(count) => {
                println!("ok, {} in {seconds} s", count.passed);
                sum.add(count);
            }
            Err(output) => {
                println!("FAILED in {seconds} s\n{output}\n");
                let counted = Count::read(&output);
                sum.add(Count { failed: counted.failed.max(1), ..counted });
                failed.push(stage.name);
            }
        }
    }
    (sum, failed)
}
