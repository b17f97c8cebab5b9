//! Waiting for something to become true, without guessing how long it takes.

use std::time::{Duration, Instant};

/// Asks until there is an answer.
///
/// # Panics
/// With what was awaited, when it does not come in time.
pub fn until<T>(what: &str, patience: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {} s for: {what}", patience.as_secs());
        std::thread::sleep(PAUSE);
    }
}

/// For what happens at once.
pub const SHORT: Duration = Duration::from_secs(20);
/// For the making of keys and the like, on a busy machine.
pub const LONG: Duration = Duration::from_secs(180);
const PAUSE: Duration = Duration::from_millis(25);
