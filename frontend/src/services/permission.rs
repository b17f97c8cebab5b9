//! Whether the browser lets this page ask a program on this computer. Asking here asks nobody:
//! the browser's own question comes with the first request, and the page explains it before.

use super::browser;
use crate::desk::Permission;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Looks. A browser without such a question lets the page ask.
pub async fn look() -> Permission {
    for name in NAMES {
        match state(name).await.as_deref() {
            Some("prompt") => return Permission::Ask,
            Some("denied") => return Permission::Denied,
            Some(_) => return Permission::Free,
            None => {}
        }
    }
    Permission::Free
}

/// `None` when the browser does not know that name.
async fn state(name: &str) -> Option<String> {
    let navigator: JsValue = browser::window().navigator().into();
    let permissions = Reflect::get(&navigator, &"permissions".into()).ok()?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    let about = Object::new();
    Reflect::set(&about, &"name".into(), &name.into()).ok()?;
    let promise: Promise = query.call1(&permissions, &about).ok()?.dyn_into().ok()?;
    let status = JsFuture::from(promise).await.ok()?;
    Reflect::get(&status, &"state".into()).ok()?.as_string()
}

/// Newest name first.
const NAMES: [&str; 2] = ["loopback-network", "local-network-access"];
