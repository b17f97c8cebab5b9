//! Public facts about the host.

use axum::extract::State;
use scelle_protocol::{Bytes, wire};

use crate::gate::Json;
use crate::state::App;

/// `GET host`.
pub async fn show_host(State(app): State<App>) -> Json<wire::HostInfo> {
    Json(wire::HostInfo {
        name: app.config.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        origin: app.api_origin.clone(),
        log_key: app.notary.verifier().to_owned(),
        receipt_key: app.secrets.receipt_key(),
        opaque_key: app.secrets.opaque_key(),
        ca_certificate: Bytes::from(app.secrets.authority.certificate().der()),
        time: app.clock.now(),
    })
}
