//! The one Merkle log (RFC 6962): checkpoints as signed notes, proofs at any size. Hashing and
//! proofs are `tlog_tiles`', which asks for hashes that the store has: a [`Shelf`] brings them.

pub mod checkpoint;
pub mod consistency;
pub mod proofs;

use ed25519_dalek::SigningKey;
use scelle_protocol::Digest;
use signed_note::{Note, StandardSigner, key_id};
use std::cell::RefCell;
use std::collections::HashMap;
use tlog_tiles::{Hash, HashReader, prove_record, prove_tree, tree_hash};

use crate::error::{Error, Result};
use crate::store::{Store, StoreError};

/// Signs checkpoints under the host's log key.
pub struct Notary {
    name: String,
    signer: StandardSigner,
    verifier: String,
}

impl Notary {
    /// A log is named after the origin of the interface.
    ///
    /// # Errors
    /// [`Error::Host`] when the name cannot stand in a signed note.
    pub fn new(seed: &[u8; 32], origin: &str) -> Result<Self> {
        let name = format!("{}/log", origin.split_once("://").map_or(origin, |(_, host)| host));
        let public = SigningKey::from_bytes(seed).verifying_key().to_bytes();
        let (public, private) = ([&[ED25519], public.as_slice()].concat(), [&[ED25519], seed.as_slice()].concat());
        let id = key_id(&name, &public);
        let base64 = |bytes: &[u8]| data_encoding::BASE64.encode(bytes);
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id:08x}+{}", base64(&private)));
        let verifier = format!("{name}+{id:08x}+{}", base64(&public));
        Ok(Self { signer: signer.map_err(Error::host)?, name, verifier })
    }

    /// Verifier key, as signed notes write it.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The checkpoint of the tree as it stands, kept and returned. A full disk keeps nobody from
    /// checking: its leaves are durable, and the next one of this size says the same.
    ///
    /// # Errors
    /// [`Error::Host`].
    pub async fn checkpoint(&self, store: &dyn Store) -> Result<String> {
        let size = store.log_size().await?;
        let root = shelved(store, |shelf| tree_hash(size, shelf)).await?;
        let body = tlog_tiles::Checkpoint::new(&self.name, size, root, "").map_err(Error::host)?;
        let mut note = Note::new(&body.to_bytes(), &[]).map_err(Error::host)?;
        note.add_sigs(&[&self.signer]).map_err(Error::host)?;
        let note = String::from_utf8(note.to_bytes()).map_err(Error::host)?;
        match store.keep_checkpoint(size, &note).await {
            Ok(()) => {}
            Err(StoreError::Full) => tracing::warn!("no room to keep a checkpoint"),
            Err(error) => return Err(error.into()),
        }
        Ok(note)
    }
}

/// Inclusion proof of a leaf in the tree of a size.
///
/// # Errors
/// [`Error::Host`]; the caller has compared leaf and size with the log.
pub async fn inclusion(store: &dyn Store, size: u64, leaf: u64) -> Result<Vec<Digest>> {
    let proof = shelved(store, |shelf| prove_record(size, leaf, shelf)).await?;
    Ok(proof.into_iter().map(|hash| Digest(hash.0)).collect())
}

/// Consistency proof between two sizes, `0 < from <= to`.
///
/// # Errors
/// [`Error::Host`]; the caller has compared both sizes with the log.
pub async fn consistency(store: &dyn Store, from: u64, to: u64) -> Result<Vec<Digest>> {
    let proof = shelved(store, |shelf| prove_tree(to, from, shelf)).await?;
    Ok(proof.into_iter().map(|hash| Digest(hash.0)).collect())
}

/// Hashes at hand, and those that were asked for and are not.
#[derive(Default)]
pub struct Shelf {
    known: HashMap<u64, Hash>,
    wanted: RefCell<Vec<u64>>,
}

impl Shelf {
    /// What was missing since the last time this was asked.
    #[must_use]
    pub fn wanted(&self) -> Vec<u64> {
        self.wanted.take()
    }
    /// Brings it.
    pub fn fill(&mut self, positions: &[u64], hashes: &[Digest]) {
        self.known.extend(positions.iter().zip(hashes).map(|(position, hash)| (*position, Hash(hash.0))));
    }
}

impl HashReader for Shelf {
    fn read_hashes(&self, indexes: &[u64]) -> std::result::Result<Vec<Hash>, tlog_tiles::Error> {
        let read = indexes.iter().map(|index| {
            self.known.get(index).copied().unwrap_or_else(|| {
                self.wanted.borrow_mut().push(*index);
                Hash::default()
            })
        });
        Ok(read.collect())
    }
}

/// Runs a computation until every hash that it asks for is on the shelf.
async fn shelved<T>(
    store: &dyn Store,
    compute: impl Fn(&Shelf) -> std::result::Result<T, tlog_tiles::Error> + Send,
) -> Result<T> {
    let mut known = HashMap::new();
    loop {
        let (outcome, wanted) = {
            let shelf = Shelf { known: std::mem::take(&mut known), wanted: RefCell::default() };
            let outcome = compute(&shelf);
            let Shelf { known: kept, wanted } = shelf;
            known = kept;
            (outcome, wanted.into_inner())
        };
        if wanted.is_empty() {
            return outcome.map_err(Error::host);
        }
        drop(outcome);
        let found = store.log_hashes(&wanted).await?;
        known.extend(wanted.into_iter().zip(found.into_iter().map(|hash| Hash(hash.0))));
    }
}

const ED25519: u8 = 1;
