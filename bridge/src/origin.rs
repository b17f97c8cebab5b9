//! Origins of pages (RFC 6454 §6.2), compared byte for byte and never guessed.

use std::fmt;

/// An origin in its one spelling: `https://host` or `https://host:port`, lower case, no path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin that may be listed: `https` only; `http://localhost` and
    /// `http://127.0.0.1` too in a build with the feature `demo`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let host = text.strip_prefix("https://").or_else(|| local(text))?;
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        let named = !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
        let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|n| n != 443 && n.to_string() == port));
        (named && port_fits && text.len() <= 255).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Host and port of a page on this computer.
fn local(text: &str) -> Option<&str> {
    let host = text.strip_prefix("http://").filter(|_| cfg!(feature = "demo"))?;
    let name = host.split(':').next()?;
    (name == "localhost" || name == "127.0.0.1").then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_one_spelling() {
        assert!(Origin::read("https://app.test").is_some());
        assert!(Origin::read("https://app.test:8443").is_some());
        for text in [
            "",
            "null",
            "https://",
            "https://APP.test",
            "HTTPS://app.test",
            "https://app.test/",
            "https://app.test:443",
            "https://app.test:08443",
            "https://app.test:0x1",
            "https://a@app.test",
            "http://app.test",
            "file://",
            "chrome-extension://abc",
            "https://app.test ",
            "https://app.test:70000",
            "https://é.test",
        ] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_on_this_computer_is_listed_in_the_demo_only() {
        for text in ["http://localhost:8080", "http://127.0.0.1:8080"] {
            assert_eq!(Origin::read(text).is_some(), cfg!(feature = "demo"), "{text}");
        }
        assert_eq!(Origin::read("http://localhost.evil.test"), None);
    }
}
