//! The one log line of a request: route template, status, duration, a random id. No path, no
//! address, no header: no identifier of anybody.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

use crate::random;

/// Logs a request when it has been answered.
pub async fn log(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = known(request.method());
    let route = route.map_or_else(|| "-".to_owned(), |route| route.as_str().to_owned());
    let id = data_encoding::HEXLOWER.encode(&random::bytes::<8>());
    let span = tracing::info_span!("request", id);
    async {
        let response = next.run(request).await;
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(method, route, status = response.status().as_u16(), milliseconds, "answered");
        response
    }
    .instrument(span)
    .await
}

/// A method is free text of the caller's: only the usual ones are named.
fn known(method: &axum::http::Method) -> &'static str {
    ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"].into_iter().find(|m| *m == method.as_str()).unwrap_or("-")
}
