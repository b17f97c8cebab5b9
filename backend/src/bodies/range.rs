//! One range of bytes (RFC 9110 §14.2). Several at once, or a form that we do not know, is
//! answered with the whole, as the RFC allows.

use axum::http::HeaderValue;

/// What is wanted of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Everything.
    All,
    /// Bytes that there are not.
    Nothing,
    /// One range.
    Some {
        /// First byte.
        from: u64,
        /// How many.
        count: u64,
    },
}

/// Reads `bytes=first-last`, `bytes=first-` or `bytes=-suffix`.
#[must_use]
pub fn parse(header: &HeaderValue, length: u64) -> Wanted {
    let spec = header.to_str().ok().and_then(|text| text.strip_prefix("bytes="));
    let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else { return Wanted::All };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (number(first), number(last)) {
        (Some(from), None) if last.is_empty() => range(from, length.saturating_sub(1), length),
        (Some(from), Some(to)) if from <= to => range(from, to, length),
        (None, Some(0)) if first.is_empty() => Wanted::Nothing,
        (None, Some(suffix)) if first.is_empty() => {
            range(length.saturating_sub(suffix), length.saturating_sub(1), length)
        }
        _ => Wanted::All,
    }
}

const fn range(from: u64, to: u64, length: u64) -> Wanted {
    if from >= length {
        return Wanted::Nothing;
    }
    let last = if to < length { to } else { length - 1 };
    Wanted::Some { from, count: last - from + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        let some = |from, count| Wanted::Some { from, count };
        for (header, wanted) in [
            ("bytes=0-9", some(0, 10)),
            ("bytes=90-", some(90, 10)),
            ("bytes=-10", some(90, 10)),
            ("bytes=-1000", some(0, 100)),
            ("bytes=95-1000", some(95, 5)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=100-200", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=9-0", Wanted::All),
            ("bytes=0-1,5-6", Wanted::All),
            ("lines=0-1", Wanted::All),
            ("bytes=-", Wanted::All),
            ("bytes=+1-2", Wanted::All),
        ] {
            assert_eq!(parse(&HeaderValue::from_static(header), 100), wanted, "{header}");
        }
        assert_eq!(parse(&HeaderValue::from_static("bytes=0-"), 0), Wanted::Nothing);
    }
}
