//! The browser as the engine's platform: `fetch`, the clock, a pause; and a `Blob` as a source.

use gloo::timers::callback::Timeout;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use scelle_client::platform::{LineDown, Platform, Request, Response, Source, Unreadable};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, Headers, ReferrerPolicy, Request as JsRequest, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Response as JsResponse,
};

/// The worker's global scope.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The interface of the host, through `fetch`.
#[derive(Clone)]
pub struct Browser {
    /// Origin of the interface.
    pub api: String,
}

impl Platform for Browser {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        fetch(&self.api, request).await.map_err(|_| LineDown)
    }

    fn now(&self) -> u64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970 fit")]
        let seconds = (js_sys::Date::now() / 1000.0) as u64;
        seconds
    }

    fn page_origin(&self) -> String {
        scope().location().origin()
    }

    async fn pause(&self, millis: u32) {
        let later = Promise::new(&mut |resolve, _| {
            Timeout::new(millis, move || drop(resolve.call0(&JsValue::NULL))).forget();
        });
        let _ = JsFuture::from(later).await;
    }
}

async fn fetch(api: &str, request: Request) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_mode(RequestMode::Cors);
    // No cookie, no cache, no address of ours: nothing travels but what is written here.
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    let js = JsRequest::new_with_str_and_init(&format!("{api}{}", request.path), &init)?;
    let response: JsResponse = JsFuture::from(scope().fetch_with_request(&js)).await?.dyn_into()?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let (nonce, retry_after) = (header(scelle_client::session::NONCE), header("retry-after"));
    let body: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
    Ok(Response {
        status: response.status(),
        nonce,
        retry_after: retry_after.and_then(|seconds| seconds.parse().ok()),
        body: Uint8Array::new(&body).to_vec(),
    })
}

/// A file that the user chose.
pub struct Chosen(pub Blob);

impl Source for Chosen {
    fn len(&self) -> u64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a Blob's size is a whole number")]
        let size = self.0.size() as u64;
        size
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, Unreadable> {
        let bytes = slice(&self.0, offset, length).await.map_err(|_| Unreadable)?;
        if bytes.length() as usize == length { Ok(bytes.to_vec()) } else { Err(Unreadable) }
    }

    async fn read_pieces(&self, offset: u64, lengths: &[usize]) -> Result<Vec<Vec<u8>>, Unreadable> {
        let whole = lengths.iter().sum();
        let bytes = slice(&self.0, offset, whole).await.map_err(|_| Unreadable)?;
        if bytes.length() as usize != whole {
            return Err(Unreadable);
        }
        let mut start = 0;
        let piece = |length: &usize| {
            let end = start + u32::try_from(*length).map_err(|_| Unreadable)?;
            let piece = bytes.subarray(start, end).to_vec();
            start = end;
            Ok(piece)
        };
        lengths.iter().map(piece).collect()
    }
}

async fn slice(blob: &Blob, offset: u64, length: usize) -> Result<Uint8Array, JsValue> {
    #[expect(clippy::cast_precision_loss, reason = "offsets stay far below 2^53")]
    let (start, end) = (offset as f64, (offset + length as u64) as f64);
    let part = blob.slice_with_f64_and_f64(start, end)?;
    let buffer: ArrayBuffer = JsFuture::from(part.array_buffer()).await?.dyn_into()?;
    Ok(Uint8Array::new(&buffer))
}
