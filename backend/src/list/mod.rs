//! `POST list`: labels, against a list event.

use axum::extract::State;
use scelle_protocol::statements::Action;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::record::event;
use crate::state::App;

/// Places the event, then gives the labels of the newest versions.
///
/// # Errors
/// The problem that the caller is told.
pub async fn list_labels(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::ListRequest>,
) -> Result<Json<wire::Listing>> {
    if !reader.role.may_read_at(app.clock.now()) {
        return Err(ProblemCode::Forbidden.into());
    }
    let checked = event::check(&app, &reader, request.event, &[Action::List]).await?;
    let leaf = app.store.append_event(&checked.row).await?;
    let (batches, labels) = app.store.labels(reader.record, reader.id).await?;
    let receipt = event::receipt(&app, checked.row.leaf.entry, leaf);
    Ok(Json(wire::Listing { receipt, batches, labels }))
}
