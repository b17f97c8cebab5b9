//! `POST professionals/bindings`: the next binding of the same person and the same identity key,
//! by a new card or from a new address.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// Writes the next binding.
///
/// # Errors
/// The problem that the caller is told.
pub async fn add_binding(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::NewBinding>,
) -> Result<Json<wire::Logged>> {
    let bound = super::check(&app, &session, &request)?;
    let known = app.store.professional(&bound.binding.id_nat).await?.ok_or(ProblemCode::NotFound)?;
    let account = app.store.account(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let body = &bound.binding;
    // Another identity key would be another person with the same card.
    if body.identity_sign != account.identity_sign || body.identity_seal != account.identity_seal {
        return Err(ProblemCode::Invalid.into());
    }
    if body.number != known.number + 1 || body.previous != known.hash {
        return Err(ProblemCode::StaleNumber.into());
    }
    let leaf = app.store.add_binding(&super::row(bound, request), known.hash).await?;
    Ok(Json(wire::Logged { leaf }))
}
