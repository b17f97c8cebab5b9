//! What the bridge keeps: its own signing key and the pairings. Nothing of a card, nothing of a
//! person. Files are the user's alone.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use scelle_protocol::{Bytes, Digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::trouble::Trouble;

/// The folder.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// A page that was paired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pairing {
    /// Its random name.
    pub id: Digest,
    /// Whose it is; unusable from anywhere else.
    pub origin: String,
    /// The page's P-256 key: an uncompressed point (SEC 1 §2.3.3), 65 bytes.
    pub page_key: Bytes,
}

impl Store {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|_| Trouble::Internal)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The bridge's own key; made at the first use.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when it can be neither read nor made.
    pub fn key(&self) -> Result<SigningKey, Trouble> {
        let path = self.folder.join("bridge.key");
        if !path.exists() {
            let mut seed = Zeroizing::new([0; 32]);
            getrandom::fill(&mut *seed).map_err(|_| Trouble::Internal)?;
            self.write("bridge.key", &*seed)?;
        }
        let seed = Zeroizing::new(fs::read(path).map_err(|_| Trouble::Internal)?);
        let seed: &[u8; 32] = seed.as_slice().try_into().map_err(|_| Trouble::Internal)?;
        Ok(SigningKey::from_bytes(seed))
    }

    /// The pairings. A file that cannot be read is no pairing at all.
    #[must_use]
    pub fn pairings(&self) -> Vec<Pairing> {
        let text = fs::read(self.folder.join("pairings.json")).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Adds a pairing; the oldest of the same origin go when there are too many.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when it cannot be kept.
    pub fn add(&self, pairing: Pairing) -> Result<(), Trouble> {
        let mut pairings = self.pairings();
        while pairings.iter().filter(|old| old.origin == pairing.origin).count() >= BROWSERS {
            let oldest = pairings.iter().position(|old| old.origin == pairing.origin);
            oldest.map(|at| pairings.remove(at));
        }
        pairings.push(pairing);
        self.keep(&pairings)
    }

    /// Forgets every pairing that does not pass; says how many went.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when that cannot be kept.
    pub fn retain(&self, keep: impl Fn(&Pairing) -> bool) -> Result<usize, Trouble> {
        let mut pairings = self.pairings();
        let before = pairings.len();
        pairings.retain(keep);
        self.keep(&pairings)?;
        Ok(before - pairings.len())
    }

    fn keep(&self, pairings: &[Pairing]) -> Result<(), Trouble> {
        let text = serde_json::to_vec(pairings).map_err(|_| Trouble::Internal)?;
        self.write("pairings.json", &text)
    }

    /// Whole or not at all: beside, then in its place.
    fn write(&self, name: &str, content: &[u8]) -> Result<(), Trouble> {
        let beside = self.folder.join(format!("{name}.new"));
        let mut options = fs::OpenOptions::new();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside);
        file.and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&beside, self.folder.join(name)))
            .map_err(|_| Trouble::Internal)
    }
}

/// Browsers of one origin on one computer.
const BROWSERS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn pairing(n: u8) -> Pairing {
        Pairing { id: Digest([n; 32]), origin: "https://app.test".to_owned(), page_key: Bytes(vec![n; 65]) }
    }

    #[test]
    fn key_and_pairings_are_the_users_alone_and_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("state")).expect("a store");
        let key = store.key().expect("a key");
        store.add(pairing(1)).expect("kept");
        assert_eq!(store.key().expect("the key").to_bytes(), key.to_bytes());
        assert_eq!(store.pairings(), [pairing(1)]);
        for name in ["bridge.key", "pairings.json"] {
            let mode = fs::metadata(folder.path().join("state").join(name)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn a_forgotten_pairing_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        store.add(pairing(1)).expect("kept");
        assert_eq!(store.retain(|p| p.id != Digest([1; 32])), Ok(1));
        assert!(store.pairings().is_empty());
    }

    #[test]
    fn pairings_of_one_origin_are_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        (0..20).for_each(|n| store.add(pairing(n)).expect("kept"));
        assert_eq!(store.pairings().len(), BROWSERS);
        assert_eq!(store.pairings().last(), Some(&pairing(19)));
    }
}
