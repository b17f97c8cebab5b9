//! What keeps a PIN out of files that the system would write: no core dump, no other program of
//! the user that attaches itself.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

use crate::trouble::Trouble;

/// To be called before anything else.
///
/// # Errors
/// [`Trouble::Internal`] when the system refuses: the bridge then does not start.
pub fn no_core_dumps() -> Result<(), Trouble> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).map_err(|_| Trouble::Internal)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|_| Trouble::Internal)
}
