//! Proof that a request comes from the holder of a session's key (RFC 9449), with Ed25519 keys
//! (RFC 8037) and a digest of the body (FORMATS §9).

use data_encoding::BASE64URL_NOPAD;
use scelle_protocol::{Bytes, Digest, PublicKey, Signature};
use serde::{Deserialize, Serialize};

use crate::hash::sha256;
use crate::signature::ed25519;

/// Why a proof was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the proof of the session does not hold")]
pub struct DpopError;

/// The claims of a proof.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// 16 random bytes; taken once.
    pub jti: String,
    /// HTTP method.
    pub htm: String,
    /// Origin and path, without query.
    pub htu: String,
    /// Seconds since 1970; not judged, the nonce is.
    pub iat: u64,
    /// The host's nonce.
    pub nonce: String,
    /// b64 of SHA-256 of the token's text; absent before there is a session.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ath: Option<String>,
    /// SHA-256 of the body, hex.
    pub digest: Digest,
}

/// A proof whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The session key that signed.
    pub key: PublicKey,
    /// What it says.
    pub claims: Claims,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    typ: String,
    alg: String,
    jwk: Jwk,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwk {
    crv: String,
    kty: String,
    x: PublicKey,
}

/// What the session key signs: `header.claims`.
#[must_use]
pub fn unsigned(key: &PublicKey, claims: &Claims) -> String {
    let jwk = Jwk { crv: "Ed25519".to_owned(), kty: "OKP".to_owned(), x: *key };
    let header = Header { typ: TYPE.to_owned(), alg: ALGORITHM.to_owned(), jwk };
    let part = |json: Result<Vec<u8>, serde_json::Error>| {
        BASE64URL_NOPAD.encode(&json.expect("plain strings and numbers are always JSON"))
    };
    format!("{}.{}", part(serde_json::to_vec(&header)), part(serde_json::to_vec(claims)))
}

/// The whole proof from what was signed and the signature.
#[must_use]
pub fn assemble(unsigned: &str, signature: &Signature) -> String {
    format!("{unsigned}.{signature}")
}

/// Value of `ath` for a token.
#[must_use]
pub fn token_hash(token: &Bytes) -> String {
    BASE64URL_NOPAD.encode(&sha256(token.encode().as_bytes()).0)
}

/// Reads a proof and verifies its signature; method, address, nonce, token and digest are the
/// caller's to compare (RFC 9449 §4.3).
///
/// # Errors
/// [`DpopError`].
pub fn verify(proof: &str) -> Result<Proof, DpopError> {
    if proof.len() > 4096 {
        return Err(DpopError);
    }
    let (signed, signature) = proof.rsplit_once('.').ok_or(DpopError)?;
    let (header, claims) = signed.split_once('.').ok_or(DpopError)?;
    let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| DpopError);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| DpopError)?;
    let claims: Claims = serde_json::from_slice(&decode(claims)?).map_err(|_| DpopError)?;
    let expected = header.typ == TYPE && header.alg == ALGORITHM && header.jwk.kty == "OKP";
    if !expected || header.jwk.crv != "Ed25519" {
        return Err(DpopError);
    }
    let signature: Signature = signature.parse().map_err(|_| DpopError)?;
    ed25519(&header.jwk.x, signed.as_bytes(), &signature).map_err(|_| DpopError)?;
    Ok(Proof { key: header.jwk.x, claims })
}

const TYPE: &str = "dpop+jwt";
const ALGORITHM: &str = "EdDSA";

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};

    fn proof(change: impl Fn(String) -> String) -> Result<Proof, DpopError> {
        let key = SigningKey::from_bytes(&[7; 32]);
        let claims = Claims {
            jti: "a".into(),
            htm: "GET".into(),
            htu: "https://h/v1/host".into(),
            iat: 1,
            nonce: "n".into(),
            ath: None,
            digest: sha256(b""),
        };
        let unsigned = unsigned(&PublicKey(key.verifying_key().to_bytes()), &claims);
        let signature = Signature(key.sign(unsigned.as_bytes()).to_bytes());
        verify(&change(assemble(&unsigned, &signature)))
    }

    #[test]
    fn a_proof_verifies_and_any_change_is_refused() {
        assert!(proof(|p| p).is_ok());
        assert!(proof(|p| p.replacen('.', "..", 1)).is_err());
        assert!(proof(|p| format!("{p}A")).is_err());
        assert!(proof(|p| format!("A{p}")).is_err());
        assert!(proof(|_| String::new()).is_err());
    }

    #[test]
    fn a_proof_without_algorithm_is_refused() {
        let none = BASE64URL_NOPAD.encode(br#"{"typ":"dpop+jwt","alg":"none","jwk":{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#);
        assert!(
            proof(|p| {
                let rest: Vec<&str> = p.split('.').skip(1).collect();
                format!("{none}.{}", rest.join("."))
            })
            .is_err()
        );
    }
}
