//! `GET chain`: from genesis to head.

use axum::extract::State;
use scelle_protocol::wire;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;

/// The whole chain, with the sealed parts for the reader who asks.
///
/// # Errors
/// The problem that the caller is told.
pub async fn read_chain(State(app): State<App>, reader: Reader) -> Result<Json<wire::Chain>> {
    Ok(Json(wire::Chain { statements: app.store.chain(reader.record, reader.id).await? }))
}
