//! The client's side of the log: the checkpoint must verify and extend the last one seen, and
//! what was placed must be in it (DESIGN §5).

use scelle_protocol::{
    Digest, limits, paths,
    wire::{ConsistencyProof, ProofRequest, Proofs},
};
use scelle_verify::log::{self, Checkpoint};

use crate::host::HostPins;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::Line;

/// An entry that ought to be in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Where the host says that it stands.
    pub leaf: u64,
    /// Hash of the leaf.
    pub hash: Digest,
}

impl Placed {
    /// In no log: for what has no place that is known.
    pub(crate) const NOWHERE: Self = Self { leaf: u64::MAX, hash: Digest([0; 32]) };

    /// Entry number `number` of the list of `list_key`.
    #[must_use]
    pub fn new(leaf: u64, list_key: &Digest, number: u64, entry: &Digest) -> Self {
        Self { leaf, hash: log::leaf_hash(&log::place(list_key, number), entry) }
    }
}

/// Fetches the newest checkpoint and checks that the log of the last one was only added to.
///
/// # Errors
/// [`Contradiction::Log`] for a checkpoint that does not verify, is smaller or was forked.
pub async fn advance(line: &Line<impl Platform>, host: &HostPins, last: Option<&str>) -> Result<Checkpoint, Trouble> {
    let refused = Trouble::Contradiction(Contradiction::Log);
    let note = line.call("GET", paths::CHECKPOINT, Vec::new(), None, &[]).await?.body;
    let note = String::from_utf8(note).map_err(|_| refused)?;
    let new = log::checkpoint(&note, &host.log_key).map_err(|_| refused)?;
    if let Some(last) = last {
        let old = log::checkpoint(last, &host.log_key).map_err(|_| refused)?;
        let proof = if old.size == 0 || old.size >= new.size {
            Vec::new()
        } else {
            let path = format!("{}?from={}&to={}", paths::CONSISTENCY, old.size, new.size);
            line.get::<ConsistencyProof>(&path, None).await?.proof
        };
        log::check_consistency(&old, &new, &proof).map_err(|_| refused)?;
    }
    Ok(new)
}

/// Which of `entries` are in the tree of `checkpoint`; those beyond it are pending.
///
/// # Errors
/// [`Trouble`] when the host does not answer: an entry without a proof is `false`, not an error.
pub async fn included(
    line: &Line<impl Platform>,
    checkpoint: &Checkpoint,
    entries: &[Placed],
) -> Result<Vec<bool>, Trouble> {
    let mut verdicts = Vec::with_capacity(entries.len());
    for chunk in entries.chunks(limits::PROOFS) {
        let leaves: Vec<u64> = chunk.iter().map(|e| e.leaf).filter(|leaf| *leaf < checkpoint.size).collect();
        let request = ProofRequest { size: checkpoint.size, leaves: leaves.clone() };
        let answer: Proofs = if leaves.is_empty() {
            Proofs { proofs: Vec::new() }
        } else {
            line.post(paths::PROOFS, &request, None).await?
        };
        let mut proofs = answer.proofs.iter();
        for entry in chunk {
            let proof = if entry.leaf < checkpoint.size { proofs.next() } else { None };
            let holds = proof.is_some_and(|p| log::check_inclusion(checkpoint, entry.leaf, &entry.hash, p).is_ok());
            verdicts.push(holds);
        }
    }
    Ok(verdicts)
}
