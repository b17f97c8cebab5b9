//! Parcels in the inbox (FORMATS §11): what a grant hands to the professional whom it names, sealed
//! to the identity key that their card vouches for.

use scelle_protocol::{SealKey, contexts};
use zeroize::Zeroizing;

use crate::{
    IdentitySecret, Refused, SealError,
    hazmat::{context::context, hpke},
    identity::Opens as _,
    vault::{pad, unpad},
};

/// Seals a parcel: padded as vault entries are, `enc ‖ ct`.
///
/// # Errors
/// [`SealError::Key`] when `to` is not a key.
pub fn seal(to: &SealKey, id_nat: &str, json: &[u8]) -> Result<Vec<u8>, SealError> {
    hpke::seal(to, &info(id_nat), &pad(json))
}

/// Opens a parcel. Who sent it is still to be checked: anybody can seal to a public key.
///
/// # Errors
/// [`Refused`] for another person's parcel, and for changed bytes.
pub fn open(identity: &IdentitySecret, id_nat: &str, parcel: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut plain = Zeroizing::new(identity.open_envelope(&info(id_nat), parcel)?);
    unpad(&mut plain)?;
    Ok(plain)
}

fn info(id_nat: &str) -> String {
    context(contexts::INBOX, &[("id-nat", &id_nat)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_opens_for_the_person_whom_it_is_for() {
        let (identity, other) = (IdentitySecret::make(), IdentitySecret::make());
        let parcel = seal(&identity.seal_key(), "899700218896", b"text").expect("a key");
        assert_eq!(open(&identity, "899700218896", &parcel).expect("its own").as_slice(), b"text");
        assert_eq!(open(&other, "899700218896", &parcel), Err(Refused), "a grant for another person");
        assert_eq!(open(&identity, "899700218904", &parcel), Err(Refused), "under another number");
        let mut changed = parcel;
        changed[1200] ^= 1;
        assert_eq!(open(&identity, "899700218896", &changed), Err(Refused));
    }
}
