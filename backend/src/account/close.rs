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

/// Closes the account of the session, when its identity key says so.
///
/// # Errors
/// The problem that the caller is told.
pub async fn close_account(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::CloseAccount>,
) -> Result<StatusCode> {
    let account = app.store.account(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let statement: Signed<AccountClosure> = signature::parse_ed25519(&request.statement, &account.identity_sign)?;
    if statement.body.account != session.account {
        return Err(ProblemCode::Invalid.into());
    }
    chain::check_deadline(statement.body.deadline, app.clock.now())?;
    app.store.close_account(session.account).await?;
    if let Some(person) = &session.person {
        app.store.empty_inbox(&app.secrets.inbox_tag(&person.id_nat)).await?;
    }
    app.sessions.end_account(session.account);
    Ok(StatusCode::NO_CONTENT)
}
