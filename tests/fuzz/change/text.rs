//! Changes a text line by line: a line goes, comes twice, changes place, takes another value.

use scelle_tests::dice::Dice;

/// `None` where it is no text.
pub fn changed(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let (text, other) = (std::str::from_utf8(bytes).ok()?, std::str::from_utf8(other).ok()?);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = dice.below(lines.len());
    let line = *lines.get(at)?;
    let made;
    match dice.below(8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(dice.below(lines.len() + 1), line),
        2 => lines.swap(at, dice.below(text.lines().count())),
        3 => lines.insert(at, other.split_inclusive('\n').nth(dice.below(other.lines().count()))?),
        4 => lines[at] = other.split_inclusive('\n').nth(at)?,
        5 => {
            made = valued(dice, line)?;
            lines[at] = &made;
        }
        6 => {
            made = inserted(dice, line);
            lines[at] = &made;
        }
        _ => {
            made = line.replace('\n', "\r\n");
            lines[at] = &made;
        }
    }
    Some(lines.concat().into_bytes())
}

/// Another value behind the colon.
fn valued(dice: &mut Dice, line: &str) -> Option<String> {
    let (name, value) = line.trim_end().split_once(": ")?;
    let first = value.split(' ').next().unwrap_or_default();
    let value = match dice.below(6) {
        0 => format!("{value} {first}"),
        1 => format!("0{value}"),
        2 => value.to_uppercase(),
        3 => vec![first; 1 << dice.below(12)].join(" "),
        _ => (*dice.one_of(VALUES)).to_owned(),
    };
    Some(format!("{name}: {value}\n"))
}

/// Something in the middle that a person would not see.
fn inserted(dice: &mut Dice, line: &str) -> String {
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    let at = places.get(dice.below(places.len())).copied().unwrap_or_default();
    let mut line = line.to_owned();
    line.insert_str(at, dice.one_of::<&str>(UNSEEN));
    line
}

const UNSEEN: &[&str] = &[
    "\u{200b}", "\u{202e}", "\u{feff}", "\u{301}", "e\u{301}", "\u{0}", "\u{85}", "\u{ad}", "\u{fb01}", "\u{1f1eb}",
    "\t", " ", "İ", "\u{1100}\u{1161}", "\u{1e0a}\u{323}", "\u{e0041}",
];
const VALUES: &[&str] = &[
    "-",
    "",
    "0",
    "1",
    "-1",
    "+1",
    "00",
    "18446744073709551615",
    "18446744073709551616",
    "yes",
    "no",
    "1870-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "0000-00-00",
    "2026-11-23",
    "AA",
    "AAAA",
    "=",
    "read deposit",
];
pub const WORDS: &[&[u8]] = &[
    b"\n", b"\n\n", b"\r", b"\0", b": ", b"-", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\nsig-",
    b"\nsealed: ", b"sig-ed25519: ", b"scelle/v1/", b" ; ", b"\xe2\x80\xae", b"\xcc\x81",
];
