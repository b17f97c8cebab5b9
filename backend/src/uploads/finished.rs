//! Whether an upload is the body that a deposit says it is. The hash comes from the segments'
//! hashes, made as they were written: nothing is read again, nothing is held.

use scelle_protocol::limits::PART_BYTES;
use scelle_protocol::{ProblemCode, wire};
use scelle_verify::hash;

use crate::error::Result;
use crate::gate::Reader;
use crate::state::App;

/// Checks owner, length, parts and body hash.
///
/// # Errors
/// `not_found`, `body_mismatch`.
pub async fn check(app: &App, reader: &Reader, document: &wire::NewVersion) -> Result<()> {
    let row = super::own(app, reader, &document.upload.to_string()).await?;
    let parts = app.store.parts(row.upload).await?;
    let complete = parts.len() as u64 == row.size.div_ceil(PART_BYTES as u64);
    let segments: Vec<_> = parts.into_iter().flat_map(|(_, segments)| segments).collect();
    if complete && row.size == document.size && hash::body(&segments) == document.body {
        Ok(())
    } else {
        Err(ProblemCode::BodyMismatch.into())
    }
}
