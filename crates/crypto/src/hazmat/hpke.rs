//! HPKE single-shot, mode base (RFC 9180 §6.1): X-Wing 0x647a, HKDF-SHA256 0x0001,
//! AES-256-GCM 0x0002, aad empty, `enc ‖ ct` in one piece.

use ::hpke::{
    Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _, aead::AesGcm256, kdf::HkdfSha256, kem::XWing,
    single_shot_open, single_shot_seal,
};
use scelle_protocol::SealKey;

use crate::{Refused, SealError};

/// Length of `enc`.
pub(crate) const ENC: usize = 1120;

type Secret = <XWing as ::hpke::Kem>::PrivateKey;
type Public = <XWing as ::hpke::Kem>::PublicKey;
type Enc = <XWing as ::hpke::Kem>::EncappedKey;

pub(crate) fn public(seed: &[u8; 32]) -> SealKey {
    Ready::new(seed).public()
}

pub(crate) fn seal(to: &SealKey, info: &str, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
    let key = Public::from_bytes(&to.0).map_err(|_| SealError::Key)?;
    let (enc, ct) =
        single_shot_seal::<AesGcm256, HkdfSha256, XWing>(&OpModeS::Base, &key, info.as_bytes(), plaintext, &[])
            .map_err(|_| SealError::Key)?;
    Ok([enc.to_bytes().as_slice(), &ct].concat())
}

pub(crate) fn open(seed: &[u8; 32], info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
    Ready::new(seed).open(info, sealed)
}

/// A secret with its public half at hand, which is half the work of an opening. Wiped on drop.
pub(crate) struct Ready(Secret);

impl Ready {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        Self(Secret::from_bytes(seed).expect("an X-Wing secret is any 32 bytes"))
    }

    pub(crate) fn open(&self, info: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
        let (enc, ct) = sealed.split_at_checked(ENC).ok_or(Refused)?;
        let enc = Enc::from_bytes(enc).map_err(|_| Refused)?;
        single_shot_open::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &self.0, &enc, info.as_bytes(), ct, &[])
            .map_err(|_| Refused)
    }

    pub(crate) fn public(&self) -> SealKey {
        SealKey(XWing::sk_to_pk(&self.0).to_bytes().into())
    }
}
