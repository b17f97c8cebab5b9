//! Search over decrypted labels, in memory: accents, case and ligatures do not count.

/// The form under which words are compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.chars().flat_map(char::to_lowercase) {
        match sign {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '\u{0300}'..='\u{036f}' => {}
            '’' | '\'' | '-' | '‑' | '\u{a0}' | '\u{202f}' => folded.push(' '),
            other => folded.push(other),
        }
    }
    folded
}

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
