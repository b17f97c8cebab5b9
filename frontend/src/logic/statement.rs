//! A statement as a person reads it: every line of it, none added and none left out.

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The context: what kind of statement begins here.
    Kind(String),
    /// A name and its value.
    Fact(String, String),
}

/// The lines of a statement, in order.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| match line.split_once(": ") {
            Some((name, value)) => Line::Fact(name.to_owned(), value.to_owned()),
            None => Line::Kind(line.to_owned()),
        })
        .collect()
}

/// The value of the first line of that name.
pub fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "scelle/v1/consent\nnumber: 2\nnotice: 2026-11 fr\nscelle/v1/sealed-consent\nreason: a: b\n";

    #[test]
    fn nothing_of_the_text_is_lost_and_nothing_comes_to_it() {
        let back: String = lines(TEXT)
            .into_iter()
            .map(|line| match line {
                Line::Kind(kind) => format!("{kind}\n"),
                Line::Fact(name, value) => format!("{name}: {value}\n"),
            })
            .collect();
        assert_eq!(back, TEXT);
    }

    #[test]
    fn a_value_is_found_by_its_whole_name() {
        assert_eq!(value(TEXT, "notice"), Some("2026-11 fr"));
        assert_eq!(value(TEXT, "reason"), Some("a: b"));
        assert_eq!(value(TEXT, "not"), None);
    }
}
