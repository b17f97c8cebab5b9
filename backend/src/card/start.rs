//! `POST card/start`: a nonce, whoever asks.

use axum::extract::State;
use scelle_protocol::{Digest, wire};

use crate::attempts::Who;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::random;
use crate::state::App;

/// Gives a nonce that a card is to sign, good once.
///
/// # Errors
/// `slow_down`.
pub async fn start_card(State(app): State<App>, Address(address): Address) -> Result<Json<wire::CardChallenge>> {
    // Who comes is known only from the card: until then everybody is a stranger.
    let who = Who::Unknown(address);
    app.attempts.begin(who).map_err(Error::Wait)?;
    let nonce = Digest(random::bytes());
    if !app.cards.put(nonce, who) {
        return Err(Error::Wait(60));
    }
    Ok(Json(wire::CardChallenge { nonce }))
}
