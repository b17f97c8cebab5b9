//! Sealed parts travel with a statement, one for each reader that may open them.

use scelle_protocol::limits::STATEMENT_BYTES;
use scelle_protocol::{ProblemCode, ReaderId, wire};
use std::collections::BTreeSet;

use crate::error::Result;

/// Checks that the sealed parts are for exactly these readers.
///
/// # Errors
/// `invalid`, `too_large`.
pub fn check(entry: &wire::Entry, readers: &BTreeSet<ReaderId>) -> Result<()> {
    if entry.sealed.iter().any(|sealed| sealed.sealed.0.len() > MOST_BYTES) {
        return Err(ProblemCode::TooLarge.into());
    }
    let named: BTreeSet<ReaderId> = entry.sealed.iter().map(|sealed| sealed.reader).collect();
    let exact = named == *readers && named.len() == entry.sealed.len();
    if exact { Ok(()) } else { Err(ProblemCode::Invalid.into()) }
}

/// A statement, its 32 random bytes, the tag and the encapsulation.
const MOST_BYTES: usize = STATEMENT_BYTES + 32 + 16 + 1120;
