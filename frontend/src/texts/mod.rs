//! Every word of the screen, in French and in English.
//!
//! [`texts!`] turns each entry into a function of the language: a missing language or
//! argument does not compile. French spaces before `: ; ? ! »` are written in the text itself.

pub mod acts;
pub mod bridge_trouble;
pub mod card;
pub mod card_trouble;
pub mod circle;
pub mod common;
pub mod compare;
pub mod consent;
pub mod consent_file;
pub mod deposit;
pub mod document;
pub mod documents;
pub mod first_use;
pub mod fitness;
pub mod journal;
pub mod log_in;
pub mod mends;
pub mod naming;
pub mod new_kit;
pub mod notice;
pub mod opening;
pub mod removal;
pub mod room;
pub mod session;
pub mod settings;
pub mod time;
pub mod trouble;
pub mod welcome;

/// Language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    /// As in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads a code; anything else is French.
    pub fn of(code: &str) -> Self {
        if code.starts_with("en") { Self::En } else { Self::Fr }
    }
}

/// French counts 0 and 1 as singular; English only 1.
pub fn plural(lang: Lang, count: usize, one: &'static str, many: &'static str) -> &'static str {
    let single = match lang {
        Lang::Fr => count < 2,
        Lang::En => count == 1,
    };
    if single { one } else { many }
}

/// A count with its noun: `fr "document"/"documents"`.
pub fn counted(lang: Lang, count: usize, one: &'static str, many: &'static str) -> String {
    format!("{}\u{a0}{}", number(lang, count as u64), plural(lang, count, one, many))
}

/// Between a name and what is said of it.
pub fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "\u{a0}: " } else { ": " }
}

/// The same text with a capital.
pub fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().collect::<String>() + signs.as_str()).unwrap_or_default()
}

/// Digits in groups of three.
pub fn number(lang: Lang, value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(if lang == Lang::Fr { '\u{202f}' } else { ',' });
        }
        out.push(digit);
    }
    out
}

/// One function per message; those without arguments are also listed in `all()`, for the tests.
macro_rules! texts {
    ($($name:ident $(($($arg:ident : $kind:ty),+))? { $fr:expr, $en:expr })*) => {
        $(texts!(@one $name $(($($arg : $kind),+))? { $fr, $en });)*
        /// Every message that needs no argument.
        #[cfg(test)]
        #[expect(clippy::vec_init_then_push, reason = "a message with arguments pushes nothing")]
        pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
            let mut all = Vec::new();
            $(texts!(@list all $name $(($($arg),+))? { $fr, $en });)*
            all
        }
    };
    (@one $name:ident { $fr:expr, $en:expr }) => {
        pub fn $name(lang: $crate::texts::Lang) -> &'static str {
            match lang {
                $crate::texts::Lang::Fr => $fr,
                $crate::texts::Lang::En => $en,
            }
        }
    };
    (@one $name:ident ($($arg:ident : $kind:ty),+) { $fr:expr, $en:expr }) => {
        pub fn $name(lang: $crate::texts::Lang, $($arg: $kind),+) -> String {
            match lang {
                $crate::texts::Lang::Fr => $fr,
                $crate::texts::Lang::En => $en,
            }
        }
    };
    (@list $all:ident $name:ident { $fr:expr, $en:expr }) => { $all.push((stringify!($name), $fr, $en)); };
    (@list $all:ident $name:ident ($($arg:ident),+) { $fr:expr, $en:expr }) => {};
}
use texts;

#[cfg(test)]
mod tests;
