//! Chains that were replayed before: the statements are read at every request, but what the very same
//! statements gave is not computed again. Nothing is remembered of a chain that has grown or changed.

use scelle_protocol::{Digest, RecordTag};
use scelle_verify::hash::sha256_of;
use scelle_verify::{ChainState, chain::ChainError};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Verdicts, by record.
#[derive(Default)]
pub(super) struct Replayed(Mutex<HashMap<RecordTag, (Digest, ChainState)>>);

impl Replayed {
    /// What these statements of a record give.
    pub(super) fn replay(&self, record: RecordTag, statements: &[String]) -> Result<ChainState, ChainError> {
        let hashes: Vec<Digest> = statements.iter().map(|text| sha256_of(&[text.as_bytes()])).collect();
        let parts: Vec<&[u8]> = hashes.iter().map(|hash| hash.0.as_slice()).collect();
        let these = sha256_of(&parts);
        if let Some((before, state)) = self.lock().get(&record)
            && *before == these
        {
            return Ok(state.clone());
        }
        let state = ChainState::replay(statements.iter().map(String::as_str))?;
        let mut kept = self.lock();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(record, (these, state.clone()));
        Ok(state)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<RecordTag, (Digest, ChainState)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records whose state is kept at once: some kilobytes each.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};
    use scelle_protocol::statements::{Genesis, Holder, Holders};
    use scelle_protocol::text::SignatureLine;
    use scelle_protocol::{PublicKey, ReaderId, SealKey, Signature, Signed, Time};

    const RECORD: RecordTag = RecordTag([1; 16]);

    fn genesis(root: u8) -> String {
        let key = SigningKey::from_bytes(&[root; 32]);
        let public = PublicKey(key.verifying_key().to_bytes());
        let list = Digest([2; 32]);
        let holder = Holder { reader: ReaderId([2; 16]), sign: public, seal: SealKey([2; 1216]), list };
        let mut signed = Signed::new(Genesis {
            record: RECORD,
            number: 1,
            previous: Digest([0; 32]),
            deadline: Time(1_000),
            root: public,
            successor: Digest([0; 32]),
            list,
            holders: Holders(vec![holder]),
            sealed: Digest([0; 32]),
        });
        let signature = key.sign(signed.covered(0).as_bytes());
        signed.signatures.push(SignatureLine::Ed25519(Signature(signature.to_bytes())));
        signed.whole()
    }

    #[test]
    fn a_state_is_given_again_for_the_very_same_statements_alone() {
        let replayed = Replayed::default();
        let (one, other) = (genesis(3), genesis(4));
        let first = replayed.replay(RECORD, std::slice::from_ref(&one)).expect("a chain");
        assert_eq!(replayed.replay(RECORD, std::slice::from_ref(&one)), Ok(first.clone()));
        let changed = one.replace("deadline: ", "deadline: 2");
        assert_ne!(changed, one);
        assert!(replayed.replay(RECORD, &[changed]).is_err(), "a changed statement passed by what was seen before");
        assert!(replayed.replay(RECORD, &[one, other.clone()]).is_err());
        let second = replayed.replay(RECORD, &[other]).expect("a chain");
        assert_ne!(second.root, first.root);
    }
}
