//! `POST card/start`: a nonce, whoever asks. A whole hospital comes from one address: nonces are
//! counted as what they cost, and no attempt is made by asking for one.

use axum::extract::State;
use scelle_protocol::{Digest, wire};

use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::random;
use crate::rates::What;
use crate::state::App;

/// Gives a nonce that a card is to sign, good once.
///
/// # Errors
/// `slow_down`.
pub async fn start_card(State(app): State<App>, Address(address): Address) -> Result<Json<wire::CardChallenge>> {
    app.rates.take(What::CardStart(address), app.config.cards_per_hour).map_err(Error::Wait)?;
    let nonce = Digest(random::bytes());
    if !app.cards.put(nonce, ()) {
        return Err(Error::Wait(60));
    }
    Ok(Json(wire::CardChallenge { nonce }))
}
