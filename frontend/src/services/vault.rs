//! The vault worker as one async function. Keys live there; nothing of them comes here.

use super::{
    bridge, browser,
    messages::{Answer, Ask, Ending, Progress, Trouble},
    worker::{Answering, Line, field},
};
use js_sys::{Array, Object};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// An answer, with what travels beside it.
pub struct Reply {
    pub answer: Answer,
    /// `ArrayBuffer` or `Blob`, or undefined.
    pub extra: JsValue,
}

/// Handle to the worker, which starts at the first question and again after a death.
#[derive(Clone, Copy)]
pub struct Vault {
    line: StoredValue<Option<Line>, LocalStorage>,
    config: StoredValue<Option<String>>,
    ears: StoredValue<Option<Ears>, LocalStorage>,
    /// Counts the workers: what one asked of the bridge is not for the next.
    turn: StoredValue<u32>,
}

#[derive(Clone)]
struct Ears {
    note: Rc<dyn Fn(Progress)>,
    died: Rc<dyn Fn()>,
}

impl Vault {
    /// No worker yet.
    pub fn new() -> Self {
        Self {
            line: StoredValue::new_local(None),
            config: StoredValue::new(None),
            ears: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        }
    }

    /// Says who hears progress notes and the worker's death.
    pub fn listen(self, note: impl Fn(Progress) + 'static, died: impl Fn() + 'static) {
        self.ears.set_value(Some(Ears { note: Rc::new(note), died: Rc::new(died) }));
    }

    /// Asks, and awaits the one answer.
    pub async fn ask(self, ask: Ask) -> Result<Reply, Trouble> {
        self.ask_with(ask, JsValue::UNDEFINED).await
    }

    /// Asks with a `File` or a `FileSystemFileHandle` beside.
    pub async fn ask_with(self, ask: Ask, extra: JsValue) -> Result<Reply, Trouble> {
        #[cfg(feature = "gallery")]
        if crate::gallery::on() {
            return crate::gallery::answer(&ask).await;
        }
        let data = self.post(ask, extra).await?.await.ok_or(Trouble::Internal)?;
        if let Some(trouble) = json::<Trouble>(&data, "trouble") {
            if trouble == Trouble::SessionEnded {
                self.hear(Progress::Ended { why: Ending::Host });
            }
            return Err(trouble);
        }
        let answer = json(&data, "answer").ok_or(Trouble::Internal)?;
        Ok(Reply { answer, extra: field(&data, "extra") })
    }

    /// Kills the worker with all its keys.
    pub fn kill(self) {
        bridge::hang_up();
        self.line.update_value(|line| {
            if let Some(line) = line.take() {
                line.kill();
                // Its closures may be running this very call: they are freed a turn later.
                gloo::timers::callback::Timeout::new(0, move || drop(line)).forget();
            }
        });
    }

    async fn post(self, ask: Ask, extra: JsValue) -> Result<Answering, Trouble> {
        let text = serde_json::to_string(&ask).map_err(|_| Trouble::Internal)?;
        if self.config.with_value(Option::is_none) {
            let config = browser::fetch_text("/config.json").await.ok_or(Trouble::Offline)?;
            self.config.set_value(Some(config));
        }
        if self.line.with_value(Option::is_none) {
            self.start()?;
        }
        let mut answering = None;
        self.line.update_value(|line| {
            let fields = [("ask", JsValue::from_str(&text)), ("extra", extra)];
            answering = line.as_mut().map(|line| line.ask(&fields, &Array::new()));
        });
        answering.ok_or(Trouble::Internal)
    }

    /// Carries a call of the worker to the bridge: only a page is let there.
    fn carry(self, turn: u32, number: f64, data: &Object) {
        let word = |name: &str| field(data, name).as_string().unwrap_or_default();
        let (op, body) = (word("op"), word("body"));
        spawn_local(async move {
            let carried = bridge::carry(&op, &body).await;
            if self.turn.get_value() != turn {
                return;
            }
            self.line.with_value(|line| {
                if let Some(line) = line {
                    let fields = [
                        ("bridgeAnswer", number.into()),
                        ("status", carried.status.into()),
                        ("body", JsValue::from_str(&carried.body)),
                    ];
                    line.tell(&fields);
                }
            });
        });
    }

    fn hear(self, note: Progress) {
        if let Some(ears) = self.ears.get_value() {
            (ears.note)(note);
        }
    }

    fn start(self) -> Result<(), Trouble> {
        let ears = self.ears.get_value().ok_or(Trouble::Internal)?;
        let note = ears.note;
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        let hear = move |data: &Object| {
            if let Some(progress) = json::<Progress>(data, "progress") {
                note(progress);
            } else if let Some(number) = field(data, "bridge").as_f64() {
                self.carry(turn, number, data);
            }
        };
        let died = ears.died;
        let line = Line::start("/vault-boot.js", hear, move || died()).map_err(|_| Trouble::BrowserCannot)?;
        let config = self.config.get_value().unwrap_or_default();
        line.tell(&[("config", JsValue::from_str(&config))]);
        self.line.set_value(Some(line));
        Ok(())
    }
}

fn json<T: DeserializeOwned>(data: &Object, name: &str) -> Option<T> {
    serde_json::from_str(&field(data, name).as_string()?).ok()
}
