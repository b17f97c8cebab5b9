//! `POST professionals`: a professional's account with its binding, openers and vault, all or
//! nothing. Its openers are by card and by kit: there is no password, and no certificate of ours.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::openers::table;
use crate::sessions::Session;
use crate::state::App;
use crate::store::NewAccount;
use crate::vault::version;

/// Opens the account of the session.
///
/// # Errors
/// The problem that the caller is told; `stale_number` for a person whom the host knows.
pub async fn open_professional(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::NewProfessional>,
) -> Result<Json<wire::Logged>> {
    let bound = super::check(&app, &session, &request.binding)?;
    let body = &bound.binding;
    if body.number != 1 || session.person.as_ref().is_none_or(|person| person.known) {
        return Err(ProblemCode::StaleNumber.into());
    }
    let keys = table::Keys { account: session.account, sign: body.identity_sign, seal: &body.identity_seal };
    let openers = table::check(&request.openers, &keys, None)?;
    let by_card = !openers.cards.is_empty() && openers.cards.iter().all(|card| Some(*card) == session.certificate);
    if !by_card || openers.kits == 0 || !openers.certificates.is_empty() {
        return Err(ProblemCode::Invalid.into());
    }
    let vault = version::check(&request.vault, session.account, body.identity_sign, None, &[])?;
    let new = NewAccount {
        account: session.account,
        statement: String::new(),
        keys: (body.identity_sign, body.identity_seal, None),
        openers: openers.change,
        vault,
    };
    let leaf = app.store.open_professional(&new, &super::row(bound, request.binding)).await?;
    app.sessions.now_known(&session.id);
    Ok(Json(wire::Logged { leaf }))
}
