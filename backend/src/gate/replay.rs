//! Proofs that were seen: each is taken once. A proof lives no longer than its nonce, so
//! neither does its memory.

use scelle_protocol::limits::NONCE_SECONDS;
use scelle_protocol::{Digest, Time};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Two generations: what is older than both cannot come back, its nonce is over.
#[derive(Default)]
pub struct Seen {
    generations: Mutex<(Time, HashSet<Digest>, HashSet<Digest>)>,
}

impl Seen {
    /// Takes a proof; false when it was taken before.
    #[must_use]
    pub fn take(&self, proof: Digest, now: Time) -> bool {
        let mut guard = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, new, old) = &mut *guard;
        let age = now.0.saturating_sub(since.0);
        if age > NONCE_SECONDS {
            *old = if age > 2 * NONCE_SECONDS { HashSet::new() } else { std::mem::take(new) };
            new.clear();
            *since = now;
        }
        !old.contains(&proof) && new.insert(proof)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_taken_once_while_its_nonce_lives() {
        let seen = Seen::default();
        for start in [1_000, 1_119, 1_121, 1_239] {
            let proof = Digest([u8::try_from(start % 251).expect("small"); 32]);
            assert!(seen.take(proof, Time(start)));
            for later in [0, 1, 60, 120] {
                assert!(!seen.take(proof, Time(start + later)), "{start} {later}");
            }
        }
    }
}
