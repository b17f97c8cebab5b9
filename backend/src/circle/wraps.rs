//! `POST records/{record}/wraps`: labels and keys of documents that are there, sealed by a holder
//! for readers who may have them.

use axum::extract::State;
use axum::http::StatusCode;
use scelle_protocol::limits::DOCUMENTS_PER_EVENT;
use scelle_protocol::{ProblemCode, ReaderId, wire};
use std::collections::BTreeSet;

use crate::deposits::check;
use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;

/// Writes them; what a reader had of the same versions is replaced.
///
/// # Errors
/// The problem that the caller is told; `forbidden` for a member.
pub async fn add_wraps(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::NewWraps>,
) -> Result<StatusCode> {
    reader.must_hold()?;
    if request.labels.len() > DOCUMENTS_PER_EVENT {
        return Err(ProblemCode::TooLarge.into());
    }
    let now = app.clock.now();
    let readers = reader.chain.readers.iter().filter(|(_, role)| role.may_receive_at(now));
    let readers: BTreeSet<ReaderId> = readers.map(|(id, _)| *id).collect();
    let rows = check::further(&reader, &readers, request)?;
    let named: BTreeSet<_> = rows.keys.iter().map(|key| (key.document, key.version)).collect();
    for (document, version) in named {
        match app.store.newest_version(reader.record, reader.id, document).await? {
            None => return Err(ProblemCode::NotFound.into()),
            Some(newest) if newest != version => return Err(ProblemCode::StaleNumber.into()),
            Some(_) => {}
        }
    }
    app.store.add_wraps(reader.record, reader.chain.head, &rows).await?;
    Ok(StatusCode::NO_CONTENT)
}
