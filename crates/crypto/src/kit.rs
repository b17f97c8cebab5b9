//! The printed recovery kit (FORMATS §4): an account id and 32 random bytes that log in, open,
//! and make the record's successor root key. `text` says how it is printed and read.

mod text;

pub use text::{FIRST_OWN_GROUP, KitError, Printed};

use qrcode::{Color, EcLevel, QrCode};
use scelle_protocol::{AccountId, Digest, contexts};

use crate::{
    hazmat::{context::context, kdf},
    identity::{KitLoginSecret, RootSecret, Signs as _},
};

random_secrets! {
    /// The 32 bytes of a kit.
    KitKey, 32;
}

/// A recovery kit, as it is printed once and given to the patient.
#[derive(Debug, PartialEq, Eq)]
pub struct RecoveryKit {
    account: AccountId,
    key: KitKey,
}

impl RecoveryKit {
    /// Makes a fresh kit for an account.
    ///
    /// # Panics
    /// When the system has no random source.
    #[must_use]
    pub fn make(account: AccountId) -> Self {
        Self { account, key: KitKey::make() }
    }
    /// A kit whose key is known.
    #[must_use]
    pub const fn from_parts(account: AccountId, key: KitKey) -> Self {
        Self { account, key }
    }
    /// The account that it is of.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }
    /// What its opener is derived from.
    #[must_use]
    pub const fn key(&self) -> &KitKey {
        &self.key
    }
    /// The key that logs in with it.
    #[must_use]
    pub fn login_secret(&self) -> KitLoginSecret {
        KitLoginSecret::from_bytes(&self.derive("login"))
    }
    /// The record root key that takes over after a re-key.
    #[must_use]
    pub fn successor_secret(&self) -> RootSecret {
        RootSecret::from_bytes(&self.derive("successor"))
    }
    /// What genesis commits to: SHA-256 of the successor's public key.
    #[must_use]
    pub fn successor_hash(&self) -> Digest {
        scelle_verify::hash::sha256(&self.successor_secret().sign_key().0)
    }
    /// As it stands on paper.
    #[must_use]
    pub fn print(&self) -> Printed {
        text::print(self.account, &self.key)
    }
    /// Reads what a person typed or a camera saw: groups or the QR code's payload.
    ///
    /// # Errors
    /// [`KitError`], which says as nearly as can be known what to look at again.
    pub fn read(typed: &str) -> Result<Self, KitError> {
        let (account, key) = text::read(typed)?;
        Ok(Self { account, key })
    }
    /// The QR code of [`Printed::payload`], error correction M: its modules row by row (true is
    /// dark), without quiet zone, and the length of a row. The caller wipes it after drawing.
    ///
    /// # Panics
    /// Never: 93 alphanumeric signs fit a code of that level.
    #[must_use]
    pub fn qr_modules(&self) -> (Vec<bool>, usize) {
        let code = QrCode::with_error_correction_level(self.print().payload().as_bytes(), EcLevel::M)
            .expect("93 alphanumeric signs fit");
        (code.to_colors().iter().map(|color| *color == Color::Dark).collect(), code.width())
    }
    fn derive(&self, purpose: &str) -> zeroize::Zeroizing<[u8; 32]> {
        kdf::hkdf32(self.key.expose(), &self.account.0, &context(contexts::KIT, &[("use", &purpose)]))
    }
}

#[cfg(test)]
mod tests;
