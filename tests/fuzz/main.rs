//! Every decoder that meets foreign bytes, shown changed inputs: the same ones at each run of the
//! test command, others for as long as `cargo xtask fuzz [TARGET] [MINUTES] [SEED]` is told to. The
//! list of decoders is `targets`; an input that once broke one lies in `cases` for good.
#![expect(clippy::print_stdout, reason = "rates are for whoever asked for them")]

mod change;
mod run;
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use change::Form;
use run::{Judged, Target, judge, run, save};

#[test]
fn no_decoder_breaks_on_changed_inputs() {
    let _turn = turn();
    let mut faults = Vec::new();
    for target in targets::all() {
        let at_hand = run::folder().join(target.name.replace('/', "."));
        match run(&target, SEED, ROUNDS, MOST, Some(&at_hand)) {
            Ok(report) => said(&target, report),
            Err(fault) => faults.push(save(&target, &fault)),
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_input_that_once_broke_a_decoder_breaks_it_again() {
    let _turn = turn();
    let targets = targets::all();
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/cases")).expect("the cases");
    let mut shown = 0;
    for path in cases.flatten().map(|entry| entry.path()) {
        let target = target_of(&targets, &path);
        assert_eq!(judge(target, &fs::read(&path).expect("a case")).err(), None, "{}", path.display());
        shown += 1;
    }
    assert!(shown > 0, "no cases");
}

/// `SCELLE_FUZZ` holds what `cargo xtask fuzz` was told: a target or `all`, minutes, a seed; or a file.
#[test]
#[ignore = "as long as it is told to: `cargo xtask fuzz`"]
fn as_long_as_it_is_told_to() {
    let _turn = turn();
    let told = std::env::var("SCELLE_FUZZ").unwrap_or_else(|_| format!("all 1 {SEED}"));
    let mut targets = targets::all();
    let path = PathBuf::from(&told);
    if path.is_file() {
        let target = target_of(&targets, &path);
        let outcome = judge(target, &fs::read(&path).expect("a file"));
        println!("{}: {outcome:?}", target.name);
        assert!(outcome.is_ok(), "{} {}", target.name, outcome.err().unwrap_or_default());
        return;
    }
    let mut words = told.split(' ');
    let (name, minutes) = (words.next().expect("a target"), words.next().and_then(|word| word.parse::<f64>().ok()));
    let seed = words.next().and_then(|word| word.parse().ok()).expect("target, minutes, seed");
    targets.retain(|target| name == "all" || target.name.starts_with(name));
    assert!(!targets.is_empty(), "there is no target {name}: docs/CONTRIBUTING.md names them");
    let each = Duration::from_secs_f64(60.0 * minutes.expect("minutes") / targets.len() as f64);
    let mut faults = Vec::new();
    for target in targets {
        let at_hand = run::folder().join(target.name.replace('/', "."));
        match run(&target, seed, u64::MAX, each, Some(&at_hand)) {
            Ok(report) => said(&target, report),
            Err(fault) => {
                println!("{}", save(&target, &fault));
                faults.push(target.name);
            }
        }
    }
    assert!(faults.is_empty(), "{} of them broke: {}", faults.len(), faults.join(", "));
}

#[test]
fn a_decoder_that_panics_is_found() {
    found("it panics", |input| if input.len() == 7 { panic!("seven") } else { Ok(true) });
}

#[test]
fn a_decoder_that_panics_in_a_thread_of_its_own_is_found() {
    found("it panics", |input| {
        let seven = input.len() == 7;
        let _ = std::thread::spawn(move || assert!(!seven, "seven")).join();
        Ok(true)
    });
}

#[test]
fn a_decoder_that_believes_a_length_is_found() {
    found("it holds more memory than the input deserves", |input| {
        let Some(length) = input.first_chunk::<4>() else { return Ok(false) };
        let believed = Vec::<u8>::with_capacity(u32::from_be_bytes(*length) as usize >> 4);
        Ok(believed.capacity() < usize::MAX)
    });
}

#[test]
fn a_decoder_that_does_not_end_is_found() {
    found("it takes more time than the input deserves", |input| {
        if input.len() == 7 {
            std::thread::sleep(Duration::from_millis(60));
        }
        Ok(true)
    });
}

#[test]
fn a_decoder_that_takes_what_it_must_not_is_found() {
    found("taken", |input| if input.starts_with(b"scelle") && input.len() == 7 { Err("taken") } else { Ok(true) });
}

#[test]
fn a_target_whose_seeds_are_refused_is_found() {
    found("a seed is refused: this target reaches nothing", |_| Ok(false));
}

fn found(why: &str, judge: impl Fn(&[u8]) -> Judged + 'static) {
    let _turn = turn();
    let target = Target::new("a/fault", Form::Bytes, [b"scelles".as_slice(), b"scelle/v1/event"], judge);
    let target = target.with(1 << 20, Duration::from_millis(50));
    let fault = run(&target, SEED, 20_000, Duration::from_secs(20), None).expect_err("a fault");
    assert_eq!(fault.why, why);
}

fn said(target: &Target, report: run::Report) {
    let (seconds, share) = (report.time.as_secs_f64(), 100.0 * report.taken as f64 / report.inputs as f64);
    println!(
        "{:<32} {:>9} inputs, {:>8.0} a second, {share:.1} % taken",
        target.name,
        report.inputs,
        report.inputs as f64 / seconds
    );
}

fn target_of<'a>(targets: &'a [Target], path: &Path) -> &'a Target {
    let file = path.file_name().expect("a file").to_string_lossy();
    let name = file.split('+').next().unwrap_or_default().replace('.', "/");
    targets.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("{file}: no such target"))
}

/// One at a time: a panic counts for whoever is at work.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

const SEED: u64 = 2026;
/// For a target, in the test command.
const ROUNDS: u64 = 3_000;
const MOST: Duration = Duration::from_millis(700);
