//! The kinds of statement, each with its context and its lines in order (`docs/FORMATS.md` §3).
//!
//! Who must sign what is checked in `scelle-verify`; this module only reads and writes.

use crate::text::StatementError;

/// One kind of statement.
pub trait Statement: Sized {
    /// First line. No context is a prefix of another.
    const CONTEXT: &'static str;
    /// The text without signature lines.
    fn write(&self) -> String;
    /// Reads exactly that text.
    ///
    /// # Errors
    /// [`StatementError`] when anything differs from the one form of this kind.
    fn read(text: &str) -> Result<Self, StatementError>;
}

/// What is hashed to name a statement: its text without signature lines.
#[must_use]
pub fn statement_hash_input<T: Statement>(signed: &crate::text::Signed<T>) -> &[u8] {
    signed.text.as_bytes()
}

/// Context of a statement's text, without reading further: to choose the kind.
#[must_use]
pub fn context_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $context:literal { $($(#[$fdoc:meta])* $field:ident $line:literal : $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }

            impl Statement for $name {
                const CONTEXT: &'static str = $context;
                fn write(&self) -> String {
                    let mut text = String::from(concat!($context, "\n"));
                    $( text.push_str($line); text.push_str(": "); text.push_str(&self.$field.write()); text.push('\n'); )*
                    text
                }
                fn read(text: &str) -> Result<Self, StatementError> {
                    let mut lines = Lines::open(text, $context)?;
                    let read = Self { $($field: lines.value($line)?,)* };
                    lines.close()?;
                    Ok(read)
                }
            }
        )*
        /// Every context of these kinds.
        pub(super) const CONTEXTS: &[&str] = &[$($context,)*];
    };
}

mod account;
mod actions;
mod circle;
mod record;

pub use account::{
    Account, AccountClosure, Binding, Certificate, KitLogin, Login, NewKit, Opener, OpenerTable, VaultVersion,
};
pub use actions::{Action, table_of_reason, table_reason};
pub use circle::{Acceptance, Grant, Revocation, Rights, SealedAcceptance, SealedGrant, SealedRevocation};
pub use record::{
    Batch, Closure, Consent, Document, Event, Genesis, Holder, Holders, Receipt, Request, SealedClosure, SealedConsent,
    SealedEvent, SealedGenesis,
};

/// Every context, by room.
pub const CONTEXTS: [&[&str]; 3] = [account::CONTEXTS, circle::CONTEXTS, record::CONTEXTS];

#[cfg(test)]
mod tests;
