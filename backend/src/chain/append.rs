//! `POST chain`: the next statement, `wire::Entry`. A closure destroys pad, keys, labels and
//! bodies; chain, events and log stay.

use axum::extract::State;
use scelle_protocol::wire;
use scelle_verify::chain;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::record::sealed;
use crate::state::App;

/// Appends a consent or a closure, signed by the record's root key.
///
/// # Errors
/// The problem that the caller is told.
pub async fn append_chain(
    State(app): State<App>,
    reader: Reader,
    Json(entry): Json<wire::Entry>,
) -> Result<Json<wire::Logged>> {
    let mut next = (*reader.chain).clone();
    next.apply(&entry.open)?;
    chain::check_deadline(chain::deadline_of(&entry.open)?, app.clock.now())?;
    sealed::check(&entry, &reader.chain.recipients(&entry.open))?;
    let (leaf, orphans) = app.store.append_chain(reader.record, &entry).await?;
    // A body that is left behind by a crash here is swept at the next start.
    let _still = app.blobs.sweep().await;
    for body in orphans {
        if !app.store.is_body(&body).await? {
            app.blobs.remove(&body).await?;
        }
    }
    Ok(Json(wire::Logged { leaf }))
}
