//! Bindings: which identity key is a professional's, by the word of the card (FORMATS §3). Whether
//! one binding may follow another is judged where their list is kept.

use scelle_protocol::{Digest, StatementError, contexts, statements};

use super::{IssuedBy, Professional, ProfessionalError, RevocationError, Trust, ocsp};
use crate::{
    hash::{self, sha256},
    signature::{SignatureError, parse, verify_ed25519, verify_rsa},
};

/// A binding that holds.
#[derive(Debug, Clone)]
pub struct Bound {
    /// Whose it is.
    pub professional: Professional,
    /// Who says so, at the binding's own time.
    pub issued_by: IssuedBy,
    /// The binding.
    pub binding: statements::Binding,
    /// Its hash: what the next one names, and its leaf in the log.
    pub hash: Digest,
}

/// Why a binding was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// The OCSP answer is not the one that the binding names.
    #[error("the binding names another answer on revocation")]
    Answer,
    /// The certificate is no professional's, or was not at the binding's time.
    #[error(transparent)]
    Certificate(#[from] ProfessionalError),
    /// Made for another host.
    #[error("the binding was made for another origin")]
    Origin,
    /// The binding names another person, or another certificate, than the one that signs.
    #[error("the binding names another person than its certificate")]
    Person,
    /// The first has a predecessor, or a later one has none.
    #[error("the binding's number does not fit what it says it follows")]
    Place,
    /// The certificate was not known to be good at the binding's time.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
    /// A signature is missing or does not hold: the card's, or the new key's own.
    #[error("a signature of the binding does not hold")]
    Signature,
    /// Not in the form of a binding.
    #[error(transparent)]
    Statement(StatementError),
}

/// Checks a binding by itself: signed by the professional's certificate, then by the identity key
/// that it names; for this origin; with a certificate that was valid, and by the OCSP answer that
/// it names not revoked, at its own time. Whether the certificate still is today the caller asks
/// with [`Trust::check`] and [`ocsp::check`].
///
/// # Errors
/// [`BindingError`].
pub fn check(trust: &Trust, whole: &str, certificate: &[u8], ocsp: &[u8], origin: &str) -> Result<Bound, BindingError> {
    let signed = parse::<statements::Binding>(whole, 2)?;
    let binding = &signed.body;
    if binding.origin != origin {
        return Err(BindingError::Origin);
    }
    if binding.number == 0 || (binding.number == 1) != (binding.previous == Digest([0; 32])) {
        return Err(BindingError::Place);
    }
    let professional = Professional::read(certificate)?;
    if binding.id_nat != professional.id_nat || binding.certificate != professional.certificate.hash() {
        return Err(BindingError::Person);
    }
    let issued_by = trust.check(&professional, binding.time)?;
    verify_rsa(&signed, 0, &professional.certificate)?;
    verify_ed25519(&signed, 1, &binding.identity_sign)?;
    if sha256(ocsp) != binding.ocsp {
        return Err(BindingError::Answer);
    }
    ocsp::check_at(ocsp, &professional, issued_by.issuer(), binding.time)?;
    Ok(Bound { professional, issued_by, hash: hash::statement(&signed), binding: signed.body })
}

/// The key under which a professional's bindings are numbered in the log: anyone who knows the
/// national identifier can follow that list.
#[must_use]
pub fn list_key(id_nat: &str) -> Digest {
    sha256(format!("{}\nid-nat: {id_nat}\n", contexts::BINDING_LIST).as_bytes())
}

impl From<SignatureError> for BindingError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Refused => Self::Signature,
            SignatureError::Statement(error) => Self::Statement(error),
        }
    }
}
