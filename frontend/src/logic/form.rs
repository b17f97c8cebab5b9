//! What a form checks before it asks the worker. Errors name their field; words are in `texts`.

use super::dates::Day;
use crate::services::messages::{NewDocument, Who};
use scelle_seam::words::{SHORTEST_IDENTIFIER, alike};

/// One thing to mend, tied to the field that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mend {
    IdentifierMissing,
    IdentifierShort,
    PasswordMissing,
    PasswordShort,
    PasswordWeak,
    PasswordLikeIdentifier,
    PasswordDiffers,
    BirthNameMissing,
    GivenNamesMissing,
    BirthDateMissing,
    BirthDateFuture,
    TitleMissing,
    KindMissing,
    DateMissing,
    DateFuture,
    KitMissing,
    KitGroup(usize),
    NotAgreed,
    ActNotAgreed,
    SearchShort,
    RightsMissing,
    SoFarMissing,
    TheseMissing,
    UntilWrong,
    UntilPast,
    PracticeMissing,
    FingerprintShort(usize),
}

/// The verdict on a password, as the strength worker gives it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// Built from the identifier.
    pub like_identifier: bool,
}

pub const SHORTEST_PASSWORD: usize = 8;
pub const ENOUGH: u8 = 3;

/// Identifier and password of a new account. Without a verdict (`None`) the score is not judged.
pub fn credentials(identifier: &str, password: &str, again: &str, strength: Option<Strength>) -> Vec<Mend> {
    let mut mends = Vec::new();
    let identifier = identifier.trim();
    if identifier.is_empty() {
        mends.push(Mend::IdentifierMissing);
    } else if identifier.chars().count() < SHORTEST_IDENTIFIER {
        mends.push(Mend::IdentifierShort);
    }
    let strength = strength.unwrap_or(Strength { score: ENOUGH, like_identifier: false });
    if password.is_empty() {
        mends.push(Mend::PasswordMissing);
    } else if password.chars().count() < SHORTEST_PASSWORD {
        mends.push(Mend::PasswordShort);
    } else if strength.like_identifier || alike(identifier, password) {
        mends.push(Mend::PasswordLikeIdentifier);
    } else if strength.score < ENOUGH {
        mends.push(Mend::PasswordWeak);
    }
    if mends.is_empty() && password != again {
        mends.push(Mend::PasswordDiffers);
    }
    mends
}

/// Who the patient says they are.
pub fn who(who: &Who, today: Day) -> Vec<Mend> {
    let mut mends = Vec::new();
    if who.birth_name.trim().is_empty() {
        mends.push(Mend::BirthNameMissing);
    }
    if who.given_names.trim().is_empty() {
        mends.push(Mend::GivenNamesMissing);
    }
    match Day::parse(&who.birth_date) {
        None => mends.push(Mend::BirthDateMissing),
        Some(day) if day > today => mends.push(Mend::BirthDateFuture),
        Some(_) => {}
    }
    mends
}

/// What a search must have before the host is asked: the directory is no list to leaf through.
pub fn search(typed: &str) -> Vec<Mend> {
    let signs = typed.chars().filter(|sign| sign.is_alphanumeric()).count();
    if signs < SHORTEST_SEARCH { vec![Mend::SearchShort] } else { Vec::new() }
}

/// Signs of the shortest search.
pub const SHORTEST_SEARCH: usize = 2;

/// What is filled in to name a member.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    pub read: bool,
    pub deposit: bool,
    /// ISO date of the last day, or empty.
    pub until: &'a str,
    /// A choice was made on the documents so far, and how many are ticked if they are ticked one
    /// by one.
    pub so_far: Option<Option<usize>>,
}

/// Rights, last day, and documents so far: nothing is chosen by default, so each must be said.
pub fn grant(grant: Grant<'_>, today: Day) -> Vec<Mend> {
    let mut mends = Vec::new();
    if !grant.read && !grant.deposit {
        mends.push(Mend::RightsMissing);
    }
    match Day::parse(grant.until) {
        None if !grant.until.is_empty() => mends.push(Mend::UntilWrong),
        Some(day) if day < today => mends.push(Mend::UntilPast),
        _ => {}
    }
    match grant.so_far {
        _ if !grant.read => {}
        None => mends.push(Mend::SoFarMissing),
        Some(Some(0)) => mends.push(Mend::TheseMissing),
        Some(_) => {}
    }
    mends
}

/// The hex digits of a fingerprint, as typed or pasted.
pub fn fingerprint(typed: &str) -> Result<String, Mend> {
    let signs: String = typed.chars().filter(char::is_ascii_hexdigit).map(|sign| sign.to_ascii_lowercase()).collect();
    if signs.len() == FINGERPRINT { Ok(signs) } else { Err(Mend::FingerprintShort(signs.len())) }
}

/// Hex digits of a fingerprint.
pub const FINGERPRINT: usize = 64;

/// One file of a deposit.
pub fn document(meta: &NewDocument, today: Day) -> Vec<Mend> {
    let mut mends = Vec::new();
    if meta.title.trim().is_empty() {
        mends.push(Mend::TitleMissing);
    }
    if meta.kind.is_empty() {
        mends.push(Mend::KindMissing);
    }
    match Day::parse(&meta.date) {
        None => mends.push(Mend::DateMissing),
        Some(day) if day > today => mends.push(Mend::DateFuture),
        Some(_) => {}
    }
    mends
}

/// A first title: the file name without its ending, dashes and underscores as spaces.
pub fn title_of(file_name: &str) -> String {
    let stem = match file_name.rfind('.') {
        Some(at) if at > 0 && file_name.len() - at <= 6 => &file_name[..at],
        _ => file_name,
    };
    let spaced: String = stem.chars().map(|sign| if sign == '_' { ' ' } else { sign }).collect();
    let mut words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(first) = words.chars().next() {
        let upper: String = first.to_uppercase().collect();
        words.replace_range(..first.len_utf8(), &upper);
    }
    words.chars().take(LONGEST_TITLE).collect()
}

/// A title is a line, not a text; the field's `maxlength` says the same.
pub const LONGEST_TITLE: usize = 120;

/// Two different group numbers (from 0) to check on paper, chosen by `pick`.
pub fn two_groups(groups: usize, pick: impl Fn(usize) -> usize) -> (usize, usize) {
    if groups < 2 {
        return (0, 0);
    }
    let first = pick(groups) % groups;
    let second = (first + 1 + pick(groups - 1) % (groups - 1)) % groups;
    (first.min(second), first.max(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_built_from_the_identifier_is_refused() {
        assert!(alike("helene.aubry", "HeleneAubry1968"));
        assert!(alike("helene", "xx-enéleh-xx"));
        assert!(!alike("helene.aubry", "trois renards sous la pluie"));
    }

    #[test]
    fn each_fault_is_named_once() {
        assert_eq!(credentials("", "", "", None), [Mend::IdentifierMissing, Mend::PasswordMissing]);
        assert_eq!(credentials("helene", "court", "", None), [Mend::PasswordShort]);
        let weak = Some(Strength { score: 2, like_identifier: false });
        assert_eq!(credentials("helene", "bonjour12", "bonjour12", weak), [Mend::PasswordWeak]);
        assert_eq!(credentials("helene", "trois renards", "trois", None), [Mend::PasswordDiffers]);
        assert!(credentials("helene", "trois renards", "trois renards", None).is_empty());
    }

    #[test]
    fn a_birth_date_lies_in_the_past() {
        let today = Day { year: 2026, month: 11, day: 23 };
        let mut me = Who {
            birth_name: "Aubry".into(),
            given_names: "Hélène".into(),
            birth_date: "2062-04-12".into(),
            ..Who::default()
        };
        assert_eq!(who(&me, today), [Mend::BirthDateFuture]);
        me.birth_date = "1968-04-12".into();
        assert!(who(&me, today).is_empty());
    }

    #[test]
    fn a_naming_says_each_thing_that_is_still_to_be_chosen() {
        let today = Day { year: 2026, month: 11, day: 23 };
        let nothing = Grant { read: false, deposit: false, until: "", so_far: None };
        assert_eq!(grant(nothing, today), [Mend::RightsMissing]);
        let read = Grant { read: true, ..nothing };
        assert_eq!(grant(read, today), [Mend::SoFarMissing]);
        assert_eq!(grant(Grant { so_far: Some(Some(0)), ..read }, today), [Mend::TheseMissing]);
        assert_eq!(grant(Grant { so_far: Some(None), until: "2026-11-22", ..read }, today), [Mend::UntilPast]);
        assert_eq!(grant(Grant { so_far: Some(None), until: "demain", ..read }, today), [Mend::UntilWrong]);
        assert!(grant(Grant { so_far: Some(Some(2)), until: "2026-11-23", ..read }, today).is_empty());
        assert!(grant(Grant { deposit: true, ..nothing }, today).is_empty());
    }

    #[test]
    fn one_letter_is_no_search() {
        assert_eq!(search(" d "), [Mend::SearchShort]);
        assert_eq!(search("--"), [Mend::SearchShort]);
        assert!(search("Li").is_empty());
    }

    #[test]
    fn a_fingerprint_is_taken_with_spaces_and_capitals() {
        let signs = "0a1B ".repeat(16);
        assert_eq!(fingerprint(&signs), Ok("0a1b".repeat(16)));
        assert_eq!(fingerprint("0a1b"), Err(Mend::FingerprintShort(4)));
    }

    #[test]
    fn a_title_comes_from_the_file_name() {
        assert_eq!(title_of("bilan_sanguin 2026.pdf"), "Bilan sanguin 2026");
        assert_eq!(title_of("écho.du.genou.jpeg"), "Écho.du.genou");
        assert_eq!(title_of(".cache"), ".cache");
    }

    #[test]
    fn two_different_groups_are_asked() {
        for seed in 0..30 {
            let (a, b) = two_groups(14, |n| seed % n);
            assert!(a < b && b < 14);
        }
    }
}
