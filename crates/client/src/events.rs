//! Acts that have a place in the journal: one at a time, each with the next number, signed by
//! the reader key and, in the sealed part, by the identity key.

use scelle_crypto::{Signs as _, sealed::Draft};
use scelle_protocol::{
    Digest, DocumentId, ProblemCode, SealKey, paths,
    statements::{Action, Event, SealedEvent},
    wire::{Entry, Placed, TellRecovery},
};
use scelle_verify::hash;

use crate::account::Account;
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// What an act got from the host: the answer with its receipt, or the certainty that it was
/// placed although the answer was lost.
pub enum Acted<T> {
    /// The host's answer.
    Answer(T),
    /// Placed; the answer was lost on the way.
    Placed,
}

/// An event and its hash.
pub struct Made {
    /// As it travels.
    pub entry: Entry,
    /// Hash of the open part.
    pub hash: Digest,
}

impl<P: Platform> Account<P> {
    /// Does one act in this record, whichever is at hand by then. `send` posts the event to its path and gives the answer with the receipt's
    /// text; it is called again with a fresh event when the chain has moved on or another
    /// session of the same person took the number.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn event<T>(
        &self,
        record: &Record,
        action: Action,
        documents: &[DocumentId],
        send: impl AsyncFn(Entry) -> Result<(T, String), Trouble>,
    ) -> Result<Acted<T>, Trouble> {
        self.event_because(record, action, documents, "", send).await
    }

    /// The same with a reason, which only the holders can read.
    pub(crate) async fn event_because<T>(
        &self,
        record: &Record,
        action: Action,
        documents: &[DocumentId],
        reason: &str,
        send: impl AsyncFn(Entry) -> Result<(T, String), Trouble>,
    ) -> Result<Acted<T>, Trouble> {
        let _turn = self.turn.lock().await;
        for _ in 0..5 {
            let made = self.make_event(record, action, documents, reason)?;
            match send(made.entry).await {
                Ok((answer, receipt)) => {
                    self.receipt(&receipt, &made.hash)?;
                    record.counter.set(record.counter.get() + 1);
                    return Ok(Acted::Answer(answer));
                }
                Err(Trouble::Problem(ProblemCode::StaleChain | ProblemCode::StaleNumber)) => {
                    let wire = record.refresh(&self.line).await?;
                    record.counter.set(wire.counter);
                }
                Err(Trouble::Line(down)) => {
                    // The answer is lost; was the event placed? The host's last event tells.
                    let wire = record.refresh(&self.line).await.map_err(|_| Trouble::Line(down))?;
                    let placed = wire.counter > record.counter.get() && wire.last_event == made.hash;
                    record.counter.set(wire.counter);
                    if placed {
                        return Ok(Acted::Placed);
                    }
                }
                Err(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::Problem(ProblemCode::StaleNumber))
    }

    /// Tells the journal that the recovery kit opened this session: before it, the host lets the
    /// session do nothing else to the record.
    pub(crate) async fn tell_recovery(&self) -> Result<(), Trouble> {
        let Some(record) = self.own_record() else { return Ok(()) };
        let send = async |event| {
            let path = paths::recovery(record.tag);
            let placed: Placed = self.line.post(&path, &TellRecovery { event }, record.proof()).await?;
            Ok(((), placed.receipt))
        };
        self.event(&record, Action::Recovery, &[], send).await.map(|_| ())
    }

    fn make_event(
        &self,
        record: &Record,
        action: Action,
        documents: &[DocumentId],
        reason: &str,
    ) -> Result<Made, Trouble> {
        let (place, head) = record.head();
        let event = Event {
            record: record.tag,
            reader: record.reader,
            counter: record.counter.get() + 1,
            action,
            documents: documents.to_vec(),
            place,
            head,
            time: self.line.now(),
            sealed: Digest([0; 32]),
        };
        let part = SealedEvent { identity_sign: self.identity.sign_key(), reason: reason.to_owned() };
        let mut draft = Draft::new(event, part);
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&holders(record)).map_err(|_| Trouble::Unreadable)?;
        record.secret().append(&mut open);
        let hash = hash::statement(&open);
        Ok(Made { entry: Entry { open: open.whole(), sealed }, hash })
    }
}

/// The holders of a record with the keys to seal to.
pub(crate) fn holders(record: &Record) -> Vec<(scelle_protocol::ReaderId, SealKey)> {
    let state = record.state();
    let holders = state.readers.iter().filter(|(_, reader)| reader.may_read_journal());
    holders.map(|(id, reader)| (*id, reader.seal)).collect()
}
