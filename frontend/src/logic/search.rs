//! Search over decrypted labels, in memory: accents, case and ligatures do not count.

pub use scelle_seam::words::fold;

/// What is searched: every word must occur somewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Needle {
    words: Vec<String>,
}

impl Needle {
    /// Takes what the user has typed so far.
    pub fn new(typed: &str) -> Self {
        Self { words: fold(typed).split_whitespace().map(str::to_owned).collect() }
    }

    /// `true` if all words occur in the texts, in any order.
    pub fn fits(&self, texts: &[&str]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let hay = fold(&texts.join(" \n "));
        self.words.iter().all(|word| hay.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_count() {
        assert!(Needle::new("ECHO coeur").fits(&["Échographie du cœur"]));
        assert!(Needle::new("l'oeil").fits(&["Fond de l’œil"]));
        assert!(Needle::new("e\u{301}cho").fits(&["écho"]));
    }

    #[test]
    fn every_word_must_occur() {
        assert!(Needle::new("genou mars").fits(&["IRM du genou", "3 mars 2026"]));
        assert!(!Needle::new("genou avril").fits(&["IRM du genou", "3 mars 2026"]));
        assert!(Needle::new("  ").fits(&[]));
    }
}
