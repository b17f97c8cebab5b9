//! Places, leaves and proofs of the one Merkle log (RFC 6962, C2SP tlog-checkpoint and
//! signed-note; FORMATS §8). Hashing and proofs are `tlog_tiles`'.

use data_encoding::BASE64;
use scelle_protocol::{Digest, PublicKey, Signature};
use signed_note::{Note, Verifier, VerifierList, is_key_name_valid, key_id};
use tlog_tiles::{Hash, check_record, check_tree, record_hash};

use crate::{hash::hmac_sha256, signature::ed25519};

/// Why a checkpoint or a proof was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The checkpoint is not in the form, or not by the host's log key.
    #[error("the checkpoint does not verify")]
    Checkpoint,
    /// The new tree does not extend the old one.
    #[error("the log was rewritten")]
    Fork,
    /// The leaf is not in the tree.
    #[error("the entry is not in the log")]
    Inclusion,
}

/// Size and root of the log, as the host signed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of leaves.
    pub size: u64,
    /// Root hash.
    pub root: Digest,
    /// The whole signed note.
    pub note: String,
}

/// The place of number `number` in the list of `list_key`.
#[must_use]
pub fn place(list_key: &Digest, number: u64) -> Digest {
    hmac_sha256(&list_key.0, &number.to_be_bytes())
}

/// The place of a professional's binding. Everybody knows the key of such a list, and the keys of the
/// others are chosen: what is hashed has another length, so that no key leads from there to here.
#[must_use]
pub fn place_of_binding(list_key: &Digest, number: u64) -> Digest {
    hmac_sha256(&list_key.0, &[b"binding\n".as_slice(), &number.to_be_bytes()].concat())
}

/// Leaf data: place ‖ hash of the entry, 64 bytes.
#[must_use]
pub fn leaf_data(place: &Digest, entry: &Digest) -> [u8; 64] {
    let mut data = [0; 64];
    data[..32].copy_from_slice(&place.0);
    data[32..].copy_from_slice(&entry.0);
    data
}

/// RFC 6962 hash of a leaf.
#[must_use]
pub fn leaf_hash(place: &Digest, entry: &Digest) -> Digest {
    Digest(record_hash(&leaf_data(place, entry)).0)
}

/// Reads a checkpoint and verifies it under the host's log key.
///
/// # Errors
/// [`LogError::Checkpoint`].
pub fn checkpoint(note: &str, log_key: &str) -> Result<Checkpoint, LogError> {
    let verifier = LogKey::read(log_key).ok_or(LogError::Checkpoint)?;
    let name = log_key.split('+').next().unwrap_or_default();
    let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| LogError::Checkpoint)?;
    let known = VerifierList::new(vec![Box::new(verifier)]);
    let (verified, _unknown) = parsed.verify(&known).map_err(|_| LogError::Checkpoint)?;
    if verified.is_empty() {
        return Err(LogError::Checkpoint);
    }
    let body = tlog_tiles::Checkpoint::from_bytes(parsed.text()).map_err(|_| LogError::Checkpoint)?;
    if body.origin() != name || !body.extension().is_empty() {
        return Err(LogError::Checkpoint);
    }
    Ok(Checkpoint { size: body.size(), root: Digest(body.hash().0), note: note.to_owned() })
}

/// Checks that the leaf stands at `index` in the tree of `checkpoint`.
///
/// # Errors
/// [`LogError::Inclusion`].
pub fn check_inclusion(checkpoint: &Checkpoint, index: u64, leaf: &Digest, proof: &[Digest]) -> Result<(), LogError> {
    // A proof longer than the tree is high could only waste our time.
    if index >= checkpoint.size || proof.len() > 64 {
        return Err(LogError::Inclusion);
    }
    check_record(&hashes(proof), checkpoint.size, Hash(checkpoint.root.0), index, Hash(leaf.0))
        .map_err(|_| LogError::Inclusion)
}

/// Checks that the tree of `new` extends the tree of `old`.
///
/// # Errors
/// [`LogError::Fork`]: also when the new tree is smaller.
pub fn check_consistency(old: &Checkpoint, new: &Checkpoint, proof: &[Digest]) -> Result<(), LogError> {
    if old.size == 0 {
        return Ok(());
    }
    if new.size < old.size || proof.len() > 130 {
        return Err(LogError::Fork);
    }
    if new.size == old.size {
        return if new.root == old.root { Ok(()) } else { Err(LogError::Fork) };
    }
    check_tree(&hashes(proof), new.size, Hash(new.root.0), old.size, Hash(old.root.0)).map_err(|_| LogError::Fork)
}

/// The host's log key, `name+id+base64(1 ‖ Ed25519 key)`. The crate of signed notes has one of its own, on an older
/// generation of the curve: it would come into the page with its tables, beside the one that is there
/// (docs/decisions/0002), and would be less strict.
struct LogKey {
    name: String,
    id: u32,
    key: PublicKey,
}

impl LogKey {
    fn read(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let key = BASE64.decode(key.as_bytes()).ok()?;
        if !is_key_name_valid(name) || id != format!("{:08x}", key_id(name, &key)) {
            return None;
        }
        let (&ED25519, key) = key.split_first()? else { return None };
        Some(Self {
            name: name.to_owned(),
            id: u32::from_str_radix(id, 16).ok()?,
            key: PublicKey(key.try_into().ok()?),
        })
    }
}

impl Verifier for LogKey {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        self.id
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        signature.try_into().is_ok_and(|bytes| ed25519(&self.key, message, &Signature(bytes)).is_ok())
    }
}

/// C2SP signed-note's number for the algorithm.
const ED25519: u8 = 1;

fn hashes(proof: &[Digest]) -> Vec<Hash> {
    proof.iter().map(|hash| Hash(hash.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use signed_note::{Signer as _, StandardSigner, StandardVerifier};

    const OTHERS: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const OTHERS_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    fn note(text: &str) -> String {
        let signer = StandardSigner::new(OTHERS).expect("the example of the format's own authors");
        let mut note = Note::new(text.as_bytes(), &[]).expect("a text of lines");
        note.add_sigs(&[&signer]).expect("it signs");
        assert_eq!(signer.name(), "PeterNeumann");
        String::from_utf8(note.to_bytes()).expect("text")
    }

    #[test]
    fn a_checkpoint_is_believed_by_the_key_of_its_log_alone() {
        let text = format!("PeterNeumann\n3\n{}\n", BASE64.encode(&[7; 32]));
        let signed = note(&text);
        let read = checkpoint(&signed, OTHERS_KEY).expect("signed by it");
        assert_eq!((read.size, read.root), (3, Digest([7; 32])));
        let forged = signed.replacen("\n3\n", "\n4\n", 1);
        assert_eq!(checkpoint(&forged, OTHERS_KEY), Err(LogError::Checkpoint));
        assert_eq!(checkpoint(&text, OTHERS_KEY), Err(LogError::Checkpoint));
        let elsewhere = note(&text.replacen("PeterNeumann", "Elsewhere", 1));
        assert_eq!(checkpoint(&elsewhere, OTHERS_KEY), Err(LogError::Checkpoint));
    }

    #[test]
    fn a_log_key_is_read_as_the_format_s_own_crate_reads_it() {
        assert!(LogKey::read(OTHERS_KEY).is_some() && StandardVerifier::new(OTHERS_KEY).is_ok());
        for wrong in [
            "",
            "PeterNeumann",
            "PeterNeumann+c74f20a3",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AQ==",
            "PeterNeumann+c74f20a3+",
        ] {
            assert!(LogKey::read(wrong).is_none() && StandardVerifier::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_binding_has_a_place_that_no_other_list_reaches() {
        let key = Digest([7; 32]);
        let domain = [b"binding\n".as_slice(), &[0, 0, 0, 0, 0, 0, 0, 1]].concat();
        assert_eq!(place_of_binding(&key, 1), hmac_sha256(&key.0, &domain));
        assert_ne!(place_of_binding(&key, 1), place_of_binding(&key, 2));
        // Whoever takes the key of the bindings for a list of their own has other places, whatever the number.
        let from_text = u64::from_be_bytes(*b"binding\n");
        for number in [0, 1, 2, from_text, from_text.swap_bytes(), u64::MAX] {
            for bindings in [1, 2, from_text] {
                assert_ne!(place(&key, number), place_of_binding(&key, bindings));
            }
        }
    }
}
