//! `GET inbox?after=`: a page of it.

use axum::extract::{Query, State, rejection::QueryRejection};
use scelle_protocol::{EntryId, ProblemCode, wire};
use serde::Deserialize;

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// The item that the page follows; none for the first page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    after: Option<String>,
}

/// What waits for the professional of the session.
///
/// # Errors
/// `not_found` in a session that no card opened; `invalid` for what is no item's id.
pub async fn read_inbox(
    State(app): State<App>,
    session: Session,
    query: std::result::Result<Query<After>, QueryRejection>,
) -> Result<Json<wire::Inbox>> {
    let tag = super::own(&app, &session)?;
    let Query(After { after }) = query.map_err(|_| ProblemCode::Invalid)?;
    let after = after.map(|item| item.parse::<EntryId>()).transpose().map_err(|_| ProblemCode::Invalid)?;
    let items = app.store.inbox(&tag, after).await?;
    Ok(Json(wire::Inbox { items }))
}
