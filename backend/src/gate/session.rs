//! Proof of the session on a request (RFC 9449, FORMATS §9): signed by the session key, over
//! method, address, the host's nonce, the token and the body's digest; taken once.

use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use scelle_protocol::{Bytes, Digest, ProblemCode, paths};
use scelle_verify::dpop;
use scelle_verify::hash::{same, sha256, sha256_of};

use crate::error::{Error, Result};
use crate::gate::{body, nonce};
use crate::sessions::Session;
use crate::state::App;

/// What a request's proof says and others still need.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The nonce that it carries.
    pub nonce: String,
    /// The digest of the body that it promises.
    pub digest: Digest,
}

/// For routes with a small body: reads it whole and compares its digest.
///
/// # Errors
/// The problem that the caller is told.
pub async fn whole(State(app): State<App>, request: Request, next: Next) -> Result<Response> {
    let (mut parts, body) = request.into_parts();
    let (session, proven) = prove(&app, &parts)?;
    let bytes = body::read(&parts.headers, body).await?;
    if !same(&sha256(&bytes), &proven.digest) {
        return Err(ProblemCode::ProofRefused.into());
    }
    parts.extensions.insert(session);
    parts.extensions.insert(proven);
    Ok(next.run(Request::from_parts(parts, Body::from(bytes))).await)
}

/// For routes whose body streams: the handler compares the digest when all has come.
///
/// # Errors
/// The problem that the caller is told.
pub async fn streamed(State(app): State<App>, mut request: Request, next: Next) -> Result<Response> {
    let (mut parts, body) = request.into_parts();
    let (session, proven) = prove(&app, &parts)?;
    parts.extensions.insert(session);
    parts.extensions.insert(proven);
    request = Request::from_parts(parts, body);
    Ok(next.run(request).await)
}

fn prove(app: &App, parts: &Parts) -> Result<(Session, Proven)> {
    let refused = || Error::from(ProblemCode::ProofRefused);
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let token = header(AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("DPoP ")).ok_or_else(refused)?;
    let token = Bytes::decode(token).map_err(|_| refused())?;
    let proof = dpop::verify(header("dpop").ok_or_else(refused)?).map_err(|_| refused())?;
    let claims = proof.claims;
    let address = format!("{}{}", app.api_origin, parts.uri.path());
    if claims.htm != parts.method.as_str() || claims.htu != address || claims.jti.len() > 64 {
        return Err(refused());
    }
    if claims.ath.as_deref() != Some(dpop::token_hash(&token).as_str()) {
        return Err(refused());
    }
    let now = app.clock.now();
    if !nonce::holds(&app.secrets.nonce_key, &claims.nonce, now) {
        return Err(ProblemCode::UseNonce.into());
    }
    let session = app.sessions.find(&token).ok_or(ProblemCode::SessionEnded)?;
    if session.key != proof.key {
        return Err(refused());
    }
    if !app.seen.take(sha256_of(&[&session.id.0, claims.jti.as_bytes()]), now) {
        return Err(ProblemCode::Replayed.into());
    }
    // To whoever has no account yet, every other path is as if there were nothing.
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let newcomer = session.person.as_ref().is_some_and(|person| !person.known);
    if newcomer && !route.is_some_and(|route| NEWCOMERS.contains(&route)) {
        return Err(ProblemCode::NotFound.into());
    }
    Ok((session, Proven { nonce: claims.nonce, digest: claims.digest }))
}

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get().cloned().ok_or_else(|| Error::host("a route without its session gate"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Proven {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get().cloned().ok_or_else(|| Error::host("a route without its session gate"))
    }
}

/// What a session may do whose person has no account yet.
const NEWCOMERS: [&str; 3] = [paths::PROFESSIONALS, paths::SESSION, paths::ACT];
