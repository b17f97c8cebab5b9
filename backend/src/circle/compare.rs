//! `GET`, `POST records/{record}/compare/{reader}`: the relay of a comparison. What it relays is
//! checked by the two who compare, with their own eyes; here only the order is held.

use axum::extract::{Path, State};
use scelle_protocol::{ProblemCode, ReaderId, wire};

use crate::comparisons::Message;
use crate::error::{Error, Result};
use crate::gate::{Json, Reader};
use crate::state::App;

/// What there is so far.
///
/// # Errors
/// `not_found`.
pub async fn show_comparison(
    State(app): State<App>,
    reader: Reader,
    Path((_, of)): Path<(String, String)>,
) -> Result<Json<wire::CompareState>> {
    let of = member(&reader, &of)?;
    Ok(Json(app.comparisons.state(reader.record, of)))
}

/// Takes the member's commitment, the holder's nonce, the member's nonce, in this order.
///
/// # Errors
/// `not_found`, `forbidden` for the other's message, `invalid` out of order.
pub async fn compare(
    State(app): State<App>,
    reader: Reader,
    Path((_, of)): Path<(String, String)>,
    Json(request): Json<wire::CompareMessage>,
) -> Result<Json<wire::CompareState>> {
    let of = member(&reader, &of)?;
    // After the acceptance there is nothing left to compare.
    if !reader.chain.readers.get(&of).and_then(|role| role.member()).is_some_and(|member| member.is_pending()) {
        return Err(ProblemCode::NotFound.into());
    }
    let message = match (request.commit, request.nonce, request.reveal) {
        (Some(commit), None, None) => Message::Commit(commit),
        (None, Some(nonce), None) => Message::Nonce(nonce),
        (None, None, Some(reveal)) => Message::Reveal(reveal),
        _ => return Err(ProblemCode::Invalid.into()),
    };
    if matches!(message, Message::Nonce(_)) != (reader.id != of) {
        return Err(ProblemCode::Forbidden.into());
    }
    let room = app.comparisons.take(reader.record, of, message)?;
    room.map(Json).ok_or(Error::Wait(60))
}

/// Which member: a member its own comparison, a holder every member's.
fn member(reader: &Reader, of: &str) -> Result<ReaderId> {
    let of: ReaderId = of.parse().map_err(|_| ProblemCode::NotFound)?;
    let known = reader.chain.readers.get(&of).and_then(|role| role.member()).is_some();
    let may = of == reader.id || reader.must_hold().is_ok();
    if known && may { Ok(of) } else { Err(ProblemCode::NotFound.into()) }
}
