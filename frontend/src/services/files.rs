//! Files that the user chose, and object URLs that the page made: both are forgotten together.

use js_sys::{Array, Uint8Array};
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

thread_local! {
    static FILES: RefCell<HashMap<u32, File>> = RefCell::default();
    static URLS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static OPENED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Keeps the file of a task.
pub fn keep(task: u32, file: File) {
    FILES.with_borrow_mut(|files| files.insert(task, file));
}

/// The file of a task.
pub fn of(task: u32) -> Option<File> {
    FILES.with_borrow(|files| files.get(&task).cloned())
}

/// Lets the file of a task go.
pub fn forget(task: u32) {
    FILES.with_borrow_mut(|files| files.remove(&task));
}

/// The bytes of the document on screen.
pub fn set_opened(bytes: Option<JsValue>) {
    OPENED.with_borrow_mut(|opened| *opened = bytes);
}

/// See [`set_opened`].
pub fn opened() -> Option<JsValue> {
    OPENED.with_borrow(Clone::clone)
}

/// An object URL for bytes or a blob; it lives until [`forget_all`] or [`revoke`].
pub fn url_of(content: &JsValue, media: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(media);
    let parts = Array::of1(content);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    URLS.with_borrow_mut(|urls| urls.push(url.clone()));
    Some(url)
}

/// Lets one object URL go.
pub fn revoke(url: &str) {
    drop(Url::revoke_object_url(url));
    URLS.with_borrow_mut(|urls| urls.retain(|have| have != url));
}

/// Lets every file, every opened byte and every object URL go.
pub fn forget_all() {
    FILES.with_borrow_mut(HashMap::clear);
    set_opened(None);
    for url in URLS.with_borrow_mut(std::mem::take) {
        drop(Url::revoke_object_url(&url));
    }
}

/// The first `count` bytes of a file; `None` when it cannot be read (a folder, or gone).
pub async fn head(file: &File, count: usize) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(0.0, count as f64).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Saves an object URL under a name, by the browser's own way.
pub fn save(url: &str, name: &str) {
    let link = super::browser::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(url);
        link.set_download(name);
        link.click();
    }
}
