//! The texts that keys are derived for (FORMATS §2), of values of any kind.

use scelle_protocol::contexts;
use std::fmt::Display;

/// Builds the text.
pub(crate) fn context(context: &str, lines: &[(&str, &dyn Display)]) -> String {
    contexts::context(context, lines)
}
