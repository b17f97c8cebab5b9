//! The host's download beside nginx: the same bytes, in the same ranges, by the same HTTP client.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use scelle_client::platform::{LineDown, Platform, Request, Response};
use scelle_client::{Unwatched, login, session::Line};
use scelle_crypto::body::Portable;
use scelle_protocol::limits::PART_BYTES;

use super::{Figure, LARGE, median, peers::Nginx, ratio, seconds};
use crate::files;
use crate::host::Host;
use crate::native::{Native, PASSWORD, about, camille, deposit, open_patient};

/// A line that adds up how long it waits for parts of bodies.
#[derive(Clone)]
struct Timed {
    native: Native,
    waited: Rc<Cell<Duration>>,
}

impl Platform for Timed {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        let is_part = request.method == "GET" && request.headers.iter().any(|(name, _)| *name == "range");
        let begun = Instant::now();
        let answer = self.native.send(request).await;
        if is_part {
            self.waited.set(self.waited.get() + begun.elapsed());
        }
        answer
    }

    fn now(&self) -> u64 {
        self.native.now()
    }

    async fn pause(&self, millis: u32) {
        self.native.pause(millis).await;
    }

    fn page_origin(&self) -> String {
        self.native.page_origin()
    }
}

/// Ciphertext that waits in memory, and content that goes nowhere: so that fetching never
/// overlaps with opening.
struct Waiting(Vec<u8>);

impl scelle_client::read::Scratch for Waiting {
    async fn append(&mut self, bytes: &[u8]) -> Result<(), scelle_client::Trouble> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, scelle_client::Trouble> {
        let start = usize::try_from(offset).map_err(|_| scelle_client::Trouble::Unreadable)?;
        self.0.get(start..start + length).map(<[u8]>::to_vec).ok_or(scelle_client::Trouble::Unreadable)
    }
}

struct Nowhere;

impl scelle_client::read::Sink for Nowhere {
    async fn write(&mut self, _: Vec<u8>) -> Result<(), scelle_client::Trouble> {
        Ok(())
    }
}

/// Downloads 64 MiB from the host, signed range by signed range, and from nginx.
///
/// # Panics
/// When host or nginx fail: there is no figure then.
pub async fn download_beside_nginx(host: &Host) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "download", PASSWORD, camille()).await.expect("opens");
    deposit(&patient.account, about("Un grand examen"), files::noise(1, LARGE)).await.expect("deposits");
    let waited = Rc::new(Cell::new(Duration::ZERO));
    let timed = Timed { native, waited: waited.clone() };
    let account = login::log_in_with_kit(Line::new(timed, &host.api()), &patient.kit).await.expect("logs in");
    let listed = account.list().await.expect("lists");
    let document = listed[0].statement.clone().expect("the label holds");
    let nginx = Nginx::serving(&largest_file(&host.data()));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        waited.set(Duration::ZERO);
        let mut scratch = Waiting(Vec::new());
        account.save(&document, &Portable, &Unwatched, &mut scratch, &mut Nowhere).await.expect("opens");
        ours.push(waited.get());
        theirs.push(fetch(&nginx, scratch.0.len()).await);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let beside = format!("nginx {} ÷ host {}, the same ranges, one at a time", seconds(theirs), seconds(ours));
    vec![Figure::new("download of 64 MiB ÷ nginx", ratio(theirs, ours), beside)]
}

async fn fetch(nginx: &Nginx, length: usize) -> Duration {
    let (http, address) = (reqwest::Client::new(), format!("{}/file", nginx.origin()));
    let begun = Instant::now();
    let mut got = 0;
    while got < length {
        let range = format!("bytes={got}-{}", (got + PART_BYTES).min(length) - 1);
        let answer = http.get(&address).header("range", range).send().await.expect("nginx answers");
        got += answer.bytes().await.expect("a whole answer").len();
    }
    begun.elapsed()
}

/// The largest file below a folder: the body that was deposited last.
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

const ROUNDS: usize = 5;
