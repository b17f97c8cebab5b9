//! Dates, hours, sizes and waits, in words.

use super::{Lang, counted, number, plural, texts};
use crate::logic::{
    dates::{Day, Moment},
    sizes::scaled,
};

const MONTHS_FR: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];
const SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const DAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// « 3 mars 2026 ».
pub fn day(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Fr => format!("{}\u{a0}{} {}", ordinal(day.day), month_name(lang, day.month), day.year),
        Lang::En => format!("{}\u{a0}{} {}", day.day, month_name(lang, day.month), day.year),
    }
}

/// « 3 mars », short enough for the margin.
pub fn short_day(lang: Lang, day: Day) -> String {
    let at = index(day.month);
    match lang {
        Lang::Fr => format!("{}\u{a0}{}", ordinal(day.day), SHORT_FR[at]),
        Lang::En => format!("{}\u{a0}{}", day.day, &MONTHS_EN[at][..3]),
    }
}

/// « lundi 23 novembre 2026 ».
pub fn long_day(lang: Lang, at: Day) -> String {
    let name = at.weekday() as usize % 7;
    match lang {
        Lang::Fr => format!("{} {}", DAYS_FR[name], day(lang, at)),
        Lang::En => format!("{}, {}", DAYS_EN[name], day(lang, at)),
    }
}

/// « Novembre 2026 ».
pub fn month(lang: Lang, year: i32, month: u32) -> String {
    format!("{} {year}", super::capital(month_name(lang, month)))
}

/// An ISO date in words; what is no date stays as it is.
pub fn iso(lang: Lang, date: &str) -> String {
    Day::parse(date).map_or_else(|| date.to_owned(), |at| day(lang, at))
}

/// « 9 h 41 ».
pub fn hour(lang: Lang, moment: Moment) -> String {
    match lang {
        Lang::Fr => format!("{}\u{a0}h\u{a0}{:02}", moment.hour, moment.minute),
        Lang::En => format!("{:02}:{:02}", moment.hour, moment.minute),
    }
}

/// « 23 novembre 2026 à 9 h 41 ».
pub fn moment(lang: Lang, at: Moment) -> String {
    match lang {
        Lang::Fr => format!("{} à {}", day(lang, at.day), hour(lang, at)),
        Lang::En => format!("{} at {}", day(lang, at.day), hour(lang, at)),
    }
}

/// « 1,5 Mo ».
pub fn size(lang: Lang, bytes: u64) -> String {
    let (tenths, unit) = scaled(bytes);
    let units = match lang {
        Lang::Fr => ["octets", "ko", "Mo", "Go"],
        Lang::En => ["bytes", "kB", "MB", "GB"],
    };
    let unit = match unit {
        0 => plural(lang, bytes as usize, units[0].trim_end_matches('s'), units[0]),
        unit => units[unit],
    };
    let point = if lang == Lang::Fr { ',' } else { '.' };
    match tenths % 10 {
        0 => format!("{}\u{a0}{unit}", number(lang, tenths / 10)),
        tenth => format!("{}{point}{tenth}\u{a0}{unit}", tenths / 10),
    }
}

/// « 52 secondes », « 3 minutes ».
pub fn wait(lang: Lang, seconds: u64) -> String {
    let minutes = usize::try_from(seconds.div_ceil(60)).unwrap_or(usize::MAX);
    match (lang, seconds) {
        (Lang::Fr, 0..=90) => counted(lang, seconds as usize, "seconde", "secondes"),
        (Lang::En, 0..=90) => counted(lang, seconds as usize, "second", "seconds"),
        (Lang::Fr, _) => counted(lang, minutes, "minute", "minutes"),
        (Lang::En, _) => counted(lang, minutes, "minute", "minutes"),
    }
}

/// « 2,1 s » of a step.
pub fn took(lang: Lang, millis: u32) -> String {
    let tenths = millis.div_ceil(100);
    let point = if lang == Lang::Fr { ',' } else { '.' };
    format!("{}{point}{}\u{a0}s", tenths / 10, tenths % 10)
}

texts! {
    undated { "Sans date", "No date" }
    per_second(size: String) { format!("{size} par seconde"), format!("{size} per second") }
    about(wait: String) { format!("encore {wait} environ"), format!("about {wait} left") }
    done_of(done: String, total: String) { format!("{done} sur {total}"), format!("{done} of {total}") }
}

fn month_name(lang: Lang, month: u32) -> &'static str {
    match lang {
        Lang::Fr => MONTHS_FR[index(month)],
        Lang::En => MONTHS_EN[index(month)],
    }
}

fn index(month: u32) -> usize {
    (month.clamp(1, 12) - 1) as usize
}

fn ordinal(day: u32) -> String {
    if day == 1 { "1ᵉʳ".to_owned() } else { day.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn french_dates_are_in_full() {
        let at = Moment { day: Day { year: 2026, month: 3, day: 3 }, hour: 9, minute: 5 };
        assert_eq!(plain(moment(Lang::Fr, at)), "3 mars 2026 à 9 h 05");
        assert_eq!(plain(long_day(Lang::Fr, at.day)), "mardi 3 mars 2026");
        assert_eq!(plain(moment(Lang::En, at)), "3 March 2026 at 09:05");
        assert_eq!(month(Lang::Fr, 2026, 8), "Août 2026");
        assert_eq!(plain(iso(Lang::Fr, "2026-01-01")), "1ᵉʳ janvier 2026");
    }

    #[test]
    fn sizes_and_waits_read_well() {
        assert_eq!(plain(size(Lang::Fr, 0)), "0 octet");
        assert_eq!(plain(size(Lang::Fr, 1_500_000)), "1,5 Mo");
        assert_eq!(plain(size(Lang::En, 212_400)), "212 kB");
        assert_eq!(plain(wait(Lang::Fr, 1)), "1 seconde");
        assert_eq!(plain(wait(Lang::Fr, 400)), "7 minutes");
        assert_eq!(plain(took(Lang::Fr, 2100)), "2,1 s");
        assert_eq!(plain(number(Lang::Fr, 1_234_567)), "1 234 567");
    }
}
