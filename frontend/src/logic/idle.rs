//! The client's own idle deadline, in wall-clock time: a computer that slept has aged too.

/// Where an open session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Nothing to say.
    Fresh,
    /// It ends in so many seconds.
    Warn(u32),
    /// It is over.
    Dead,
}

/// Counts from the last real input event of the user.
#[derive(Debug, Clone, Copy)]
pub struct IdleClock {
    last: f64,
    told: f64,
    limit: f64,
}

impl IdleClock {
    /// Starts at `now` (ms since 1970), for `seconds` of idleness.
    pub fn new(now: f64, seconds: u32) -> Self {
        Self { last: now, told: now, limit: f64::from(seconds) * 1000.0 }
    }

    /// A real input event. What comes after the deadline does not bring a session back.
    /// `true` when the host should hear of it: at most every 30 s.
    pub fn act(&mut self, now: f64) -> bool {
        if self.state(now) == Idle::Dead {
            return false;
        }
        self.last = self.last.max(now);
        let due = now - self.told >= TELL_EVERY_MS || now < self.told;
        if due {
            self.told = now;
        }
        due
    }

    /// Minutes left, begun ones counted whole.
    pub fn minutes(&self, now: f64) -> u32 {
        let left = self.limit - (now - self.last).max(0.0);
        (left.max(0.0) / 60_000.0).ceil() as u32
    }

    /// Seconds since the last act decide. A clock set back counts as no time, never as more.
    pub fn state(&self, now: f64) -> Idle {
        let left = self.limit - (now - self.last).max(0.0);
        if left <= 0.0 {
            Idle::Dead
        } else if left <= WARN_MS {
            Idle::Warn((left / 1000.0).ceil() as u32)
        } else {
            Idle::Fresh
        }
    }
}

const TELL_EVERY_MS: f64 = 30_000.0;
const WARN_MS: f64 = 60_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    const START: f64 = 1_700_000_000_000.0;

    fn after(seconds: f64) -> f64 {
        START + seconds * 1000.0
    }

    #[test]
    fn it_warns_a_minute_before_and_ends_at_six_hundred() {
        let clock = IdleClock::new(START, 600);
        assert_eq!(clock.state(after(539.0)), Idle::Fresh);
        assert_eq!(clock.state(after(540.0)), Idle::Warn(60));
        assert_eq!(clock.state(after(599.0)), Idle::Warn(1));
        assert_eq!(clock.state(after(600.0)), Idle::Dead);
    }

    #[test]
    fn sleep_counts() {
        let mut clock = IdleClock::new(START, 600);
        assert!(!clock.act(after(9_000.0)));
        assert_eq!(clock.state(after(9_000.0)), Idle::Dead);
    }

    #[test]
    fn the_host_hears_at_most_every_thirty_seconds() {
        let mut clock = IdleClock::new(START, 600);
        assert!(!clock.act(after(29.0)));
        assert!(clock.act(after(30.0)));
        assert!(!clock.act(after(59.0)));
        assert!(clock.act(after(60.0)));
        assert_eq!(clock.state(after(600.0)), Idle::Warn(60));
    }
}
