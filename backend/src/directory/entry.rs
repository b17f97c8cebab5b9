//! `POST directory/entry`: one professional, with what proves it and a fresh answer on revocation.

use axum::extract::State;
use scelle_protocol::{Bytes, ProblemCode, wire};
use scelle_verify::professional::Professional;

use crate::error::{Error, Result};
use crate::gate::Json;
use crate::rates::What;
use crate::sessions::Session;
use crate::state::App;

/// Shows the newest binding of a person. By identity key, and to the person itself, nobody is asked
/// and `fresh` is empty: what was signed stays signed when a card goes, and whoever lost one comes
/// with the next. By national identifier, to name somebody, there is a fresh answer or none at all.
///
/// # Errors
/// `not_found`; by national identifier `card_revoked`, `card_expired`, and `revocation_unknown` where
/// no responder answers: a list proves nothing to the client.
pub async fn show_entry(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::DirectoryAsk>,
) -> Result<Json<wire::DirectoryEntry>> {
    app.rates.take(What::Directory(session.account), app.config.searches_per_hour).map_err(Error::Wait)?;
    let signed_before = request.identity.is_some();
    let known = match (request.id_nat, request.identity) {
        (Some(id_nat), None) => app.store.professional(&id_nat).await?,
        (None, Some(identity)) => app.store.professional_of(identity).await?,
        _ => return Err(ProblemCode::Invalid.into()),
    };
    let known = known.ok_or(ProblemCode::NotFound)?;
    let (binding, leaf) = app.store.newest_binding(&known.id_nat).await?.ok_or(ProblemCode::NotFound)?;
    let own = session.person.as_ref().is_some_and(|person| person.id_nat == known.id_nat);
    let fresh = if own || signed_before { Bytes(Vec::new()) } else { fresh(&app, &binding.certificate).await? };
    Ok(Json(wire::DirectoryEntry { binding, leaf, fresh }))
}

async fn fresh(app: &App, certificate: &Bytes) -> Result<Bytes> {
    let professional = Professional::read(&certificate.0)?;
    let issued_by = app.trust.check(&professional, app.clock.now())?;
    Ok(Bytes(app.revocation.answer(&professional, &issued_by).await?))
}
