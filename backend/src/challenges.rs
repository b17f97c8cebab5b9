//! What the host remembers between the two messages of a log-in: good once, for two minutes,
//! in memory only.

use scelle_protocol::{Digest, Time};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// Challenges of one kind, by the random value that the second message brings back.
pub struct Challenges<T> {
    clock: Arc<dyn Clock>,
    waiting: Mutex<HashMap<Digest, (Time, T)>>,
}

impl<T> Challenges<T> {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, waiting: Mutex::default() }
    }

    /// Remembers; false when too many wait already.
    #[must_use]
    pub fn put(&self, name: Digest, challenge: T) -> bool {
        let now = self.clock.now();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            waiting.retain(|_, (made, _)| fresh(*made, now));
        }
        if waiting.len() >= MOST {
            return false;
        }
        waiting.insert(name, (now, challenge));
        true
    }

    /// How many wait, fresh or not yet swept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Takes it, once.
    #[must_use]
    pub fn take(&self, name: &Digest) -> Option<T> {
        let now = self.clock.now();
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        taken.filter(|(made, _)| fresh(*made, now)).map(|(_, challenge)| challenge)
    }
}

const fn fresh(made: Time, now: Time) -> bool {
    now.0.saturating_sub(made.0) < SECONDS
}

const SECONDS: u64 = 120;
const MOST: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    #[test]
    fn a_challenge_is_good_once_and_for_less_than_two_minutes() {
        let clock = Arc::new(ManualClock::new(Time(1_000)));
        let challenges = Challenges::new(clock.clone());
        assert!(challenges.put(Digest([1; 32]), 1));
        assert!(challenges.put(Digest([2; 32]), 2));
        clock.advance(119);
        assert_eq!(challenges.take(&Digest([1; 32])), Some(1));
        assert_eq!(challenges.take(&Digest([1; 32])), None);
        clock.advance(1);
        assert_eq!(challenges.take(&Digest([2; 32])), None);
    }
}
