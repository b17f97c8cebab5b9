//! `POST account/vault`: the next version.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use super::version;
use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// Writes the next version: it names the one that it replaces.
///
/// # Errors
/// The problem that the caller is told.
pub async fn write_vault(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::VaultUpdate>,
) -> Result<Json<wire::Logged>> {
    let account = app.store.account(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let present = app.store.vault(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let change =
        version::check(&request, session.account, account.identity_sign, Some(&account.vault), &present.entries)?;
    let leaf = app.store.change_vault(&change).await?;
    Ok(Json(wire::Logged { leaf }))
}
