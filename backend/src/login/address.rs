//! The address that a request comes from: for counting attempts, in memory only.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use crate::state::App;

/// The address, if it is known.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub Option<IpAddr>);

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if app.config.behind_tls {
            // Only what the proxy itself wrote last can be believed.
            let header = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
            return Ok(Self(header.and_then(|h| h.rsplit(',').next()).and_then(|a| a.trim().parse().ok())));
        }
        Ok(Self(parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip())))
    }
}
