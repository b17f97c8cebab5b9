//! `POST login/start`: the first OPAQUE message is answered, whoever asks.

use axum::extract::State;
use opaque_ke::{ServerLogin, ServerLoginParameters, ServerRegistration};
use scelle_protocol::{Bytes, Digest, ProblemCode, wire};
use scelle_verify::Certificate;
use scelle_verify::hash::{hmac_sha256, same};
use scelle_verify::opaque::CONTEXT;

use super::address::Address;
use crate::attempts::Who;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::opaque;
use crate::random;
use crate::state::{App, LoginBegun};
use crate::store::Device;

/// Answers with a challenge that looks the same for a certificate that the host does not know.
///
/// # Errors
/// `slow_down`, `invalid`: never who exists.
pub async fn start_login(
    State(app): State<App>,
    Address(address): Address,
    Json(request): Json<wire::LoginStart>,
) -> Result<Json<wire::LoginChallenge>> {
    let ke1 = opaque::ke1(&request.ke1).ok_or(ProblemCode::Invalid)?;
    let known = app.store.device(request.certificate).await?;
    let who = if known.is_some() { Who::Certificate(request.certificate) } else { Who::Unknown(address) };
    app.attempts.begin(who).map_err(Error::Wait)?;
    let tag = app.secrets.login_tag(&request.login_id);
    let credential = credential_id(&app, known.as_ref(), &request);
    let device = known.filter(|device| same(&device.login_tag, &tag));
    let registration = device.as_ref().map(|device| ServerRegistration::deserialize(&device.registration));
    let started = ServerLogin::start(
        &mut rand_08::rngs::OsRng,
        &app.secrets.opaque,
        registration.transpose().map_err(Error::host)?,
        ke1,
        &credential.0,
        ServerLoginParameters { context: Some(CONTEXT), ..Default::default() },
    )
    .map_err(|_| ProblemCode::Invalid)?;
    let ke2 = started.message.serialize().to_vec();
    let (login, nonce) = (Digest(random::bytes()), Digest(random::bytes()));
    let begun = LoginBegun {
        certificate: request.certificate,
        device,
        opaque: started.state,
        messages: [request.ke1.0, ke2.clone()].concat(),
        nonce,
        who,
    };
    if !app.logins.put(login, begun) {
        return Err(Error::Wait(60));
    }
    Ok(Json(wire::LoginChallenge { login, ke2: Bytes(ke2), nonce }))
}

/// SHA-256 of the certificate's key; for an unknown certificate a value that stays the same.
fn credential_id(app: &App, known: Option<&Device>, request: &wire::LoginStart) -> Digest {
    known.and_then(|device| Certificate::from_der(&device.der).ok()).map_or_else(
        || hmac_sha256(&*app.secrets.tag_key, &request.certificate.0),
        |certificate| certificate.spki_hash(),
    )
}
