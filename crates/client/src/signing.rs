//! A statement of the owner that is ready to be signed: shown word for word, and signed as shown or
//! not at all. How it is placed in the chain when the answer gets lost.

use scelle_crypto::sealed::{Draft, Open};
use scelle_protocol::{
    ProblemCode, Time,
    wire::{Entry, Logged},
};
use serde::Serialize;

use crate::account::Account;
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// A statement that is ready, and the words in which it was shown.
pub struct ToSign<O: Open> {
    pub(crate) draft: Draft<O>,
    text: String,
    deadline: Time,
}

impl<O: Open> ToSign<O> {
    pub(crate) fn new(open: O, part: O::Part, deadline: Time) -> Self {
        let draft = Draft::new(open, part);
        Self { text: draft.text(), draft, deadline }
    }

    /// Word for word, as the identity key will sign it: to be shown whole.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When the text is void.
    #[must_use]
    pub const fn deadline(&self) -> Time {
        self.deadline
    }

    /// Whether this is what was shown, and there is time to sign and send it.
    ///
    /// # Errors
    /// [`Trouble::NotShown`] for any other text; [`ProblemCode::Expired`] when the deadline is too
    /// near: then a new text must be made and shown.
    pub fn check(&self, shown: &str, now: Time) -> Result<(), Trouble> {
        if self.text != shown || self.draft.text() != shown {
            return Err(Trouble::NotShown);
        }
        if now.plus(TO_SEND_SECONDS) > self.deadline {
            return Err(Trouble::Problem(ProblemCode::Expired));
        }
        Ok(())
    }
}

impl<P: Platform> Account<P> {
    /// Posts a statement of the chain. An answer lost on the way is made up for by the chain itself.
    ///
    /// # Errors
    /// [`ProblemCode::StaleChain`] when somebody wrote first, the chain fetched anew: then a new text
    /// must be made and shown.
    pub(crate) async fn place<B: Serialize>(
        &self,
        record: &Record,
        path: &str,
        body: &B,
        entry: Entry,
    ) -> Result<(), Trouble> {
        match self.line.post::<_, Logged>(path, body, record.proof()).await {
            Ok(logged) => record.appended(entry, logged.leaf),
            Err(Trouble::Line(down)) => {
                record.refresh(&self.line).await.map_err(|_| Trouble::Line(down))?;
                let placed = record.entries().iter().any(|logged| logged.entry.open == entry.open);
                if placed { Ok(()) } else { Err(Trouble::Line(down)) }
            }
            Err(Trouble::Problem(ProblemCode::StaleChain)) => {
                record.refresh(&self.line).await?;
                Err(Trouble::Problem(ProblemCode::StaleChain))
            }
            Err(trouble) => Err(trouble),
        }
    }
}

/// What registering, opening and signing may take over a slow line.
const TO_SEND_SECONDS: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;
    use scelle_protocol::{
        Digest, PublicKey, ReaderId, RecordTag,
        statements::{Revocation, SealedRevocation},
    };

    fn act() -> ToSign<Revocation> {
        let open = Revocation {
            record: RecordTag([1; 16]),
            number: 4,
            previous: Digest([2; 32]),
            deadline: Time(2_000),
            reader: ReaderId([3; 16]),
            sealed: Digest([0; 32]),
        };
        let part = SealedRevocation { identity_sign: PublicKey([4; 32]), reason: String::new() };
        ToSign::new(open, part, Time(2_000))
    }

    #[test]
    fn only_what_was_shown_is_signed() {
        let act = act();
        let shown = act.text().to_owned();
        assert_eq!(act.check(&shown, Time(1_400)), Ok(()));
        let other = shown.replace("reader: 0303", "reader: 0404");
        assert_ne!(other, shown);
        assert_eq!(act.check(&other, Time(1_400)), Err(Trouble::NotShown));
    }

    #[test]
    fn a_text_is_void_when_there_is_no_time_left_to_send_it() {
        let act = act();
        let shown = act.text().to_owned();
        assert_eq!(act.check(&shown, Time(1_940)), Ok(()));
        assert_eq!(act.check(&shown, Time(1_941)), Err(Trouble::Problem(ProblemCode::Expired)));
    }

    #[test]
    fn the_words_shown_hold_the_open_part_and_the_sealed_part() {
        let text = act().text().to_owned();
        assert!(text.starts_with("scelle/v1/revocation\nrecord: 0101"));
        assert!(text.contains("scelle/v1/sealed-revocation\n") && text.ends_with("reason: -\n"));
        assert!(!text.contains("\nsealed: "));
    }
}
