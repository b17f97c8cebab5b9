//! UTC time to the second, written as in RFC 3339 with `Z`, and calendar dates.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

use crate::text::{StatementError, Value};

/// Seconds since 1970-01-01T00:00:00Z; text form `2026-11-23T19:21:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub u64);

impl Time {
    /// This many seconds later.
    #[must_use]
    pub const fn plus(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
    /// Distance to another time, in seconds, whichever comes first.
    #[must_use]
    pub const fn distance(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }
    /// The calendar date in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        let (year, month, day) = civil(self.0 / DAY);
        Date { year, month, day }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0 % DAY;
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}

impl Value for Time {
    fn write(&self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        let (date, rest) = text.split_at_checked(10).ok_or(StatementError::Value)?;
        let date = Date::read(date)?;
        let part = |range: std::ops::Range<usize>| -> Result<u64, StatementError> {
            rest.get(range).and_then(digits).ok_or(StatementError::Value)
        };
        let (hour, minute, second) = (part(1..3)?, part(4..6)?, part(7..9)?);
        if hour > 23 || minute > 59 || second > 59 {
            return Err(StatementError::Value);
        }
        let time = Self(date.days() * DAY + hour * 3600 + minute * 60 + second);
        // One spelling only: whatever we would write otherwise is refused.
        if time.to_string() == text { Ok(time) } else { Err(StatementError::Value) }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(d)?).map_err(|_| D::Error::custom("time expected"))
    }
}

/// A calendar date from 1870 to 9999, `2026-11-23`: the date of an act has no hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year of the common era.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31, as the month has.
    pub day: u32,
}

impl Date {
    /// Days since 1970-01-01; zero for an earlier date.
    #[must_use]
    pub fn days(self) -> u64 {
        let (y, m) = if self.month <= 2 { (self.year - 1, self.month + 9) } else { (self.year, self.month - 3) };
        let era_day = u64::from(y) * 365 + u64::from(y / 4) - u64::from(y / 100) + u64::from(y / 400);
        (era_day + u64::from((153 * m + 2) / 5) + u64::from(self.day)).saturating_sub(719_469)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Value for Date {
    fn write(&self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        let part = |range: std::ops::Range<usize>| -> Result<u32, StatementError> {
            text.get(range).and_then(digits).and_then(|n| u32::try_from(n).ok()).ok_or(StatementError::Value)
        };
        let date = Self { year: part(0..4)?, month: part(5..7)?, day: part(8..10)? };
        let leap = date.year.is_multiple_of(4) && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let days = match date.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(StatementError::Value),
        };
        let fits = date.year >= 1870 && (1..=days).contains(&date.day);
        if fits && date.to_string() == text { Ok(date) } else { Err(StatementError::Value) }
    }
}

fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Days since 1970-01-01 to year, month, day (proleptic Gregorian calendar).
fn civil(days: u64) -> (u32, u32, u32) {
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    (small(year), small(month), small(day))
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_are_written_as_everybody_writes_them() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_461_660, "2026-11-23T19:21:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(Time(seconds).to_string(), text);
            assert_eq!(Time::read(text), Ok(Time(seconds)));
        }
    }

    #[test]
    fn a_second_spelling_of_a_time_is_refused() {
        for text in [
            "2026-11-23T19:21:00+00:00",
            "2026-11-23 19:21:00Z",
            "2026-11-23T19:21:60Z",
            "2026-02-29T00:00:00Z",
            "2026-11-23T19:21Z",
            "26-11-23T19:21:00Z",
            "",
            "２０２６-11-23",
        ] {
            assert_eq!(Time::read(text), Err(StatementError::Value), "{text}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in ["2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "1869-12-31"] {
            assert_eq!(Date::read(text), Err(StatementError::Value), "{text}");
        }
        assert!(Date::read("2000-02-29").is_ok());
    }

    #[test]
    fn days_and_dates_agree_over_a_century() {
        for day in 0..36_525 {
            assert_eq!(Time(day * DAY).date().days(), day);
        }
    }
}
