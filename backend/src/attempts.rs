//! Counting of log-in attempts, in memory. Whoever begins a log-in has learnt from the second
//! OPAQUE message whether the password was right: so beginning counts, and success forgives.
//! Known certificates and kits are counted one by one; unknown ones share a bucket for their
//! address and one for all, which never slow a known one. Of a card only what did not hold counts: its
//! PIN is tried at the card, never here.

use scelle_protocol::{AccountId, CertificateHash, Time};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A certificate that the host knows.
    Certificate(CertificateHash),
    /// The kit of an account that the host knows.
    Kit(AccountId),
    /// Whose card's signature did not hold, from this address.
    Card(Option<IpAddr>),
    /// Somebody unknown, from this address.
    Unknown(Option<IpAddr>),
    /// Somebody unknown, from wherever.
    Anybody,
}

#[derive(Clone, Copy)]
struct Count {
    attempts: u32,
    last: Time,
    until: Time,
}

/// The counters.
pub struct Attempts {
    clock: Arc<dyn Clock>,
    counts: Mutex<HashMap<Who, Count>>,
}

impl Attempts {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, counts: Mutex::default() }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// The seconds to wait, when it comes too early; it is then not counted.
    pub fn begin(&self, who: Who) -> Result<(), u32> {
        let now = self.clock.now();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|_, count| now.0.saturating_sub(count.last.0) < FORGET_SECONDS);
        let buckets: &[Who] = if let Who::Unknown(_) = who { &[who, Who::Anybody] } else { &[who] };
        for bucket in buckets {
            if let Some(count) = counts.get(bucket).filter(|count| now < count.until) {
                return Err(u32::try_from(count.until.0 - now.0).unwrap_or(u32::MAX));
            }
        }
        for bucket in buckets {
            let count = counts.entry(*bucket).or_insert(Count { attempts: 0, last: now, until: now });
            // A minute of rest gives the shared bucket its free attempts back: it must not lock for long.
            if *bucket == Who::Anybody && now.0.saturating_sub(count.last.0) >= 60 {
                count.attempts = 0;
            }
            *count =
                Count { attempts: count.attempts + 1, last: now, until: now.plus(bucket.delay(count.attempts + 1)) };
        }
        Ok(())
    }

    /// Forgives: the log-in succeeded.
    pub fn succeed(&self, who: Who) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).remove(&who);
    }
}

impl Who {
    /// Seconds to wait after so many attempts.
    fn delay(self, attempts: u32) -> u64 {
        let (free, longest) = if self == Self::Anybody { (SHARED_FREE, 1) } else { (FREE, LONGEST_SECONDS) };
        if attempts < free { 0 } else { (2_u64 << (attempts - free).min(16)).min(longest) }
    }
}

const FREE: u32 = 5;
const SHARED_FREE: u32 = 300;
const LONGEST_SECONDS: u64 = 15 * 60;
const FORGET_SECONDS: u64 = 24 * 3600;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    const KNOWN: Who = Who::Certificate(CertificateHash([1; 32]));
    const STRANGER: Who = Who::Unknown(None);

    fn attempts() -> (Arc<ManualClock>, Attempts) {
        let clock = Arc::new(ManualClock::new(Time(1_000_000)));
        (clock.clone(), Attempts::new(clock))
    }

    #[test]
    fn five_attempts_are_free_then_the_delay_doubles_up_to_a_quarter_of_an_hour() {
        let (clock, attempts) = attempts();
        for _ in 0..5 {
            assert_eq!(attempts.begin(KNOWN), Ok(()));
        }
        let mut delays = Vec::new();
        for _ in 0..11 {
            let wait = attempts.begin(KNOWN).expect_err("too early");
            clock.advance(u64::from(wait) - 1);
            assert_eq!(attempts.begin(KNOWN), Err(1));
            clock.advance(1);
            assert_eq!(attempts.begin(KNOWN), Ok(()));
            delays.push(wait);
        }
        assert_eq!(delays, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    }

    #[test]
    fn success_forgives() {
        let (_, attempts) = attempts();
        for _ in 0..20 {
            assert_eq!(attempts.begin(KNOWN), Ok(()));
            attempts.succeed(KNOWN);
        }
    }

    #[test]
    fn cards_that_do_not_hold_slow_each_other_down_and_no_log_in_of_another_kind() {
        let (_, attempts) = attempts();
        for n in 0..1000_u32 {
            assert_eq!(attempts.begin(Who::Card(Some(IpAddr::from(n.to_be_bytes())))), Ok(()), "{n}");
        }
        for _ in 0..5 {
            assert_eq!(attempts.begin(Who::Card(None)), Ok(()));
        }
        assert!(attempts.begin(Who::Card(None)).is_err());
        assert_eq!(attempts.begin(STRANGER), Ok(()));
    }

    #[test]
    fn strangers_slow_each_other_down_and_never_a_known_certificate() {
        let (_, attempts) = attempts();
        for _ in 0..5 {
            assert_eq!(attempts.begin(STRANGER), Ok(()));
        }
        assert!(attempts.begin(STRANGER).is_err());
        assert_eq!(attempts.begin(KNOWN), Ok(()));
    }

    #[test]
    fn a_flood_from_many_addresses_is_slowed_as_a_whole() {
        let (_, attempts) = attempts();
        let flood = (0..1000_u32).filter(|n| attempts.begin(Who::Unknown(Some(IpAddr::from(n.to_be_bytes())))).is_ok());
        assert_eq!(flood.count(), 300);
        assert_eq!(attempts.begin(KNOWN), Ok(()));
    }
}
