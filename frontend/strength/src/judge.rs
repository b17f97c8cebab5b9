//! Judges a password: zxcvbn, with a French word list and the identifier as known words.

mod french;
#[cfg(target_arch = "wasm32")]
mod run;

#[cfg(target_arch = "wasm32")]
pub use run::run;
use serde::Serialize;
use zxcvbn::{feedback::Warning, zxcvbn};

/// What the page is told.
#[derive(Debug, Serialize, PartialEq)]
pub struct Verdict {
    /// 0 to 4; 3 is enough.
    pub score: u8,
    pub like_identifier: bool,
    /// Codes of advice, whose words are the page's.
    pub advice: Vec<&'static str>,
}

/// Judges `password` for the account `identifier`.
pub fn judge(identifier: &str, password: &str) -> Verdict {
    let password: String = password.chars().take(LONGEST).collect();
    let mut known: Vec<&str> = vec![identifier];
    known.extend(identifier.split(|sign: char| !sign.is_alphanumeric()).filter(|part| part.len() > 2));
    known.extend(french::WORDS.split_whitespace());
    let plain = unaccented(&password);
    let judged = [zxcvbn(&password, &known), zxcvbn(&plain, &known)];
    let weakest = if judged[1].score() < judged[0].score() { &judged[1] } else { &judged[0] };
    let like_identifier = scelle_seam::words::alike(identifier, &password);
    Verdict {
        score: if like_identifier { 0 } else { u8::from(weakest.score()) },
        like_identifier,
        advice: weakest.feedback().map(|feedback| advice(feedback.warning())).unwrap_or_default(),
    }
}

/// Accents hide a common word from the list, not from a thief.
fn unaccented(password: &str) -> String {
    scelle_seam::words::fold(password)
}

fn advice(warning: Option<Warning>) -> Vec<&'static str> {
    let first = match warning {
        Some(Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess) => Some("keys"),
        Some(
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => Some("repeat"),
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => Some("date"),
        Some(_) => Some("common"),
        None => None,
    };
    first.into_iter().chain(["words"]).collect()
}

/// Beyond this many signs nothing changes, and the measure would be slow.
const LONGEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_words_and_habits_are_weak() {
        for weak in
            ["motdepasse", "Soleil123", "bonjour2024", "azertyuiop", "jetaime", "marseille13", "Doctolib!", "chocolat"]
        {
            assert!(judge("h.aubry68", weak).score < 3, "{weak}");
        }
    }

    #[test]
    fn unrelated_words_are_strong() {
        for strong in ["trois renards sous la pluie", "girafe-violon-comète-91", "kV9#tqLz!2mX"] {
            assert!(judge("h.aubry68", strong).score >= 3, "{strong}");
        }
    }

    #[test]
    fn accents_hide_nothing() {
        assert!(judge("h.aubry68", "préféré").score < 3);
    }

    #[test]
    fn the_identifier_is_no_password() {
        let verdict = judge("renard.bleu", "Renard-Bleu-1968");
        assert!(verdict.like_identifier);
        assert_eq!(verdict.score, 0);
    }
}
