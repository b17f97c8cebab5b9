//! `PUT part`: streamed to its place in the upload's file; answered when it is durable.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use scelle_protocol::ProblemCode;
use scelle_protocol::limits::PART_BYTES;

use crate::error::Result;
use crate::gate::session::Proven;
use crate::gate::{Reader, body};
use crate::state::App;

/// Takes a part of exactly the length that its number says, with the digest of the proof.
///
/// # Errors
/// The problem that the caller is told; the part then counts as not sent.
pub async fn put_part(
    State(app): State<App>,
    reader: Reader,
    proven: Proven,
    Path((_, upload, part)): Path<(String, String, String)>,
    headers: HeaderMap,
    content: Body,
) -> Result<StatusCode> {
    let row = super::own(&app, &reader, &upload).await?;
    let part: u64 = part.parse().map_err(|_| ProblemCode::NotFound)?;
    let offset =
        part.checked_mul(PART_BYTES as u64).filter(|offset| *offset < row.size).ok_or(ProblemCode::NotFound)?;
    let length = (row.size - offset).min(PART_BYTES as u64);
    match body::announced(&headers) {
        Some(announced) if announced > PART_BYTES as u64 => return Err(ProblemCode::TooLarge.into()),
        Some(announced) if announced != length => return Err(ProblemCode::BodyMismatch.into()),
        _ => {}
    }
    // A part that is durable stays as it is: sent again, it is not written again.
    if app.store.parts(row.upload).await?.iter().any(|(durable, _)| *durable == part) {
        return Ok(StatusCode::NO_CONTENT);
    }
    let written = app.blobs.write_part(row.upload, part, offset, length, content).await?;
    if written.digest != proven.digest {
        return Err(ProblemCode::ProofRefused.into());
    }
    app.store.part_arrived(row.upload, part, &written.segments).await?;
    Ok(StatusCode::NO_CONTENT)
}
