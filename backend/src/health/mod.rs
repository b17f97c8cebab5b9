//! Liveness and readiness, for whoever watches the program.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::App;

/// `GET health`: the program runs.
pub async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `GET ready`: the store answers.
pub async fn ready(State(app): State<App>) -> StatusCode {
    match app.store.ready().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
