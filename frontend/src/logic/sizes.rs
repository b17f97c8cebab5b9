//! Sizes and speeds, cut to what a person reads.

/// A size as a figure in tenths, and its unit: 0 byte, 1 kB, 2 MB, 3 GB.
pub fn scaled(bytes: u64) -> (u64, usize) {
    let mut unit = 0;
    let mut tenths = bytes.saturating_mul(10);
    while tenths >= 10_000 && unit < 3 {
        tenths = tenths.div_ceil(1000);
        unit += 1;
    }
    if unit == 0 || tenths >= 100 { (tenths / 10 * 10, unit) } else { (tenths, unit) }
}

/// Speed of a long task over its last seconds: what it did, not what one hopes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    marks: Vec<(f64, u64)>,
}

impl Pace {
    /// Notes that `done` bytes were done at `now` (ms).
    pub fn mark(&mut self, now: f64, done: u64) {
        if self.marks.last().is_some_and(|last| done < last.1) {
            self.marks.clear();
        }
        self.marks.push((now, done));
        self.marks.retain(|mark| now - mark.0 <= WINDOW_MS);
    }

    /// Bytes a second, once two seconds were watched.
    pub fn speed(&self) -> Option<u64> {
        let (first, last) = (self.marks.first()?, self.marks.last()?);
        let millis = last.0 - first.0;
        (millis >= 2000.0).then(|| whole((last.1 - first.1) as f64 * 1000.0 / millis))
    }

    /// Seconds still to go at that speed.
    pub fn left(&self, total: u64) -> Option<u64> {
        let speed = self.speed().filter(|speed| *speed > 0)?;
        let done = self.marks.last()?.1;
        Some(total.saturating_sub(done).div_ceil(speed))
    }
}

fn whole(value: f64) -> u64 {
    value.clamp(0.0, 9e15) as u64
}

const WINDOW_MS: f64 = 8000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short() {
        assert_eq!(scaled(0), (0, 0));
        assert_eq!(scaled(999), (9990, 0));
        assert_eq!(scaled(1_500), (15, 1));
        assert_eq!(scaled(212_000), (2120, 1));
        assert_eq!(scaled(148_300_000), (1480, 2));
        assert_eq!(scaled(1_073_741_824), (11, 3));
    }

    #[test]
    fn no_speed_is_told_before_two_seconds() {
        let mut pace = Pace::default();
        pace.mark(0.0, 0);
        pace.mark(1000.0, 500);
        assert_eq!(pace.speed(), None);
        pace.mark(2000.0, 1000);
        assert_eq!(pace.speed(), Some(500));
        assert_eq!(pace.left(2000), Some(2));
    }

    #[test]
    fn a_task_that_starts_again_forgets_its_speed() {
        let mut pace = Pace::default();
        pace.mark(0.0, 0);
        pace.mark(3000.0, 900);
        pace.mark(3100.0, 10);
        assert_eq!(pace.speed(), None);
    }
}
