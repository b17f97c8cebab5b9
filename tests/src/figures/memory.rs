//! What the host's memory grows by while it stores 1 GiB.

use scelle_client::Unwatched;
use scelle_client::platform::{Source, Unreadable};
use scelle_crypto::body::Portable;

use super::{Figure, seconds, timed};
use crate::files;
use crate::host::Host;
use crate::native::{Native, PASSWORD, about, camille, deposit, open_patient};

/// A gibibyte that nobody holds: the same MiB over and over, each with its number in front.
struct Gibibyte(Vec<u8>);

impl Source for Gibibyte {
    fn len(&self) -> u64 {
        1 << 30
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, Unreadable> {
        let mut bytes: Vec<u8> = self.0.iter().copied().cycle().take(length).collect();
        let number = offset.to_le_bytes();
        let front = number.len().min(length);
        bytes[..front].copy_from_slice(&number[..front]);
        Ok(bytes)
    }
}

/// Stores 1 GiB through the interface; the host's peak beside what it held at rest.
///
/// # Panics
/// When the host fails, or this is no Linux.
pub async fn memory_of_a_gibibyte(host: &Host) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "memory", PASSWORD, camille()).await.expect("opens");
    // What a first deposit allocates once is not what the second one costs.
    deposit(&patient.account, about("Avant"), files::noise(1, 8 << 20)).await.expect("deposits");
    forget_the_peak(host.process());
    let before = kibibytes(host.process(), "VmRSS:");
    let source = Gibibyte(files::noise(2, 1 << 20));
    let draft = patient.account.begin_deposit(about("Un gibioctet"), source.len()).await.expect("begins");
    let sending = patient.account.deposit(draft, &source, &Portable, &Unwatched, async |_| {});
    let (sent, time) = timed(sending).await;
    sent.expect("deposits");
    let peak = kibibytes(host.process(), "VmHWM:");
    let grown = peak.saturating_sub(before) / 1024;
    let beside = format!("peak {} MiB over {} MiB at rest; {}", peak / 1024, before / 1024, seconds(time));
    vec![Figure::new("host's memory while 1 GiB is stored", format!("+{grown} MiB"), beside)]
}

/// proc(5), `clear_refs`: 5 begins the peak anew.
fn forget_the_peak(process: u32) {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").expect("a process of ours");
}

fn kibibytes(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process of ours");
    let line = status.lines().find(|line| line.starts_with(name)).expect("Linux says so");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}
