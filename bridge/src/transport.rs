//! How calls reach the bridge. Both ways carry the same operations with the same bodies.

pub mod http;
pub mod native;
mod ports;

use std::sync::Arc;

use crate::bridge::Bridge;

/// One way in.
pub trait Transport {
    /// Serves until the other side or the system ends it.
    ///
    /// # Errors
    /// One sentence for the person who started it.
    fn serve(self, bridge: Arc<Bridge>) -> Result<(), String>;
}

/// The longest body of a request.
pub const BODY: usize = 16 * 1024;
