//! What certificates, OCSP answers and revocation lists share in their form: a signed part, kept
//! as it was written, and extensions.

use der::{
    Encode as _, Sequence,
    asn1::{AnyRef, BitStringRef, ObjectIdentifier},
    oid::db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION,
};
use x509_cert::{ext::Extension, spki::AlgorithmIdentifierRef};

use crate::Certificate;

/// The signed part and its signature, as in a certificate, a CRL and (with certificates behind)
/// an OCSP answer.
#[derive(Debug, Sequence)]
pub(super) struct SignedForm<'a> {
    pub(super) content: AnyRef<'a>,
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) signature: BitStringRef<'a>,
}

/// Verifies sha256WithRSA over `content` as it was written; DER has one spelling of it.
pub(super) fn signed_by(
    key: &Certificate,
    content: AnyRef<'_>,
    algorithm: &AlgorithmIdentifierRef<'_>,
    signature: &BitStringRef<'_>,
) -> Option<()> {
    if algorithm.oid != SHA_256_WITH_RSA_ENCRYPTION {
        return None;
    }
    key.verify_sha256_with_rsa(&content.to_der().ok()?, signature.as_bytes()?).ok()
}

/// Each extension once, and none critical but those that `looked_at` names (RFC 5280 §4.2).
pub(super) fn extensions_known(extensions: Option<&[Extension]>, looked_at: &[ObjectIdentifier]) -> bool {
    let extensions = extensions.unwrap_or_default();
    let few = extensions.len() <= MAX_EXTENSIONS;
    let once = |at: usize, id| extensions.iter().skip(at + 1).all(|other| other.extn_id != id);
    let known = |extension: &Extension| !extension.critical || looked_at.contains(&extension.extn_id);
    few && extensions.iter().enumerate().all(|(at, one)| known(one) && once(at, one.extn_id))
}

/// Real certificates have about fifteen; comparing each with each must stay cheap.
const MAX_EXTENSIONS: usize = 64;
