//! `GET account/openers`.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// The newest table with its openers.
///
/// # Errors
/// The problem that the caller is told.
pub async fn read_openers(State(app): State<App>, session: Session) -> Result<Json<wire::Openers>> {
    Ok(Json(app.store.openers(session.account).await?.ok_or(ProblemCode::NotFound)?))
}
