//! `POST uploads`: a new upload.

use axum::extract::State;
use scelle_protocol::limits::{DOCUMENT_BYTES, DOCUMENTS_PER_EVENT, SEGMENT_BYTES};
use scelle_protocol::{ProblemCode, UploadId, wire};

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::random;
use crate::state::App;
use crate::store::UploadRow;

/// Gives it an id and its empty file.
///
/// # Errors
/// The problem that the caller is told.
pub async fn begin_upload(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::NewUpload>,
) -> Result<Json<wire::Upload>> {
    if !reader.role.may_deposit_at(app.clock.now()) {
        return Err(ProblemCode::Forbidden.into());
    }
    if request.size == 0 {
        return Err(ProblemCode::Invalid.into());
    }
    let waiting = app.store.count_uploads(reader.record, reader.id).await?;
    if request.size > MOST_BYTES || waiting >= DOCUMENTS_PER_EVENT as u64 {
        return Err(ProblemCode::TooLarge.into());
    }
    let upload = UploadId(random::bytes());
    app.blobs.begin(upload, request.size).await?;
    let row =
        UploadRow { upload, record: reader.record, reader: reader.id, size: request.size, begun: app.clock.now() };
    if let Err(error) = app.store.begin_upload(&row).await {
        // Without its row nobody could ever send to it, nor drop it.
        app.blobs.drop_upload(upload).await?;
        return Err(error.into());
    }
    Ok(Json(wire::Upload { upload, size: request.size, parts: Vec::new() }))
}

/// The largest padded document with its segments' tags and header (FORMATS §7).
const MOST_BYTES: u64 = DOCUMENT_BYTES + SEGMENT_BYTES as u64;
