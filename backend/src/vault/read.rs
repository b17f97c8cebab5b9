//! `GET account/vault`.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// The newest version with every entry, oldest entries first.
///
/// # Errors
/// The problem that the caller is told.
pub async fn read_vault(State(app): State<App>, session: Session) -> Result<Json<wire::Vault>> {
    Ok(Json(app.store.vault(session.account).await?.ok_or(ProblemCode::NotFound)?))
}
