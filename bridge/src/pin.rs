//! PINs, and the windows in which a person answers. A PIN comes from a window of the system and
//! goes to the card; no transport and no log has a type that could carry it.

pub mod pinentry;

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::trouble::Trouble;

/// A PIN: blind in `Debug`, wiped on drop, neither `Clone` nor `Serialize`.
pub struct Pin(SecretString);

impl Pin {
    /// Takes what was typed.
    ///
    /// # Errors
    /// [`Trouble::PinCancelled`] for nothing, [`Trouble::PinForm`] for anything but 4 to 16 digits:
    /// the card is not asked, so no try is lost.
    pub fn read(typed: &Zeroizing<Vec<u8>>) -> Result<Self, Trouble> {
        if typed.is_empty() {
            return Err(Trouble::PinCancelled);
        }
        if !(4..=16).contains(&typed.len()) || !typed.iter().all(u8::is_ascii_digit) {
            return Err(Trouble::PinForm);
        }
        let digits = std::str::from_utf8(typed).map_err(|_| Trouble::PinForm)?;
        Ok(Self(SecretString::from(digits)))
    }

    /// For the PKCS#11 module.
    #[must_use]
    pub const fn expose(&self) -> &SecretString {
        &self.0
    }

    pub(crate) fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}

/// A question in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Title of the window.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// The button that agrees.
    pub yes: String,
    /// A second way to go on, if there is one.
    pub other: Option<String>,
}

/// What was answered; a cancelled window is a [`Trouble::PinCancelled`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The second way.
    Other,
    /// Agreed.
    Yes,
}

/// A request for a PIN in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Title of the window.
    pub title: String,
    /// Origin, what will be signed, tries left.
    pub text: String,
}

/// Asks the person at this computer.
pub trait Window: Send + Sync {
    /// A question.
    ///
    /// # Errors
    /// [`Trouble::PinCancelled`], [`Trouble::PinTimeout`], [`Trouble::WindowMissing`].
    fn ask(&self, question: &Question, patience: Duration) -> Result<Reply, Trouble>;

    /// The PIN, once.
    ///
    /// # Errors
    /// As [`Self::ask`], and those of [`Pin::read`].
    fn pin(&self, prompt: &Prompt, patience: Duration) -> Result<Pin, Trouble>;

    /// Closes the window that is open, if one is: the bridge ends.
    fn close(&self) {}
}

/// Room that a text has in one window: Assuan's line less its command.
pub const ROOM: usize = 960;

/// What a text takes of it.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().map(taken).sum()
}

/// A text in as many windows as it needs, cut between lines where that is possible: what is
/// signed is shown whole.
#[must_use]
pub fn pages(text: &str, room: usize) -> Vec<String> {
    let (mut pages, mut page) = (Vec::new(), String::new());
    for line in text.split_inclusive('\n') {
        let fits = length(&page) + length(line) <= room;
        if !fits && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
        }
        for c in line.chars() {
            if length(&page) + taken(c) > room {
                pages.push(std::mem::take(&mut page));
            }
            page.push(c);
        }
    }
    if !page.is_empty() {
        pages.push(page);
    }
    pages
}

/// Bytes of a character as pinentry is told it: three for one that is escaped.
const fn taken(c: char) -> usize {
    match c {
        '%' | '\n' | '\r' | '<' => 3,
        c => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<Pin, Trouble> {
        Pin::read(&Zeroizing::new(typed.as_bytes().to_vec()))
    }

    #[test]
    fn an_empty_pin_is_a_cancel() {
        assert!(matches!(read(""), Err(Trouble::PinCancelled)));
    }

    #[test]
    fn what_is_no_pin_never_reaches_the_card() {
        for typed in ["123", "12a4", "12345678901234567", "%31234", "１２３４"] {
            assert!(matches!(read(typed), Err(Trouble::PinForm)), "{typed}");
        }
    }

    #[test]
    fn pages_hold_the_whole_text_and_end_with_lines() {
        let text = "number: 1\npractice: 1 rue de la Paix\ntime: now\n";
        assert_eq!(pages(text, ROOM), [text]);
        assert_eq!(pages(text, 40), ["number: 1\n", "practice: 1 rue de la Paix\n", "time: now\n"]);
        for room in 4..60 {
            let pages = pages(text, room);
            assert_eq!(pages.concat(), text);
            assert!(pages.iter().all(|page| length(page) <= room), "{room}: {pages:?}");
        }
    }

    #[test]
    fn a_pin_does_not_show_in_debug() {
        assert_eq!(format!("{:?}", read("1234").expect("four digits")), "Pin");
    }
}
