//! Words as people type them: without accents, capitals and signs between.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Letters without accents, in small; ligatures as two; every other sign is one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.nfkd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase) {
        match sign {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            sign if sign.is_alphanumeric() => folded.push(sign),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.trim().to_owned()
}

/// The folded words of a text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_ligatures_and_signs_do_not_count() {
        for (text, folded) in [
            ("Hélène  LÉVÊQUE", "helene leveque"),
            ("He\u{301}le\u{300}ne", "helene"),
            ("Sœur", "soeur"),
            ("Marie-Françoise", "marie francoise"),
            ("12, rue de l’Église", "12 rue de l eglise"),
            (" %_ ", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(words("  Dr. LÉ  "), ["dr", "le"]);
        assert!(words(" -- ").is_empty());
    }
}
