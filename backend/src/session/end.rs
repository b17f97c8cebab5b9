//! `DELETE session`: log-out.

use axum::extract::State;
use axum::http::StatusCode;

use crate::sessions::Session;
use crate::state::App;

/// Ends the session.
pub async fn end_session(State(app): State<App>, session: Session) -> StatusCode {
    app.sessions.end(&session.id);
    StatusCode::NO_CONTENT
}
