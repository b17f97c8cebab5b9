//! One person's browser: a profile of its own, tabs and their workers, what it complains about.

use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

use crate::cdp::{CdpError, Connection, Event, Heard};
use crate::chromium::Chromium;
use crate::complaints;
use crate::downloads::Downloads;
use crate::tab::Tab;

/// A browser. At its end it must have had nothing to complain about.
pub struct Browser {
    state: Shared,
    chromium: Option<Chromium>,
    profile: TempDir,
    downloads: TempDir,
    switches: Vec<String>,
}

/// What tabs and elements share with their browser.
pub type Shared = Rc<RefCell<State>>;

/// The connection, and what was heard on it.
pub struct State {
    connection: Connection,
    origins: Vec<String>,
    /// Workers by session, each with the session of its page and its address.
    pub workers: BTreeMap<String, (String, String)>,
    /// Complaints so far.
    pub complaints: Vec<String>,
    /// Files that were saved.
    pub downloads: Downloads,
    /// The line of pages and workers is cut.
    pub offline: bool,
    /// Milliseconds by which clocks of pages and workers are ahead.
    pub ahead: i64,
    /// Clicks, and fields filled, by the person at this browser.
    pub acts: usize,
}

impl Browser {
    /// Starts one with an empty profile; `origins` are those that may be asked: the page's, the
    /// interface's, a bridge's.
    #[must_use]
    pub fn start(origins: &[&str]) -> Self {
        Self::with(origins, Vec::new())
    }

    /// Starts one for which this page and this interface lie on the internet, not on this
    /// computer: it asks before they may reach a program here.
    #[must_use]
    pub fn start_far_away(origins: &[&str]) -> Self {
        let public = |origin: &&str| format!("{}=public", origin.trim_start_matches("http://"));
        let public: Vec<String> = origins[..2].iter().map(public).collect();
        Self::with(origins, vec![format!("--ip-address-space-overrides={}", public.join(","))])
    }

    fn with(origins: &[&str], switches: Vec<String>) -> Self {
        // A panic here says that Chromium does not start.
        let profile = TempDir::with_prefix("scelle-profile").expect("a folder for the profile");
        let downloads = TempDir::with_prefix("scelle-downloads").expect("a folder for downloads");
        let (chromium, connection) = open(&profile, &downloads, &switches);
        let state = State {
            connection,
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            workers: BTreeMap::new(),
            complaints: Vec::new(),
            downloads: Downloads::default(),
            offline: false,
            ahead: 0,
            acts: 0,
        };
        Self { state: Rc::new(RefCell::new(state)), chromium: Some(chromium), profile, downloads, switches }
    }

    /// A new tab at this address.
    ///
    /// # Panics
    /// When the browser refuses.
    #[must_use]
    pub fn tab(&self, address: &str) -> Tab {
        Tab::open(Rc::clone(&self.state), address)
    }

    /// Ends the process at once, as a power cut would, and starts it again on the same profile.
    ///
    /// # Panics
    /// When Chromium does not start again.
    pub fn crashes_and_starts_again(&mut self) {
        drop(self.chromium.take());
        let (chromium, connection) = open(&self.profile, &self.downloads, &self.switches);
        let mut state = self.state.borrow_mut();
        state.connection = connection;
        state.workers.clear();
        self.chromium = Some(chromium);
    }

    /// The person answers, once and for all, whether a page may reach programs of this computer.
    ///
    /// # Panics
    /// When the browser knows no such permission.
    pub fn lets_reach_this_computer(&self, page: &str, yes: bool) {
        let setting = if yes { "granted" } else { "denied" };
        let ask = json!({ "origin": page, "permission": { "name": "loopback-network" }, "setting": setting });
        self.state.borrow_mut().call("", "Browser.setPermission", ask).expect("a permission of this browser");
    }

    /// Folder of the profile: what stays on the computer.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.profile.path().to_owned()
    }

    /// Folder of downloads.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        self.downloads.path().to_owned()
    }

    /// Number of the browser's process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.chromium.as_ref().map_or(0, Chromium::id)
    }

    /// Clicks, and fields filled, by the person so far.
    #[must_use]
    pub fn acts(&self) -> usize {
        self.state.borrow().acts
    }

    /// Complaints so far.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.state.borrow_mut().listen();
        self.state.borrow().complaints.clone()
    }

    /// Drops the complaints that say this: they were the point of the test.
    pub fn forgives(&self, words: &str) {
        self.state.borrow_mut().listen();
        self.state.borrow_mut().complaints.retain(|complaint| !complaint.contains(words));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let complaints = self.complaints();
            assert!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
        }
    }
}

fn open(profile: &TempDir, downloads: &TempDir, switches: &[String]) -> (Chromium, Connection) {
    let chromium = Chromium::start(profile.path(), switches);
    let mut connection = Connection::open(chromium.address.0, &chromium.address.1);
    let path = downloads.path().to_string_lossy().into_owned();
    let allow = json!({ "behavior": "allow", "downloadPath": path, "eventsEnabled": true });
    connection.send("", "Browser.setDownloadBehavior", allow).expect("a browser that has just started");
    (chromium, connection)
}

impl State {
    /// Calls a method of a target and waits; what comes meanwhile is heard at once: a worker that
    /// the answer needs may be waiting for us.
    ///
    /// # Errors
    /// [`CdpError`].
    pub fn call(&mut self, session: &str, method: &str, params: Value) -> Result<Value, CdpError> {
        let id = self.connection.send(session, method, params)?;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self.connection.read()? {
                Some(Heard::Answer(of, answer)) if of == id => {
                    return answer.map_err(|error| error.of(method));
                }
                Some(Heard::Event(event)) => self.hear(&event),
                _ => {}
            }
        }
        Err(CdpError::Gone(format!("no answer to {method}")))
    }

    /// Calls without waiting.
    pub fn send(&mut self, session: &str, method: &str, params: Value) {
        // A target that is gone needs nothing any more.
        let _ = self.connection.send(session, method, params);
    }

    /// Hears what came unasked.
    pub fn listen(&mut self) {
        while let Ok(Some(heard)) = self.connection.read() {
            if let Heard::Event(event) = heard {
                self.hear(&event);
            }
        }
    }

    fn hear(&mut self, event: &Event) {
        match event.method.as_str() {
            "Target.attachedToTarget" => self.meet(event),
            "Target.detachedFromTarget" => {
                self.workers.remove(event.params["sessionId"].as_str().unwrap_or_default());
            }
            _ => {
                self.downloads.hear(event);
                self.complaints.extend(complaints::heard(event, &self.origins));
            }
        }
    }

    /// A worker has begun and waits to be let go: it gets the page's clock and line first.
    fn meet(&mut self, event: &Event) {
        let session = event.params["sessionId"].as_str().unwrap_or_default().to_owned();
        let target = &event.params["targetInfo"];
        if target["type"] == "page" {
            return;
        }
        let address = target["url"].as_str().unwrap_or_default().to_owned();
        self.workers.insert(session.clone(), (event.session.clone(), address));
        for (method, params) in setting_up(self) {
            self.send(&session, method, params);
        }
        self.send(&session, "Runtime.evaluate", json!({ "expression": clock(self.ahead) }));
        self.send(&session, "Runtime.runIfWaitingForDebugger", json!({}));
    }
}

/// What every target is told at its beginning.
pub fn setting_up(state: &State) -> Vec<(&'static str, Value)> {
    let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
    vec![
        ("Runtime.enable", json!({})),
        ("Log.enable", json!({})),
        ("Network.enable", json!({})),
        ("Network.emulateNetworkConditions", line(state.offline)),
        ("Target.setAutoAttach", attach),
    ]
}

/// A line that is cut, or the machine's own.
#[must_use]
pub fn line(offline: bool) -> Value {
    json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 })
}

/// A clock that can be put ahead.
#[must_use]
pub fn clock(ahead: i64) -> String {
    format!("{CLOCK}({ahead})")
}

const PATIENCE: Duration = Duration::from_secs(60);
const CLOCK: &str = include_str!("clock.js");
