//! A tab: going somewhere, finding what a person would find by its role and name, and what can
//! happen to a tab.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use crate::browser::{Shared, clock, line, setting_up};
use crate::cdp::CdpError;
use crate::element::Element;
use crate::wait::{self, LONG, SHORT};

/// A tab.
pub struct Tab {
    state: Shared,
    session: String,
    target: String,
}

impl Tab {
    /// Opens one.
    ///
    /// # Panics
    /// When the browser refuses.
    #[must_use]
    pub fn open(state: Shared, address: &str) -> Self {
        let call = |method: &str, params: Value| state.borrow_mut().call("", method, params);
        let made = call("Target.createTarget", json!({ "url": "about:blank" })).expect("a new tab");
        let target = made["targetId"].as_str().unwrap_or_default().to_owned();
        let attached =
            call("Target.attachToTarget", json!({ "targetId": target, "flatten": true })).expect("a new tab");
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let tab = Self { state, session, target };
        let set = setting_up(&tab.state.borrow());
        for (method, params) in set {
            tab.call(method, params);
        }
        for method in ["Page.enable", "DOM.enable", "Accessibility.enable", "Audits.enable", "Inspector.enable"] {
            tab.call(method, json!({}));
        }
        let ahead = tab.state.borrow().ahead;
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": clock(ahead) }));
        tab.goes_to(address);
        tab
    }

    /// Calls the developer protocol.
    ///
    /// # Panics
    /// When the browser refuses.
    pub fn call(&self, method: &str, params: Value) -> Value {
        self.state.borrow_mut().call(&self.session, method, params).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Calls what the page may make impossible, as when it has just changed.
    ///
    /// # Errors
    /// [`CdpError`].
    pub fn try_call(&self, method: &str, params: Value) -> Result<Value, CdpError> {
        self.state.borrow_mut().call(&self.session, method, params)
    }

    /// Types an address, and waits for the page.
    pub fn goes_to(&self, address: &str) {
        self.call("Page.navigate", json!({ "url": address }));
        self.loaded();
    }

    /// Loads the page anew.
    pub fn reloads(&self) {
        self.call("Page.reload", json!({}));
        self.loaded();
    }

    /// Where it is: path of the address.
    #[must_use]
    pub fn path(&self) -> String {
        self.evaluate("location.pathname").as_str().unwrap_or_default().to_owned()
    }

    /// Title of the window.
    #[must_use]
    pub fn title(&self) -> String {
        self.evaluate("document.title").as_str().unwrap_or_default().to_owned()
    }

    /// What JavaScript says, promises awaited.
    ///
    /// # Panics
    /// When it throws.
    pub fn evaluate(&self, expression: &str) -> Value {
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", ask);
        let thrown = &answer["exceptionDetails"];
        assert!(thrown.is_null(), "{expression}: {thrown}");
        answer["result"]["value"].clone()
    }

    /// What JavaScript says in the page's worker whose address has these words.
    ///
    /// # Panics
    /// When there is no such worker, or it throws.
    pub fn evaluate_in_worker(&self, words: &str, expression: &str) -> Value {
        let worker = self.workers().into_iter().find(|(_, address)| address.contains(words));
        let (mark, _) = worker.unwrap_or_else(|| panic!("no worker of {words}"));
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.state.borrow_mut().call(&mark, "Runtime.evaluate", ask).unwrap_or_else(|e| panic!("{e}"));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Everything that can be read on the page, spaces plain.
    #[must_use]
    pub fn text(&self) -> String {
        plain(self.evaluate("document.body ? document.body.innerText : ''").as_str().unwrap_or_default())
    }

    /// Waits until the words can be read.
    pub fn sees(&self, words: &str) {
        self.sees_within(words, SHORT);
    }

    /// Waits longer.
    ///
    /// # Panics
    /// With all that can be read instead.
    pub fn sees_within(&self, words: &str, patience: Duration) {
        let words = plain(words);
        let deadline = std::time::Instant::now() + patience;
        while !self.text().contains(&words) {
            let late = std::time::Instant::now() >= deadline;
            assert!(!late, "“{words}” is not to be read at {}:\n{}\n{:?}", self.path(), self.text(), self.complaints());
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// The words cannot be read now.
    ///
    /// # Panics
    /// When they can.
    pub fn sees_no(&self, words: &str) {
        assert!(!self.text().contains(&plain(words)), "“{words}” is to be read at {}", self.path());
    }

    /// The button of this name.
    #[must_use]
    pub fn button(&self, name: &str) -> Element {
        self.named(&["button"], name)
    }

    /// The link of this name.
    #[must_use]
    pub fn link(&self, name: &str) -> Element {
        self.named(&["link"], name)
    }

    /// The field, box or list with this label.
    #[must_use]
    pub fn field(&self, label: &str) -> Element {
        self.named(FIELDS, label)
    }

    /// The heading with these words.
    #[must_use]
    pub fn heading(&self, words: &str) -> Element {
        self.named(&["heading"], words)
    }

    /// Waits for something with one of these roles and this name; a name that ends in `…` is
    /// the beginning of one.
    #[must_use]
    pub fn named(&self, roles: &[&str], name: &str) -> Element {
        let what = format!("{} “{name}” at {}", roles.join(" or "), self.path());
        wait::until(&what, SHORT, || self.all(roles, name).into_iter().next())
    }

    /// All that is there now with one of these roles and this name.
    #[must_use]
    pub fn all(&self, roles: &[&str], name: &str) -> Vec<Element> {
        let wanted = plain(name);
        let fits = |given: &str| match wanted.strip_suffix('…') {
            Some(beginning) => given.starts_with(beginning),
            None => given == wanted,
        };
        let nodes = roles.iter().flat_map(|role| self.with_role(role));
        nodes.filter(|(given, _)| fits(given)).map(|(_, node)| self.element(node)).collect()
    }

    /// Names of all that has this role.
    #[must_use]
    pub fn names(&self, role: &str) -> Vec<String> {
        self.with_role(role).into_iter().map(|(name, _)| name).collect()
    }

    /// The first element that a selector finds: for what has neither role nor name.
    #[must_use]
    pub fn selected(&self, selector: &str) -> Element {
        wait::until(selector, SHORT, || {
            let root = self.try_call("DOM.getDocument", json!({ "depth": 0 })).ok()?;
            let ask = json!({ "nodeId": root["root"]["nodeId"], "selector": selector });
            let found = self.try_call("DOM.querySelector", ask).ok()?;
            let about = self.try_call("DOM.describeNode", json!({ "nodeId": found["nodeId"] })).ok()?;
            about["node"]["backendNodeId"].as_i64().map(|node| self.element(node))
        })
    }

    /// Presses a key: `Enter`, `Tab`, `Escape`, or one that writes a sign.
    pub fn presses(&self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            sign => (sign.chars().next().map_or(0, u32::from), sign),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let event =
            |kind: &str| json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event(down));
        self.call("Input.dispatchKeyEvent", event("keyUp"));
    }

    /// Drags files over the page and drops them on an element.
    ///
    /// # Panics
    /// When the element cannot be reached.
    pub fn drops(&self, files: &[&Path], on: &Element) {
        let (x, y) = on.centre().expect("what is dropped on can be seen");
        let names: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let data = json!({ "items": [], "files": names, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.call("Input.dispatchDragEvent", json!({ "type": kind, "x": x, "y": y, "data": data }));
        }
    }

    /// Sets the window's size in CSS pixels.
    pub fn has_size(&self, width: u32, height: u32) {
        let mobile = width < 600;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets what the person prefers: dark or light; movement never, so that pictures stand still.
    pub fn prefers(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// A picture of the whole page, PNG in base64.
    #[must_use]
    pub fn picture(&self) -> String {
        let layout = self.call("Page.getLayoutMetrics", json!({}));
        let size = &layout["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let shot = self
            .call("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }));
        shot["data"].as_str().unwrap_or_default().to_owned()
    }

    /// Cuts or mends the line, of the page and of its workers.
    pub fn is_offline(&self, offline: bool) {
        self.state.borrow_mut().offline = offline;
        self.everywhere("Network.emulateNetworkConditions", &line(offline));
    }

    /// No request is watched any more: what is measured must not be read along.
    pub fn is_not_watched(&self) {
        self.everywhere("Network.disable", &json!({}));
    }

    /// Lets so much time pass for the page and its workers, in an instant.
    pub fn skips(&self, time: Duration) {
        let more = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let ahead = self.state.borrow().ahead + more;
        self.has_clock_ahead(ahead);
    }

    /// Puts the computer's clock ahead (or back) by milliseconds.
    pub fn has_clock_ahead(&self, ahead: i64) {
        self.state.borrow_mut().ahead = ahead;
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": clock(ahead) }));
        self.everywhere("Runtime.evaluate", &json!({ "expression": clock(ahead) }));
    }

    /// The workers of this page that live now: each one's own mark, and its address.
    #[must_use]
    pub fn workers(&self) -> BTreeMap<String, String> {
        let mut state = self.state.borrow_mut();
        state.listen();
        let own = state.workers.iter().filter(|(_, (page, _))| *page == self.session);
        own.map(|(mark, (_, address))| (mark.clone(), address.clone())).collect()
    }

    /// Waits until none of these workers lives.
    pub fn sees_the_end_of(&self, workers: &BTreeMap<String, String>) {
        wait::until(&format!("the end of {workers:?}"), SHORT, || {
            let now = self.workers();
            workers.keys().all(|mark| !now.contains_key(mark)).then_some(())
        });
    }

    /// The renderer dies.
    pub fn crashes(&self) {
        self.state.borrow_mut().send(&self.session, "Page.crash", json!({}));
        wait::until("the crash", SHORT, || {
            self.complaints().iter().any(|complaint| complaint.starts_with("crash")).then_some(())
        });
        self.state.borrow_mut().complaints.retain(|complaint| !complaint.starts_with("crash"));
    }

    /// Closes the tab, as its cross does.
    ///
    /// # Panics
    /// When the browser refuses.
    pub fn closes(self) {
        let close = json!({ "targetId": self.target });
        self.state.borrow_mut().call("", "Target.closeTarget", close).expect("a tab that is open");
    }

    /// Waits until a file whose name fits is saved whole; its name.
    ///
    /// # Panics
    /// With what was saved instead, when none comes in time.
    #[must_use]
    pub fn saves(&self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let deadline = std::time::Instant::now() + LONG;
        loop {
            let mut state = self.state.borrow_mut();
            state.listen();
            if let Some(name) = state.downloads.take(&fits) {
                return name;
            }
            let late = std::time::Instant::now() >= deadline;
            assert!(!late, "no {what} was saved; {}; {:?}", state.downloads, state.complaints);
        }
    }

    /// Complaints so far.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.state.borrow_mut().listen();
        self.state.borrow().complaints.clone()
    }

    fn everywhere(&self, method: &str, params: &serde_json::Value) {
        self.call(method, params.clone());
        let workers: Vec<String> = self.state.borrow().workers.keys().cloned().collect();
        for worker in workers {
            // One that ended meanwhile needs nothing.
            let _ = self.state.borrow_mut().call(&worker, method, params.clone());
        }
    }

    fn loaded(&self) {
        wait::until("the page", SHORT, || {
            let ask = json!({ "expression": "document.readyState", "returnByValue": true });
            let answer = self.try_call("Runtime.evaluate", ask).ok()?;
            (answer["result"]["value"] == "complete").then_some(())
        });
    }

    fn element(&self, node: i64) -> Element {
        Element::new(Rc::clone(&self.state), self.session.clone(), node)
    }

    /// Names and nodes of all that has this role, in the order of the page.
    fn with_role(&self, role: &str) -> Vec<(String, i64)> {
        let found = self.try_call("DOM.getDocument", json!({ "depth": 0 })).and_then(|document| {
            let ask = json!({ "backendNodeId": document["root"]["backendNodeId"], "role": role });
            self.try_call("Accessibility.queryAXTree", ask)
        });
        let Ok(found) = found else { return Vec::new() };
        let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
        nodes
            .iter()
            .filter(|node| node["ignored"] != true)
            .filter_map(|node| {
                let name = plain(node["name"]["value"].as_str().unwrap_or_default());
                node["backendDOMNodeId"].as_i64().map(|id| (name, id))
            })
            .collect()
    }
}

/// Text with plain spaces and nothing at its ends.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}

const FIELDS: &[&str] = &["textbox", "searchbox", "combobox", "checkbox", "radio", "Date", "spinbutton", "switch"];

#[cfg(test)]
mod tests {
    use crate::browser::Browser;
    use std::time::Duration;

    #[test]
    fn workers_are_seen_their_clocks_moved_and_their_end_noticed() {
        let browser = Browser::start(&[]);
        let tab = browser.tab("about:blank");
        tab.evaluate(
            "globalThis.worker = new Worker(URL.createObjectURL(new Blob(['onmessage = () => postMessage(Date.now())'])));
             globalThis.asked = () => new Promise(told => { worker.onmessage = e => told(e.data); worker.postMessage(1); });
             globalThis.asked()",
        );
        let workers = tab.workers();
        assert_eq!(workers.len(), 1);
        tab.skips(Duration::from_secs(3600));
        let ahead = tab.evaluate("globalThis.asked().then(worker => worker - Date.now())").as_f64().unwrap_or_default();
        assert!(ahead.abs() < 60_000.0, "worker and page are {ahead} ms apart");
        tab.evaluate("worker.terminate()");
        tab.sees_the_end_of(&workers);
    }
}
