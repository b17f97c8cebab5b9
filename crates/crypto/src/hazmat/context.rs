//! The texts that keys are derived for (FORMATS §2): `context` LF, then `name: value` LF each.

use std::fmt::{Display, Write as _};

/// Builds the text.
pub(crate) fn context(context: &str, lines: &[(&str, &dyn Display)]) -> String {
    let mut text = format!("{context}\n");
    for (name, value) in lines {
        writeln!(text, "{name}: {value}").expect("writing to a String does not fail");
    }
    text
}
