//! The page's own origin: the built files, strict headers, and where the interface is.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use scelle_protocol::{Bytes, wire::ClientConfig};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

use crate::gate::{Json, trace};
use crate::state::App;

/// What the page's server needs to know.
#[derive(Clone)]
struct Page {
    dist: Arc<Path>,
    api: Arc<str>,
    test_authority: Option<Bytes>,
    headers: Arc<HeaderMap>,
}

/// Serves the page.
pub fn router(app: &App) -> Router {
    let page = Page {
        dist: Arc::from(app.config.dist.as_path()),
        api: Arc::from(app.api_origin.as_str()),
        test_authority: app.test_authority.clone(),
        headers: Arc::new(headers(&app.api_origin, app.config.behind_tls)),
    };
    let add = page.headers.clone();
    Router::new()
        .route("/config.json", get(config))
        .fallback(file)
        .layer(axum::middleware::map_response(move |mut response: Response| {
            let add = add.clone();
            async move {
                response.headers_mut().extend(add.iter().map(|(name, value)| (name.clone(), value.clone())));
                response
            }
        }))
        .layer(from_fn(trace::log))
        .with_state(page)
}

async fn config(State(page): State<Page>) -> Response {
    let mut response =
        Json(ClientConfig { api: page.api.to_string(), test_authority: page.test_authority.clone() }).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A file of the page; for a path that names no file, the page itself: routes are the client's.
async fn file(State(page): State<Page>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(name) = inside(request.uri().path()) else { return StatusCode::NOT_FOUND.into_response() };
    let is_route = name.extension().is_none();
    let name = if is_route { PathBuf::from("index.html") } else { name };
    let brotli = accepts_brotli(request.headers());
    match open(&page.dist.join(name), brotli).await {
        Some(found) => answer(found, request.headers()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

struct Found {
    file: File,
    length: u64,
    etag: String,
    media: &'static str,
    brotli: bool,
}

async fn open(path: &Path, brotli: bool) -> Option<Found> {
    let media = media(path.extension()?.to_str()?);
    if brotli {
        let mut name = path.as_os_str().to_owned();
        name.push(".br");
        if let Some(found) = open_one(Path::new(&name), media, true).await {
            return Some(found);
        }
    }
    open_one(path, media, false).await
}

async fn open_one(path: &Path, media: &'static str, brotli: bool) -> Option<Found> {
    let file = File::open(path).await.ok()?;
    let about = file.metadata().await.ok().filter(std::fs::Metadata::is_file)?;
    let written = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let etag = format!("\"{written:x}-{:x}{}\"", about.len(), if brotli { "-br" } else { "" });
    Some(Found { file, length: about.len(), etag, media, brotli })
}

fn answer(found: Found, asked: &HeaderMap) -> Response {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == found.etag));
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from_stream(ReaderStream::with_capacity(found.file, 1 << 18)).into_response();
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(found.length));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(found.media));
        if found.brotli {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&found.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// The path below the folder, when it stays there; percent signs stand in no name of ours.
fn inside(path: &str) -> Option<PathBuf> {
    let path = path.strip_prefix('/')?;
    let plain = !path.contains(['%', '\\', '\0']);
    let stays = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    (plain && stays && !hidden).then(|| PathBuf::from(path))
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| coding.trim() == "br")
}

fn media(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn headers(api: &str, tls: bool) -> HeaderMap {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; \
         connect-src 'self' {api} {BRIDGE}; worker-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'none'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types default"
    );
    let mut headers = HeaderMap::new();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if tls {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    headers
}

/// The bridge to a professional's card, on the computer of whoever has the page open (FORMATS §10).
const BRIDGE: &str = "http://127.0.0.1:37219 http://127.0.0.1:42671 http://127.0.0.1:51873";

const FIXED: &[(&str, &str)] = &[
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), display-capture=(), \
         browsing-topics=()",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_folder() {
        for path in
            ["/../secrets", "/a/../../b", "/./a", "//etc/passwd", "/%2e%2e/a", "/a\\b", "/.hidden", "/a/.git/config"]
        {
            assert_eq!(inside(path), None, "{path}");
        }
        assert_eq!(inside("/assets/app.wasm"), Some("assets/app.wasm".into()));
        assert_eq!(inside("/"), Some("".into()));
    }

    #[test]
    fn the_policy_names_the_interface_and_nothing_foreign() {
        let headers = headers("https://api.example.org", true);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.contains(
            "connect-src 'self' https://api.example.org http://127.0.0.1:37219 http://127.0.0.1:42671 \
             http://127.0.0.1:51873;"
        ));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'));
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
