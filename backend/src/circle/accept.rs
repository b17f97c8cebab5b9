//! `POST records/{record}/acceptances`: the member's answer, with keys of its own.

use axum::extract::State;
use scelle_protocol::statements::Acceptance;
use scelle_protocol::{ProblemCode, Signed, wire};
use scelle_verify::chain::Member;
use scelle_verify::hash::sha256;

use crate::chain::next;
use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;
use crate::store::Beside;

/// Writes the acceptance of the member who asks, with the key of its list.
///
/// # Errors
/// The problem that the caller is told; `forbidden` for whoever waits for no acceptance.
pub async fn accept(
    State(app): State<App>,
    reader: Reader,
    Json(request): Json<wire::NewAcceptance>,
) -> Result<Json<wire::Logged>> {
    if !reader.role.member().is_some_and(Member::is_pending) {
        return Err(ProblemCode::Forbidden.into());
    }
    let body = Signed::<Acceptance>::parse(&request.entry.open)?.body;
    next::check(&app, &reader, &request.entry)?;
    if body.reader != reader.id || body.list != sha256(&request.list_key.0) {
        return Err(ProblemCode::Invalid.into());
    }
    let beside = Beside::Acceptance(reader.id, request.list_key);
    let leaf = app.store.append_chain(reader.record, &request.entry, &beside).await?.leaf;
    Ok(Json(wire::Logged { leaf }))
}
