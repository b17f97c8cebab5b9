//! The timeline: which rows show, in what order, under which month, and how many each filter has.

use super::{
    dates::Day,
    kinds::{GROUPS, Group, kind},
    search::Needle,
};
use crate::services::messages::{DocumentRow, EventRow};

/// Filters of the timeline; an empty one shows everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    pub typed: String,
    pub unread: bool,
    pub personal: bool,
    pub groups: Vec<Group>,
}

/// How many rows each chip would show, over the whole record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    pub all: usize,
    pub unread: usize,
    pub personal: usize,
    pub groups: Vec<(Group, usize)>,
}

impl Filter {
    /// Adds a group, or takes it away.
    pub fn flip(&mut self, group: Group) {
        match self.groups.iter().position(|have| *have == group) {
            Some(at) => drop(self.groups.remove(at)),
            None => self.groups.push(group),
        }
    }

    /// The rows that pass, newest act first. `words` names a row's type and dates for the search.
    pub fn pick(&self, rows: &[DocumentRow], words: impl Fn(&DocumentRow) -> String) -> Vec<DocumentRow> {
        let needle = Needle::new(&self.typed);
        let mut picked: Vec<_> = rows
            .iter()
            .filter(|row| !self.unread || row.unread)
            .filter(|row| !self.personal || row.personal)
            .filter(|row| self.groups.is_empty() || self.groups.contains(&kind(&row.kind).group))
            .filter(|row| {
                let author = row.author.as_deref().unwrap_or_default();
                needle.fits(&[&row.title, author, &row.file_name, &words(row)])
            })
            .cloned()
            .collect();
        picked.sort_by(|a, b| (&b.date, b.deposited, &b.id).cmp(&(&a.date, a.deposited, &a.id)));
        picked
    }
}

impl Counts {
    /// Counts all rows; groups without a document have no chip.
    pub fn of(rows: &[DocumentRow]) -> Self {
        let count = |keep: &dyn Fn(&DocumentRow) -> bool| rows.iter().filter(|row| keep(row)).count();
        Self {
            all: rows.len(),
            unread: count(&|row| row.unread),
            personal: count(&|row| row.personal),
            groups: GROUPS
                .iter()
                .map(|group| (*group, count(&|row| kind(&row.kind).group == *group)))
                .filter(|(_, count)| *count > 0)
                .collect(),
        }
    }
}

/// Rows of one month; `None` when they have no real date.
pub type Month = (Option<(i32, u32)>, Vec<DocumentRow>);

/// Rows under their month; rows without a real date come last, under `None`.
pub fn months(rows: Vec<DocumentRow>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut undated = Vec::new();
    for row in rows {
        match Day::parse(&row.date).map(|day| (day.year, day.month)) {
            None => undated.push(row),
            month => match months.last_mut() {
                Some(last) if last.0 == month => last.1.push(row),
                _ => months.push((month, vec![row])),
            },
        }
    }
    if !undated.is_empty() {
        months.push((None, undated));
    }
    months
}

/// The rows of one month among these.
pub fn of_month(months: &[Month], month: Option<(i32, u32)>) -> Vec<DocumentRow> {
    months.iter().find(|(name, _)| *name == month).map(|(_, rows)| rows.clone()).unwrap_or_default()
}

/// Events under their day, newest first; `day` places a Unix time in the user's calendar.
pub fn days(events: &[EventRow], day: impl Fn(u64) -> Day) -> Vec<(Day, Vec<EventRow>)> {
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|event| std::cmp::Reverse((event.time, event.number)));
    let mut days: Vec<(Day, Vec<EventRow>)> = Vec::new();
    for event in sorted {
        let at = day(event.time);
        match days.last_mut() {
            Some(last) if last.0 == at => last.1.push(event),
            _ => days.push((at, vec![event])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, title: &str, date: &str, kind: &str) -> DocumentRow {
        DocumentRow {
            id: id.into(),
            title: title.into(),
            date: date.into(),
            kind: kind.into(),
            ..DocumentRow::default()
        }
    }

    fn rows() -> Vec<DocumentRow> {
        vec![
            row("a", "IRM du genou", "2026-03-03", "18748-4"),
            row("b", "Bilan sanguin", "2026-11-19", "11502-2"),
            row("c", "Échographie", "2026-03-20", "18748-4"),
            row("d", "Sans date", "", "x"),
        ]
    }

    #[test]
    fn newest_first_grouped_by_month() {
        let months = months(Filter::default().pick(&rows(), |_| String::new()));
        let seen: Vec<_> = months
            .iter()
            .map(|(month, rows)| (*month, rows.iter().map(|row| row.id.as_str()).collect::<String>()))
            .collect();
        let expected = [(Some((2026, 11)), "b"), (Some((2026, 3)), "ca"), (None, "d")];
        assert_eq!(seen, expected.map(|(month, ids)| (month, ids.to_owned())));
    }

    #[test]
    fn filters_and_words_narrow_together() {
        let mut filter = Filter { typed: "echo".into(), ..Filter::default() };
        assert_eq!(filter.pick(&rows(), |_| String::new()).len(), 1);
        filter.flip(Group::Analyses);
        assert!(filter.pick(&rows(), |_| String::new()).is_empty());
        filter.flip(Group::Analyses);
        assert_eq!(filter.pick(&rows(), |_| String::new()).len(), 1);
    }

    #[test]
    fn chips_count_the_whole_record() {
        let counts = Counts::of(&rows());
        assert_eq!(counts.all, 4);
        assert_eq!(counts.groups, [(Group::Analyses, 1), (Group::Imaging, 2), (Group::Other, 1)]);
    }

    #[test]
    fn events_of_one_day_stay_together() {
        let event = |number, time| EventRow { number, time, ..EventRow::default() };
        let days = days(&[event(1, 10), event(2, 90_000), event(3, 90_001)], |time| {
            Day::from_number(i64::try_from(time / 86_400).unwrap_or(0))
        });
        assert_eq!(days.len(), 2);
        assert_eq!(days[0].1[0].number, 3);
    }
}
