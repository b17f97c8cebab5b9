//! The pinned authorities of the IGC-Santé (2013 to 2033), and whether one of them issued a
//! professional's certificate. It is in no public store of roots; nothing is read from the system.

use scelle_protocol::Time;
use x509_cert::ext::pkix::KeyUsage;

use super::{
    GRACE, Professional, ProfessionalError,
    profile::{COMMON_NAME, attribute},
};
use crate::Certificate;

/// The authorities that may issue a professional's certificate: those of persons, never of
/// organisations.
#[derive(Debug, Clone)]
pub struct Trust {
    authorities: Vec<Certificate>,
}

/// Proof that a professional's certificate was issued by a trusted authority, and is valid.
#[derive(Debug, Clone)]
pub struct IssuedBy {
    issuer: Certificate,
}

impl IssuedBy {
    /// The authority: who signs OCSP answers and revocation lists, or says who may.
    #[must_use]
    pub const fn issuer(&self) -> &Certificate {
        &self.issuer
    }

    /// Its common name, for a person to read; empty where it has none.
    #[must_use]
    pub fn name(&self) -> String {
        let subject = self.issuer.parsed().tbs_certificate().subject();
        attribute(subject, COMMON_NAME).ok().flatten().unwrap_or_default()
    }
}

impl Trust {
    /// The three authorities of persons, each signed by its root; one that were not would not be
    /// trusted.
    #[must_use]
    pub fn igc_sante() -> Self {
        let read = |der| Certificate::from_der(der).ok();
        let roots: Vec<_> = ROOTS
            .into_iter()
            .filter_map(read)
            .filter(|root| issues(root) && root.check_signed_by(root).is_ok())
            .collect();
        let rooted = |one: &Certificate| roots.iter().any(|root| one.check_signed_by(root).is_ok());
        Self { authorities: PERSONS.into_iter().filter_map(read).filter(|one| issues(one) && rooted(one)).collect() }
    }

    /// Trusts one more issuing authority of persons, for tests and demonstrations: a release is
    /// built without the feature `demo`, and has no such door.
    ///
    /// # Errors
    /// [`ProfessionalError::Organisation`] for an authority of organisations,
    /// [`ProfessionalError::Issuer`] for a certificate that may issue none.
    #[cfg(feature = "demo")]
    pub fn with_test_authority(mut self, der: &[u8]) -> Result<Self, ProfessionalError> {
        let authority = Certificate::from_der(der).map_err(|_| ProfessionalError::Profile)?;
        check_of_persons(authority.parsed().tbs_certificate().subject())?;
        if !issues(&authority) {
            return Err(ProfessionalError::Issuer);
        }
        self.authorities.push(authority);
        Ok(self)
    }

    /// Checks that one of the authorities issued this certificate, and that both are valid now.
    ///
    /// # Errors
    /// [`ProfessionalError::Issuer`], [`ProfessionalError::Organisation`],
    /// [`ProfessionalError::NotYet`], [`ProfessionalError::Expired`].
    pub fn check(&self, professional: &Professional, now: Time) -> Result<IssuedBy, ProfessionalError> {
        let certificate = &professional.certificate;
        check_of_persons(certificate.parsed().tbs_certificate().issuer())?;
        // Two authorities may have one name, an old key and a new one.
        let issuer = self.authorities.iter().find(|one| certificate.check_signed_by(one).is_ok());
        let issuer = issuer.ok_or(ProfessionalError::Issuer)?;
        issuer.check_valid_at(now).map_err(|_| ProfessionalError::Issuer)?;
        if now.plus(GRACE) < professional.not_before {
            return Err(ProfessionalError::NotYet);
        }
        if now > professional.not_after {
            return Err(ProfessionalError::Expired);
        }
        Ok(IssuedBy { issuer: issuer.clone() })
    }
}

/// CA:TRUE and keyCertSign (RFC 5280 §4.2.1.3, §4.2.1.9).
fn issues(authority: &Certificate) -> bool {
    let usage = authority.parsed().tbs_certificate().get_extension::<KeyUsage>();
    authority.check_authority().is_ok()
        && usage.is_ok_and(|usage| usage.is_some_and(|(_, usage)| usage.key_cert_sign()))
}

/// The authorities of a class have one name, but for its last word.
fn check_of_persons(name: &x509_cert::name::Name) -> Result<(), ProfessionalError> {
    let name = attribute(name, COMMON_NAME).ok().flatten().ok_or(ProfessionalError::Issuer)?;
    match name.rsplit(' ').next() {
        Some("PERSONNES") => Ok(()),
        Some("ORGANISATIONS") => Err(ProfessionalError::Organisation),
        _ => Err(ProfessionalError::Issuer),
    }
}

const ROOTS: [&[u8]; 3] = [
    include_bytes!("../../authorities/ACR_ELEMENTAIRE_20130625.cer"),
    include_bytes!("../../authorities/ACR_STANDARD_20130625.cer"),
    include_bytes!("../../authorities/ACR_FORT_20130625.cer"),
];
const PERSONS: [&[u8]; 3] = [
    include_bytes!("../../authorities/AC_ELEMENTAIRE_PERSONNES_20130625.cer"),
    include_bytes!("../../authorities/AC_STANDARD_PERSONNES_20130625.cer"),
    include_bytes!("../../authorities/AC_FORT_PERSONNES_20130625.cer"),
];

#[cfg(test)]
mod tests;
