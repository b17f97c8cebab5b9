//! `DELETE account`: account, devices, openers and vault go; the log stays.

use axum::extract::State;
use axum::http::StatusCode;
use scelle_protocol::statements::AccountClosure;
use scelle_protocol::{ProblemCode, Signed, wire};
use scelle_verify::{chain, signature};

use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;

/// Closes the account of the session, when its identity key says so. A professional's is not closed
/// yet: its binding's number 1 is taken in the log for good, so whoever left could never come back,
/// and what it signed in others' records could be checked by nobody (decision 0016).
///
/// # Errors
/// The problem that the caller is told; `forbidden` to a professional.
pub async fn close_account(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::CloseAccount>,
) -> Result<StatusCode> {
    if session.person.is_some() {
        return Err(ProblemCode::Forbidden.into());
    }
    let account = app.store.account(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let statement: Signed<AccountClosure> = signature::parse_ed25519(&request.statement, &account.identity_sign)?;
    if statement.body.account != session.account {
        return Err(ProblemCode::Invalid.into());
    }
    chain::check_deadline(statement.body.deadline, app.clock.now())?;
    app.store.close_account(session.account).await?;
    app.sessions.end_account(session.account);
    Ok(StatusCode::NO_CONTENT)
}
