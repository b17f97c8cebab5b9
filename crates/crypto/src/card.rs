//! A card's contribution to an opener, as it comes from the bridge: sealed to a key made for this
//! log-in, bound to origin, account, salt, card and consent (FORMATS §10). The card's signature that
//! it is made of never leaves the bridge.

use scelle_protocol::{AccountId, Bytes, CertificateHash, Digest, contexts};
use zeroize::Zeroizing;

use crate::{
    Refused,
    hazmat::context::context,
    identity::{EphemeralSecret, Opens as _},
};

secrets! {
    /// HKDF of the card's signature: the same for the same card, origin, account and salt.
    CardKey, 32;
}

/// What a card's key was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Origin of the page, as the bridge knows it.
    pub origin: &'a str,
    /// The account.
    pub account: AccountId,
    /// The opener's salt.
    pub salt: Digest,
    /// The card.
    pub certificate: CertificateHash,
    /// The consent that it is part of.
    pub consent: Digest,
}

/// Opens what the bridge sealed.
///
/// # Errors
/// [`Refused`] for another key, origin, account, salt, card or consent, and for changed bytes.
pub fn open_key(ephemeral: &EphemeralSecret, asked: &Asked<'_>, sealed: &[u8]) -> Result<CardKey, Refused> {
    let salt = Bytes::from(&asked.salt.0[..]).encode();
    let lines: [(&str, &dyn std::fmt::Display); 5] = [
        ("origin", &asked.origin),
        ("account", &asked.account),
        ("salt", &salt),
        ("certificate", &asked.certificate),
        ("consent", &asked.consent),
    ];
    let key = Zeroizing::new(ephemeral.open_envelope(&context(contexts::OPENER_SEALED, &lines), sealed)?);
    CardKey::from_slice(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hazmat::hpke;

    #[test]
    fn a_key_opens_for_what_it_was_asked_for_and_nothing_else() {
        let ephemeral = EphemeralSecret::make();
        let asked = Asked {
            origin: "https://app.test",
            account: AccountId([1; 16]),
            salt: Digest([2; 32]),
            certificate: CertificateHash([3; 32]),
            consent: Digest([4; 32]),
        };
        let info = "scelle/v1/sealed-opener-key\norigin: https://app.test\naccount: 01010101010101010101010101010101\n\
                    salt: AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\n\
                    certificate: 0303030303030303030303030303030303030303030303030303030303030303\n\
                    consent: 0404040404040404040404040404040404040404040404040404040404040404\n";
        let sealed = hpke::seal(&ephemeral.seal_key(), info, &[7; 32]).expect("a key");
        assert_eq!(open_key(&ephemeral, &asked, &sealed), Ok(CardKey::from_bytes(&[7; 32])));
        let others = [
            Asked { origin: "https://evil.test", ..asked },
            Asked { account: AccountId([9; 16]), ..asked },
            Asked { salt: Digest([9; 32]), ..asked },
            Asked { certificate: CertificateHash([9; 32]), ..asked },
            Asked { consent: Digest([9; 32]), ..asked },
        ];
        for other in others {
            assert_eq!(open_key(&ephemeral, &other, &sealed), Err(Refused));
        }
        assert_eq!(open_key(&EphemeralSecret::make(), &asked, &sealed), Err(Refused));
    }
}
