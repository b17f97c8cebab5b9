//! `POST records/{record}/openers`: the next table together with its event in the journal of the
//! record. Session and reader meet here in memory; no row names both.

use axum::extract::State;
use scelle_protocol::statements::{Action, OpenerTable};
use scelle_protocol::{Digest, ProblemCode, Signed, wire};

use super::change;
use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::record::event;
use crate::sessions::Session;
use crate::state::App;

/// Writes table and event in one transaction: a way in does not come or go untold.
///
/// # Errors
/// The problem that the caller is told.
pub async fn tell_openers(
    State(app): State<App>,
    session: Session,
    reader: Reader,
    Json(request): Json<wire::TellOpeners>,
) -> Result<Json<wire::OpenersTold>> {
    let before = app.store.openers(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let after = named(&request.change.update.table)?;
    let action = Action::of_openers(&named(&before.table)?, &after);
    let checked = change::check(&app, &session, request.change).await?;
    let event = event::check(&app, &reader, request.event, &[action.ok_or(ProblemCode::Invalid)?]).await?;
    let (table, leaf) = app.store.tell_openers(&checked, &event.row).await?;
    change::end_sessions(&app, &session, &checked);
    Ok(Json(wire::OpenersTold { leaf: table, receipt: event::receipt(&app, event.row.leaf.entry, leaf) }))
}

fn named(table: &str) -> Result<Vec<Digest>> {
    Ok(Signed::<OpenerTable>::parse(table)?.body.openers)
}
