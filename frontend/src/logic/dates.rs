//! Calendar dates and times of day, without a clock: whoever calls says what time it is.

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

/// A day and the minutes since midnight, local.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: Day,
    pub hour: u32,
    pub minute: u32,
}

impl Day {
    /// Reads `2026-03-03`; `None` when it is not a real day.
    pub fn parse(iso: &str) -> Option<Self> {
        let mut parts = iso.splitn(3, '-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if y.len() != 4 || m.len() != 2 || d.len() != 2 {
            return None;
        }
        let day = Self { year: y.parse().ok()?, month: m.parse().ok()?, day: d.parse().ok()? };
        day.is_real().then_some(day)
    }

    /// `2026-03-03`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Whole years from this day to `today`.
    pub fn age(self, today: Self) -> u32 {
        let before = (today.month, today.day) < (self.month, self.day);
        u32::try_from(today.year - self.year - i32::from(before)).unwrap_or(0)
    }

    /// 0 is Monday.
    pub fn weekday(self) -> u32 {
        u32::try_from((self.number() + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Days since 1 January 1970.
    pub fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y - era * 400;
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The inverse of [`Day::number`].
    pub fn from_number(days: i64) -> Self {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let narrow = |n: i64| u32::try_from(n).unwrap_or(1);
        Self {
            year: i32::try_from(yoe + era * 400 + i64::from(month <= 2)).unwrap_or(1970),
            month: narrow(month),
            day: narrow(doy - (153 * mp + 2) / 5 + 1),
        }
    }

    fn is_real(self) -> bool {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let last = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return false,
        };
        self.year >= 1800 && (1..=last).contains(&self.day)
    }
}

impl Moment {
    /// A Unix time seen from a place `offset` minutes east of Greenwich.
    pub fn at(unix: u64, offset: i32) -> Self {
        let local = i64::try_from(unix).unwrap_or(0) + i64::from(offset) * 60;
        let minutes = u32::try_from(local.rem_euclid(86_400) / 60).unwrap_or(0);
        Self { day: Day::from_number(local.div_euclid(86_400)), hour: minutes / 60, minute: minutes % 60 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_their_numbers_agree() {
        for number in [-25_000, -1, 0, 59, 60, 11_016, 20_516, 20_780, 40_000] {
            assert_eq!(Day::from_number(number).number(), number);
        }
        assert_eq!(Day::parse("1970-01-01").map(Day::number), Some(0));
        assert_eq!(Day::parse("2026-11-23").map(Day::weekday), Some(0));
    }

    #[test]
    fn an_age_is_reached_on_the_birthday_and_not_before() {
        let born = Day { year: 1968, month: 4, day: 12 };
        assert_eq!(born.age(Day { year: 2026, month: 4, day: 11 }), 57);
        assert_eq!(born.age(Day { year: 2026, month: 4, day: 12 }), 58);
        assert_eq!(born.age(Day { year: 1960, month: 1, day: 1 }), 0);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for bad in ["2026-02-29", "2026-13-01", "2026-1-1", "", "2026-04-31", "hier"] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
        assert!(Day::parse("2024-02-29").is_some());
    }

    #[test]
    fn a_moment_knows_its_place() {
        let noon = Moment::at(1_772_535_600, 60);
        assert_eq!((noon.day.iso().as_str(), noon.hour, noon.minute), ("2026-03-03", 12, 0));
        assert_eq!(Moment::at(1_772_495_000, 60).day.iso(), "2026-03-03");
    }
}
