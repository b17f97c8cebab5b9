//! Batches, and the labels and keys wrapped under them (FORMATS §7): one secret sealed to one
//! reader, forgotten by the sealer, and under it the label and key of each document.

use std::collections::HashSet;

use scelle_protocol::{
    BatchId, Digest, DocumentId, ReaderId, RecordTag, SealKey, contexts, limits::LABEL_BYTES, statements::Batch,
};
use scelle_verify::hash;
use zeroize::Zeroizing;

use crate::{
    Refused, SealError,
    body::DocumentKey,
    hazmat::{
        aead::{self, NONCE_0, TAG},
        context::context,
        hpke, kdf,
    },
    identity::Opens,
    label::Label,
};

random_secrets! {
    /// The secret of one batch.
    BatchSecret, 32;
}

secrets! {
    /// The host's contribution to every wrap of a record; with it gone, nothing opens.
    RecordPad, 32;
}

impl From<Digest> for RecordPad {
    fn from(pad: Digest) -> Self {
        Self::from_bytes(&pad.0)
    }
}

/// Length of a sealing, `enc ‖ ct`.
pub const SEALING_BYTES: usize = hpke::ENC + BatchSecret::LEN + TAG;
/// Length of a wrapped key.
pub const WRAPPED_KEY_BYTES: usize = DocumentKey::LEN + TAG;
/// Length of a wrapped label.
pub const WRAPPED_LABEL_BYTES: usize = LABEL_BYTES + TAG;

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchPlace {
    /// The record.
    pub record: RecordTag,
    /// To whom.
    pub reader: ReaderId,
    /// By whom.
    pub sealer: ReaderId,
    /// The batch.
    pub batch: BatchId,
    /// Number of the chain's head that the sealer has seen.
    pub place: u64,
    /// Hash of that head.
    pub head: Digest,
}

impl BatchPlace {
    fn info(&self) -> String {
        let lines: [(&str, &dyn std::fmt::Display); 6] = [
            ("record", &self.record),
            ("reader", &self.reader),
            ("sealer", &self.sealer),
            ("batch", &self.batch),
            ("place", &self.place),
            ("head", &self.head),
        ];
        context(contexts::BATCH_SECRET, &lines)
    }
}

impl From<&Batch> for BatchPlace {
    fn from(b: &Batch) -> Self {
        Self { record: b.record, reader: b.reader, sealer: b.sealer, batch: b.batch, place: b.place, head: b.head }
    }
}

/// A sealer's side of a batch. Dropping it forgets the secret: no later wrap can join.
#[derive(Debug)]
pub struct BatchSealer {
    keys: WrapKeys,
    used: HashSet<(Use, DocumentId, u64)>,
}

impl BatchSealer {
    /// Makes the secret and seals it to `to`: the sealer, the `batch` statement for the
    /// sealer's reader key to sign, and the sealing of [`SEALING_BYTES`].
    ///
    /// # Errors
    /// [`SealError::Key`] when `to` is not a key.
    pub fn make(place: BatchPlace, pad: &RecordPad, to: &SealKey) -> Result<(Self, Batch, Vec<u8>), SealError> {
        let secret = BatchSecret::make();
        let sealing = hpke::seal(to, &place.info(), secret.expose())?;
        let statement = Batch {
            record: place.record,
            reader: place.reader,
            sealer: place.sealer,
            batch: place.batch,
            place: place.place,
            head: place.head,
            sealing: hash::sha256(&sealing),
        };
        Ok((Self { keys: WrapKeys::new(&place, &secret, pad), used: HashSet::new() }, statement, sealing))
    }
    /// Wraps a label: [`WRAPPED_LABEL_BYTES`].
    ///
    /// # Errors
    /// [`SealError::Long`]; [`SealError::Twice`] for a second label of the same version.
    pub fn wrap_label(&mut self, document: DocumentId, version: u64, label: &Label) -> Result<Vec<u8>, SealError> {
        let mut padded = label.pad()?;
        self.wrap(Use::Label, document, version, std::mem::take(&mut padded))
    }
    /// Wraps a document key: [`WRAPPED_KEY_BYTES`].
    ///
    /// # Errors
    /// [`SealError::Twice`] for a second key of the same version.
    pub fn wrap_key(&mut self, document: DocumentId, version: u64, key: &DocumentKey) -> Result<Vec<u8>, SealError> {
        self.wrap(Use::Key, document, version, key.expose().to_vec())
    }
    fn wrap(&mut self, what: Use, document: DocumentId, version: u64, plain: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let mut plain = Zeroizing::new(plain);
        if !self.used.insert((what, document, version)) {
            return Err(SealError::Twice);
        }
        let (key, aad) = self.keys.key(what, document, version);
        aead::seal(&key, &NONCE_0, aad.as_bytes(), std::mem::take(&mut *plain)).map_err(|_| SealError::Cipher)
    }
}

/// A reader's side of a batch.
#[derive(Debug)]
pub struct BatchOpener {
    keys: WrapKeys,
}

impl BatchOpener {
    /// Opens a sealing that the statement names. The caller has checked the statement's
    /// signature, and that the chain lets its sealer seal to this reader.
    ///
    /// # Errors
    /// [`Refused`] for another key or place, and for a sealing that the statement does not name.
    pub fn open(statement: &Batch, sealing: &[u8], pad: &RecordPad, key: &impl Opens) -> Result<Self, Refused> {
        if !hash::same(&hash::sha256(sealing), &statement.sealing) {
            return Err(Refused);
        }
        let place = BatchPlace::from(statement);
        let secret = BatchSecret::from_slice(&Zeroizing::new(key.open_envelope(&place.info(), sealing)?))?;
        Ok(Self { keys: WrapKeys::new(&place, &secret, pad) })
    }
    /// Opens a label. The statement in it is still to be checked.
    ///
    /// # Errors
    /// [`Refused`] for a label of another document, version, batch or reader.
    pub fn label(&self, document: DocumentId, version: u64, wrapped: &[u8]) -> Result<Label, Refused> {
        Label::parse(&self.unwrap(Use::Label, document, version, wrapped)?)
    }
    /// Opens a document key. Its commitment is checked by [`crate::body::BodyOpener::new`].
    ///
    /// # Errors
    /// [`Refused`] for a key of another document, version, batch or reader.
    pub fn key(&self, document: DocumentId, version: u64, wrapped: &[u8]) -> Result<DocumentKey, Refused> {
        DocumentKey::from_slice(&self.unwrap(Use::Key, document, version, wrapped)?)
    }
    fn unwrap(
        &self,
        what: Use,
        document: DocumentId,
        version: u64,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let (key, aad) = self.keys.key(what, document, version);
        aead::open(&key, &NONCE_0, aad.as_bytes(), wrapped.to_vec()).map(Zeroizing::new)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Use {
    Label,
    Key,
}

secrets! {
    /// secret ‖ record pad.
    WrapSecret, 64;
}

/// What every wrap key of a batch comes from.
#[derive(Debug)]
struct WrapKeys {
    record: RecordTag,
    reader: ReaderId,
    batch: BatchId,
    secret: WrapSecret,
}

impl WrapKeys {
    fn new(place: &BatchPlace, secret: &BatchSecret, pad: &RecordPad) -> Self {
        let mut both = Zeroizing::new([0; 64]);
        both[..32].copy_from_slice(secret.expose());
        both[32..].copy_from_slice(pad.expose());
        Self { record: place.record, reader: place.reader, batch: place.batch, secret: WrapSecret::from_bytes(&both) }
    }
    /// The key and W, which is its info and the associated data.
    fn key(&self, what: Use, document: DocumentId, version: u64) -> (Zeroizing<[u8; 32]>, String) {
        let what = match what {
            Use::Label => "label",
            Use::Key => "key",
        };
        let lines: [(&str, &dyn std::fmt::Display); 6] = [
            ("use", &what),
            ("record", &self.record),
            ("reader", &self.reader),
            ("batch", &self.batch),
            ("document", &document),
            ("version", &version),
        ];
        let w = context(contexts::WRAP, &lines);
        (kdf::hkdf32(self.secret.expose(), &[], &w), w)
    }
}

#[cfg(test)]
#[path = "wrap/tests.rs"]
mod tests;
