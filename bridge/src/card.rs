//! The card as the bridge sees it: a trait with two back-ends, [`pkcs11`] for real middleware and
//! [`fake`] for the states that a soft card cannot play. One thread owns it ([`desk`]).

pub mod desk;
pub mod fake;
pub mod pkcs11;
pub mod profile;

use crate::pin::Pin;
use crate::texts::CardText;
use crate::trouble::Trouble;

/// A reader, with what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The slot's number in the middleware.
    pub slot: u64,
    /// Its name, for a person.
    pub name: String,
    /// The card in it.
    pub token: Option<Token>,
}

/// A card in a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Grows whenever a card is put into this slot: the same card put back is another insertion.
    pub insertion: u64,
    /// The card's own number.
    pub serial: String,
    /// Tries left.
    pub tries: Tries,
    /// The reader has a keypad of its own (CKF_PROTECTED_AUTHENTICATION_PATH).
    pub keypad: bool,
}

/// Tries left for the PIN, as the token flags tell (PKCS #11 v3.1 §3.3, `CK_TOKEN_INFO`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// All of them: three on a CPS.
    All,
    /// CKF_USER_PIN_COUNT_LOW.
    Low,
    /// CKF_USER_PIN_FINAL_TRY.
    Final,
    /// CKF_USER_PIN_LOCKED.
    Locked,
}

impl Tries {
    /// How many, on a card that gives three.
    #[must_use]
    pub const fn left(self) -> u8 {
        match self {
            Self::All => 3,
            Self::Low => 2,
            Self::Final => 1,
            Self::Locked => 0,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "ok",
            Self::Low => "low",
            Self::Final => "final",
            Self::Locked => "locked",
        }
    }
}

/// A certificate on a card, and the number (CKA_ID) that its key has too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// CKA_ID.
    pub id: Vec<u8>,
    /// DER.
    pub der: Vec<u8>,
}

/// What a card can do for the bridge. Calls block; one thread makes them.
pub trait Card: Send {
    /// The readers, and what is in them now.
    ///
    /// # Errors
    /// [`Trouble`] of the middleware.
    fn look(&mut self) -> Result<Vec<Reader>, Trouble>;

    /// The certificates that can be read without a PIN.
    ///
    /// # Errors
    /// [`Trouble::CardRemoved`] when the card is gone.
    fn certificates(&mut self, slot: u64) -> Result<Vec<Found>, Trouble>;

    /// Shows the PIN to the card, once; `None` where the reader asks for it itself.
    ///
    /// # Errors
    /// [`Trouble::PinWrong`], [`Trouble::PinLocked`], [`Trouble::CardRemoved`].
    fn login(&mut self, slot: u64, pin: Option<&Pin>) -> Result<(), Trouble>;

    /// RSASSA-PKCS1-v1_5 with SHA-256 (CKM_SHA256_RSA_PKCS) by the key of this CKA_ID.
    ///
    /// # Errors
    /// [`Trouble::CardRemoved`], [`Trouble::MechanismUnsupported`].
    fn sign(&mut self, slot: u64, key: &[u8], text: &CardText) -> Result<Vec<u8>, Trouble>;

    /// Forgets the PIN on the card. A card that is gone has forgotten it.
    fn logout(&mut self, slot: u64);
}
