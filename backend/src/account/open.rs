//! `POST accounts`: an account with its certificate, openers and vault, all or nothing.

use axum::extract::State;
use scelle_protocol::statements::Account;
use scelle_protocol::{Bytes, Digest, ProblemCode, Signed, wire};
use scelle_verify::signature;

use crate::error::Result;
use crate::gate::Json;
use crate::openers::{device, table};
use crate::session::open::open_session;
use crate::state::App;
use crate::store::NewAccount;
use crate::vault::version;

/// Opens the account and a session for the key that the statement names.
///
/// # Errors
/// The problem that the caller is told.
pub async fn open_account(
    State(app): State<App>,
    Json(request): Json<wire::NewAccount>,
) -> Result<Json<wire::Session>> {
    let statement: Signed<Account> = signature::parse(&request.statement, 2)?;
    let body = &statement.body;
    let names = device::Names {
        origin: &body.origin,
        account: body.account,
        certificate: body.certificate,
        registration: body.registration,
    };
    let (device, certificate) =
        device::check(&app, &names, &request.certificate, &request.login_id, &request.registration)?;
    signature::verify_rsa(&statement, 0, &certificate)?;
    signature::verify_ed25519(&statement, 1, &body.identity_sign)?;

    let keys = table::Keys { account: body.account, sign: body.identity_sign, seal: &body.identity_seal };
    let mut openers = table::check(&request.openers, &keys, None)?;
    if openers.change.head.hash != body.openers
        || !openers.certificates.contains(&body.certificate)
        || !openers.cards.is_empty()
        || openers.kits == 0
    {
        return Err(ProblemCode::Invalid.into());
    }
    if openers.certificates.iter().any(|named| *named != body.certificate) {
        return Err(ProblemCode::Invalid.into());
    }
    openers.change.add = Some(device);
    let vault = version::check(&request.vault, body.account, body.identity_sign, None, &[])?;
    let new = NewAccount {
        account: body.account,
        statement: statement.whole(),
        keys: (body.identity_sign, body.identity_seal, Some(body.kit_login)),
        openers: openers.change,
        vault,
    };
    app.store.open_account(&new).await?;
    let no_proof = |_: &Bytes| Bytes(Vec::new());
    Ok(Json(open_session(&app, body.account, Some(body.certificate), body.session, no_proof)))
}

/// `previous` of a first number.
pub const NOTHING: Digest = Digest([0; 32]);
