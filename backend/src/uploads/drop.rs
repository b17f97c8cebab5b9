//! `DELETE upload`: it is not wanted any more.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::error::Result;
use crate::gate::Reader;
use crate::state::App;

/// Forgets the reader's own upload.
///
/// # Errors
/// The problem that the caller is told.
pub async fn drop_upload(
    State(app): State<App>,
    reader: Reader,
    Path((_, upload)): Path<(String, String)>,
) -> Result<StatusCode> {
    let row = super::own(&app, &reader, &upload).await?;
    app.store.drop_upload(row.upload).await?;
    app.blobs.drop_upload(row.upload).await?;
    Ok(StatusCode::NO_CONTENT)
}
