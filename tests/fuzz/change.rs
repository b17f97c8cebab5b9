//! Changes an input: as bytes, and as what it is (lines, JSON, DER), so that the change goes past
//! the first check. Which decoder it is for is not known here.

mod der;
mod json;
mod text;

use scelle_tests::dice::Dice;

/// What inputs of a target are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Bytes,
    Der,
    Json,
    /// Lines, and JSON behind them.
    Request,
    Text,
}

/// One of the seeds with one to four changes; now and then only noise, or nothing.
pub fn changed(dice: &mut Dice, form: Form, seeds: &[Vec<u8>]) -> Vec<u8> {
    if dice.below(50) == 0 {
        return (0..dice.below(200)).map(|_| dice.byte()).collect();
    }
    let mut bytes = dice.one_of(seeds).clone();
    for _ in 0..=dice.below(4) {
        let other = dice.one_of(seeds);
        let shaped = match form {
            _ if dice.below(3) == 0 => None,
            Form::Bytes => None,
            Form::Der => der::changed(dice, &bytes, other),
            Form::Request if dice.below(3) == 0 => text::changed(dice, &bytes, other),
            Form::Json | Form::Request => json::changed(dice, &bytes, other),
            Form::Text => text::changed(dice, &bytes, other),
        };
        bytes = shaped.unwrap_or_else(|| as_bytes(dice, form, bytes, other));
        bytes.truncate(LONGEST);
    }
    bytes
}

/// What every decoder of this form is shown first: nothing, very much, and very deep.
pub fn extremes(form: Form) -> Vec<Vec<u8>> {
    let mut all =
        vec![Vec::new(), vec![0], vec![0xff; 9], vec![0; LONGEST], b"A".repeat(LONGEST), b"\n".repeat(LONGEST)];
    match form {
        Form::Bytes | Form::Request | Form::Text => all.push("e\u{301}".repeat(20_000).into_bytes()),
        Form::Der => all.extend(der::deep()),
        Form::Json => all.extend(["[", "{\"a\":", "[[],", "\"\\u0041"].map(|open| open.repeat(20_000).into_bytes())),
    }
    all
}

fn as_bytes(dice: &mut Dice, form: Form, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    let piece = dice.range(bytes.len());
    match dice.below(10) {
        0 => bytes.truncate(piece.start),
        1 => drop(bytes.drain(piece)),
        2 => {
            let again = bytes[piece].to_vec();
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, again).for_each(drop);
        }
        3 => {
            let theirs = other[dice.range(other.len())].to_vec();
            bytes.splice(piece, theirs).for_each(drop);
        }
        4 => {
            bytes.truncate(piece.start);
            bytes.extend_from_slice(&other[piece.start.min(other.len())..]);
        }
        5 => bytes.splice(piece, words(form, dice)).for_each(drop),
        6 => number(dice, &mut bytes),
        7 => {
            let many = vec![dice.byte(); 1 << dice.below(14)];
            bytes.splice(piece.start..piece.start, many).for_each(drop);
        }
        8 if piece.start < bytes.len() => bytes[piece.start] = dice.byte(),
        _ if piece.start < bytes.len() => bytes[piece.start] ^= 1 << dice.below(8),
        _ => bytes.push(dice.byte()),
    }
    bytes
}

/// A number of some width, of either order of bytes, becomes the largest, the smallest or nearly so.
fn number(dice: &mut Dice, bytes: &mut [u8]) {
    let width = *dice.one_of(&[1, 2, 4, 8]);
    let at = dice.below(bytes.len());
    let Some(place) = bytes.get_mut(at..at + width) else { return };
    let number = *dice.one_of(&[0, 1, 2, u64::MAX, u64::MAX - 1, u64::MAX >> 1, 1 << 31, 1 << 32, 1 << 63]);
    let number =
        if dice.below(2) == 0 { number.to_le_bytes() } else { number.rotate_right(8 * width as u32).to_be_bytes() };
    place.copy_from_slice(&number[..width]);
}

fn words(form: Form, dice: &mut Dice) -> Vec<u8> {
    let own: &[&[u8]] = match form {
        Form::Bytes => &[b"\0\0\0\0", b"\xff\xff\xff\xff"],
        Form::Der => {
            &[b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x02\x01", b"\x06\x03\x55\x04\x03", b"\x05\x00", b"\xa0\x03"]
        }
        Form::Json => json::WORDS,
        Form::Request if dice.below(2) == 0 => json::WORDS,
        Form::Request | Form::Text => text::WORDS,
    };
    dice.one_of(own).to_vec()
}

/// Longer than any limit of a format but that of revocation lists.
const LONGEST: usize = 160 * 1024;
