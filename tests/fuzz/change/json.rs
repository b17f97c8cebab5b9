//! Changes a JSON value by value: one goes, comes twice, takes another type or another place, or
//! lies a thousand times within itself.

use serde_json::{Map, Value, json as made};

use scelle_tests::dice::Dice;

/// `None` where it is no JSON. What stands before it stays.
pub fn changed(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let begin = |bytes: &[u8]| bytes.iter().position(|byte| matches!(byte, b'{' | b'[')).unwrap_or_default();
    let (head, bytes) = bytes.split_at(begin(bytes));
    let body = json(dice, bytes, &other[begin(other)..])?;
    Some([head, &body].concat())
}

fn json(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    let at = dice.below(count(&value));
    let odd = odd(dice, other);
    let deep = dice.below(40) == 0;
    let node = nth(&mut value, at)?;
    if deep {
        *node = made!("the deep one");
        let depth = 1 << dice.below(16);
        let deep = dice.one_of(&["[", "{\"a\":"]).repeat(depth);
        return Some(value.to_string().replace("\"the deep one\"", &deep).into_bytes());
    }
    change(dice, node, odd);
    let mut text = value.to_string();
    if dice.below(8) == 0 {
        text = text.replacen(',', dice.one_of::<&str>(&[",\"kind\":\"login\",", ",\"a\":1,", ",,", "\u{a0},"]), 1);
    }
    Some(text.into_bytes())
}

fn change(dice: &mut Dice, node: &mut Value, odd: Value) {
    match node {
        Value::Object(members) => change_members(dice, members, odd),
        Value::Array(items) => match dice.below(5) {
            0 => items.clear(),
            1 => items.push(odd),
            2 => drop(items.pop()),
            3 => {
                let one = items.first().cloned().unwrap_or(odd);
                items.resize(1 << dice.below(9), one);
            }
            _ => *node = odd,
        },
        Value::String(text) if dice.below(3) > 0 => {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places.get(dice.below(places.len())).copied().unwrap_or_default();
            match dice.below(5) {
                0 => text.truncate(at),
                1 => text.insert_str(
                    at,
                    dice.one_of::<&str>(&["\u{0}", "\u{202e}", "é", "e\u{301}", "A", "0", "=", " ", "\n"]),
                ),
                2 => *text = text.to_uppercase(),
                3 => *text = text.repeat(1 << dice.below(6)),
                _ => *text = text.chars().rev().collect(),
            }
        }
        _ => *node = odd,
    }
}

fn change_members(dice: &mut Dice, members: &mut Map<String, Value>, odd: Value) {
    let names: Vec<String> = members.keys().cloned().collect();
    let Some(name) = names.get(dice.below(names.len())) else { return };
    let removed = if dice.below(2) == 0 { members.remove(name) } else { None };
    match dice.below(3) {
        0 => drop(members.insert((*dice.one_of(&["kind", "extra", "", "Sig"])).to_owned(), odd)),
        1 => drop(members.insert(name.to_uppercase(), removed.unwrap_or(odd))),
        _ => drop(members.insert(dice.one_of(&names).clone(), removed.unwrap_or(odd))),
    }
}

fn odd(dice: &mut Dice, other: &[u8]) -> Value {
    if dice.below(3) == 0
        && let Ok(mut other) = serde_json::from_slice::<Value>(other)
    {
        let at = dice.below(count(&other));
        return nth(&mut other, at).map_or(Value::Null, |node| node.take());
    }
    match dice.below(10) {
        0 => Value::Null,
        1 => made!(true),
        2 => made!(u64::MAX),
        3 => made!(-1),
        4 => made!(1.5e300),
        5 => made!(""),
        6 => made!([]),
        7 => made!({}),
        8 => made!("A".repeat(1 << dice.below(12))),
        _ => made!(0),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Node number `at`, in the order of writing.
fn nth(value: &mut Value, at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    let mut at = at - 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        let nodes = count(child);
        if at < nodes {
            return nth(child, at);
        }
        at -= nodes;
    }
    None
}

pub const WORDS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"true",
    b"-1",
    b"-0",
    b"1e999",
    b"1E-999",
    b"18446744073709551616",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"\\",
    b",",
    b":",
    b"\xff",
    b"\n",
    b"\xef\xbb\xbf",
    b"\"kind\":\"opener-key\"",
    b"scelle/v1/grant\\n",
];
