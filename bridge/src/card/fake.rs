//! A card that plays a script: what SoftHSM cannot show (no reader, no card, two cards, tries
//! left, locked, removed at a step, changed). It signs nothing by itself: its maker gives it a
//! function, so no private key lives here.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Card, Found, Reader, Token, Tries};
use crate::pin::Pin;
use crate::texts::{CardText, Domain};
use crate::trouble::Trouble;

/// Signs for a fake card.
pub type Signer = Arc<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// One card of the script.
#[derive(Clone)]
pub struct FakeToken {
    /// Its number.
    pub serial: String,
    /// Its certificates.
    pub found: Vec<Found>,
    /// Its PIN.
    pub pin: String,
    /// Tries left.
    pub tries: Tries,
    /// Its key.
    pub signer: Signer,
}

/// At which call something happens, before the call does its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Before the PIN is shown.
    Login,
    /// Before a signature.
    Sign,
}

/// What happens there.
#[derive(Clone)]
pub enum Happening {
    /// Another card is in its place.
    Change(Box<FakeToken>),
    /// The card is taken out and put back.
    Reinsert,
    /// The card is taken out.
    Remove,
}

/// The state that a test and the card share.
#[derive(Clone, Default)]
pub struct Script {
    /// Readers with what is in them.
    pub readers: Vec<Option<FakeToken>>,
    /// What will happen at the next such step, once.
    pub next: Option<(Step, Happening)>,
    /// Times that a PIN was shown.
    pub logins: u32,
    /// Times that somebody was logged out.
    pub logouts: u32,
    /// Everything that was signed.
    pub signed: Vec<(Domain, Vec<u8>)>,
    insertion: u64,
    logged_in: bool,
}

/// The card.
#[derive(Clone, Default)]
pub struct FakeCard(Arc<Mutex<Script>>);

impl FakeCard {
    /// With these readers.
    #[must_use]
    pub fn new(readers: Vec<Option<FakeToken>>) -> Self {
        Self(Arc::new(Mutex::new(Script { readers, ..Script::default() })))
    }

    /// Looks at the script, or changes it.
    pub fn with<R>(&self, act: impl FnOnce(&mut Script) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Script {
    /// Lets what is scripted happen between two calls.
    pub fn happen_now(&mut self, slot: u64) {
        if let Some((step, _)) = self.next {
            self.happens(step, slot);
        }
    }

    fn happens(&mut self, step: Step, slot: u64) {
        let Some((_, happening)) = self.next.take_if(|(at, _)| *at == step) else { return };
        self.insertion += 1;
        self.logged_in = false;
        let Some(place) = self.place(slot) else { return };
        match happening {
            Happening::Change(token) => *place = Some(*token),
            Happening::Remove => *place = None,
            Happening::Reinsert => {}
        }
    }

    fn place(&mut self, slot: u64) -> Option<&mut Option<FakeToken>> {
        usize::try_from(slot).ok().and_then(|slot| self.readers.get_mut(slot))
    }

    fn token(&mut self, slot: u64) -> Result<&mut FakeToken, Trouble> {
        self.place(slot).and_then(Option::as_mut).ok_or(Trouble::CardRemoved)
    }

    fn try_pin(&mut self, slot: u64, pin: &str) -> Result<(), Trouble> {
        let token = self.token(slot)?;
        if token.tries == Tries::Locked {
            return Err(Trouble::PinLocked);
        }
        if token.pin == pin {
            token.tries = Tries::All;
            self.logged_in = true;
            return Ok(());
        }
        token.tries = match token.tries {
            Tries::All => Tries::Low,
            Tries::Low => Tries::Final,
            Tries::Final | Tries::Locked => Tries::Locked,
        };
        if token.tries == Tries::Locked { Err(Trouble::PinLocked) } else { Err(Trouble::PinWrong(token.tries.left())) }
    }
}

impl Card for FakeCard {
    fn look(&mut self) -> Result<Vec<Reader>, Trouble> {
        self.with(|script| {
            let insertion = script.insertion;
            let token = |token: &FakeToken| Token {
                insertion,
                serial: token.serial.clone(),
                tries: token.tries,
                keypad: false,
            };
            let readers = (0..).zip(&script.readers);
            let reader = |(slot, inside): (u64, &Option<FakeToken>)| Reader {
                slot,
                name: format!("Reader {slot}"),
                token: inside.as_ref().map(token),
            };
            Ok(readers.map(reader).collect())
        })
    }

    fn certificates(&mut self, slot: u64) -> Result<Vec<Found>, Trouble> {
        self.with(|script| script.token(slot).map(|token| token.found.clone()))
    }

    fn login(&mut self, slot: u64, pin: Option<&Pin>) -> Result<(), Trouble> {
        self.with(|script| {
            script.happens(Step::Login, slot);
            script.logins += 1;
            script.try_pin(slot, pin.map_or("", Pin::reveal))
        })
    }

    fn sign(&mut self, slot: u64, _key: &[u8], text: &CardText) -> Result<Vec<u8>, Trouble> {
        self.with(|script| {
            script.happens(Step::Sign, slot);
            let signer = script.token(slot)?.signer.clone();
            if !script.logged_in {
                return Err(Trouble::CardRemoved);
            }
            script.signed.push((text.domain(), text.bytes().to_vec()));
            Ok(signer(text.bytes()))
        })
    }

    fn logout(&mut self, _slot: u64) {
        self.with(|script| {
            script.logouts += 1;
            script.logged_in = false;
        });
    }
}
