//! Small questions to the browser: time, language, focus, fetch, print.

use crate::logic::dates::{Day, Moment};
use js_sys::{Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, Response, Window};

/// The window. A page always has one.
pub fn window() -> Window {
    web_sys::window().expect("this code runs in a page")
}

/// The document of that window.
pub fn document() -> Document {
    window().document().expect("a page has a document")
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// Today, in the user's calendar.
pub fn today() -> Day {
    local((now() / 1000.0) as u64).day
}

/// A Unix time (s) in the user's calendar.
pub fn local(unix: u64) -> Moment {
    let at = Date::new(&JsValue::from_f64(unix as f64 * 1000.0));
    Moment::at(unix, -(at.get_timezone_offset() as i32))
}

/// A time as statements write it, in Unix seconds.
pub fn unix_of(time: &str) -> Option<u64> {
    let millis = Date::parse(time);
    (millis.is_finite() && millis >= 0.0).then_some((millis / 1000.0) as u64)
}

/// The language that was chosen here before, else the one that the browser asks for.
pub fn preferred_language() -> String {
    let kept = shelf().and_then(|shelf| shelf.get_item(LANGUAGE).ok().flatten());
    kept.or_else(|| window().navigator().language()).unwrap_or_default()
}

/// Keeps the language that was chosen. A browser that keeps nothing asks again next time.
pub fn keep_language(code: &str) {
    if let Some(shelf) = shelf() {
        drop(shelf.set_item(LANGUAGE, code));
    }
}

/// Whether the browser calls this address secure: only then is the page the one that was sent.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// A small text of our own origin.
pub async fn fetch_text(path: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(path)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Runs it when the page is drawn and the browser has nothing more urgent, or after two seconds. Where a browser does
/// not say when it is idle, right after the page is drawn.
pub fn when_idle(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    let Ok(wait) = Reflect::get(&window(), &"requestIdleCallback".into()) else { return };
    let asked = wait.dyn_into::<Function>().and_then(|wait| {
        let options = js_sys::Object::new();
        Reflect::set(&options, &"timeout".into(), &IDLE_AT_LAST.into())?;
        wait.call2(&window(), &run, &options)
    });
    if asked.is_err() {
        drop(window().set_timeout_with_callback(run.unchecked_ref()));
    }
}

/// Milliseconds.
const IDLE_AT_LAST: u32 = 2000;

/// Moves the focus to the element with that id.
pub fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        drop(element.focus());
    }
}

/// Opens the browser's own print dialog.
pub fn print() {
    drop(window().print());
}

/// A random number below `n`.
pub fn dice(n: usize) -> usize {
    (js_sys::Math::random() * n as f64) as usize
}

/// Whether a large file can be written to a place that the user chooses.
pub fn can_save_large() -> bool {
    Reflect::has(&window(), &"showSaveFilePicker".into()).unwrap_or(false)
}

fn shelf() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The one word that the page keeps in the open: `fr` or `en`.
const LANGUAGE: &str = "langue";

/// Lets the user choose where to write; `None` when they change their mind.
pub async fn choose_place(name: &str) -> Option<JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    let picker = Reflect::get(&window(), &"showSaveFilePicker".into()).ok()?;
    let picker: js_sys::Function = picker.dyn_into().ok()?;
    let promise: js_sys::Promise = picker.call1(&window(), &options).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
