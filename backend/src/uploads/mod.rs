//! Uploads: a body on its way, in parts.

pub mod begin;
pub mod drop;
pub mod finished;
pub mod part;
pub mod show;

use scelle_protocol::{ProblemCode, UploadId};

use crate::error::Result;
use crate::gate::Reader;
use crate::state::App;
use crate::store::UploadRow;

/// The reader's own upload of this name, or nothing.
async fn own(app: &App, reader: &Reader, upload: &str) -> Result<UploadRow> {
    let upload: UploadId = upload.parse().map_err(|_| ProblemCode::NotFound)?;
    let row = app.store.upload(upload).await?;
    row.filter(|row| row.record == reader.record && row.reader == reader.id).ok_or_else(|| ProblemCode::NotFound.into())
}
