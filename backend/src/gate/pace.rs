//! Patience with bodies. Every body may pause only so long; one of JSON must also be there whole
//! in time, because it is short. A part of an upload may take as long as a poor line needs.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::error::Error as StdError;
use std::time::Duration;
use tower_http::timeout::{DeadlineBody, TimeoutBody, TimeoutError};

use crate::state::App;

/// For every route: a body that pauses too long ends.
pub async fn idle(State(app): State<App>, request: Request, next: Next) -> Response {
    let patience = Duration::from_secs(app.config.body_idle_seconds.get().into());
    next.run(request.map(|body| Body::new(TimeoutBody::new(patience, body)))).await
}

/// For routes with a small body: it ends when it is not whole in time.
pub async fn whole(State(app): State<App>, request: Request, next: Next) -> Response {
    let patience = Duration::from_secs(app.config.json_seconds.get().into());
    next.run(request.map(|body| Body::new(DeadlineBody::new(patience, body)))).await
}

/// Whether a body ended because our patience did.
#[must_use]
pub fn too_slow(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<TimeoutError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
