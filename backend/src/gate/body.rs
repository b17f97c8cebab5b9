//! JSON bodies in and out. A body over the limit is refused by its announced length, or as soon
//! as it passes the limit: it is never held whole.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use scelle_protocol::ProblemCode;
use scelle_protocol::limits::JSON_BYTES;
use serde::{Serialize, de::DeserializeOwned};

use super::pace;
use crate::error::{Error, Result};

/// A JSON body in its one form: unknown members are refused.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _state: &S) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| ProblemCode::Invalid.into())
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => Error::host(error).into_response(),
        }
    }
}

/// Reads a body of at most [`JSON_BYTES`].
///
/// # Errors
/// `too_large`, `too_slow`, or `invalid` when the connection broke.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes> {
    if announced(headers).is_some_and(|length| length > JSON_BYTES as u64) {
        return Err(ProblemCode::TooLarge.into());
    }
    axum::body::to_bytes(body, JSON_BYTES).await.map_err(|error| {
        let full = std::error::Error::source(&error).is_some_and(|e| e.to_string().contains("length limit"));
        match full {
            true => ProblemCode::TooLarge.into(),
            false if pace::too_slow(&error) => ProblemCode::TooSlow.into(),
            false => ProblemCode::Invalid.into(),
        }
    })
}

/// The length that the request announces.
#[must_use]
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
