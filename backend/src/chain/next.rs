//! What every next statement of a chain must pass, whichever path it came by.

use scelle_protocol::wire;
use scelle_verify::chain;

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
    let mut next = (*reader.chain).clone();
    next.apply(&entry.open)?;
    chain::check_deadline(chain::deadline_of(&entry.open)?, app.clock.now())?;
    sealed::check(entry, &reader.chain.recipients(&entry.open))
}
