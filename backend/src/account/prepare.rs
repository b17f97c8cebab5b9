//! `POST accounts/prepare`: a certificate and the first half of an OPAQUE registration. Nothing
//! is stored.

use axum::extract::State;
use opaque_ke::ServerRegistration;
use scelle_protocol::{Bytes, ProblemCode, wire};
use scelle_verify::opaque::Suite;

use crate::authority::RequestError;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::opaque;
use crate::rates::What;
use crate::state::App;

/// Certifies the key and answers the registration under it.
///
/// # Errors
/// `slow_down`, or the problem that the caller is told.
pub async fn prepare(
    State(app): State<App>,
    Address(address): Address,
    Json(request): Json<wire::Prepare>,
) -> Result<Json<wire::Prepared>> {
    app.rates.take(What::Prepare(address), app.config.prepares_per_hour).map_err(Error::Wait)?;
    let registration = opaque::registration_request(&request.registration).ok_or(ProblemCode::Invalid)?;
    let certificate = app.secrets.authority.certify(&request.csr.0, app.clock.now()).map_err(|error| match error {
        RequestError::Profile => Error::Caller(ProblemCode::Invalid),
        RequestError::Signature => Error::Caller(ProblemCode::SignatureRefused),
        RequestError::Unreachable => Error::host(error),
    })?;
    let credential = certificate.spki_hash();
    let answer = ServerRegistration::<Suite>::start(&app.secrets.opaque, registration, &credential.0)
        .map_err(|_| ProblemCode::Invalid)?;
    Ok(Json(wire::Prepared {
        certificate: Bytes::from(certificate.der()),
        registration: Bytes(answer.message.serialize().to_vec()),
    }))
}
