//! The strength worker: started when a password field gets the focus, gone with the page.

use super::worker::{Line, field};
use crate::{desk::Judged, logic::form::Strength};
use js_sys::Array;
use serde::Deserialize;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static LINE: RefCell<Option<Line>> = const { RefCell::new(None) };
}

#[derive(Deserialize)]
struct Verdict {
    score: u8,
    like_identifier: bool,
    advice: Vec<String>,
}

/// Loads the worker, so that the first verdict comes quickly.
pub fn warm() {
    LINE.with_borrow_mut(|line| {
        if line.is_none() {
            *line = Line::start("/strength-boot.js", |_| {}, || {}).ok();
        }
    });
}

/// Ends the worker: it has seen a password.
pub fn kill() {
    LINE.with_borrow_mut(|line| {
        if let Some(line) = line.take() {
            line.kill();
        }
    });
}

/// Judges a password; `None` when the worker cannot.
pub async fn judge(identifier: &str, password: &str) -> Option<Judged> {
    warm();
    let fields = [("identifier", JsValue::from_str(identifier)), ("password", JsValue::from_str(password))];
    let answering = LINE.with_borrow_mut(|line| line.as_mut().map(|line| line.ask(&fields, &Array::new())))?;
    let data = answering.await?;
    let verdict: Verdict = serde_json::from_str(&field(&data, "answer").as_string()?).ok()?;
    Some(Judged {
        strength: Strength { score: verdict.score, like_identifier: verdict.like_identifier },
        advice: verdict.advice,
    })
}
