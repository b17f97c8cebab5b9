//! Loopback HTTP. The rules stand in the order in which they are checked: host, method and type,
//! origin, fetch metadata, size; only then is a body read, and only then parsed.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;

use super::{BODY, Transport, ports};
use crate::bridge::{Bridge, Call, WINDOWS};
use crate::origin::Origin;
use crate::trouble::Trouble;

/// The loopback transport.
#[derive(Debug, Clone, Copy, Default)]
pub struct Http {
    /// Tells that it listens, on standard output: for whoever started it.
    pub announce: bool,
}

impl Transport for Http {
    fn serve(self, bridge: Arc<Bridge>) -> Result<(), String> {
        let listener = ports::bind(bridge.config().ports)?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().max_blocking_threads(CONNECTIONS).build().map_err(|e| e.to_string())?;
        let ended = runtime.block_on(async {
            let (mut asked, mut interrupted) = (ending(SignalKind::terminate())?, ending(SignalKind::interrupt())?);
            listener.set_nonblocking(true).map_err(|error| error.to_string())?;
            let listener = TcpListener::from_std(listener).map_err(|error| error.to_string())?;
            if self.announce {
                crate::cli::say(&format!("127.0.0.1:{port}"));
            }
            tokio::select! {
                ended = accept(&listener, port, &bridge) => ended,
                _ = asked.recv() => Ok(()),
                _ = interrupted.recv() => Ok(()),
            }
        });
        bridge.close();
        // Threads that still wait for a window end with the program.
        runtime.shutdown_background();
        ended
    }
}

fn ending(kind: SignalKind) -> Result<Signal, String> {
    signal(kind).map_err(|error| error.to_string())
}

type Answer = Response<Full<Bytes>>;

async fn accept(listener: &TcpListener, port: u16, bridge: &Arc<Bridge>) -> Result<(), String> {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = free.clone().acquire_owned().await.map_err(|error| error.to_string())?;
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles: breathe, and let connections end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let bridge = bridge.clone();
        tokio::spawn(async move {
            connection(stream, port, bridge).await;
            drop(permit);
        });
    }
}

async fn connection(stream: TcpStream, port: u16, bridge: Arc<Bridge>) {
    let service = service_fn(move |request| {
        let bridge = bridge.clone();
        async move { Ok::<_, Infallible>(answer(request, port, bridge).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(BUFFER).keep_alive(true);
    // A caller who breaks off is no fault of ours.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(request: Request<Incoming>, port: u16, bridge: Arc<Bridge>) -> Answer {
    let origin = match admit(&request, port, &bridge) {
        Ok(Admitted::Call(origin)) => origin,
        Ok(Admitted::Preflight(origin)) => return preflight(&origin),
        Err(status) => return bare(status),
    };
    let Some(operation) = request.uri().path().strip_prefix("/v1/").map(str::to_owned) else {
        return json(&origin, 404, &Trouble::NotFound.body());
    };
    let body = match body(request).await {
        Ok(body) => body,
        Err(status) => return json(&origin, status.as_u16(), &Trouble::BadRequest.body()),
    };
    let (caller, waits) = (origin.clone(), Waits::new(&bridge, &operation));
    let gone = waits.gone.clone();
    let work = move || {
        let answer = bridge.answer(&Call { origin: caller, operation: &operation, body: &body });
        if gone.load(Ordering::SeqCst) {
            bridge.give_up();
        }
        answer
    };
    // Windows and cards block: never on the thread that listens.
    let worked = tokio::task::spawn_blocking(work).await;
    waits.answered();
    let (status, body) = worked.unwrap_or_else(|_| (500, Trouble::Internal.body()));
    json(&origin, status, &body)
}

/// A page that waits. Dropped before there is an answer, it has gone: what it asked for ends.
struct Waits {
    bridge: Option<Arc<Bridge>>,
    gone: Arc<AtomicBool>,
}

impl Waits {
    fn new(bridge: &Arc<Bridge>, operation: &str) -> Self {
        let bridge = WINDOWS.contains(&operation).then(|| bridge.clone());
        Self { bridge, gone: Arc::default() }
    }

    fn answered(mut self) {
        self.bridge = None;
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        if let Some(bridge) = self.bridge.take() {
            self.gone.store(true, Ordering::SeqCst);
            bridge.close_window();
        }
    }
}

enum Admitted {
    Call(Origin),
    Preflight(Origin),
}

/// The rules. A refusal is bare: it tells a page that is not listed nothing, not even by CORS.
fn admit(request: &Request<Incoming>, port: u16, bridge: &Bridge) -> Result<Admitted, StatusCode> {
    let headers = request.headers();
    // DNS rebinding: the only thing that gives it away is the name.
    let host = only(headers, header::HOST).ok_or(StatusCode::MISDIRECTED_REQUEST)?;
    if host != format!("127.0.0.1:{port}") && host != format!("localhost:{port}") {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    // The name may also stand in the request's target (RFC 9112 §3.2.2); no browser sends that here.
    if request.uri().authority().is_some() {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if request.method() == Method::OPTIONS {
        return listed(headers, bridge).map(Admitted::Preflight);
    }
    if request.method() != Method::POST {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    // Neither can be sent by a form, an image or a no-cors fetch: a preflight comes first.
    let json = only(headers, header::CONTENT_TYPE) == Some("application/json");
    if !json || only(headers, X_BRIDGE) != Some("1") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let origin = listed(headers, bridge)?;
    fetch_metadata(headers)?;
    if request.body().size_hint().lower() > BODY as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(Admitted::Call(origin))
}

fn listed(headers: &HeaderMap, bridge: &Bridge) -> Result<Origin, StatusCode> {
    only(headers, header::ORIGIN).and_then(|origin| bridge.config().listed(origin)).ok_or(StatusCode::FORBIDDEN)
}

/// Fetch Metadata Request Headers (W3C) §2: older browsers send none.
fn fetch_metadata(headers: &HeaderMap) -> Result<(), StatusCode> {
    for (name, wanted) in [(SEC_FETCH_MODE, "cors"), (SEC_FETCH_DEST, "empty")] {
        if headers.contains_key(&name) && only(headers, name) != Some(wanted) {
            return Err(StatusCode::FORBIDDEN);
        }
    }
    Ok(())
}

/// A header that stands once, in plain text.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    if values.next().is_some() { None } else { Some(first) }
}

async fn body(request: Request<Incoming>) -> Result<Bytes, StatusCode> {
    let read = tokio::time::timeout(BODY_TIME, Limited::new(request.into_body(), BODY).collect()).await;
    let collected = read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(collected.to_bytes())
}

fn bare(status: StatusCode) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = status;
    // The rest of what was sent is not read: the connection ends here.
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

fn preflight(origin: &Origin) -> Answer {
    let mut answer = with_origin(origin, StatusCode::NO_CONTENT, Bytes::new());
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, x-bridge"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn json(origin: &Origin, status: u16, body: &serde_json::Value) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = with_origin(origin, status, body.to_string().into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn with_origin(origin: &Origin, status: StatusCode, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    if let Ok(origin) = HeaderValue::from_str(origin.as_str()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

const X_BRIDGE: HeaderName = HeaderName::from_static("x-bridge");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
/// Connections at a time; more wait.
const CONNECTIONS: usize = 32;
/// A head that is not there by then is not coming; also how long a connection may idle.
const HEAD: Duration = Duration::from_secs(5);
const BODY_TIME: Duration = Duration::from_secs(5);
const BUFFER: usize = 32 * 1024;
