//! Statements with a sealed part (FORMATS §3): the open part ends with a commitment to
//! `r ‖ S`, which travels to each reader in an HPKE envelope of its own.

use scelle_protocol::{
    Bytes, Digest, ReaderId, RecordTag, SealKey, Signed, Statement, contexts, statements as s, wire::SealedTo,
};
use scelle_verify::{hash, signature::open_lines};
use zeroize::Zeroizing;

use crate::{
    Refused, SealError,
    device::{DeviceError, DeviceKeys},
    hazmat::{context::context, hpke},
    identity::{Opens, Signs},
    random,
};

/// A kind of statement that has a sealed part.
pub trait Open: Statement + Clone {
    /// The kind of its sealed part.
    type Part: Statement;
    /// The record that it is of.
    fn record(&self) -> RecordTag;
    /// The commitment in its last line.
    fn commitment(&self) -> Digest;
    /// Puts the commitment into its last line.
    fn commit(&mut self, commitment: Digest);
}

macro_rules! open {
    ($($open:ident $part:ident),*) => {$(
        impl Open for s::$open {
            type Part = s::$part;
            fn record(&self) -> RecordTag {
                self.record
            }
            fn commitment(&self) -> Digest {
                self.sealed
            }
            fn commit(&mut self, commitment: Digest) {
                self.sealed = commitment;
            }
        }
    )*};
}

open! {
    Genesis SealedGenesis, Consent SealedConsent, Closure SealedClosure, Event SealedEvent,
    Grant SealedGrant, Acceptance SealedAcceptance, Revocation SealedRevocation
}

/// Open and sealed part before they are bound together. First sign the part, in the order
/// that its kind asks for, then [`Draft::seal`], then sign the open part.
#[derive(Debug)]
pub struct Draft<O: Open> {
    open: O,
    lines: String,
    part: Signed<O::Part>,
}

impl<O: Open> Draft<O> {
    /// Takes both; whatever `open` holds in its `sealed` field is replaced later.
    #[must_use]
    pub fn new(open: O, part: O::Part) -> Self {
        let lines = open_lines(&open.write()).to_owned();
        Self { open, lines, part: Signed::new(part) }
    }
    /// What the next signature of the sealed part covers, word for word: the open lines but for
    /// `sealed:`, which only the signatures make, then the sealed lines. A person is shown this.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}", self.lines, self.part.covered(self.part.signatures.len()))
    }
    /// Appends an Ed25519 signature to the sealed part.
    pub fn sign(&mut self, key: &impl Signs) {
        key.append_after(&self.lines, &mut self.part);
    }
    /// Appends a signature of the certificate to the sealed part.
    ///
    /// # Errors
    /// [`DeviceError`] from the device.
    pub async fn sign_with_device(&mut self, device: &impl DeviceKeys) -> Result<(), DeviceError> {
        crate::device::append_after(device, &self.lines, &mut self.part).await
    }
    /// Binds the two: the open part, still to be signed, and an envelope for each reader.
    ///
    /// # Errors
    /// [`SealError::Key`] when a seal key is not one, [`SealError::Duplicate`] when a reader
    /// is named twice.
    pub fn seal(mut self, readers: &[(ReaderId, SealKey)]) -> Result<(Signed<O>, Vec<SealedTo>), SealError> {
        let mut plaintext = Zeroizing::new(random::bytes::<R>().to_vec());
        plaintext.extend_from_slice(self.part.whole().as_bytes());
        self.open.commit(hash::sha256(&plaintext));
        let mut sealed: Vec<SealedTo> = Vec::with_capacity(readers.len());
        for (reader, key) in readers {
            if sealed.iter().any(|s| s.reader == *reader) {
                return Err(SealError::Duplicate);
            }
            let envelope = hpke::seal(key, &info(&self.open, *reader), &plaintext)?;
            sealed.push(SealedTo { reader: *reader, sealed: Bytes(envelope) });
        }
        Ok((Signed::new(self.open), sealed))
    }
}

/// Opens the sealed part of `open` for this reader and checks the commitment. The signatures
/// in it are `scelle-verify`'s to check (`verify_*_after`).
///
/// # Errors
/// [`Refused`] for another key, reader, record or statement, and for changed bytes.
pub fn open<O: Open>(
    key: &impl Opens,
    reader: ReaderId,
    open: &O,
    envelope: &[u8],
) -> Result<Signed<O::Part>, Refused> {
    open_with_salt(key, reader, open, envelope).map(|(part, _)| part)
}

/// As [`open`], with r too: whoever is shown both can check the commitment without any key.
///
/// # Errors
/// As [`open`].
pub fn open_with_salt<O: Open>(
    key: &impl Opens,
    reader: ReaderId,
    open: &O,
    envelope: &[u8],
) -> Result<(Signed<O::Part>, Digest), Refused> {
    let plaintext = Zeroizing::new(key.open_envelope(&info(open, reader), envelope)?);
    if !hash::same(&hash::sha256(&plaintext), &open.commitment()) {
        return Err(Refused);
    }
    let whole = plaintext.get(R..).and_then(|s| std::str::from_utf8(s).ok()).ok_or(Refused)?;
    let salt = plaintext.get(..R).and_then(|r| Digest::from_slice(r).ok()).ok_or(Refused)?;
    Ok((Signed::parse(whole).map_err(|_| Refused)?, salt))
}

/// Reads a sealed part that came by another way than an envelope of its own: `r ‖ S`, as
/// [`open_with_salt`] gives them. A member is shown the genesis so.
///
/// # Errors
/// [`Refused`] when it is not what the open part commits to.
pub fn read_shown<O: Open>(open: &O, shown: &[u8]) -> Result<Signed<O::Part>, Refused> {
    if !hash::same(&hash::sha256(shown), &open.commitment()) {
        return Err(Refused);
    }
    let whole = shown.get(R..).and_then(|s| std::str::from_utf8(s).ok()).ok_or(Refused)?;
    Signed::parse(whole).map_err(|_| Refused)
}

fn info<O: Open>(open: &O, reader: ReaderId) -> String {
    let lines: [(&str, &dyn std::fmt::Display); 3] =
        [("record", &open.record()), ("reader", &reader), ("commitment", &open.commitment())];
    context(contexts::ENVELOPE, &lines)
}

/// Length of r.
const R: usize = 32;

#[cfg(test)]
#[path = "sealed/tests.rs"]
mod tests;
