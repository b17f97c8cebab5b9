//! `GET body`: ciphertext, whole or a range, streamed: memory does not grow with the document.

pub mod range;
mod stretch;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use scelle_protocol::{Digest, ProblemCode};

use stretch::Stretch;

use crate::error::{Error, Result};
use crate::gate::Reader;
use crate::state::App;

/// Streams a body to a reader who has a key of its document.
///
/// # Errors
/// The problem that the caller is told: unknown and hidden are one.
pub async fn read_body(
    State(app): State<App>,
    reader: Reader,
    Path((_, address)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let address: Digest = address.parse().map_err(|_| ProblemCode::NotFound)?;
    let Some(size) = app.store.may_fetch(reader.record, reader.id, &address).await? else {
        return Err(ProblemCode::NotFound.into());
    };
    let (file, length) = app.blobs.read(&address).await?;
    if length != size {
        // As a power cut leaves it: no stretch of it is handed out as if it were of the whole.
        return Err(Error::host("a body has another length than its row"));
    }
    let wanted = headers.get(header::RANGE).map_or(range::Wanted::All, |value| range::parse(value, length));
    let (status, from, count) = match wanted {
        range::Wanted::All => (StatusCode::OK, 0, length),
        range::Wanted::Some { from, count } => (StatusCode::PARTIAL_CONTENT, from, count),
        range::Wanted::Nothing => {
            let all = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
        }
    };
    let mut response = (
        status,
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_LENGTH, count.to_string()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
        ],
        Body::from_stream(Stretch::of(file, from, count)),
    )
        .into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let last = from + count - 1;
        let value = format!("bytes {from}-{last}/{length}");
        response.headers_mut().insert(header::CONTENT_RANGE, value.parse().map_err(Error::host)?);
    }
    Ok(response)
}
