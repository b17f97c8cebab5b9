//! A liar between a client and the real host: two plain HTTP doors, one before the interface and
//! one before the page, that pass everything on, remember it, and rewrite answers by script.
//! What a message is and how it travels lies in the folder; what a host knows does not lie here.
//!
//! ```no_run
//! use scelle_protocol::wire::Listing;
//! use scelle_tests::{browser::Browser, host::Host, liar::Liar, native::Native};
//!
//! let liar = Liar::new();
//! let host = Host::behind(&liar); // or Host::with_cards_behind; in this process: liar.stands_before
//! let browser = Browser::start(&[&host.page(), &host.api()]); // these are the liar's addresses
//! let native = Native::on_page(&liar.api(), &liar.page());
//!
//! // 1. Rewrite answers. `edits` takes JSON apart and puts it together again.
//! liar.lies(|asked, told| {
//!     if asked.path.ends_with("/list") {
//!         told.edits(|listing: &mut Listing| listing.labels.clear());
//!     }
//!     if asked.path.contains("/bodies/") {
//!         told.body.truncate(100); // a shorter answer, honestly framed
//!         told.is_cut_after(50); // and the line goes dead in the middle of it
//!     }
//! });
//! // …the client refuses, and it did hear a lie:
//! assert!(liar.lied() > 0);
//! liar.is_honest(); // the control: the same way through the same doors works
//!
//! // 2. Change questions before the host sees them, or answer in its place.
//! liar.whispers(|asked| {
//!     asked.headers.retain(|(name, _)| name != "dpop");
//!     None // Some(Told::with(404, b"")) would answer without asking
//! });
//!
//! // 3. Everything that the host saw and said, in order; and old answers told again.
//! let seen = liar.heard(); // Vec<Exchange { door, asked, told }>, questions as the host got them
//! let old = liar.kept("GET", "/v1/log/checkpoint").expect("it was asked before");
//! liar.replays("/v1/log/checkpoint", old);
//! liar.forgets();
//! # drop((browser, native, seen));
//! ```

mod door;
mod told;
mod wire;

pub use told::{Asked, Told};

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The liar; dropping it closes both doors. Until a script is set, it is honest.
pub struct Liar {
    ports: [u16; 2],
    shared: Arc<Shared>,
}

/// Which of the two doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Before the interface.
    Api,
    /// Before the page.
    Page,
}

/// A question as the host got it, and what the host said.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Where it came in.
    pub door: Door,
    /// The question, after any whispering.
    pub asked: Asked,
    /// The answer, before any lie.
    pub told: Told,
}

type Lie = Arc<dyn Fn(&Asked, &mut Told) + Send + Sync>;
type Whisper = Arc<dyn Fn(&mut Asked) -> Option<Told> + Send + Sync>;

/// What both doors share.
#[derive(Default)]
struct Shared {
    ended: AtomicBool,
    /// Interface and page of the real host.
    behind: Mutex<Option<[SocketAddr; 2]>>,
    lie: Mutex<Option<Lie>>,
    whisper: Mutex<Option<Whisper>>,
    heard: Mutex<Vec<Exchange>>,
    lied: AtomicUsize,
}

impl Default for Liar {
    fn default() -> Self {
        Self::new()
    }
}

impl Liar {
    /// Opens both doors on free ports, with nobody behind them yet.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn new() -> Self {
        let shared = Arc::<Shared>::default();
        let ports = [Door::Api, Door::Page].map(|door| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let port = listener.local_addr().expect("a bound socket").port();
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || door::opens(&listener, door, &shared));
            port
        });
        Self { ports, shared }
    }

    /// From now on passes on to this interface and this page. The host must have been told that its
    /// origins are [`Self::api`] and [`Self::page`].
    pub fn stands_before(&self, api: SocketAddr, page: SocketAddr) {
        *held(&self.shared.behind) = Some([api, page]);
    }

    /// Origin of the interface, as clients know it.
    #[must_use]
    pub fn api(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    /// Origin of the page, as clients know it.
    #[must_use]
    pub fn page(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[1])
    }

    /// From now on answers of both doors go through this script, but for those to `OPTIONS`. It
    /// takes the place of the one before.
    pub fn lies(&self, lie: impl Fn(&Asked, &mut Told) + Send + Sync + 'static) {
        *held(&self.shared.lie) = Some(Arc::new(lie));
    }

    /// From now on questions go through this script, but for `OPTIONS`: what it gives is told in
    /// place of the host, which then hears nothing.
    pub fn whispers(&self, whisper: impl Fn(&mut Asked) -> Option<Told> + Send + Sync + 'static) {
        *held(&self.shared.whisper) = Some(Arc::new(whisper));
    }

    /// Whoever asks for exactly this path by `GET` hears this old answer, by a host that never sees the question.
    pub fn replays(&self, path: &str, old: Told) {
        let path = path.to_owned();
        self.lies(move |asked, told| {
            if asked.method == "GET" && asked.path == path {
                told.takes_the_place_of(&old);
            }
        });
    }

    /// No script any more.
    pub fn is_honest(&self) {
        *held(&self.shared.lie) = None;
        *held(&self.shared.whisper) = None;
    }

    /// Answers so far that a script changed, cut, held back or invented: a test in which this
    /// stays nought attacked nothing.
    #[must_use]
    pub fn lied(&self) -> usize {
        self.shared.lied.load(Ordering::SeqCst)
    }

    /// Everything that the host saw and said so far, in the order of its answers.
    #[must_use]
    pub fn heard(&self) -> Vec<Exchange> {
        held(&self.shared.heard).clone()
    }

    /// Forgets what was heard.
    pub fn forgets(&self) {
        held(&self.shared.heard).clear();
    }

    /// The last good answer of the interface to a question of this method whose path contains this.
    #[must_use]
    pub fn kept(&self, method: &str, path: &str) -> Option<Told> {
        let heard = held(&self.shared.heard);
        let mut fits = heard.iter().rev().filter(|one| one.door == Door::Api && matches!(one.told.status, 200 | 206));
        fits.find(|one| one.asked.method == method && one.asked.path.contains(path)).map(|one| one.told.clone())
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        for port in self.ports {
            // One last caller wakes the door.
            let _ = TcpStream::connect(("127.0.0.1", port));
        }
    }
}

/// A script that panicked has failed its test already.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
