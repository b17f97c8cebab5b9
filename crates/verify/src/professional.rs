//! A health professional's certificate of the IGC-Santé: what it says, who issued it, whether it
//! was revoked, and the binding that it signs. Pure functions: whoever asks a responder does so
//! elsewhere, and hands the answer in.

use scelle_protocol::Time;

pub mod binding;
pub mod crl;
mod form;
pub mod ocsp;
mod profile;
mod trust;
mod words;

pub use ocsp::RevocationError;
pub use profile::Professional;
pub use trust::{IssuedBy, Trust};
pub use words::profession_words;

/// Why a certificate is no professional's, or not today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProfessionalError {
    /// A card of another kind: of a professional in training, of staff, of an authorised person.
    #[error("the card is not a health professional's own")]
    CardType,
    /// No longer valid.
    #[error("the certificate has expired")]
    Expired,
    /// Not by an authority of persons that is trusted here.
    #[error("the certificate is not issued by an authority of health professionals")]
    Issuer,
    /// Not yet valid.
    #[error("the certificate is not valid yet")]
    NotYet,
    /// The CN is not one RPPS number: an ADELI number, a structure, two of them.
    #[error("the certificate does not name one RPPS number")]
    Number,
    /// By an authority of organisations: no person stands behind it.
    #[error("the certificate is an organisation's")]
    Organisation,
    /// No profession, or one that the list of professions (TRE_G15) holds no more.
    #[error("the certificate names no active profession")]
    Profession,
    /// Not an authentication certificate in the profile.
    #[error("the certificate is not in the profile of authentication certificates")]
    Profile,
}

/// Clocks of authority, responder and caller may differ by five minutes.
const GRACE: u64 = 300;

fn unix(duration: core::time::Duration) -> Time {
    Time(duration.as_secs())
}
