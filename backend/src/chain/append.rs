//! `POST chain`: the next statement, `wire::Entry`. A closure destroys pad, keys, labels and
//! bodies; a revocation takes a reader's labels, keys and uploads; chain, events and log stay.

use axum::extract::State;
use scelle_protocol::statements::{Closure, Consent, Revocation, Statement as _, context_of};
use scelle_protocol::{ProblemCode, wire};

use super::next;
use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;
use crate::store::Beside;

/// Appends a consent, a revocation or a closure, signed by the record's root key. Grants and
/// acceptances come with something beside them, and have paths of their own.
///
/// # Errors
/// The problem that the caller is told.
pub async fn append_chain(
    State(app): State<App>,
    reader: Reader,
    Json(entry): Json<wire::Entry>,
) -> Result<Json<wire::Logged>> {
    reader.must_hold()?;
    // First whether it is the next statement at all: a malformed one is told as such.
    next::check(&app, &reader, &entry)?;
    if ![Consent::CONTEXT, Revocation::CONTEXT, Closure::CONTEXT].contains(&context_of(&entry.open)) {
        return Err(ProblemCode::Invalid.into());
    }
    let appended = app.store.append_chain(reader.record, &entry, &Beside::Nothing).await?;
    for upload in appended.uploads {
        app.blobs.drop_upload(upload).await?;
    }
    // A body that is left behind by a crash here is swept at the next start.
    let _still = app.blobs.sweep().await;
    for body in appended.orphans {
        if !app.store.is_body(&body).await? {
            app.blobs.remove(&body).await?;
        }
    }
    Ok(Json(wire::Logged { leaf: appended.leaf }))
}
