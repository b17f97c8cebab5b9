//! The worker's ear: one question, one verdict. Nothing leaves this computer.

use super::judge;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for as long as the page lives.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let out = scope.clone();
    let ear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let read = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).unwrap_or_default();
        let text = |name: &str| read(name).as_string().unwrap_or_default();
        let verdict = judge(&text("identifier"), &text("password"));
        let answer = Object::new();
        let json = serde_json::to_string(&verdict).unwrap_or_default();
        let built = Reflect::set(&answer, &"id".into(), &read("id"))
            .and_then(|_| Reflect::set(&answer, &"answer".into(), &json.into()));
        if built.is_ok() {
            drop(out.post_message(&answer));
        }
    });
    scope.set_onmessage(Some(ear.as_ref().unchecked_ref()));
    ear.forget();
}
