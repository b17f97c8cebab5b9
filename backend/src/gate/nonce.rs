//! The host's nonces for proofs (RFC 9449 §8): time ‖ HMAC, good for two minutes, given with
//! every answer. Nothing is kept for them.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use scelle_protocol::limits::NONCE_SECONDS;
use scelle_protocol::{Bytes, Digest, Time, wire};
use scelle_verify::hash::{hmac_sha256, same};

use crate::state::App;

/// A nonce for this moment.
#[must_use]
pub fn make(key: &[u8; 32], now: Time) -> String {
    let mut bytes = now.0.to_be_bytes().to_vec();
    bytes.extend_from_slice(&tag(key, now).0);
    Bytes(bytes).encode()
}

/// Whether the nonce is the host's and still good.
#[must_use]
pub fn holds(key: &[u8; 32], nonce: &str, now: Time) -> bool {
    let Ok(bytes) = Bytes::decode(nonce) else { return false };
    let Some((time, mac)) = bytes.0.split_first_chunk::<8>() else { return false };
    let (time, Ok(mac)) = (Time(u64::from_be_bytes(*time)), Digest::from_slice(mac)) else { return false };
    same(&tag(key, time), &mac) && time <= now && now.0 - time.0 <= NONCE_SECONDS
}

/// Gives every answer a nonce.
pub async fn give(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let nonce = make(&app.secrets.nonce_key, app.clock.now());
    if let Ok(value) = HeaderValue::from_str(&nonce) {
        response.headers_mut().insert(HeaderName::from_static(wire::NONCE_HEADER), value);
    }
    response
}

fn tag(key: &[u8; 32], time: Time) -> Digest {
    hmac_sha256(key, &time.0.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_for_two_minutes_and_not_before_it_was_made() {
        let nonce = make(&[1; 32], Time(1_000));
        for (now, good) in [(999, false), (1_000, true), (1_120, true), (1_121, false)] {
            assert_eq!(holds(&[1; 32], &nonce, Time(now)), good, "{now}");
        }
        assert!(!holds(&[2; 32], &nonce, Time(1_000)));
        assert!(!holds(&[1; 32], "", Time(1_000)));
    }
}
