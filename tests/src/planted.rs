//! Values that were planted, and every spelling in which one could leak.
//!
//! A value is looked for in fragments of twelve bytes, so that a part of it is found too.

use data_encoding::{BASE64, BASE64URL, HEXLOWER, HEXUPPER};

/// Something that the host must never hold.
#[derive(Debug, Clone)]
pub struct Planted {
    /// What it is: `title`, `password`, `content`…
    pub what: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Planted {
    /// A text.
    #[must_use]
    pub fn text(what: &str, text: &str) -> Self {
        Self::bytes(what, text.as_bytes())
    }

    /// Bytes: a key, the content of a file.
    ///
    /// # Panics
    /// When they are so few that they would be found by chance.
    #[must_use]
    pub fn bytes(what: &str, bytes: &[u8]) -> Self {
        assert!(bytes.len() >= SHORTEST, "{what}: too short to be looked for");
        Self { what: what.to_owned(), bytes: bytes.to_vec() }
    }

    /// Fragments: every one of a short value; of a long one enough that none of twice the size
    /// goes unseen.
    fn fragments(&self) -> Vec<&[u8]> {
        if self.bytes.len() <= FRAGMENT {
            return vec![&self.bytes];
        }
        let step = if self.bytes.len() <= SHORT { 1 } else { FRAGMENT };
        self.bytes.windows(FRAGMENT).step_by(step).collect()
    }

    /// Every spelling of every fragment.
    #[must_use]
    pub fn patterns(&self) -> Vec<(Form, Vec<u8>)> {
        let mut patterns: Vec<(Form, Vec<u8>)> = self
            .fragments()
            .into_iter()
            .filter(|fragment| !is_dull(fragment))
            .flat_map(|fragment| {
                Form::OF_BYTES.iter().flat_map(|form| form.spell(fragment).into_iter().map(|part| (*form, part)))
            })
            .collect();
        if let Ok(text) = std::str::from_utf8(&self.bytes) {
            for form in Form::OF_TEXT {
                let spelt = form.spell_text(text);
                let step = if spelt.len() <= SHORT { 1 } else { FRAGMENT };
                let windows = spelt.windows(form.fragment().min(spelt.len())).step_by(step);
                // Without an escape, JSON is the text as it is.
                let told = |part: &&[u8]| *form != Form::Json || part.windows(2).any(|two| two == b"\\u");
                patterns.extend(windows.filter(told).filter(|part| !is_dull(part)).map(|part| (*form, part.to_vec())));
            }
        }
        patterns
    }
}

/// How a value may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// As it is.
    Raw,
    /// UTF-16, little-endian.
    Utf16,
    /// Hexadecimal, lower case.
    Hex,
    /// Hexadecimal, upper case.
    HexUpper,
    /// Base64, at any of the three places.
    Base64,
    /// Base64 for addresses, at any of the three places.
    Base64Url,
    /// As a JSON string of ASCII.
    Json,
}

impl Form {
    /// Spellings of bytes.
    pub const OF_BYTES: &[Self] = &[Self::Raw, Self::Hex, Self::HexUpper, Self::Base64, Self::Base64Url];
    /// Spellings of text.
    pub const OF_TEXT: &[Self] = &[Self::Utf16, Self::Json];

    /// This value spelt so, whole: what a leak would write.
    #[must_use]
    pub fn write(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Raw => bytes.to_vec(),
            Self::Hex => HEXLOWER.encode(bytes).into_bytes(),
            Self::HexUpper => HEXUPPER.encode(bytes).into_bytes(),
            Self::Base64 => BASE64.encode(bytes).into_bytes(),
            Self::Base64Url => BASE64URL.encode(bytes).into_bytes(),
            Self::Utf16 | Self::Json => self.spell_text(&String::from_utf8_lossy(bytes)),
        }
    }

    fn spell(self, fragment: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::Base64 => (0..3).map(|place| inside(&BASE64, fragment, place)).collect(),
            Self::Base64Url => (0..3).map(|place| inside(&BASE64URL, fragment, place)).collect(),
            form => vec![form.write(fragment)],
        }
    }

    fn spell_text(self, text: &str) -> Vec<u8> {
        if self == Self::Utf16 {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        let escaped = |sign: char| {
            let mut units = [0; 2];
            sign.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>()
        };
        let spelt: String =
            text.chars().map(|sign| if sign.is_ascii() { sign.to_string() } else { escaped(sign) }).collect();
        spelt.into_bytes()
    }

    const fn fragment(self) -> usize {
        match self {
            Self::Utf16 => 2 * FRAGMENT,
            _ => FRAGMENT,
        }
    }
}

/// The signs of base64 that depend on the fragment alone, when it stands at this place of three.
fn inside(encoding: &data_encoding::Encoding, fragment: &[u8], place: usize) -> Vec<u8> {
    let padded = [&[0; 3][..place], fragment].concat();
    let text = encoding.encode(&padded);
    let first = (place * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    text.as_bytes()[first..last].to_vec()
}

/// Zeros, spaces, one sign over and over: found everywhere, and telling nothing.
fn is_dull(fragment: &[u8]) -> bool {
    let mut signs: Vec<u8> = fragment.to_vec();
    signs.sort_unstable();
    signs.dedup();
    signs.len() < 5
}

const SHORTEST: usize = 10;
const FRAGMENT: usize = 12;
const SHORT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(value: &Planted, hay: &[u8]) -> bool {
        value.patterns().iter().any(|(_, pattern)| hay.windows(pattern.len()).any(|part| part == pattern))
    }

    #[test]
    fn every_spelling_of_a_part_is_found() {
        let value = Planted::text("title", "Ordonnance de la clinique Éléonore");
        for form in [Form::OF_BYTES, Form::OF_TEXT].concat() {
            for place in 0..3 {
                let hay = [&b"xyz"[..place], &value.bytes[3..30]].concat();
                assert!(finds(&value, &form.write(&hay)), "{form:?} at {place}");
            }
        }
        assert!(!finds(&value, b"Ordonnance pour quelqu'un d'autre"));
    }

    #[test]
    fn a_middle_part_of_a_long_content_is_found() {
        let content = crate::files::noise(7, 5000);
        let value = Planted::bytes("content", &content);
        assert!(finds(&value, &content[1003..1027]));
    }
}
