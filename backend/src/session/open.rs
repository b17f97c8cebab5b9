//! What account opening, log-in and kit log-in have in common at their end.

use scelle_protocol::limits::IDLE_SECONDS;
use scelle_protocol::{AccountId, Bytes, CertificateHash, PublicKey, wire};

use crate::state::App;

/// Opens a session; `prove` makes the host's proof over the token.
pub fn open_session(
    app: &App,
    account: AccountId,
    certificate: Option<CertificateHash>,
    key: PublicKey,
    prove: impl FnOnce(&Bytes) -> Bytes,
) -> wire::Session {
    let token = app.sessions.open(account, certificate, key).reveal();
    wire::Session { proof: prove(&token), token, account, time: app.clock.now(), idle_seconds: IDLE_SECONDS }
}
