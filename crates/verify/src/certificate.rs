//! X.509 certificates with RSA keys (RFC 5280), and the profile of patients' certificates, issued
//! by the host's own authority. The professionals' profile lives in `professional`.

use rsa::{
    PublicKey as RsaPublicKey,
    pkcs1v15::{Signature as RsaSignature, VerifyingKey},
    pkcs8::DecodePublicKey as _,
    sha2::Sha256,
    signature::Verifier as _,
};
use scelle_protocol::{AccountId, CertificateHash, Digest, Time};
use x509_cert::{
    der::{
        Decode as _, Encode as _, Reader as _, SliceReader,
        asn1::{AnyRef, Utf8StringRef},
        oid::db,
    },
    ext::pkix::{BasicConstraints, KeyUsage},
};

use crate::hash::sha256;

/// Why a certificate was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not yet or no longer valid.
    #[error("the certificate is not valid at this time")]
    Expired,
    /// Not signed by this authority.
    #[error("the certificate is not issued by this authority")]
    Issuer,
    /// Not DER, or not in the profile.
    #[error("the certificate is not in the profile")]
    Profile,
}

/// A certificate with an RSA key of at least 2,048 bits.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
    key: RsaPublicKey,
    spki: Vec<u8>,
}

impl Certificate {
    /// Reads a DER certificate.
    ///
    /// # Errors
    /// [`CertificateError::Profile`] for anything else than strict DER with an RSA key of
    /// 2,048 bits or more and a sha256WithRSAEncryption signature.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| CertificateError::Profile)?;
        let tbs = parsed.tbs_certificate();
        let spki = tbs.subject_public_key_info().to_der().map_err(|_| CertificateError::Profile)?;
        let key = rsa_key(&spki).ok_or(CertificateError::Profile)?;
        let sha256_with_rsa = db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
        // RFC 5280 §4.1.1.2: the two algorithm identifiers must be the same, parameters included.
        // No signature covers the outer one: else one certificate could have many hashes.
        if tbs.signature().oid != sha256_with_rsa || parsed.signature_algorithm() != tbs.signature() {
            return Err(CertificateError::Profile);
        }
        Ok(Self { der: der.to_vec(), key, spki, parsed })
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn hash(&self) -> CertificateHash {
        CertificateHash(sha256(&self.der).0)
    }

    /// SHA-256 of the SubjectPublicKeyInfo's DER: the OPAQUE credential identifier.
    #[must_use]
    pub fn spki_hash(&self) -> Digest {
        sha256(&self.spki)
    }

    /// The SubjectPublicKeyInfo, DER.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// The RSA key.
    #[must_use]
    pub const fn key(&self) -> &RsaPublicKey {
        &self.key
    }

    /// The account that a patient's certificate names: its subject is one CN, 32 hex digits,
    /// and nothing else.
    ///
    /// # Errors
    /// [`CertificateError::Profile`].
    pub fn account(&self) -> Result<AccountId, CertificateError> {
        let subject = self.parsed.tbs_certificate().subject();
        let mut attributes = subject.iter();
        let (Some(name), None) = (attributes.next(), attributes.next()) else { return Err(CertificateError::Profile) };
        let id = name.value.decode_as::<Utf8StringRef<'_>>().map_err(|_| CertificateError::Profile)?;
        if name.oid != db::rfc4519::CN || subject.iter_rdn().count() != 1 {
            return Err(CertificateError::Profile);
        }
        id.as_str().parse().map_err(|_| CertificateError::Profile)
    }

    /// Checks that `authority` issued this certificate, for an end entity, valid now.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn check_issued_by(&self, authority: &Self, now: Time) -> Result<(), CertificateError> {
        self.check_signed_by(authority)?;
        authority.check_authority()?;
        self.check_end_entity()?;
        self.check_valid_at(now)
    }

    /// Verifies RSASSA-PKCS1-v1_5 with SHA-256 over `message` (RFC 8017 §8.2.2).
    ///
    /// # Errors
    /// [`CertificateError::Issuer`] when it does not hold.
    pub fn verify_sha256_with_rsa(&self, message: &[u8], signature: &[u8]) -> Result<(), CertificateError> {
        let signature = RsaSignature::try_from(signature).map_err(|_| CertificateError::Issuer)?;
        let key = VerifyingKey::<Sha256>::new(self.key.clone());
        key.verify(message, &signature).map_err(|_| CertificateError::Issuer)
    }

    /// What was read, for profiles that look further.
    pub(crate) const fn parsed(&self) -> &x509_cert::Certificate {
        &self.parsed
    }

    /// Checks name and signature alone: that `authority` may issue, and when, is checked apart.
    pub(crate) fn check_signed_by(&self, authority: &Self) -> Result<(), CertificateError> {
        if self.parsed.tbs_certificate().issuer() != authority.parsed.tbs_certificate().subject() {
            return Err(CertificateError::Issuer);
        }
        let signed = first_element(&self.der).ok_or(CertificateError::Profile)?;
        let signature = self.parsed.signature().as_bytes().ok_or(CertificateError::Profile)?;
        authority.verify_sha256_with_rsa(signed, signature)
    }

    pub(crate) fn check_valid_at(&self, now: Time) -> Result<(), CertificateError> {
        let validity = self.parsed.tbs_certificate().validity();
        let from = validity.not_before.to_unix_duration().as_secs();
        let until = validity.not_after.to_unix_duration().as_secs();
        // Five minutes' grace before: the authority's clock and the client's may differ.
        if now.0.saturating_add(300) < from || now.0 > until { Err(CertificateError::Expired) } else { Ok(()) }
    }

    pub(crate) fn check_authority(&self) -> Result<(), CertificateError> {
        let constraints = self.parsed.tbs_certificate().get_extension::<BasicConstraints>();
        match constraints {
            Ok(Some((_, constraints))) if constraints.ca => Ok(()),
            _ => Err(CertificateError::Issuer),
        }
    }

    fn check_end_entity(&self) -> Result<(), CertificateError> {
        let tbs = self.parsed.tbs_certificate();
        let ca = tbs.get_extension::<BasicConstraints>().map_err(|_| CertificateError::Profile)?;
        let usage = tbs.get_extension::<KeyUsage>().map_err(|_| CertificateError::Profile)?;
        let signs = usage.is_some_and(|(_, usage)| usage.digital_signature());
        if ca.is_some_and(|(_, ca)| ca.ca) || !signs { Err(CertificateError::Profile) } else { Ok(()) }
    }
}

/// The first element of a SEQUENCE, as it was written: what the signature covers (RFC 5280 §4.1.1.3).
fn first_element(der: &[u8]) -> Option<&[u8]> {
    let sequence = AnyRef::from_der(der).ok()?;
    SliceReader::new(sequence.value()).ok()?.tlv_bytes().ok()
}

/// An RSA key of 2,048 to 8,192 bits from its SubjectPublicKeyInfo.
#[must_use]
pub fn rsa_key(spki_der: &[u8]) -> Option<RsaPublicKey> {
    use rsa::traits::PublicKeyParts as _;
    RsaPublicKey::from_public_key_der(spki_der).ok().filter(|key| key.size() >= 256)
}
