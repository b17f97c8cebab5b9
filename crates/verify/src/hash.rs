//! SHA-256 and HMAC-SHA-256, and the places where the formats use them bare.

use hmac::{Hmac, KeyInit as _, Mac as _};
use scelle_protocol::{Bytes, Digest, EntryId, PublicKey, Signed, Statement, limits::SEGMENT_BYTES, statements};
use sha2::{Digest as _, Sha256};

/// SHA-256.
#[must_use]
pub fn sha256(data: &[u8]) -> Digest {
    Digest(Sha256::digest(data).into())
}

/// SHA-256 of several pieces, one after the other.
#[must_use]
pub fn sha256_of(pieces: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece);
    }
    Digest(hash.finalize().into())
}

/// HMAC-SHA-256 (RFC 2104).
#[must_use]
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> Digest {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(data);
    Digest(mac.finalize().into_bytes().into())
}

/// Whether two digests are equal, in constant time.
#[must_use]
pub fn same(a: &Digest, b: &Digest) -> bool {
    use subtle::ConstantTimeEq as _;
    a.0.ct_eq(&b.0).into()
}

/// The hash of a statement: of its text without signature lines (FORMATS §3).
#[must_use]
pub fn statement<T: Statement>(signed: &Signed<T>) -> Digest {
    sha256(statements::statement_hash_input(signed))
}

/// Body hash from the hashes of its 1 MiB segments (FORMATS §7).
#[must_use]
pub fn body(segments: &[Digest]) -> Digest {
    let mut hash = Sha256::new();
    for segment in segments {
        hash.update(segment.0);
    }
    Digest(hash.finalize().into())
}

/// Body hash of bytes in memory.
#[must_use]
pub fn body_of(bytes: &[u8]) -> Digest {
    body(&bytes.chunks(SEGMENT_BYTES).map(sha256).collect::<Vec<_>>())
}

/// Root of a vault version over its entries (FORMATS §6); an empty entry is a tombstone.
#[must_use]
pub fn vault_root<'a>(entries: impl IntoIterator<Item = (EntryId, &'a Bytes)>) -> Digest {
    let mut sorted: Vec<_> = entries.into_iter().collect();
    sorted.sort_by_key(|(id, _)| *id);
    let mut hash = Sha256::new();
    for (id, sealed) in sorted {
        hash.update(id.0);
        hash.update(if sealed.0.is_empty() { [0; 32] } else { sha256(&sealed.0).0 });
    }
    Digest(hash.finalize().into())
}

/// Six digits that two people, or a person on two screens, compare: the first eight bytes as a number, modulo a
/// million (FORMATS §10, §11).
#[must_use]
pub fn digits(hash: &Digest) -> String {
    let number = hash.0.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// Thumbprint of an Ed25519 session key (RFC 7638, RFC 8037 Appendix A.3).
#[must_use]
pub fn jwk_thumbprint(key: &PublicKey) -> Digest {
    sha256(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{key}"}}"#).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037() {
        let key: PublicKey = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".parse().expect("RFC 8037 A.2");
        assert_eq!(Bytes(jwk_thumbprint(&key).0.to_vec()).encode(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mac = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(mac.encode(), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_tombstone_changes_the_root_of_a_vault() {
        let (a, b) = (EntryId([1; 16]), EntryId([2; 16]));
        let (full, gone) = (Bytes(vec![1]), Bytes(vec![]));
        assert_ne!(vault_root([(a, &full), (b, &full)]), vault_root([(a, &full), (b, &gone)]));
        assert_eq!(vault_root([(a, &full), (b, &gone)]), vault_root([(b, &gone), (a, &full)]));
    }
}
