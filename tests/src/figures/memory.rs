//! What the host's memory grows by while it stores 1 GiB, and while it serves it.

use scelle_client::platform::{Source, Unreadable};
use scelle_client::read::{Scratch, Sink};
use scelle_client::{Trouble, Unwatched};
use scelle_crypto::body::Portable;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;

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

/// Ciphertext that waits in a file, as a browser keeps it.
struct Aside(File);

impl Scratch for Aside {
    async fn append(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.0.write_all(bytes).map_err(|_| Trouble::Unreadable)
    }

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, Trouble> {
        let mut bytes = vec![0; length];
        self.0.read_exact_at(&mut bytes, offset).map_err(|_| Trouble::Unreadable)?;
        Ok(bytes)
    }
}

struct Nowhere;

impl Sink for Nowhere {
    async fn write(&mut self, _: Vec<u8>) -> Result<(), Trouble> {
        Ok(())
    }
}

/// Stores 1 GiB through the interface and opens it again; the host's peak beside what it held at
/// rest, each time.
///
/// # Panics
/// When the host fails, or this is no Linux.
pub async fn memory_of_a_gibibyte(host: &Host) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "memory", PASSWORD, camille()).await.expect("opens");
    let account = &patient.account;
    // What a first deposit allocates once is not what the second one costs.
    deposit(account, about("Avant"), files::noise(1, 8 << 20)).await.expect("deposits");
    let source = Gibibyte(files::noise(2, 1 << 20));
    let stored = grown(host, "stored", async {
        let draft = account.begin_deposit(about("Un gibioctet"), source.len()).await.expect("begins");
        account.deposit(draft, &source, &Portable, &Unwatched, async |_| {}).await.expect("deposits");
    })
    .await;
    let listed = account.list().await.expect("lists");
    let large = listed.iter().filter_map(|one| one.statement.as_ref().ok()).find(|one| one.length == source.len());
    let large = large.expect("the label holds").clone();
    let served = grown(host, "served", async {
        let mut aside = Aside(tempfile::tempfile().expect("a file of ours"));
        account.save(&large, &Portable, &Unwatched, &mut aside, &mut Nowhere).await.expect("opens");
    })
    .await;
    vec![stored, served]
}

async fn grown(host: &Host, how: &str, work: impl Future<Output = ()>) -> Figure {
    forget_the_peak(host.process());
    let before = kibibytes(host.process(), "VmRSS:");
    let ((), time) = timed(work).await;
    let peak = kibibytes(host.process(), "VmHWM:");
    let grown = peak.saturating_sub(before) / 1024;
    let beside = format!("peak {} MiB over {} MiB at rest; {}", peak / 1024, before / 1024, seconds(time));
    Figure::new(format!("host's memory while 1 GiB is {how}"), format!("+{grown} MiB"), beside)
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
