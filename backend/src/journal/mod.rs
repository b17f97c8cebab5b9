//! `GET journal/{reader}?from=`: a reader's events, in order.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use scelle_protocol::{ProblemCode, ReaderId, wire};
use serde::Deserialize;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;

/// The first number wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
    #[serde(default)]
    from: u64,
}

/// A page of events: a holder's of every reader, anybody else's of their own.
///
/// # Errors
/// The problem that the caller is told.
pub async fn read_journal(
    State(app): State<App>,
    reader: Reader,
    Path((_, of)): Path<(String, String)>,
    query: std::result::Result<Query<From>, QueryRejection>,
) -> Result<Json<wire::JournalPage>> {
    let Query(From { from }) = query.map_err(|_| ProblemCode::Invalid)?;
    let of: ReaderId = of.parse().map_err(|_| ProblemCode::NotFound)?;
    if of != reader.id && !reader.role.may_read_journal() {
        return Err(ProblemCode::NotFound.into());
    }
    let page = app.store.journal(reader.record, of, reader.id, from).await?;
    Ok(Json(page.ok_or(ProblemCode::NotFound)?))
}
