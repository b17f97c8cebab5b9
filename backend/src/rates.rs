//! How often a costly thing may be asked for, in memory: certificates and new records. Buckets
//! that fill by the hour's allowance, one for each address or account; an allowance is large
//! enough for a whole practice behind one address, and small enough that nobody fills the disk.

use scelle_protocol::{AccountId, Time};
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// What is counted, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Certificates asked for from this address.
    Prepare(Option<IpAddr>),
    /// Nonces for a card asked for from this address.
    CardStart(Option<IpAddr>),
    /// Records opened from this address.
    RecordFrom(Option<IpAddr>),
    /// Records opened in sessions of this account.
    RecordOf(AccountId),
    /// Grants made from this address.
    GrantFrom(Option<IpAddr>),
    /// Grants made in sessions of this account.
    GrantOf(AccountId),
    /// Searches and entries of the directory in sessions of this account.
    Directory(AccountId),
    /// Everything that has no bucket of its own while there are too many.
    Rest,
}

/// What was used and has not been given back, in parts of 1/3600, at a moment.
#[derive(Clone, Copy)]
struct Bucket {
    used: u64,
    at: Time,
    hourly: u64,
}

/// The buckets.
pub struct Rates {
    clock: Arc<dyn Clock>,
    buckets: Mutex<HashMap<What, Bucket>>,
}

impl Rates {
    /// All full.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, buckets: Mutex::default() }
    }

    /// Takes one, where so many may be taken in an hour.
    ///
    /// # Errors
    /// The seconds to wait; it is then not counted.
    pub fn take(&self, what: What, hourly: NonZeroU32) -> Result<(), u32> {
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| bucket.left(now) > 0);
        }
        let what = if buckets.len() < MOST || buckets.contains_key(&what) { what } else { What::Rest };
        let fresh = Bucket { used: 0, at: now, hourly: u64::from(hourly.get()) };
        buckets.entry(what).or_insert(fresh).take(now)
    }
}

impl Bucket {
    /// Still used at this moment.
    const fn left(&self, now: Time) -> u64 {
        self.used.saturating_sub(now.0.saturating_sub(self.at.0).saturating_mul(self.hourly))
    }

    fn take(&mut self, now: Time) -> Result<(), u32> {
        let after = self.left(now) + HOUR;
        let over = after.saturating_sub(self.hourly * HOUR);
        if over > 0 {
            return Err(u32::try_from(over.div_ceil(self.hourly)).unwrap_or(u32::MAX));
        }
        (self.used, self.at) = (after, now);
        Ok(())
    }
}

const HOUR: u64 = 3600;
/// Some megabytes; a flood from more addresses than this shares one bucket.
const MOST: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    fn rates() -> (Arc<ManualClock>, Rates) {
        let clock = Arc::new(ManualClock::new(Time(1_000_000)));
        (clock.clone(), Rates::new(clock))
    }

    fn hourly(n: u32) -> NonZeroU32 {
        NonZeroU32::new(n).expect("not zero")
    }

    #[test]
    fn an_hours_allowance_may_come_at_once_and_then_drop_by_drop() {
        let (clock, rates) = rates();
        let take = || rates.take(What::Prepare(None), hourly(6));
        for _ in 0..6 {
            assert_eq!(take(), Ok(()));
        }
        assert_eq!(take(), Err(600));
        clock.advance(599);
        assert_eq!(take(), Err(1));
        clock.advance(1);
        assert_eq!(take(), Ok(()));
        assert_eq!(take(), Err(600));
        clock.advance(3600);
        for _ in 0..6 {
            assert_eq!(take(), Ok(()));
        }
        assert_eq!(take(), Err(600));
    }

    #[test]
    fn one_address_takes_nothing_from_another_nor_one_thing_from_another() {
        let (_, rates) = rates();
        let address = |n: u8| Some(IpAddr::from([192, 0, 2, n]));
        assert_eq!(rates.take(What::Prepare(address(1)), hourly(1)), Ok(()));
        assert!(rates.take(What::Prepare(address(1)), hourly(1)).is_err());
        assert_eq!(rates.take(What::Prepare(address(2)), hourly(1)), Ok(()));
        assert_eq!(rates.take(What::RecordFrom(address(1)), hourly(1)), Ok(()));
        assert_eq!(rates.take(What::RecordOf(AccountId([1; 16])), hourly(1)), Ok(()));
    }

    #[test]
    fn a_flood_from_more_addresses_than_can_be_kept_shares_one_bucket() {
        let (clock, rates) = rates();
        let flood = |from: u32, to: u32| {
            let address = |n: u32| What::Prepare(Some(IpAddr::from(n.to_be_bytes())));
            (from..to).filter(|n| rates.take(address(*n), hourly(10)).is_ok()).count()
        };
        let most = u32::try_from(MOST).expect("small");
        assert_eq!(flood(0, most), MOST);
        assert_eq!(flood(most, most + 100), 10);
        clock.advance(360);
        assert_eq!(flood(most, most + 100), 100, "what has given back all is forgotten");
    }
}
