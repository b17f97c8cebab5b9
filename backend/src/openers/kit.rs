//! A new recovery kit: its log-in key takes the place of the old one's.

use scelle_protocol::statements::NewKit;
use scelle_protocol::{AccountId, Digest, ProblemCode, PublicKey, Signed};
use scelle_verify::signature;

use crate::error::Result;
use crate::state::App;

/// The log-in key of the new kit, which has signed, for the account and its next table.
///
/// # Errors
/// `invalid` for another account or table, `signature_refused`.
pub fn check(app: &App, account: AccountId, identity: &PublicKey, table: Digest, statement: &str) -> Result<PublicKey> {
    let statement: Signed<NewKit> = signature::parse(statement, 2)?;
    let body = &statement.body;
    signature::verify_ed25519(&statement, 0, &body.kit_login)?;
    signature::verify_ed25519(&statement, 1, identity)?;
    if body.origin != app.api_origin || body.account != account || body.openers != table {
        return Err(ProblemCode::Invalid.into());
    }
    Ok(body.kit_login)
}
