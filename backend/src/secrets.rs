//! The host's secrets: one folder of its own, made at first start, never inside the data
//! directory and never in the same backup. Files are 0600 in a folder that is 0700.

use ed25519_dalek::SigningKey;
use opaque_ke::ServerSetup;
use scelle_protocol::{Bytes, Digest, PublicKey, Signature};
use scelle_verify::opaque::Suite;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

use crate::authority::Authority;
use crate::random;
use crate::store::sqlite::ROWS;

/// Why the secrets cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The folder lies in the data directory, or around it.
    #[error("the secrets folder and the data directory must lie apart")]
    Inside,
    /// A file cannot be read or written.
    #[error("the secrets folder: {0}")]
    File(#[from] std::io::Error),
    /// A file does not hold what its name says.
    #[error("the secret in {0} is not in the form")]
    Form(&'static str),
    /// There is a database, and no key for it.
    #[error("the secrets folder has no database.key, and the data directory has a database that needs it")]
    Missing,
    /// Others than the owner may read it.
    #[error("the secrets folder must be its owner's alone (0700)")]
    Open,
}

/// All of them.
pub struct Secrets {
    /// Key of the tags of log-in identifiers.
    pub tag_key: Zeroizing<[u8; 32]>,
    /// Key of nonces for request proofs.
    pub nonce_key: Zeroizing<[u8; 32]>,
    /// Key of the database.
    pub store_key: Zeroizing<[u8; 32]>,
    /// Signs checkpoints.
    pub log_seed: Zeroizing<[u8; 32]>,
    /// OPAQUE key pair and seed.
    pub opaque: ServerSetup<Suite>,
    /// Certifies patients.
    pub authority: Authority,
    receipt: SigningKey,
}

impl Secrets {
    /// Reads the folder, or makes it and what is missing.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub fn open(folder: &Path, data: &Path) -> Result<Self, SecretsError> {
        check_apart(folder, data)?;
        // A path mistyped must not make a second set of keys beside an old database.
        if data.join(ROWS).exists() && !folder.join(STORE).exists() {
            return Err(SecretsError::Missing);
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            return Err(SecretsError::Open);
        }
        let receipt = seed(folder, RECEIPT)?;
        Ok(Self {
            tag_key: seed(folder, "identifier-tag.key")?,
            nonce_key: seed(folder, "nonce.key")?,
            store_key: seed(folder, STORE)?,
            log_seed: seed(folder, "log.key")?,
            opaque: opaque(folder)?,
            authority: Authority::open(folder)?,
            receipt: SigningKey::from_bytes(&receipt),
        })
    }

    /// Verifying half of the receipt key.
    #[must_use]
    pub fn receipt_key(&self) -> PublicKey {
        PublicKey(self.receipt.verifying_key().to_bytes())
    }

    /// Signs a receipt.
    #[must_use]
    pub fn sign_receipt(&self, text: &str) -> Signature {
        use ed25519_dalek::Signer as _;
        Signature(self.receipt.sign(text.as_bytes()).to_bytes())
    }

    /// The host's OPAQUE public key.
    #[must_use]
    pub fn opaque_key(&self) -> Bytes {
        Bytes(self.opaque.keypair().public().serialize().to_vec())
    }

    /// What the database keeps instead of a log-in identifier's hash.
    #[must_use]
    pub fn login_tag(&self, login_id: &Digest) -> Digest {
        scelle_verify::hash::hmac_sha256(&*self.tag_key, &login_id.0)
    }

    /// What the inbox keeps instead of a professional's identifier.
    #[must_use]
    pub fn inbox_tag(&self, id_nat: &str) -> Digest {
        scelle_verify::hash::hmac_sha256(&*self.tag_key, format!("inbox:{id_nat}").as_bytes())
    }
}

/// Neither folder may contain the other: a backup of one must not carry the other along.
fn check_apart(secrets: &Path, data: &Path) -> Result<(), SecretsError> {
    let (secrets, data) = (resolved(secrets)?, resolved(data)?);
    if secrets.starts_with(&data) || data.starts_with(&secrets) { Err(SecretsError::Inside) } else { Ok(()) }
}

/// The real path, links followed, of a folder that may not exist yet.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut known = absolute.as_path();
    loop {
        match known.canonicalize() {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
            Err(_) => match (known.file_name(), known.parent()) {
                (Some(name), Some(parent)) => {
                    missing.push(name.to_owned());
                    known = parent;
                }
                _ => return Ok(absolute),
            },
        }
    }
}

/// A secret of 32 bytes, made when it is missing.
fn seed(folder: &Path, name: &'static str) -> Result<Zeroizing<[u8; 32]>, SecretsError> {
    let bytes = read_or_make(folder, name, || Zeroizing::new(random::bytes::<32>().to_vec()))?;
    bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| SecretsError::Form(name))
}

fn opaque(folder: &Path) -> Result<ServerSetup<Suite>, SecretsError> {
    let name = "opaque.setup";
    let make = || Zeroizing::new(ServerSetup::<Suite>::new(&mut rand_08::rngs::OsRng).serialize().to_vec());
    let bytes = read_or_make(folder, name, make)?;
    ServerSetup::deserialize(&bytes).map_err(|_| SecretsError::Form(name))
}

/// Reads a file, or writes it whole and durably: a torn secret must never be taken for one.
pub(crate) fn read_or_make(
    folder: &Path,
    name: &str,
    make: impl FnOnce() -> Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, SecretsError> {
    let path = folder.join(name);
    match fs::read(&path) {
        Ok(bytes) => return Ok(Zeroizing::new(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let bytes = make();
    let torn = folder.join(format!("{name}.new"));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&torn)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&torn, &path)?;
    fs::File::open(folder)?.sync_all()?;
    Ok(bytes)
}

const RECEIPT: &str = "receipt.key";
const STORE: &str = "database.key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_inside_the_data_directory_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        for secrets in [data.clone(), data.join("secrets"), data.join("../data/x"), folder.path().to_owned()] {
            assert!(matches!(Secrets::open(&secrets, &data), Err(SecretsError::Inside)), "{}", secrets.display());
        }
    }

    #[test]
    fn a_link_into_the_data_directory_is_followed_and_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir_all(data.join("s")).expect("a folder");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(data.join("s"), &link).expect("a link");
        assert!(matches!(Secrets::open(&link, &data), Err(SecretsError::Inside)));
    }

    #[test]
    fn no_second_set_of_keys_is_made_beside_a_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mistyped, data) = (folder.path().join("secret"), folder.path().join("data"));
        fs::create_dir_all(&data).expect("a folder");
        fs::write(data.join(ROWS), b"ciphertext").expect("a file");
        assert!(matches!(Secrets::open(&mistyped, &data), Err(SecretsError::Missing)));
        assert!(!mistyped.exists());
    }

    #[test]
    fn secrets_are_the_owners_alone_and_stay_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let (secrets, data) = (folder.path().join("secrets"), folder.path().join("data"));
        let first = Secrets::open(&secrets, &data).expect("made");
        let second = Secrets::open(&secrets, &data).expect("read");
        assert_eq!(first.receipt_key(), second.receipt_key());
        assert_eq!(first.opaque_key(), second.opaque_key());
        assert_eq!(first.authority.certificate().hash(), second.authority.certificate().hash());
        for file in fs::read_dir(&secrets).expect("the folder") {
            let mode = file.and_then(|f| f.metadata()).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::set_permissions(&secrets, fs::Permissions::from_mode(0o755)).expect("changed");
        assert!(matches!(Secrets::open(&secrets, &data), Err(SecretsError::Open)));
    }
}
