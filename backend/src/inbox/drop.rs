//! `DELETE inbox/{item}`: what it held is kept elsewhere by now, in the professional's vault.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use scelle_protocol::{EntryId, ProblemCode};

use crate::error::Result;
use crate::sessions::Session;
use crate::state::App;

/// Takes an item of the session's professional out.
///
/// # Errors
/// `not_found`: unknown and another's are one.
pub async fn drop_item(State(app): State<App>, session: Session, Path(item): Path<String>) -> Result<StatusCode> {
    let item: EntryId = item.parse().map_err(|_| ProblemCode::NotFound)?;
    app.store.drop_item(&super::own(&app, &session)?, item).await?;
    Ok(StatusCode::NO_CONTENT)
}
