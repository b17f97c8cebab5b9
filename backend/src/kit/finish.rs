//! `POST kit/finish`: the kit's signature.

use axum::extract::State;
use scelle_protocol::statements::KitLogin;
use scelle_protocol::{Bytes, ProblemCode, Signed, wire};
use scelle_verify::signature;

use crate::error::Result;
use crate::gate::Json;
use crate::session::open::open_session;
use crate::state::App;

/// Opens a session, or refuses with one answer.
///
/// # Errors
/// `login_refused`, or `statement_refused` for a statement out of form.
pub async fn finish_kit(State(app): State<App>, Json(request): Json<wire::KitFinish>) -> Result<Json<wire::Session>> {
    let statement: Signed<KitLogin> = signature::parse(&request.statement, 1)?;
    let body = &statement.body;
    let (account, who) = app.kits.take(&body.nonce).ok_or(ProblemCode::LoginRefused)?;
    let known = app.store.account(account).await?.and_then(|account| account.kit_login);
    let key = known.unwrap_or_else(|| app.secrets.receipt_key());
    let holds = signature::verify_ed25519(&statement, 0, &key).is_ok();
    if !holds || known.is_none() || body.account != account || body.origin != app.api_origin {
        return Err(ProblemCode::LoginRefused.into());
    }
    app.attempts.succeed(who);
    Ok(Json(open_session(&app, account, None, body.session, |_| Bytes(Vec::new()))))
}
