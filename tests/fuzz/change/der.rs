//! Changes DER element by element, with true lengths around the change: one goes, comes twice,
//! changes place or tag, holds another's content, lies deep within itself.

use scelle_tests::dice::Dice;

/// An element: of others, or of bytes.
#[derive(Clone)]
struct Element {
    tag: u8,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Bytes(Vec<u8>),
    Elements(Vec<Element>),
}

/// `None` where it is no DER.
pub fn changed(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut all = read(bytes)?;
    let at = dice.below(count(&all));
    let theirs = read(other).and_then(|mut theirs| {
        let at = dice.below(count(&theirs));
        nth(&mut theirs, at, &mut |within, place| Some(within[place].clone())).flatten()
    });
    nth(&mut all, at, &mut |within, place| change(dice, within, place, theirs.clone()))?;
    Some(write(&all))
}

fn change(dice: &mut Dice, within: &mut Vec<Element>, at: usize, theirs: Option<Element>) {
    match (dice.below(9), theirs) {
        (0, _) => drop(within.remove(at)),
        (1, _) => within.insert(at, within[at].clone()),
        (2, _) => {
            let to = dice.below(within.len());
            within.swap(at, to);
        }
        (3, Some(theirs)) => within[at] = theirs,
        (4, Some(theirs)) => within.insert(at, theirs),
        (5, _) => within[at].tag = *dice.one_of(TAGS),
        (6, _) => {
            for _ in 0..1 << dice.below(12) {
                let around = Element { tag: 0x30, content: Content::Elements(Vec::new()) };
                let inner = std::mem::replace(&mut within[at], around);
                within[at].content = Content::Elements(vec![inner]);
            }
        }
        (7, _) => {
            let one = within[at].clone();
            within.splice(at..at, std::iter::repeat_n(one, 1 << dice.below(7))).for_each(drop);
        }
        _ => within[at].content = Content::Bytes(odd(dice, &within[at].content)),
    }
}

fn odd(dice: &mut Dice, content: &Content) -> Vec<u8> {
    let Content::Bytes(bytes) = content else { return Vec::new() };
    let mut bytes = bytes.clone();
    match dice.below(5) {
        0 => bytes.clear(),
        1 => bytes = (*dice.one_of(CONTENTS)).to_vec(),
        2 => bytes.insert(0, dice.byte()),
        3 => bytes.resize(1 << dice.below(12), 0x31),
        _ => {
            let at = dice.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = dice.byte();
            }
        }
    }
    bytes
}

/// Elements one after the other, down to those that hold no further ones.
fn read(mut bytes: &[u8]) -> Option<Vec<Element>> {
    let mut all = Vec::new();
    while let [tag, rest @ ..] = bytes {
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        let holds = tag & 0x20 != 0 || *tag == 0x04;
        let inner = if holds && !content.is_empty() { read(content) } else { None };
        let content = inner.map_or_else(|| Content::Bytes(content.to_vec()), Content::Elements);
        all.push(Element { tag: *tag, content });
        bytes = rest;
    }
    Some(all)
}

fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if first & 0x80 == 0 {
        return Some((usize::from(*first), rest));
    }
    let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    Some((digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest))
}

fn write(all: &[Element]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for element in all {
        let content = match &element.content {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Elements(elements) => write(elements),
        };
        bytes.push(element.tag);
        let digits = content.len().to_be_bytes();
        let digits = &digits[digits.iter().take_while(|digit| **digit == 0).count()..];
        if content.len() < 0x80 {
            bytes.push(content.len() as u8);
        } else {
            bytes.push(0x80 | digits.len() as u8);
            bytes.extend_from_slice(digits);
        }
        bytes.extend_from_slice(&content);
    }
    bytes
}

fn count(all: &[Element]) -> usize {
    all.iter().map(|element| 1 + if let Content::Elements(inner) = &element.content { count(inner) } else { 0 }).sum()
}

/// Does something with element number `at`, in the order of writing, and what it lies in.
fn nth<T>(all: &mut Vec<Element>, mut at: usize, act: &mut impl FnMut(&mut Vec<Element>, usize) -> T) -> Option<T> {
    for place in 0..all.len() {
        if at == 0 {
            return Some(act(all, place));
        }
        at -= 1;
        if let Content::Elements(inner) = &mut all[place].content {
            let nodes = count(inner);
            if at < nodes {
                return nth(inner, at, act);
            }
            at -= nodes;
        }
    }
    None
}

/// Sequences within sequences, without end and with true lengths.
pub fn deep() -> Vec<Vec<u8>> {
    let endless = [10, 1_000, 16_000].map(|depth| [0x30, 0x80].repeat(depth));
    let true_lengths = [10, 1_000, 16_000].map(|depth| {
        let mut reversed: Vec<u8> = Vec::new();
        for _ in 0..depth {
            let length = reversed.len();
            if length < 0x80 {
                reversed.push(length as u8);
            } else {
                reversed.extend((length as u16).to_le_bytes());
                reversed.push(0x82);
            }
            reversed.push(0x30);
        }
        reversed.reverse();
        reversed
    });
    endless.into_iter().chain(true_lengths).collect()
}

const TAGS: &[u8] =
    &[0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0xa3, 0x1f, 0xff];
const CONTENTS: &[&[u8]] = &[
    b"\0",
    b"\x80",
    b"\xff",
    b"\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
    b"99991231235959Z",
    b"00000101000000Z",
    b"500101000000Z",
    b"491231235959Z",
    b"20260230000000Z",
    b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
    b"\x55\x1d\x0f",
    b"\xff\xff\xff\xff\x7f",
    b"8\xc2\xa0",
    b"\x07\x80",
];
