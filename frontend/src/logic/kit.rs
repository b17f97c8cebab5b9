//! Typing or pasting a recovery kit: live feedback on form, before any checksum.
//! Whether the kit is right, only the worker can say. Signs: Crockford base32, `docs/FORMATS.md`.

/// Groups in a kit.
pub const GROUPS: usize = 17;
/// Signs in a group.
pub const SIGNS: usize = 5;

/// Groups before this one, from 0, hold the account's number: they stand on an old sheet too, so
/// that only the others prove that the new one was printed.
pub const FIRST_OWN_GROUP: usize = 6;

/// What is typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Whole groups, cleaned.
    pub groups: Vec<String>,
    /// First sign that no kit can hold, with the number of its group (from 1).
    pub stranger: Option<(char, usize)>,
    /// Signs of the last group, when it is not whole.
    pub rest: usize,
}

/// Cleans what was typed: case, spaces, dashes, look-alikes and the QR code's prefix do not count.
pub fn read(typed: &str) -> Typed {
    let typed = typed.trim();
    let typed = match typed.get(..PREFIX.len()) {
        Some(head) if head.eq_ignore_ascii_case(PREFIX) => &typed[PREFIX.len()..],
        _ => typed,
    };
    let mut signs = String::new();
    let mut stranger = None;
    for sign in typed.chars() {
        match clean(sign) {
            Some(Some(good)) => signs.push(good),
            Some(None) => {}
            None => stranger = stranger.or(Some((sign, signs.len() / SIGNS + 1))),
        }
    }
    let whole = signs.len() / SIGNS;
    Typed {
        groups: (0..whole).map(|n| signs[n * SIGNS..(n + 1) * SIGNS].to_owned()).collect(),
        stranger,
        rest: signs.len() % SIGNS,
    }
}

/// The place (from 1) of the first sign of `typed` that differs from `group`.
pub fn differs_at(group: &str, typed: &str) -> Option<usize> {
    let only = |text: &str| -> Vec<char> { text.chars().filter_map(|s| clean(s).flatten()).collect() };
    let (typed, group) = (only(typed), only(group));
    if typed == group {
        return None;
    }
    Some(typed.iter().zip(&group).take_while(|(a, b)| a == b).count() + 1)
}

/// `Some(None)` is a separator; the alphabet has no I, L, O or U.
fn clean(sign: char) -> Option<Option<char>> {
    match sign.to_ascii_uppercase() {
        'I' | 'L' => Some(Some('1')),
        'O' => Some(Some('0')),
        'U' => None,
        good @ ('A'..='Z' | '0'..='9') => Some(Some(good)),
        ' ' | '-' | '–' | '\u{a0}' | '\n' | '\r' | '\t' | '.' | '·' => Some(None),
        _ => None,
    }
}

const PREFIX: &str = "SCELLE1:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_case_and_look_alikes_do_not_count() {
        let typed = read("k7qpo-2m4dl xw");
        assert_eq!(typed.groups, ["K7QP0", "2M4D1"]);
        assert_eq!((typed.stranger, typed.rest), (None, 2));
        assert_eq!(read("SCELLE1:k7qp0").groups, ["K7QP0"]);
    }

    #[test]
    fn a_sign_that_no_kit_holds_is_named() {
        assert_eq!(read("K7QP2 9é").stranger, Some(('é', 2)));
        assert_eq!(read("U").stranger, Some(('U', 1)));
    }

    #[test]
    fn the_first_wrong_sign_is_found() {
        assert_eq!(differs_at("7PWQ2", "7pvq2"), Some(3));
        assert_eq!(differs_at("7PWQ2", "7pwq2"), None);
        assert_eq!(differs_at("7PWQ2", "7P"), Some(3));
    }
}
