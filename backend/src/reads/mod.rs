//! `POST reads`: keys, against an event that names the documents.

use axum::extract::State;
use scelle_protocol::statements::Action;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::record::event;
use crate::state::App;

/// Places the event durably, and only then lets the keys out of the host.
///
/// # Errors
/// The problem that the caller is told: one answer for a document that is unknown or hidden.
pub async fn release_keys(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::ReadRequest>,
) -> Result<Json<wire::Release>> {
    if !reader.role.may_read_at(app.clock.now()) {
        return Err(ProblemCode::Forbidden.into());
    }
    let actions = [Action::Read, Action::Export, Action::Grant, Action::Repair];
    let checked = event::check(&app, &reader, request.event, &actions).await?;
    let (batches, keys) = app.store.keys(reader.record, reader.id, &checked.documents).await?;
    let leaf = app.store.append_event(&checked.row).await?;
    let receipt = event::receipt(&app, checked.row.leaf.entry, leaf);
    Ok(Json(wire::Release { receipt, batches, keys }))
}
