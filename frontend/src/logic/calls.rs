//! How fast this page calls the bridge: as fast as the bridge lets it, so that no call is refused for
//! being one too many. Sending is in `services::bridge`.

/// Calls that may still be made at once; milliseconds of the last count.
#[derive(Debug, Clone, Copy)]
pub struct Calls {
    left: f64,
    at: f64,
}

impl Calls {
    /// None made yet.
    pub const fn new() -> Self {
        Self { left: AT_ONCE, at: 0.0 }
    }

    /// Takes one, or says how many milliseconds to wait before asking again.
    pub fn take(&mut self, now: f64) -> Result<(), u32> {
        let passed = (now - self.at).max(0.0) / 1000.0;
        self.left = (self.left + passed * A_SECOND).min(AT_ONCE);
        self.at = now;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        Err(((1.0 - self.left) / A_SECOND * 1000.0).ceil() as u32)
    }
}

impl Default for Calls {
    fn default() -> Self {
        Self::new()
    }
}

/// As the bridge counts (FORMATS §10).
const AT_ONCE: f64 = 5.0;
/// A little slower than it lets pass: its clock is not ours.
const A_SECOND: f64 = 4.5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sixth_call_waits_as_long_as_the_bridge_would_refuse_it() {
        let mut calls = Calls::new();
        assert!((0..5).all(|_| calls.take(1_000.0).is_ok()));
        let wait = calls.take(1_000.0).expect_err("the sixth waits");
        assert!((200..=250).contains(&wait), "{wait}");
        assert_eq!(calls.take(1_000.0 + f64::from(wait)), Ok(()));
        assert!(calls.take(1_000.0 + f64::from(wait)).is_err());
    }

    #[test]
    fn a_clock_that_was_set_back_lets_no_more_pass_and_stops_nothing() {
        let mut calls = Calls::new();
        assert!((0..5).all(|_| calls.take(9_000.0).is_ok()));
        assert!(calls.take(10.0).is_err());
        assert_eq!(calls.take(1_010.0), Ok(()));
    }
}
