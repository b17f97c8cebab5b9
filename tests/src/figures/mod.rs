//! First figures, each beside its limit or a peer in the same run. Seconds say little elsewhere:
//! read the ratios.

mod browser;
mod clocked;
mod first_load;
mod list;
mod log_in;
mod memory;
mod native;
mod peers;

pub use browser::in_the_page;
pub use first_load::first_load;
pub use list::{a_thousand_documents, ten_thousand_documents};
pub use log_in::log_in_by_parts;
pub use memory::memory_of_a_gibibyte;
pub use native::host_beside_nginx;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// Its value, with its unit.
    pub value: String,
    /// What it stands beside, and how.
    pub beside: String,
}

impl Figure {
    /// A line.
    #[must_use]
    pub fn new(what: impl Into<String>, value: impl Into<String>, beside: impl Into<String>) -> Self {
        Self { what: what.into(), value: value.into(), beside: beside.into() }
    }
}

/// A table in Markdown.
#[must_use]
pub fn table(figures: &[Figure]) -> String {
    let line = |f: &Figure| format!("| {} | {} | {} |\n", f.what, f.value, f.beside);
    let head = "| what | figure | beside |\n|---|---|---|\n".to_owned();
    figures.iter().map(line).fold(head, |text, line| text + &line)
}

/// The middle one: one run in the shade of another program's burst moves nothing.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The shortest one, where both sides take turns often: what neither can do better on this machine.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn least(times: Vec<Duration>) -> Duration {
    times.into_iter().min().expect("at least one round")
}

/// Seconds with two digits.
#[must_use]
pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// One duration over another, with two digits.
#[must_use]
pub fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.2}", one.as_secs_f64() / other.as_secs_f64())
}

/// How long it takes.
pub async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed())
}

/// The largest file below a folder: the body that was deposited last.
#[must_use]
pub fn largest_file(folder: &Path) -> PathBuf {
    let mut largest = (0, PathBuf::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            if about.is_dir() {
                folders.push(entry.path());
            } else if about.len() > largest.0 {
                largest = (about.len(), entry.path());
            }
        }
    }
    largest.1
}

/// What large documents are measured with: the most that is opened in memory.
pub const LARGE: usize = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_is_in_the_middle() {
        let times = [9, 1, 4].map(Duration::from_millis).to_vec();
        assert_eq!(median(times), Duration::from_millis(4));
    }

    #[test]
    fn a_table_has_a_line_for_each_figure() {
        assert!(table(&[Figure::new("a", "1", "b")]).ends_with("| a | 1 | b |\n"));
    }
}
