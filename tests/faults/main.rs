//! The host killed at seeded instants while a patient deposits, reads and writes the vault, or while a
//! doctor is named, compares, accepts, reads, deposits and is removed, and started again on the same
//! folder: short in the test command, long by `cargo xtask faults [ROUNDS] [SEED]`.
#![expect(clippy::print_stdout, reason = "a long run tells how far it is")]

mod circle;
mod round;
mod witness;

use circle::{STEPS, Ward};
use round::{Fault, Scene};
use std::time::Instant;

#[test]
fn a_host_killed_at_any_instant_keeps_what_it_acknowledged_and_nothing_half_written() {
    run(10, 7);
}

#[test]
fn a_host_killed_while_a_doctor_is_in_the_circle_leaves_neither_half_a_grant_nor_half_a_removal() {
    in_the_circle(6, 11);
}

/// The control: a grant that should be there and is not is told.
#[test]
fn a_grant_that_is_gone_is_told() {
    let mut ward = Ward::new();
    ward.counts_one_more();
    let told = ward.round(11).err().map(|Fault(what)| what);
    assert_eq!(told.as_deref(), Some("1 grants, 1 removed, in 2 rounds"));
}

/// The control: the look after a round does not pass whatever it finds.
#[test]
fn an_acknowledged_event_that_is_gone_is_told() {
    let mut scene = Scene::new();
    scene.acknowledges("an event that nobody kept");
    let told = scene.round(7).err().map(|Fault(what)| what);
    assert_eq!(told.as_deref(), Some("1 acknowledged events are gone"));
}

/// `SCELLE_FAULTS` holds what `cargo xtask faults` was told: rounds, and a seed.
#[test]
#[ignore = "as long as it is told to: `cargo xtask faults`"]
fn as_many_rounds_as_it_is_told_to() {
    let told = std::env::var("SCELLE_FAULTS").unwrap_or_else(|_| "1000 7".to_owned());
    let mut words = told.split(' ').map(|word| word.parse::<u64>().expect("rounds and a seed"));
    let (rounds, seed) = (words.next().unwrap_or(1000), words.next().unwrap_or(7));
    in_the_circle(rounds / 10, seed);
    run(rounds, seed);
}

fn in_the_circle(rounds: u64, seed: u64) {
    let (begun, mut again) = (Instant::now(), Vec::new());
    let mut ward = None;
    for number in 0..rounds {
        if number % ROUNDS_OF_A_HOST == 0 {
            ward = Some(Ward::new());
        }
        let ward = ward.as_mut().expect("made above");
        match ward.round(seed.wrapping_add(number)) {
            Ok(acts) => again.extend(acts),
            Err(Fault(what)) => panic!("round {number} of seed {seed} in the circle: {what}"),
        }
    }
    let (acts, seconds) = (again.len() as u64, begun.elapsed().as_secs_f64());
    let by_step = STEPS.map(|step| format!("{step:?} {}", again.iter().filter(|one| **one == step).count()));
    println!("{rounds} rounds in the circle, {acts} acts done again ({}), {seconds:.0} s", by_step.join(", "));
    assert!(acts * 3 >= rounds, "{acts} acts cut short in {rounds} rounds: the host is killed too late");
}

/// Each round has a seed of its own, so that one can be played again; a fresh host after some rounds
/// keeps journal and chain short.
fn run(rounds: u64, seed: u64) {
    let begun = Instant::now();
    let mut acts = 0;
    let mut scene = None;
    for number in 0..rounds {
        if number % ROUNDS_OF_A_HOST == 0 {
            scene = Some(Scene::new());
        }
        let scene = scene.as_mut().expect("made above");
        match scene.round(seed.wrapping_add(number)) {
            Ok(done) => acts += done,
            Err(Fault(what)) => panic!("round {number} of seed {seed}: {what}"),
        }
        if (number + 1) % 20 == 0 {
            let seconds = begun.elapsed().as_secs_f64();
            println!("{} rounds, {acts} acknowledged acts, {seconds:.0} s", number + 1);
        }
    }
    assert!(acts > 0, "nothing was acknowledged: the host was killed too early every time");
}

const ROUNDS_OF_A_HOST: u64 = 20;
