//! What a task costs the person at a workstation: acts on the page, windows of the bridge, PINs,
//! signatures of the card, seconds. Kept as a table beside the built programs.

use std::fmt::Write as _;
use std::time::Instant;

use crate::bridge::Bridge;
use crate::browser::Browser;
use crate::paths;

/// A table under way.
pub struct Ledger<'a> {
    bridge: &'a Bridge,
    rows: Vec<Cost>,
}

/// What one task cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// What was done.
    pub task: String,
    /// Clicks, and fields filled.
    pub acts: usize,
    /// Windows of the bridge.
    pub windows: usize,
    /// PINs typed in them.
    pub pins: usize,
    /// Signatures that the card made.
    pub signatures: usize,
    /// Tenths of a second, by a person who never hesitates.
    pub tenths: u128,
}

impl<'a> Ledger<'a> {
    /// Of the workstation with this bridge.
    #[must_use]
    pub const fn of(bridge: &'a Bridge) -> Self {
        Self { bridge, rows: Vec::new() }
    }

    /// Does a task and writes down what it cost; gives back what came of it, and the cost in acts
    /// of a card: windows, PINs, signatures.
    pub fn counts<R>(&mut self, task: &str, at: &Browser, work: impl FnOnce() -> R) -> (R, [usize; 3]) {
        let (begun, before) = (Instant::now(), self.stand(at));
        let done = work();
        let after = self.stand(at);
        let cost = Cost {
            task: task.to_owned(),
            acts: after.acts - before.acts,
            windows: after.windows - before.windows,
            pins: after.pins - before.pins,
            signatures: after.signatures - before.signatures,
            tenths: begun.elapsed().as_millis() / 100,
        };
        let counted = [cost.windows, cost.pins, cost.signatures];
        self.rows.push(cost);
        (done, counted)
    }

    fn stand(&self, at: &Browser) -> Cost {
        let shown = self.bridge.shown();
        Cost {
            acts: at.acts(),
            windows: shown.len(),
            pins: shown.iter().filter(|window| window.pin).count(),
            signatures: self.bridge.reader.calls().signatures,
            ..Cost::default()
        }
    }

    /// Writes the table to `target/usability.md`.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn keeps(&self) {
        let mut text = String::from(
            "| task | acts on the page | windows | PINs | signatures | seconds |\n|---|---|---|---|---|---|\n",
        );
        for Cost { task, acts, windows, pins, signatures, tenths } in &self.rows {
            let seconds = format!("{}.{}", tenths / 10, tenths % 10);
            let _ = writeln!(text, "| {task} | {acts} | {windows} | {pins} | {signatures} | {seconds} |");
        }
        std::fs::write(paths::target().join("usability.md"), text).expect("a folder of ours");
    }
}
