//! `POST card/finish`: the card's token opens a session of the person whom it names.

use axum::extract::State;
use scelle_protocol::limits::IDLE_SECONDS;
use scelle_protocol::{AccountId, Bytes, ProblemCode, wire};
use scelle_verify::professional::Professional;

use super::token;
use crate::attempts::Who;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::random;
use crate::revocation::Unrevoked;
use crate::sessions::Person;
use crate::state::App;

/// Opens a session. A person whom the host does not know gets an account id that nobody has: all
/// that the session may do is to open that account.
///
/// # Errors
/// `login_refused` for nonce, origin, session or signature, `slow_down` for many of these; one code for
/// each fault of the card.
pub async fn finish_card(
    State(app): State<App>,
    Address(address): Address,
    Json(request): Json<wire::CardFinish>,
) -> Result<Json<wire::CardSession>> {
    app.cards.take(&request.nonce).ok_or(ProblemCode::LoginRefused)?;
    let (certificate, signature) = token::read(&request.token)?;
    let professional = Professional::read(&certificate)?;
    let issued_by = app.trust.check(&professional, app.clock.now())?;
    // Before anybody is asked about it: a certificate alone, which is public, asks no responder.
    let signed =
        token::check(&professional.certificate, &signature, &app.client_origin, &request.nonce, &request.session);
    if let Err(refused) = signed {
        // Counted, and never asked of whoever has a card: nobody is kept out by a neighbour's attempts.
        app.attempts.begin(Who::Card(address)).map_err(Error::Wait)?;
        return Err(refused);
    }
    let unrevoked = app.revocation.check(&professional, &issued_by).await?;
    let account = app.store.professional(&professional.id_nat).await?.map(|known| known.account);
    let known = account.is_some();
    let account = account.unwrap_or_else(|| AccountId(random::bytes()));
    let certificate = professional.certificate.hash();
    let person = Person { id_nat: professional.id_nat, known };
    let token = app.sessions.open_by_card(account, certificate, person, request.session).reveal();
    let ocsp = match unrevoked {
        Unrevoked::Answer(der) => Bytes(der),
        Unrevoked::List => Bytes(Vec::new()),
    };
    let (time, proof) = (app.clock.now(), Bytes(Vec::new()));
    let session = wire::Session { token, account, proof, time, idle_seconds: IDLE_SECONDS };
    Ok(Json(wire::CardSession { session, known, ocsp }))
}
