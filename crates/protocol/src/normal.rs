//! Unicode's normalization forms C and KC: by a crate on machines, by the browser in the browser. No other
//! rule of texts lives here.

use std::borrow::Cow;

/// The text in NFC.
///
/// The browser brings the tables itself: ours would be a twelfth of what a page loads before a log-in. What is assigned
/// in Unicode never changes its form, so an older and a newer table agree on every text that both know.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    // ASCII is normal, and no copy of a password in ASCII is made here.
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(form("NFC", text)) }
}

/// The text in NFKC: for identifiers, where look-alikes of one letter are that letter.
#[must_use]
pub fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(form("NFKC", text)) }
}

/// Whether the text is in NFC.
#[must_use]
pub fn is_nfc(text: &str) -> bool {
    text.is_ascii() || nfc(text) == text
}

#[cfg(target_arch = "wasm32")]
fn form(name: &str, text: &str) -> String {
    js_sys::JsString::from(text).normalize(name).into()
}

#[cfg(not(target_arch = "wasm32"))]
fn form(name: &str, text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    if name == "NFKC" { text.nfkc().collect() } else { text.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_joined_to_their_letters() {
        for (apart, joined) in [("e\u{301}te\u{301}", "été"), ("\u{1112}\u{1161}\u{11ab}", "한"), ("\u{212b}", "Å")]
        {
            assert_eq!(nfc(apart), joined);
            assert!(!is_nfc(apart) && is_nfc(joined));
        }
        assert_eq!(nfkc("\u{fb01}che \u{2116}"), "fiche No");
        assert!(matches!(nfc("Scelle"), Cow::Borrowed("Scelle")));
    }
}
