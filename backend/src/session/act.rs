//! `POST session/act`: a real act of the user. Nothing else keeps a session alive.

use axum::extract::State;
use axum::http::StatusCode;
use scelle_protocol::ProblemCode;

use crate::error::Result;
use crate::sessions::Session;
use crate::state::App;

/// The ten minutes begin again.
///
/// # Errors
/// `session_ended`.
pub async fn act(State(app): State<App>, session: Session) -> Result<StatusCode> {
    if app.sessions.act(&session.id) { Ok(StatusCode::NO_CONTENT) } else { Err(ProblemCode::SessionEnded.into()) }
}
