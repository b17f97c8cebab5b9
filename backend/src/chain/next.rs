//! What every next statement of a chain must pass, whichever path it came by.

use scelle_protocol::statements::{Closure, Revocation, Statement as _, context_of};
use scelle_protocol::{ProblemCode, Time, wire};
use scelle_verify::ChainState;
use scelle_verify::chain::{check_deadline, deadline_of};

use crate::error::Result;
use crate::gate::Reader;
use crate::record::sealed;
use crate::state::App;

/// Checks that it follows, by whom it is signed, that it came in time, and to whom its sealed part
/// goes. The store replays the chain again when it writes.
///
/// # Errors
/// The problem that the caller is told.
pub fn check(app: &App, reader: &Reader, entry: &wire::Entry) -> Result<()> {
    follows(&reader.chain, &entry.open, app.clock.now())?;
    sealed::check(entry, &reader.chain.recipients(&entry.open))
}

fn follows(chain: &ChainState, open: &str, now: Time) -> Result<()> {
    let mut next = chain.clone();
    next.apply(open)?;
    check_deadline(deadline_of(open)?, now)?;
    // A chain is replayed at every request. Taking back stays possible however long it is.
    let takes_back = [Closure::CONTEXT, Revocation::CONTEXT].contains(&context_of(open));
    if next.head.number > MOST && !takes_back { Err(ProblemCode::TooLarge.into()) } else { Ok(()) }
}

/// Statements of one chain.
const MOST: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use ed25519_dalek::{Signer as _, SigningKey};
    use scelle_protocol::statements::Consent;
    use scelle_protocol::text::SignatureLine;
    use scelle_protocol::{Digest, PublicKey, RecordTag, Signature, Signed, Statement};
    use scelle_verify::chain::Head;
    use std::collections::BTreeMap;

    const NOW: Time = Time(1_795_461_660);
    const ZERO: Digest = Digest([0; 32]);

    fn signed<T: Statement>(body: T, root: &SigningKey) -> String {
        let mut statement = Signed::new(body);
        let signature = Signature(root.sign(statement.text.as_bytes()).to_bytes());
        statement.signatures.push(SignatureLine::Ed25519(signature));
        statement.whole()
    }

    #[test]
    fn a_chain_has_an_end_and_may_still_be_closed_there() {
        let (root, record) = (SigningKey::from_bytes(&[1; 32]), RecordTag([1; 16]));
        let chain = |number| ChainState {
            record,
            root: PublicKey(root.verifying_key().to_bytes()),
            list: ZERO,
            fingerprint: ZERO,
            head: Head { number, hash: ZERO },
            readers: BTreeMap::new(),
            consent: None,
            closed: false,
        };
        let consent = |number| {
            let (notice, text, previous, sealed) = ("notice".to_owned(), ZERO, ZERO, ZERO);
            signed(Consent { record, number, previous, deadline: NOW, notice, text, sealed }, &root)
        };
        assert!(follows(&chain(4095), &consent(4096), NOW).is_ok());
        let over = follows(&chain(4096), &consent(4097), NOW);
        assert!(matches!(over, Err(Error::Caller(ProblemCode::TooLarge))));
        let closure = Closure { record, number: 4097, previous: ZERO, deadline: NOW, sealed: ZERO };
        assert!(follows(&chain(4096), &signed(closure, &root), NOW).is_ok());
    }
}
