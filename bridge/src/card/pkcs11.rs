//! A card behind a PKCS#11 module: Cryptolib CPS, OpenSC, or SoftHSM in tests.
//!
//! Only what CPS3 and CPS4 both have: find, log in, CKM_SHA256_RSA_PKCS, log out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, CertificateType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};

use super::{Card, Found, Reader, Token, Tries};
use crate::pin::Pin;
use crate::texts::CardText;
use crate::trouble::Trouble;

/// A loaded module with a session on each card that is in.
#[derive(Debug)]
pub struct Module {
    context: Pkcs11,
    held: BTreeMap<u64, Held>,
    insertions: u64,
}

#[derive(Debug)]
struct Held {
    session: Session,
    serial: String,
    insertion: u64,
}

impl Module {
    /// Loads and starts a module.
    ///
    /// # Errors
    /// [`Trouble::MiddlewareMissing`] when there is none or it does not start.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let context = Pkcs11::new(path).map_err(|_| Trouble::MiddlewareMissing)?;
        // C_Initialize(NULL) would mean "no locking" to the CPS middleware.
        let started = context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
        started.map_err(|_| Trouble::MiddlewareMissing)?;
        Ok(Self { context, held: BTreeMap::new(), insertions: 0 })
    }

    /// What the module says of itself, for `doctor`.
    #[must_use]
    pub fn describe(&self) -> Option<String> {
        let info = self.context.get_library_info().ok()?;
        Some(format!("{} ({})", info.library_description().trim(), info.manufacturer_id().trim()))
    }

    fn reader(&mut self, slot: Slot) -> Result<Option<Reader>, Trouble> {
        let info = self.context.get_slot_info(slot).map_err(|error| trouble(&error))?;
        let name = info.slot_description().trim().to_owned();
        if !info.token_present() {
            self.held.remove(&slot.id());
            return Ok(Some(Reader { slot: slot.id(), name, token: None }));
        }
        let here = |token| Ok(Some(Reader { slot: slot.id(), name, token }));
        match self.context.get_token_info(slot) {
            // SoftHSM always shows one spare slot with a blank token.
            Ok(token) if !token.token_initialized() && info.manufacturer_id().starts_with("SoftHSM") => Ok(None),
            Ok(token) if token.token_initialized() => here(self.token(slot, &token)),
            Err(error) if trouble(&error) == Trouble::CardRemoved => {
                self.held.remove(&slot.id());
                here(None)
            }
            // A blank card, a bank card: it is seen, and does not stand in the way of another reader's.
            Ok(_) | Err(_) => {
                self.held.remove(&slot.id());
                here(Some(unreadable()))
            }
        }
    }

    /// A session is held open while the card is in: the middleware ends it when the card goes,
    /// even if the same card is back before the next look.
    fn token(&mut self, slot: Slot, info: &TokenInfo) -> Option<Token> {
        let serial = info.serial_number().trim().to_owned();
        let same = self
            .held
            .get(&slot.id())
            .is_some_and(|held| held.serial == serial && held.session.get_session_info().is_ok());
        if !same {
            self.held.remove(&slot.id());
            let session = match self.context.open_ro_session(slot) {
                Ok(session) => session,
                Err(error) if trouble(&error) == Trouble::CardRemoved => return None,
                Err(_) => return Some(unreadable()),
            };
            self.insertions += 1;
            self.held.insert(slot.id(), Held { session, serial: serial.clone(), insertion: self.insertions });
        }
        let insertion = self.held.get(&slot.id()).map_or(0, |held| held.insertion);
        let keypad = info.protected_authentication_path();
        Some(Token { insertion, serial, tries: tries(info), keypad })
    }

    fn session(&self, slot: u64) -> Result<&Session, Trouble> {
        self.held.get(&slot).map(|held| &held.session).ok_or(Trouble::CardRemoved)
    }

    fn tries_now(&self, slot: u64) -> Tries {
        let slot = Slot::try_from(slot).ok();
        slot.and_then(|slot| self.context.get_token_info(slot).ok()).map_or(Tries::Low, |info| tries(&info))
    }
}

impl Card for Module {
    fn look(&mut self) -> Result<Vec<Reader>, Trouble> {
        let slots = self.context.get_all_slots().map_err(|error| trouble(&error))?;
        let mut readers = Vec::with_capacity(slots.len());
        for slot in slots {
            readers.extend(self.reader(slot)?);
        }
        Ok(readers)
    }

    fn certificates(&mut self, slot: u64) -> Result<Vec<Found>, Trouble> {
        let session = self.session(slot)?;
        let wanted = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
        let objects = session.find_objects(&wanted).map_err(|error| trouble(&error))?;
        objects.into_iter().map(|object| found(session, object)).collect()
    }

    fn login(&mut self, slot: u64, pin: Option<&Pin>) -> Result<(), Trouble> {
        let session = self.session(slot)?;
        match session.login(UserType::User, pin.map(Pin::expose)) {
            Ok(()) => Ok(()),
            // The CPS middleware shares the state of the PIN between programs: ask the card again.
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {
                session.logout().map_err(|error| trouble(&error))?;
                session.login(UserType::User, pin.map(Pin::expose)).map_err(|error| self.login_trouble(slot, error))
            }
            Err(error) => Err(self.login_trouble(slot, error)),
        }
    }

    fn sign(&mut self, slot: u64, key: &[u8], text: &CardText) -> Result<Vec<u8>, Trouble> {
        let session = self.session(slot)?;
        let wanted =
            [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::KeyType(KeyType::RSA), Attribute::Id(key.to_vec())];
        // CKA_PRIVATE: there is nothing to find before the PIN.
        let keys = session.find_objects(&wanted).map_err(|error| trouble(&error))?;
        let [key] = keys[..] else { return Err(Trouble::CardUnrecognized) };
        session.sign(&Mechanism::Sha256RsaPkcs, key, text.bytes()).map_err(|error| trouble(&error))
    }

    fn logout(&mut self, slot: u64) {
        let gone = self.held.get(&slot).is_some_and(|held| held.session.logout().is_err());
        if gone {
            self.held.remove(&slot);
        }
    }
}

impl Module {
    fn login_trouble(&self, slot: u64, error: Error) -> Trouble {
        match error {
            Error::Pkcs11(RvError::PinIncorrect, _) => match self.tries_now(slot) {
                Tries::Locked => Trouble::PinLocked,
                tries => Trouble::PinWrong(tries.left()),
            },
            error => trouble(&error),
        }
    }
}

fn found(session: &Session, object: ObjectHandle) -> Result<Found, Trouble> {
    let mut found = Found { id: Vec::new(), der: Vec::new() };
    let attributes =
        session.get_attributes(object, &[AttributeType::Id, AttributeType::Value]).map_err(|error| trouble(&error))?;
    for attribute in attributes {
        match attribute {
            Attribute::Id(id) => found.id = id,
            Attribute::Value(der) => found.der = der,
            _ => {}
        }
    }
    Ok(found)
}

/// A card that the module can make nothing of.
const fn unreadable() -> Token {
    Token { insertion: 0, serial: String::new(), tries: Tries::All, keypad: false }
}

fn tries(info: &TokenInfo) -> Tries {
    if info.user_pin_locked() {
        Tries::Locked
    } else if info.user_pin_final_try() {
        Tries::Final
    } else if info.user_pin_count_low() {
        Tries::Low
    } else {
        Tries::All
    }
}

/// What a return code of the middleware means to a person (PKCS #11 v3.1 §5.1).
fn trouble(error: &Error) -> Trouble {
    let &Error::Pkcs11(code, function) = error else { return Trouble::Internal };
    match code {
        RvError::DeviceError
        | RvError::DeviceRemoved
        | RvError::ObjectHandleInvalid
        | RvError::SessionClosed
        | RvError::SessionHandleInvalid
        | RvError::TokenNotPresent => Trouble::CardRemoved,
        RvError::SlotIdInvalid => Trouble::NoReader,
        RvError::TokenNotRecognized => Trouble::CardUnrecognized,
        RvError::FunctionCanceled => Trouble::PinCancelled,
        RvError::KeyTypeInconsistent | RvError::MechanismInvalid | RvError::MechanismParamInvalid => {
            Trouble::MechanismUnsupported
        }
        RvError::PinLocked => Trouble::PinLocked,
        RvError::PinInvalid | RvError::PinLenRange => Trouble::PinForm,
        RvError::UserPinNotInitialized => Trouble::CardUnrecognized,
        // A card that was taken out while it signed has forgotten the PIN.
        RvError::UserNotLoggedIn if matches!(function, Function::Sign) => Trouble::CardRemoved,
        _ => Trouble::Internal,
    }
}

/// Where modules lie, in the order in which they are tried: the CPS's own, then OpenSC's.
#[must_use]
pub fn usual_places() -> Vec<PathBuf> {
    PLACES.iter().map(PathBuf::from).collect()
}

const PLACES: &[&str] = &[
    "/usr/lib64/libcps3_pkcs11_lux.so",
    "/usr/lib/libcps3_pkcs11_lux.so",
    "/usr/lib/x86_64-linux-gnu/libcps3_pkcs11_lux.so",
    "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so",
    "/usr/local/lib/libcps3_pkcs11_osx.dylib",
    "C:\\Windows\\System32\\cps3_pkcs11_w64.dll",
    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib64/pkcs11/opensc-pkcs11.so",
    "/usr/lib/opensc-pkcs11.so",
];
