//! `POST kit/start`: a nonce, whoever asks.

use axum::extract::State;
use scelle_protocol::{Digest, wire};

use crate::attempts::Who;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::random;
use crate::state::App;

/// Gives a nonce to be signed.
///
/// # Errors
/// `slow_down`.
pub async fn start_kit(
    State(app): State<App>,
    Address(address): Address,
    Json(request): Json<wire::KitStart>,
) -> Result<Json<wire::KitChallenge>> {
    // A professional's kit logs nobody in: to this path its account is unknown.
    let known = app.store.account(request.account).await?.is_some_and(|account| account.kit_login.is_some());
    let who = if known { Who::Kit(request.account) } else { Who::Unknown(address) };
    app.attempts.begin(who).map_err(Error::Wait)?;
    let nonce = Digest(random::bytes());
    if !app.kits.put(nonce, (request.account, who)) {
        return Err(Error::Wait(60));
    }
    Ok(Json(wire::KitChallenge { nonce }))
}
