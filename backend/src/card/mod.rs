//! Log-in with a professional's card: a token that the card signed over the page's origin, the
//! host's nonce and the session's key (FORMATS §10). There is no other way in for a professional.

pub mod finish;
pub mod start;
pub mod token;

use scelle_protocol::ProblemCode;
use scelle_verify::professional::{ProfessionalError, RevocationError, binding::BindingError};

use crate::error::Error;

impl From<ProfessionalError> for Error {
    fn from(error: ProfessionalError) -> Self {
        use ProfessionalError::{CardType, Expired, Issuer, NotYet, Number, Organisation, Profession, Profile};
        Self::Caller(match error {
            Expired | NotYet => ProblemCode::CardExpired,
            Issuer | Organisation => ProblemCode::CardIssuer,
            CardType | Number | Profession | Profile => ProblemCode::CardProfile,
        })
    }
}

impl From<BindingError> for Error {
    fn from(error: BindingError) -> Self {
        match error {
            BindingError::Certificate(error) => error.into(),
            BindingError::Revocation(RevocationError::Revoked) => Self::Caller(ProblemCode::CardRevoked),
            BindingError::Revocation(_) => Self::Caller(ProblemCode::RevocationUnknown),
            BindingError::Signature => Self::Caller(ProblemCode::SignatureRefused),
            BindingError::Statement(error) => error.into(),
            BindingError::Answer | BindingError::Origin | BindingError::Person | BindingError::Place => {
                Self::Caller(ProblemCode::Invalid)
            }
        }
    }
}
