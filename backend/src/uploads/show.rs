//! `GET upload`: which parts are durable, so that the rest can be sent.

use axum::extract::{Path, State};
use scelle_protocol::wire;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;

/// Shows the reader's own upload.
///
/// # Errors
/// The problem that the caller is told.
pub async fn show_upload(
    State(app): State<App>,
    reader: Reader,
    Path((_, upload)): Path<(String, String)>,
) -> Result<Json<wire::Upload>> {
    let row = super::own(&app, &reader, &upload).await?;
    let parts = app.store.parts(row.upload).await?.into_iter().map(|(part, _)| part).collect();
    Ok(Json(wire::Upload { upload: row.upload, size: row.size, parts }))
}
