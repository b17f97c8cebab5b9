//! Five requests a second for each origin, so that a page gone wild does not hold up the card.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::origin::Origin;

/// The buckets: one for each listed origin, so there are few.
#[derive(Default)]
pub(super) struct Limiter(BTreeMap<Origin, Bucket>);

struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Limiter {
    /// Whether one more may pass now.
    pub(super) fn take(&mut self, origin: &Origin) -> bool {
        self.take_at(origin, Instant::now())
    }

    fn take_at(&mut self, origin: &Origin, now: Instant) -> bool {
        let bucket = self.0.entry(origin.clone()).or_insert(Bucket { tokens: RATE, at: now });
        let filled = bucket.tokens + now.saturating_duration_since(bucket.at).as_secs_f64() * RATE;
        bucket.tokens = filled.min(RATE);
        bucket.at = now;
        let passes = bucket.tokens >= 1.0;
        if passes {
            bucket.tokens -= 1.0;
        }
        passes
    }
}

const RATE: f64 = 5.0;

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_sixth_request_within_a_second_waits() {
        let (mut limiter, now) = (Limiter::default(), Instant::now());
        let origin = Origin::read("https://app.test").expect("an origin");
        assert!((0..5).all(|_| limiter.take_at(&origin, now)));
        assert!(!limiter.take_at(&origin, now));
        assert!(limiter.take_at(&origin, now + Duration::from_millis(210)));
        assert!(!limiter.take_at(&origin, now + Duration::from_millis(211)));
    }
}
