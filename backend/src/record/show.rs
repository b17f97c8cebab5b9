//! `GET record`: the pad, and where chain and the asking reader's events stand.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::gate::Reader;
use crate::state::App;

/// Shows it to a reader.
///
/// # Errors
/// The problem that the caller is told.
pub async fn show_record(State(app): State<App>, reader: Reader) -> Result<Json<wire::Record>> {
    let pad = app.store.pad(reader.record).await?.ok_or(ProblemCode::NotFound)?;
    let state = app.store.reader_state(reader.record, reader.id).await?.ok_or(ProblemCode::NotFound)?;
    let chain = reader.chain.head.number;
    Ok(Json(wire::Record { pad, chain, counter: state.counter, last_event: state.last_event }))
}
