//! `POST login/finish`: the third OPAQUE message and the certificate's signature.

use axum::extract::State;
use opaque_ke::ServerLoginParameters;
use scelle_protocol::statements::Login;
use scelle_protocol::{Bytes, Digest, ProblemCode, Signed, contexts, wire};
use scelle_verify::hash::{hmac_sha256, sha256_of};
use scelle_verify::opaque::CONTEXT;
use scelle_verify::{Certificate, signature};

use crate::error::Result;
use crate::gate::Json;
use crate::opaque;
use crate::session::open::open_session;
use crate::state::{App, LoginBegun};
use crate::store::Device;

/// Opens a session, or refuses with one answer.
///
/// # Errors
/// `login_refused`, or `statement_refused` for a statement out of form.
pub async fn finish_login(
    State(app): State<App>,
    Json(request): Json<wire::LoginFinish>,
) -> Result<Json<wire::Session>> {
    let statement: Signed<Login> = signature::parse(&request.statement, 1)?;
    let begun = app.logins.take(&request.login).ok_or(ProblemCode::LoginRefused)?;
    let transcript = sha256_of(&[&begun.messages, &request.ke3.0]);
    let signed = signed_by_certificate(&app, &begun, &statement, transcript);
    let ke3 = opaque::ke3(&request.ke3).ok_or(ProblemCode::LoginRefused)?;
    let parameters = ServerLoginParameters { context: Some(CONTEXT), ..Default::default() };
    let finished = begun.opaque.finish(ke3, parameters).map_err(|_| ProblemCode::LoginRefused)?;
    let device: Device = begun.device.filter(|_| signed).ok_or(ProblemCode::LoginRefused)?;
    // The certificate may have been removed since the first message.
    app.store.device(device.certificate).await?.ok_or(ProblemCode::LoginRefused)?;
    app.attempts.succeed(begun.who);
    let prove = |token: &Bytes| {
        let text = format!("{}\ntranscript: {transcript}\ntoken: {}\n", contexts::LOGIN_PROOF, token.encode());
        Bytes(hmac_sha256(&finished.session_key, text.as_bytes()).0.to_vec())
    };
    Ok(Json(open_session(&app, device.account, Some(device.certificate), statement.body.session, prove)))
}

/// Every line of the statement and its signature. For an unknown certificate the authority's own
/// stands in, so that the work is the same.
fn signed_by_certificate(app: &App, begun: &LoginBegun, statement: &Signed<Login>, transcript: Digest) -> bool {
    let body = &statement.body;
    let expected = body.origin == app.api_origin
        && body.certificate == begun.certificate
        && body.transcript == transcript
        && body.server == app.secrets.opaque_key()
        && body.nonce == begun.nonce;
    let authority = app.secrets.authority.certificate();
    let known = begun.device.as_ref().and_then(|device| Certificate::from_der(&device.der).ok());
    let certificate = known.as_ref().unwrap_or(authority);
    let valid = certificate.check_issued_by(authority, app.clock.now()).is_ok();
    let holds = signature::verify_rsa(statement, 0, certificate).is_ok();
    expected && valid && holds && known.is_some()
}
