//! `POST deposits`: documents with their bodies, labels, keys and event, all or nothing.

pub mod check;

use axum::extract::State;
use scelle_protocol::statements::Action;
use scelle_protocol::{ProblemCode, wire};
use std::collections::BTreeSet;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::record::event;
use crate::state::App;
use crate::uploads::finished;

/// Makes bodies durable, then rows and event in one transaction, then answers.
///
/// # Errors
/// The problem that the caller is told; the uploads stay for another try.
pub async fn deposit(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::Deposit>,
) -> Result<Json<wire::Placed>> {
    if !reader.role.may_deposit_at(app.clock.now()) {
        return Err(ProblemCode::Forbidden.into());
    }
    let checked = event::check(&app, &reader, request.event, &[Action::Deposit]).await?;
    let named: BTreeSet<_> = checked.documents.iter().copied().collect();
    let brought: BTreeSet<_> = request.documents.iter().map(|document| document.document).collect();
    if named != brought || brought.len() != request.documents.len() {
        return Err(ProblemCode::Invalid.into());
    }
    let wraps = wire::NewWraps { batches: request.batches, labels: request.labels, keys: request.keys };
    let rows = check::wraps(&reader, checked.time, request.documents, wraps)?;
    for document in &rows.documents {
        let newest = app.store.newest_version(reader.record, reader.id, document.document).await?;
        match newest {
            // The next version of a document that this reader does not have: there is none.
            None if document.version != 1 => return Err(ProblemCode::NotFound.into()),
            Some(newest) if document.version != newest + 1 => return Err(ProblemCode::StaleNumber.into()),
            _ => finished::check(&app, &reader, document).await?,
        }
    }
    let still = app.blobs.hold().await;
    for document in &rows.documents {
        app.blobs.keep(document.upload, &document.body).await?;
    }
    let leaf = app.store.deposit(&checked.row, &rows).await?;
    drop(still);
    for document in &rows.documents {
        app.blobs.drop_upload(document.upload).await?;
    }
    Ok(Json(wire::Placed { receipt: event::receipt(&app, checked.row.leaf.entry, leaf) }))
}
