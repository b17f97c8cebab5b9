//! `POST records/{record}/recovery`: that this session was opened with the recovery kit. Until it
//! is told, the session gets nothing else of the record done.

use axum::extract::State;
use scelle_protocol::statements::Action;
use scelle_protocol::{ProblemCode, wire};

use super::event;
use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::sessions::Session;
use crate::state::App;

/// Places the event durably, and lets the session go on.
///
/// # Errors
/// The problem that the caller is told: `invalid` in a session that no kit opened.
pub async fn tell_recovery(
    State(app): State<App>,
    session: Session,
    reader: Reader,
    Json(request): Json<wire::TellRecovery>,
) -> Result<Json<wire::Placed>> {
    if session.certificate.is_some() {
        return Err(ProblemCode::Invalid.into());
    }
    let checked = event::check(&app, &reader, request.event, &[Action::Recovery]).await?;
    let leaf = app.store.append_event(&checked.row).await?;
    app.sessions.recovery_told(&session.id);
    Ok(Json(wire::Placed { receipt: event::receipt(&app, checked.row.leaf.entry, leaf) }))
}
