//! The shape of what was said or kept: everything as it is, but for what is random or the time,
//! of which the length alone stays. Two worlds with the same shapes cannot be told apart by them.

use serde_json::Value;

/// A text: hexadecimal, base64 and times are masked, word by word; anything else stays.
#[must_use]
pub fn masked(text: &str) -> String {
    let (mut out, mut word) = (String::new(), String::new());
    // A last sign, so that the last word ends too.
    for sign in text.chars().chain([' ']) {
        if sign.is_whitespace() || matches!(sign, ',' | ';' | '"') {
            out.push_str(&masked_word(&word));
            word.clear();
            out.push(sign);
        } else {
            word.push(sign);
        }
    }
    out.pop();
    out
}

/// A value of JSON, its texts masked; on one line.
#[must_use]
pub fn masked_json(value: &Value) -> String {
    json(value, false)
}

/// The same where the order of lists is random: they are sorted.
#[must_use]
pub fn masked_json_in_no_order(value: &Value) -> String {
    json(value, true)
}

fn json(value: &Value, in_no_order: bool) -> String {
    match value {
        Value::String(text) => format!("{:?}", masked(text)),
        Value::Array(list) => {
            let mut list: Vec<String> = list.iter().map(|one| json(one, in_no_order)).collect();
            if in_no_order {
                list.sort();
            }
            format!("[{}]", list.join(","))
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name}:{}", json(value, in_no_order)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

fn masked_word(word: &str) -> String {
    // Base64 of the other alphabet, whose signs would cut it at random places; a path that has them has a question too.
    if word.len() >= SHORTEST && word.contains(['+', '=']) && !word.contains('?') {
        return format!("#{}", word.len());
    }
    let parts = word.split_inclusive(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '_' | ':'));
    parts.map(random).collect()
}

/// Random values are long, and have digits or capitals within; no word of ours has.
fn random(part: &str) -> String {
    let word = part.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '_' | ':'));
    let is_time = word.len() == 20 && word.ends_with('Z') && word.as_bytes()[10] == b'T';
    let is_random = word.len() >= SHORTEST && word.chars().any(|sign| sign.is_ascii_digit() || sign.is_uppercase());
    let end = &part[word.len()..];
    if is_time {
        format!("TIME{end}")
    } else if is_random {
        format!("#{}{end}", word.len())
    } else {
        part.to_owned()
    }
}

/// Sixteen bytes in base64.
const SHORTEST: usize = 22;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn random_values_and_times_are_masked_and_words_are_not() {
        let text =
            "scelle/v1/event\nrecord: 5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e\ntime: 2026-11-23T19:21:00Z\naction: read\n";
        assert_eq!(masked(text), "scelle/v1/event\nrecord: #32\ntime: TIME\naction: read\n");
        assert_eq!(masked("Sérologie de contrôle"), "Sérologie de contrôle");
        assert_eq!(
            masked(&format!("/v1/records/{}/list?from=3", "ab".repeat(16).replace('a', "1"))),
            "/v1/records/#32/list?from=3"
        );
    }

    #[test]
    fn values_keep_their_lengths_names_and_order() {
        let value = json!({ "leaf": 7, "sealed": "A".repeat(48), "said": ["read", "A+/=".repeat(20)] });
        assert_eq!(masked_json(&value), "{leaf:7,said:[\"read\",\"#80\"],sealed:\"#48\"}");
    }
}
