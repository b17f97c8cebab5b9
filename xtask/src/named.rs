//! Code that the documents name: every `a::b` and every name of a test in them must exist. It
//! looks for the words, not for what they say.

use std::collections::BTreeSet;
use std::path::Path;

/// What the code defines, word by word.
#[derive(Default)]
pub struct Words {
    /// Modules, folders, types, variants, functions, constants.
    all: BTreeSet<String>,
    /// Functions alone.
    functions: BTreeSet<String>,
}

impl Words {
    /// Learns from one file what it is called and what it defines.
    pub fn learn(&mut self, name: &Path, text: &str) {
        let parts = name.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        self.all.extend(parts.map(|part| part.trim_end_matches(".rs").to_owned()));
        for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
            let words: Vec<&str> = line.split(|sign: char| !is_word(sign)).filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2) {
                if pair[0] == "fn" {
                    self.functions.insert(pair[1].to_owned());
                }
                if KEYWORDS.contains(&pair[0]) {
                    self.all.insert(pair[1].to_owned());
                }
            }
            // A test of a table of tests opens its line, and its first argument follows.
            if let Some((name, rest)) = line.split_once(' ')
                && rest.starts_with('"')
            {
                self.functions.insert(name.to_owned());
            }
            // A variant opens its line.
            if line.starts_with(|sign: char| sign.is_ascii_uppercase()) {
                self.all.extend(words.first().map(|word| (*word).to_owned()));
            }
        }
    }

    /// What this document names and the code does not have.
    pub fn missing<'a>(&self, document: &'a str) -> Vec<&'a str> {
        let code = document.split('`').skip(1).step_by(2);
        code.filter(|name| !self.has(name)).collect()
    }

    fn has(&self, name: &str) -> bool {
        let (begin, whole) = name.strip_suffix('…').map_or((name, true), |begin| (begin, false));
        if begin.is_empty() || !begin.chars().all(|sign| is_word(sign) || sign == ':') {
            return true;
        }
        if begin.contains("::") {
            let (path, last) = begin.rsplit_once("::").unwrap_or(("", begin));
            let known = |segment: &str| self.all.contains(segment);
            let last = if whole { known(last) } else { self.all.iter().any(|word| word.starts_with(last)) };
            return last && path.split("::").all(|segment| known(segment) || known(&format!("scelle_{segment}")));
        }
        // Three words or more, joined: the name of a test.
        if begin.matches('_').count() < 2 || begin.chars().any(|sign| sign.is_ascii_uppercase()) {
            return true;
        }
        if whole { self.functions.contains(begin) } else { self.functions.iter().any(|word| word.starts_with(begin)) }
    }
}

/// Documents whose words are held against the code.
pub const DOCUMENTS: &[&str] = &["docs/ARCHITECTURE.md", "docs/ATTACKS.md", "docs/FAULTS.md", "docs/THREAT-MODEL.md"];

fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_'
}

const KEYWORDS: &[&str] = &["fn", "struct", "enum", "trait", "mod", "const", "type", "static", "name"];

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let mut words = Words::default();
        words
            .learn(Path::new("crates/client/src/deposit.rs"), "enum Ask {\n    Deposit(File),\n}\npub fn begin() {}\n");
        words.learn(
            Path::new("tests/refusals.rs"),
            "fn a_swapped_body_is_never_shown() {}\n// fn gone() {}\n    a_short_key_is_refused \"short\";\n",
        );
        words
    }

    #[test]
    fn what_is_there_is_not_missing() {
        let text = "`Ask::Deposit`, `client::deposit::begin`, `a_swapped_body_is_never_shown`, `a_swapped_body_…`, `a_short_key_is_refused`, `cargo x`";
        assert!(words().missing(text).is_empty());
    }

    #[test]
    fn a_name_of_yesterday_is_found() {
        for gone in
            ["Ask::Deposits", "client::deposit::gone", "other::begin", "a_swapped_body_is_shown", "a_wrong_body_…"]
        {
            assert_eq!(words().missing(&format!("see `{gone}`.")), [gone]);
        }
    }
}
