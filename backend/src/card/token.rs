//! A Web eID token: its form, and what the card signed.

use data_encoding::BASE64;
use scelle_protocol::{Digest, ProblemCode, PublicKey, wire};
use scelle_verify::Certificate;
use scelle_verify::hash::{sha256, sha256_of};

use crate::error::Result;

/// Certificate and signature of a token in the one form that is taken here.
///
/// # Errors
/// `invalid` for another format, algorithm or spelling.
pub fn read(token: &wire::CardToken) -> Result<(Vec<u8>, Vec<u8>)> {
    if token.format != "web-eid:1.0" || token.algorithm != "RS256" {
        return Err(ProblemCode::Invalid.into());
    }
    let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| ProblemCode::Invalid);
    Ok((bytes(&token.unverified_certificate)?, bytes(&token.signature)?))
}

/// Checks the card's signature over this page, this nonce and this session's key.
///
/// # Errors
/// `login_refused`.
pub fn check(
    certificate: &Certificate,
    signature: &[u8],
    origin: &str,
    nonce: &Digest,
    session: &PublicKey,
) -> Result<()> {
    let nonce = sha256_of(&[&nonce.0, &session.0]);
    let signed = [sha256(origin.as_bytes()).0, sha256(BASE64.encode(&nonce.0).as_bytes()).0].concat();
    certificate.verify_sha256_with_rsa(&signed, signature).map_err(|_| ProblemCode::LoginRefused.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> wire::CardToken {
        wire::CardToken {
            unverified_certificate: "AQI=".into(),
            algorithm: "RS256".into(),
            signature: "AwQF".into(),
            format: "web-eid:1.0".into(),
            app_version: "bridge".into(),
        }
    }

    #[test]
    fn a_token_has_one_format_one_algorithm_and_one_spelling() {
        assert_eq!(read(&token()).expect("in the form"), (vec![1, 2], vec![3, 4, 5]));
        let changes: [fn(&mut wire::CardToken); 6] = [
            |token| token.format = "web-eid:1.1".into(),
            |token| token.algorithm = "none".into(),
            |token| token.algorithm = "ES256".into(),
            |token| token.unverified_certificate = "AQI".into(),
            |token| token.unverified_certificate = "AQJ=".into(),
            |token| token.signature = "Aw_F".into(),
        ];
        for change in changes {
            let mut other = token();
            change(&mut other);
            assert!(read(&other).is_err(), "{other:?}");
        }
    }
}
