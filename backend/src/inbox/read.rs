//! `GET inbox`.

use axum::extract::State;
use scelle_protocol::wire;

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// What waits for the professional of the session.
///
/// # Errors
/// `not_found` in a session that no card opened.
pub async fn read_inbox(State(app): State<App>, session: Session) -> Result<Json<wire::Inbox>> {
    let items = app.store.inbox(&super::own(&app, &session)?).await?;
    Ok(Json(wire::Inbox { items }))
}
