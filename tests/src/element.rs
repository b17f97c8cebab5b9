//! Something on the page, and what a person does with it: by mouse and keyboard, as the browser
//! itself would pass it on.

use serde_json::{Value, json};
use std::path::Path;

use crate::browser::Shared;
use crate::cdp::CdpError;
use crate::wait::{self, SHORT};

/// Something on the page.
pub struct Element {
    state: Shared,
    session: String,
    node: i64,
}

impl Element {
    pub(crate) const fn new(state: Shared, session: String, node: i64) -> Self {
        Self { state, session, node }
    }

    /// Clicks in its middle, once it can be seen there and nothing lies over it. A page that moves
    /// under the pointer gets a second click, as from a person who missed.
    ///
    /// # Panics
    /// When it cannot be clicked in time, or clicks pass it by.
    pub fn clicks(&self) {
        self.state.borrow_mut().acts += 1;
        let mut missed = Vec::new();
        for _ in 0..CLICKS {
            let (x, y) = wait::until("something to click that nothing covers", SHORT, || {
                let (x, y) = self.centre()?;
                self.is_at(x, y).then_some((x, y))
            });
            self.run(LISTEN, &json!([]));
            self.presses_at(x, y);
            match self.fell_on() {
                None => return,
                Some(other) => missed.push(other),
            }
        }
        panic!("clicks pass it by: {missed:?}");
    }

    fn presses_at(&self, x: f64, y: f64) {
        let event =
            |kind: &str, button: &str| json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
        for (kind, button) in [("mouseMoved", "none"), ("mousePressed", "left"), ("mouseReleased", "left")] {
            self.call("Input.dispatchMouseEvent", event(kind, button));
        }
    }

    /// What else the last click fell on; nothing when it was this, or when the page went on so far
    /// that it cannot say any more.
    fn fell_on(&self) -> Option<String> {
        let ask = json!({ "expression": "globalThis.scelleClick", "returnByValue": true });
        for _ in 0..40 {
            let answer = self.try_call("Runtime.evaluate", ask.clone()).ok()?;
            match answer["result"]["value"].as_str() {
                Some("waiting") => std::thread::sleep(std::time::Duration::from_millis(25)),
                Some("hit") | None => return None,
                Some(other) => return Some(other.to_owned()),
            }
        }
        Some("nothing".to_owned())
    }

    /// Types text into it, in place of what is there.
    ///
    /// # Panics
    /// When it takes no focus.
    pub fn types(&self, text: &str) {
        self.state.borrow_mut().acts += 1;
        self.call("DOM.focus", json!({ "backendNodeId": self.node }));
        self.run("function() { if (this.select) this.select(); }", &json!([]));
        if text.is_empty() {
            self.puts("");
        } else {
            self.call("Input.insertText", json!({ "text": text }));
        }
    }

    /// Sets a value as a picker would: dates, lists.
    pub fn sets(&self, value: &str) {
        self.state.borrow_mut().acts += 1;
        self.puts(value);
    }

    fn puts(&self, value: &str) {
        let set = "function(value) { this.value = value; for (const kind of ['input', 'change']) \
                   this.dispatchEvent(new Event(kind, { bubbles: true })); }";
        self.run(set, &json!([{ "value": value }]));
    }

    /// Chooses the line of a list that reads like this.
    ///
    /// # Panics
    /// When there is none.
    pub fn chooses(&self, words: &str) {
        let find =
            "function(words) { for (const one of this.options) if (one.text.trim() === words) return one.value; }";
        let value = self.run(find, &json!([{ "value": words }]));
        self.sets(value.as_str().unwrap_or_else(|| panic!("no line reads “{words}”")));
    }

    /// Gives files to a file field.
    pub fn takes(&self, files: &[&Path]) {
        self.state.borrow_mut().acts += 1;
        let names: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        self.call("DOM.setFileInputFiles", json!({ "files": names, "backendNodeId": self.node }));
    }

    /// Its value.
    #[must_use]
    pub fn value(&self) -> String {
        self.run("function() { return this.value; }", &json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// What can be read in it.
    #[must_use]
    pub fn text(&self) -> String {
        crate::tab::plain(self.run("function() { return this.innerText; }", &json!([])).as_str().unwrap_or_default())
    }

    /// Whether it can be used.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.run("function() { return !this.matches(':disabled'); }", &json!([])) == true
    }

    /// Calls a function with it as `this`.
    ///
    /// # Panics
    /// When the element is gone or the function throws.
    pub fn run(&self, function: &str, arguments: &Value) -> Value {
        let found = self.call("DOM.resolveNode", json!({ "backendNodeId": self.node }));
        let ask = json!({
            "functionDeclaration": function, "objectId": found["object"]["objectId"], "arguments": arguments,
            "returnByValue": true, "awaitPromise": true,
        });
        let answer = self.call("Runtime.callFunctionOn", ask);
        assert!(answer["exceptionDetails"].is_null(), "{}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Its middle in the window, scrolled into view; nothing while it has no place.
    #[must_use]
    pub fn centre(&self) -> Option<(f64, f64)> {
        let node = json!({ "backendNodeId": self.node });
        self.try_call("DOM.scrollIntoViewIfNeeded", node.clone()).ok()?;
        let quads = self.try_call("DOM.getContentQuads", node).ok()?;
        let corner = |n: usize| quads["quads"][0][n].as_f64();
        let (left, top, right, bottom) = (corner(0)?, corner(1)?, corner(4)?, corner(5)?);
        (right > left && bottom > top).then(|| (f64::midpoint(left, right), f64::midpoint(top, bottom)))
    }

    /// Whether a click there would reach it, or something in it, or its label.
    fn is_at(&self, x: f64, y: f64) -> bool {
        let Ok(found) = self.try_call("DOM.resolveNode", json!({ "backendNodeId": self.node })) else { return false };
        let hit = "function(x, y) { const there = document.elementFromPoint(x, y); if (!there) return false; \
                   return this.contains(there) || [...(this.labels ?? [])].some(label => label.contains(there)); }";
        let ask = json!({
            "functionDeclaration": hit, "objectId": found["object"]["objectId"],
            "arguments": [{ "value": x }, { "value": y }], "returnByValue": true,
        });
        self.try_call("Runtime.callFunctionOn", ask).is_ok_and(|answer| answer["result"]["value"] == true)
    }

    fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|e| panic!("{e}"))
    }

    fn try_call(&self, method: &str, params: Value) -> Result<Value, CdpError> {
        self.state.borrow_mut().call(&self.session, method, params)
    }
}

/// A person who missed so often would give up.
const CLICKS: usize = 3;
/// Notes what the next click falls on: this, something in it, or its label counts as a hit.
const LISTEN: &str = "function() {
    globalThis.scelleClick = 'waiting';
    const labels = [...(this.labels ?? [])];
    document.addEventListener('click', ({ target }) => {
        const hit = this.contains(target) || labels.some(label => label.contains(target));
        globalThis.scelleClick = hit ? 'hit' : target.outerHTML.slice(0, 200);
    }, { once: true, capture: true });
}";
