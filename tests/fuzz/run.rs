//! Shows a decoder one input after the other and says what went wrong: a panic anywhere in the
//! program, more memory or time than the input deserves, or a judgement that must not be.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use crate::change::{Form, changed, extremes};
use scelle_tests::dice::Dice;

/// Whether it was taken; or what is wrong with taking it.
pub type Judged = Result<bool, &'static str>;

type Judge = dyn Fn(&[u8]) -> Judged;

/// A decoder of foreign bytes.
pub struct Target {
    /// `room/decoder`.
    pub name: String,
    /// What its inputs are made of.
    pub form: Form,
    /// Inputs made by the code itself, which it takes.
    pub seeds: Vec<Vec<u8>>,
    /// Decodes, and compares what came of it with what may.
    pub judge: Box<Judge>,
    /// Bytes that it may hold at a time beyond [`FACTOR`] times the input.
    pub memory: u64,
    /// How long it may take.
    pub patience: Duration,
    /// Whether every seed is taken, or none: else there are such and such, and they only come far.
    pub takes: Option<bool>,
}

impl Target {
    pub fn new(
        name: impl Into<String>,
        form: Form,
        seeds: impl IntoIterator<Item = impl Into<Vec<u8>>>,
        judge: impl Fn(&[u8]) -> Judged + 'static,
    ) -> Self {
        let seeds = seeds.into_iter().map(Into::into).collect();
        let (memory, patience) = (256 << 10, Duration::from_millis(500));
        Self { name: name.into(), form, seeds, judge: Box::new(judge), memory, patience, takes: Some(true) }
    }

    /// For a decoder that must do more work than its input tells.
    pub fn with(self, memory: u64, patience: Duration) -> Self {
        Self { memory, patience, ..self }
    }

    /// Where whatever comes must be refused.
    pub fn that_takes_nothing(self) -> Self {
        Self { takes: Some(false), ..self }
    }

    /// Where some seeds only come far.
    pub fn that_takes_some(self) -> Self {
        Self { takes: None, ..self }
    }
}

/// An input that must not do what it does.
#[derive(Debug)]
pub struct Fault {
    pub input: Vec<u8>,
    pub why: &'static str,
}

/// What a target went through.
#[derive(Debug, Default, Clone, Copy)]
pub struct Report {
    pub inputs: u64,
    pub taken: u64,
    pub time: Duration,
}

/// The seeds, the extremes, then changed seeds until it is enough. `keep` holds the input at hand, for
/// the case that it ends the whole program.
pub fn run(target: &Target, seed: u64, rounds: u64, time: Duration, keep: Option<&Path>) -> Result<Report, Fault> {
    let (mut dice, begun) = (Dice::new(seed), Instant::now());
    let mut report = Report::default();
    let file = keep.and_then(|path| fs::File::create(path).ok());
    let mut show = |input: &[u8]| -> Judged {
        if let Some(file) = &file {
            let _ = file.set_len(input.len() as u64).and_then(|()| file.write_all_at(input, 0));
        }
        report.inputs += 1;
        let taken = judge(target, input)?;
        report.taken += u64::from(taken);
        Ok(taken)
    };
    let fault = |input: &[u8], why| Fault { input: input.to_vec(), why };
    for input in &target.seeds {
        let taken = show(input).map_err(|why| fault(input, why))?;
        if target.takes.is_some_and(|takes| takes != taken) {
            return Err(fault(input, "a seed is refused: this target reaches nothing"));
        }
    }
    for input in extremes(target.form) {
        show(&input).map_err(|why| fault(&input, why))?;
    }
    for _ in 0..rounds {
        if begun.elapsed() > time {
            break;
        }
        let input = changed(&mut dice, target.form, &target.seeds);
        show(&input).map_err(|why| Fault { input: smaller(target, input, why), why })?;
    }
    keep.map(fs::remove_file);
    Ok(Report { time: begun.elapsed(), ..report })
}

/// One input.
pub fn judge(target: &Target, input: &[u8]) -> Judged {
    for attempt in 1.. {
        let (begun, outcome) = (Instant::now(), Cell::new(Ok(false)));
        let used = allocation_counter::measure(|| outcome.set(quietly(|| (target.judge)(input))));
        outcome.get()?;
        if used.bytes_max > target.memory + FACTOR * input.len() as u64 {
            return Err("it holds more memory than the input deserves");
        }
        // Somebody else may have had the processor: twice more.
        if begun.elapsed() <= target.patience {
            return outcome.get();
        }
        if attempt == 3 {
            break;
        }
    }
    Err("it takes more time than the input deserves")
}

/// Runs with panics caught, those of other threads too, and not printed.
fn quietly(act: impl FnOnce() -> Judged) -> Judged {
    static ONCE: Once = Once::new();
    static AT_WORK: AtomicBool = AtomicBool::new(false);
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if AT_WORK.load(Ordering::SeqCst) {
                *panic() = (true, info.to_string().replace('\n', " "));
            } else {
                loud(info);
            }
        }));
    });
    AT_WORK.store(true, Ordering::SeqCst);
    let outcome = catch_unwind(AssertUnwindSafe(act)).unwrap_or(Err("it panics"));
    AT_WORK.store(false, Ordering::SeqCst);
    if std::mem::take(&mut panic().0) { Err("it panics") } else { outcome }
}

/// Whether something panicked since the last look, and what the last panic said.
fn panic() -> MutexGuard<'static, (bool, String)> {
    static PANIC: Mutex<(bool, String)> = Mutex::new((false, String::new()));
    PANIC.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same fault with less: pieces are cut out as long as it stays.
fn smaller(target: &Target, mut input: Vec<u8>, why: &'static str) -> Vec<u8> {
    let mut piece = input.len() / 2;
    let end = Instant::now() + Duration::from_secs(5);
    while piece > 0 {
        let mut at = 0;
        while at < input.len() && Instant::now() < end {
            let mut less = input.clone();
            less.drain(at..(at + piece).min(input.len()));
            if judge(target, &less) == Err(why) { input = less } else { at += piece }
        }
        piece /= 2;
    }
    input
}

/// Keeps an input, and says how it is shown again.
pub fn save(target: &Target, fault: &Fault) -> String {
    let name = target.name.replace('/', ".");
    let hash = scelle_verify::hash::sha256(&fault.input).encode();
    let path = folder().join(format!("{name}+{}", &hash[..8]));
    let kept = fs::write(&path, &fault.input).map_or_else(|error| error.to_string(), |()| path.display().to_string());
    let said = if fault.why == "it panics" { format!(" ({})", panic().1) } else { String::new() };
    let (name, why, length) = (&target.name, fault.why, fault.input.len());
    format!("{name}: {why}{said}\n  {length} bytes in {kept}\n  again: cargo xtask fuzz {kept}")
}

/// Where inputs at hand and failing ones lie.
pub fn folder() -> PathBuf {
    let folder = scelle_tests::paths::target().join("fuzz");
    fs::create_dir_all(&folder).expect("a folder of ours");
    folder
}

/// Bytes that may be held for a byte of input: a JSON value of one sign is some forty of them.
const FACTOR: u64 = 64;
