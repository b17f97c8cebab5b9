//! The journal: every reader's events, and what the owner's client checks of them: numbers
//! without a gap, both signatures, a place in the log for each, and an event for each change of
//! the ways in (DESIGN §5). A member sees the own events. What the chain tells of the circle lies in
//! `journal/changes.rs`.

mod changes;

#[cfg(test)]
pub(crate) use changes::circle_lines;
pub use changes::{CircleAct, CircleLine};

use scelle_crypto::sealed;
use scelle_protocol::{
    Digest, DocumentId, PublicKey, ReaderId, Signed, Time, paths,
    statements::{Action, Event, SealedEvent, table_of_reason},
    wire::{JournalPage, LoggedEntry},
};
use scelle_verify::{hash, signature};

use crate::account::{Account, Checks};
use crate::circle;
use crate::log::{self, Placed};
use crate::people::Author;
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
    /// Who that is; none is the owner.
    pub who: Author,
    /// What.
    pub action: Action,
    /// Of which documents.
    pub documents: Vec<DocumentId>,
    /// Both signatures hold. A member cannot open the sealed part: there it is the reader's alone.
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
    /// Who was named, accepted and removed, in the order of the chain. Empty for a member.
    pub circle: Vec<CircleLine>,
    /// The verdict.
    pub checks: Checks,
}

/// One reader's list of events, and what its lines must be signed by.
struct Book {
    reader: ReaderId,
    /// None where the acceptance does not hold: then no place in the log is known, and no name.
    list_key: Option<Digest>,
    identity: PublicKey,
    who: Author,
    /// Events that we know of.
    least: u64,
}

impl<P: Platform> Account<P> {
    /// Fetches the events and checks each: a holder's and every member's, or a member's own.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer; what does not hold is in the result.
    pub async fn journal(&self) -> Result<Journal, Trouble> {
        let record = self.need_record()?;
        let _turn = self.turn.lock().await;
        let behind = self.catch_up(&record).await?;
        let mut books = self.books(&record);
        let mut read = Vec::with_capacity(books.len());
        for book in &books {
            read.push(self.fetch_events(&record, book.reader).await?);
        }
        let mut checks = self.check().await?;
        checks.contradictions.extend(behind);
        let checkpoint = self.watch.borrow().checkpoint.clone();
        let mut journal = Journal::default();
        let mut placed = Vec::new();
        for (book, (logged, total)) in books.iter_mut().zip(&read) {
            book.least = book.least.max(*total);
            read_book(&record, book, logged, &mut checks, (&mut journal.lines, &mut placed));
        }
        let checkpoint = checkpoint.and_then(|note| scelle_verify::log::checkpoint(&note, &self.host.log_key).ok());
        if let Some(checkpoint) = checkpoint {
            let verdicts = log::included(&self.line, &checkpoint, &placed).await?;
            for (line, included) in journal.lines.iter_mut().zip(verdicts) {
                line.included = included;
                if included {
                    checks.entries += 1
                } else {
                    checks.missing.push(name(&record, line.reader, line.number))
                }
            }
        }
        let of_members = journal.lines.iter().filter(|line| line.included && line.reader != record.reader);
        self.watch.borrow_mut().saw(of_members.map(|line| (line.reader, line.number)));
        if !record.is_member() {
            let own = journal.lines.iter().filter(|line| line.reader == record.reader);
            let tables = own.filter(|line| line.signed && line.action.is_of_openers());
            if !self.openers_told(&record, &tables.filter_map(|line| table_of_reason(&line.reason)).collect()) {
                checks.missing.push("opener-event".to_owned());
            }
            journal.circle = changes::circle_lines(&record, &self.identity_key(), self.line.latest(), &checks);
        }
        journal.lines.sort_by_key(|line| line.time);
        journal.checks = checks;
        Ok(journal)
    }

    /// The chain may have grown by an acceptance; one that went backwards is told, not an error.
    async fn catch_up(&self, record: &Record) -> Result<Option<Contradiction>, Trouble> {
        match record.refresh(&self.line).await {
            Ok(wire) => {
                record.counter.set(wire.counter);
                Ok(None)
            }
            Err(Trouble::Contradiction(what)) => Ok(Some(what)),
            Err(trouble) => Err(trouble),
        }
    }

    fn books(&self, record: &Record) -> Vec<Book> {
        let own = Book {
            reader: record.reader,
            list_key: Some(record.reader_list),
            identity: self.identity_key(),
            who: if record.is_member() { self.own_person(record.reader) } else { None },
            least: record.counter.get(),
        };
        if record.is_member() {
            return vec![own];
        }
        let members = circle::members(record, &self.identity_key(), self.line.latest());
        let watch = self.watch.borrow();
        // Whoever accepted can read, whether or not the sealed part of the acceptance holds.
        let books = members.into_iter().filter(|member| member.accepted.is_some()).map(|member| {
            let (reader, identity) = (member.person.reader, member.person.identity);
            let least = watch.members.get(&reader).copied().unwrap_or_default();
            Book { reader, list_key: member.list_key, identity, who: Some(member.person), least }
        });
        std::iter::once(own).chain(books).collect()
    }

    /// The events of one reader, and how many the host says there are.
    async fn fetch_events(&self, record: &Record, reader: ReaderId) -> Result<(Vec<LoggedEntry>, u64), Trouble> {
        let mut events = Vec::new();
        loop {
            let path = paths::journal(record.tag, reader, events.len() as u64 + 1);
            let page: JournalPage = self.line.get(&path, record.proof()).await?;
            if page.events.is_empty() || page.events.len() as u64 > page.total {
                return Ok((events, page.total));
            }
            events.extend(page.events);
            if events.len() as u64 >= page.total {
                return Ok((events, page.total));
            }
        }
    }
}

/// Every event of one reader, with its place in the log.
fn read_book(
    record: &Record,
    book: &Book,
    logged: &[LoggedEntry],
    checks: &mut Checks,
    (lines, placed): (&mut Vec<Line>, &mut Vec<Placed>),
) {
    for (expected, entry) in (1u64..).zip(logged) {
        match read_event(record, entry, expected, book) {
            Some((line, hash)) => {
                let known = book.list_key.map(|key| Placed::new(entry.leaf, &key, line.number, &hash));
                placed.push(known.unwrap_or(Placed::NOWHERE));
                lines.push(line);
            }
            None => checks.contradictions.push(Contradiction::Journal),
        }
    }
    if book.list_key.is_none() {
        checks.missing.push(format!("acceptance of {}", book.reader));
    }
    if (logged.len() as u64) < book.least {
        checks.missing.push(name(record, book.reader, logged.len() as u64 + 1));
    }
}

/// Name of an event in the verdict.
fn name(record: &Record, reader: ReaderId, number: u64) -> String {
    if reader == record.reader { format!("event {number}") } else { format!("event {number} of {reader}") }
}

/// One event, if its form, place, number and reader signature hold; `signed` tells whether the
/// identity's signature in the sealed part holds too.
fn read_event(record: &Record, logged: &LoggedEntry, expected: u64, book: &Book) -> Option<(Line, Digest)> {
    let open = &logged.entry.open;
    let state = record.state();
    let reader = state.readers.get(&book.reader)?;
    let signed = signature::parse_ed25519::<Event>(open, &reader.sign).ok()?;
    let body = &signed.body;
    let in_place = body.record == record.tag && body.reader == book.reader && body.counter == expected;
    let on_our_chain = record.statement_at(body.place) == Some(body.head);
    if !in_place || !on_our_chain {
        return None;
    }
    let reason =
        if record.is_member() { Some(String::new()) } else { sealed_reason(record, logged, &signed, &book.identity) };
    let line = Line {
        number: body.counter,
        time: body.time,
        reader: body.reader,
        who: book.who.clone(),
        action: body.action,
        documents: body.documents.clone(),
        signed: reason.is_some() && book.list_key.is_some(),
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

#[cfg(test)]
mod tests;
