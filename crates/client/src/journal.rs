//! The journal: every reader's events, and what the owner's client checks of them: numbers
//! without a gap, both signatures, a place in the log for each, and an event for each change of
//! the ways in (DESIGN §5).

use scelle_crypto::sealed;
use scelle_protocol::{
    DocumentId, PublicKey, ReaderId, Signed, Time, paths,
    statements::{Action, Event, SealedEvent, table_of_reason},
    wire::{JournalPage, LoggedEntry},
};
use scelle_verify::{hash, signature};

use crate::account::{Account, Checks};
use crate::log::{self, Placed};
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Record;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number in the reader's own list.
    pub number: u64,
    /// When, as signed.
    pub time: Time,
    /// Who: the reader.
    pub reader: ReaderId,
    /// What.
    pub action: Action,
    /// Of which documents.
    pub documents: Vec<DocumentId>,
    /// Both signatures hold.
    pub signed: bool,
    /// Why, in the actor's words, where the sealed part opens; empty for none.
    pub reason: String,
    /// It is in the log of the verified checkpoint.
    pub included: bool,
    /// The signed text.
    pub text: String,
}

/// The journal and what was checked.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    /// Newest last.
    pub lines: Vec<Line>,
    /// The verdict.
    pub checks: Checks,
}

impl<P: Platform> Account<P> {
    /// Fetches the own events (those of members come with them) and checks each.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer; what does not hold is in the result.
    pub async fn journal(&self) -> Result<Journal, Trouble> {
        let record = self.need_record()?;
        let _turn = self.turn.lock().await;
        let logged = self.fetch_events(&record).await?;
        let mut checks = self.check().await?;
        let checkpoint = self.watch.borrow().checkpoint.clone();
        let mut journal = Journal::default();
        let mut placed = Vec::with_capacity(logged.len());
        for (expected, entry) in (1u64..).zip(&logged) {
            match read_event(&record, entry, expected, &self.identity_key()) {
                Some((line, hash)) => {
                    placed.push(Placed::new(entry.leaf, &record.reader_list, line.number, &hash));
                    journal.lines.push(line);
                }
                None => checks.contradictions.push(Contradiction::Journal),
            }
        }
        if (logged.len() as u64) < record.counter.get() {
            checks.missing.push(format!("event {}", logged.len() + 1));
        }
        let checkpoint = checkpoint.and_then(|note| scelle_verify::log::checkpoint(&note, &self.host.log_key).ok());
        if let Some(checkpoint) = checkpoint {
            let verdicts = log::included(&self.line, &checkpoint, &placed).await?;
            for (line, included) in journal.lines.iter_mut().zip(verdicts) {
                line.included = included;
                if included { checks.entries += 1 } else { checks.missing.push(format!("event {}", line.number)) }
            }
        }
        let tables = journal.lines.iter().filter(|line| line.signed && line.action.is_of_openers());
        if !self.openers_told(&record, &tables.filter_map(|line| table_of_reason(&line.reason)).collect()) {
            checks.missing.push("opener-event".to_owned());
        }
        journal.checks = checks;
        Ok(journal)
    }

    async fn fetch_events(&self, record: &Record) -> Result<Vec<LoggedEntry>, Trouble> {
        let mut events = Vec::new();
        loop {
            let path = paths::journal(record.tag, record.reader, events.len() as u64 + 1);
            let page: JournalPage = self.line.get(&path, record.proof()).await?;
            if page.events.is_empty() || page.events.len() as u64 > page.total {
                return Ok(events);
            }
            events.extend(page.events);
            if events.len() as u64 >= page.total {
                return Ok(events);
            }
        }
    }
}

/// One event, if its form, place, number and reader signature hold; `signed` tells whether the
/// identity's signature in the sealed part holds too.
fn read_event(
    record: &Record,
    logged: &LoggedEntry,
    expected: u64,
    identity: &PublicKey,
) -> Option<(Line, scelle_protocol::Digest)> {
    let open = &logged.entry.open;
    let state = record.state();
    let unchecked: Signed<Event> = Signed::parse(open).ok()?;
    let reader = state.readers.get(&unchecked.body.reader)?;
    let signed = signature::parse_ed25519::<Event>(open, &reader.sign).ok()?;
    let body = &signed.body;
    let in_place = body.record == record.tag && body.counter == expected;
    let on_our_chain = record.statement_at(body.place) == Some(body.head);
    if !in_place || !on_our_chain {
        return None;
    }
    let reason = sealed_reason(record, logged, &signed, identity);
    let line = Line {
        number: body.counter,
        time: body.time,
        reader: body.reader,
        action: body.action,
        documents: body.documents.clone(),
        signed: reason.is_some(),
        reason: reason.unwrap_or_default(),
        included: false,
        text: open.clone(),
    };
    Some((line, hash::statement(&signed)))
}

/// The reason in the sealed part, if the identity has signed it.
fn sealed_reason(record: &Record, logged: &LoggedEntry, event: &Signed<Event>, identity: &PublicKey) -> Option<String> {
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let part: Signed<SealedEvent> =
        sealed::open(record.secret(), record.reader, &event.body, &envelope.sealed.0).ok()?;
    let lines = signature::open_lines(&event.text);
    let alone = part.signatures.len() == 1 && part.body.identity_sign == *identity;
    let holds = signature::verify_ed25519_after(lines, &part, 0, identity).is_ok();
    (alone && holds).then_some(part.body.reason)
}
