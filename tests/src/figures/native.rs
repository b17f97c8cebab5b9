//! The host beside nginx: the same bytes, in the same pieces, one at a time, by the same HTTP client.
//! Downloads by range; uploads until they are durable, beside an nginx that leaves the disk to the
//! system, and beside one whose files are synced before the next is sent.

use scelle_client::platform::{Platform as _, Request, Response};
use scelle_client::{Account, login, session::Line};
use scelle_protocol::limits::PART_BYTES;
use scelle_protocol::paths;
use scelle_protocol::wire::{NewUpload, Upload};
use scelle_verify::hash;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::clocked::{Clocked, Note};
use super::{Figure, LARGE, least, peers::Nginx, ratio, seconds};
use crate::files;
use crate::host::Host;
use crate::native::{Native, PASSWORD, about, camille, deposit, open_patient};

/// Stores 64 MiB at the host and at nginx, turn by turn, then fetches them from both.
///
/// # Panics
/// When host or nginx fail: there is no figure then.
pub async fn host_beside_nginx(host: &Host) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "download", PASSWORD, camille()).await.expect("opens");
    let line = Clocked::over(native.clone());
    let account = login::log_in_with_kit(Line::new(line.clone(), &host.api()), &patient.kit).await.expect("logs in");
    deposit(&patient.account, about("Un grand examen"), files::noise(1, LARGE)).await.expect("deposits");
    let (body, stored) = largest_file(&host.data());
    let ours = Ours { account: &account, line: &line };
    let nginx = Nginx::serving(&body);
    let mut figures = uploads(&ours, &nginx, &stored).await;
    figures.push(downloads(&ours, &nginx, &stored).await);
    figures
}

/// An account, and the line that notes what it asks.
struct Ours<'a> {
    account: &'a Account<Clocked>,
    line: &'a Clocked,
}

impl Ours<'_> {
    async fn call(&self, method: &'static str, path: &str, body: Vec<u8>, range: Option<String>) -> Vec<u8> {
        let record = self.account.record().expect("an open record");
        let headers: Vec<_> = range.map(|range| ("range", range)).into_iter().collect();
        self.account.line.call(method, path, body, record.proof(), &headers).await.expect("the host answers").body
    }

    /// Begin, and every part until it is durable. What commits them is another act, and short.
    async fn stores(&self, stored: &[u8]) -> Duration {
        let record = self.account.record().expect("an open record");
        drop(self.line.notes());
        let new = NewUpload { size: stored.len() as u64 };
        let begun: Upload =
            self.account.line.post(&paths::uploads(record.tag), &new, record.proof()).await.expect("begins");
        for (number, part) in (0u64..).zip(stored.chunks(PART_BYTES)) {
            self.call("PUT", &paths::part(record.tag, begun.upload, number), part.to_vec(), None).await;
        }
        let waited = self.waited();
        self.call("DELETE", &paths::upload(record.tag, begun.upload), Vec::new(), None).await;
        waited
    }

    async fn fetches(&self, stored: &[u8]) -> Duration {
        let record = self.account.record().expect("an open record");
        let path = paths::body(record.tag, hash::body_of(stored));
        drop(self.line.notes());
        for range in ranges(stored.len()) {
            self.call("GET", &path, Vec::new(), Some(range)).await;
        }
        self.waited()
    }

    fn waited(&self) -> Duration {
        self.line.notes().iter().map(Note::waited).sum()
    }
}

async fn uploads(ours: &Ours<'_>, nginx: &Nginx, stored: &[u8]) -> Vec<Figure> {
    let (mut host, mut bare, mut synced) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        host.push(ours.stores(stored).await);
        bare.push(put(nginx, stored, false).await);
        synced.push(put(nginx, stored, true).await);
    }
    let (host, bare, synced) = (least(host), least(bare), least(synced));
    let row = |what: &str, how: &str, theirs| {
        let beside = format!("nginx {} ÷ host {}; {how}", seconds(theirs), seconds(host));
        Figure::new(format!("durable upload of 64 MiB ÷ {what}"), ratio(theirs, host), beside)
    };
    vec![
        row("nginx", "which syncs nothing: its bytes are in the system's memory", bare),
        row("nginx + sync", "each file synced (fdatasync) before the next is sent", synced),
    ]
}

async fn downloads(ours: &Ours<'_>, nginx: &Nginx, stored: &[u8]) -> Figure {
    let (mut host, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        host.push(ours.fetches(stored).await);
        theirs.push(fetch(nginx, stored.len()).await);
    }
    let (host, theirs) = (least(host), least(theirs));
    let beside = format!("nginx {} ÷ host {}, the same ranges, one at a time", seconds(theirs), seconds(host));
    Figure::new("download of 64 MiB ÷ nginx", ratio(theirs, host), beside)
}

fn ranges(length: usize) -> impl Iterator<Item = String> {
    let ends = move |from: usize| (from + PART_BYTES).min(length) - 1;
    (0..length).step_by(PART_BYTES).map(move |from| format!("bytes={from}-{}", ends(from)))
}

async fn ask(line: &Native, method: &'static str, path: &str, range: Option<String>, body: Vec<u8>) -> Response {
    let headers = range.map(|range| ("range", range)).into_iter().collect();
    let answer = line.send(Request { method, path: path.to_owned(), headers, body }).await.expect("nginx answers");
    assert!((200..300).contains(&answer.status), "nginx said {}", answer.status);
    answer
}

async fn fetch(nginx: &Nginx, length: usize) -> Duration {
    let line = Native::new(&nginx.origin());
    let mut waited = Duration::ZERO;
    for range in ranges(length) {
        let begun = Instant::now();
        ask(&line, "GET", "/file", Some(range), Vec::new()).await;
        waited += begun.elapsed();
    }
    waited
}

async fn put(nginx: &Nginx, stored: &[u8], synced: bool) -> Duration {
    let line = Native::new(&nginx.origin());
    let mut waited = Duration::ZERO;
    for (number, part) in stored.chunks(PART_BYTES).enumerate() {
        let (name, part) = (format!("part-{number}"), part.to_vec());
        let begun = Instant::now();
        ask(&line, "PUT", &format!("/in/{name}"), None, part).await;
        if synced {
            std::fs::File::open(nginx.put(&name)).and_then(|file| file.sync_data()).expect("a file that was put");
        }
        waited += begun.elapsed();
    }
    waited
}

/// The largest file below a folder, the body that was deposited last, and its bytes.
fn largest_file(folder: &Path) -> (PathBuf, Vec<u8>) {
    let path = super::largest_file(folder);
    let bytes = std::fs::read(&path).expect("a body");
    (path, bytes)
}

const ROUNDS: usize = 15;
