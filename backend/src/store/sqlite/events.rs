//! Readers' lists of events.

use scelle_protocol::limits::JOURNAL_PAGE;
use scelle_protocol::{Digest, ReaderId, RecordTag, wire};
use scelle_verify::chain::Head;
use sqlx::{Sqlite, SqliteConnection, Transaction};

use super::{StoreError, count, fixed, log, records, signed};
use crate::store::Result;
use crate::store::rows::{EventRow, ReaderState};

pub(super) async fn reader_state(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
) -> Result<Option<ReaderState>> {
    let row = sqlx::query("SELECT counter, last_event, list_key FROM readers WHERE record = ? AND reader = ?")
        .bind(record.0.as_slice())
        .bind(reader.0.as_slice())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(ReaderState {
        counter: count(&row, "counter")?,
        last_event: fixed(&row, "last_event", Digest::from_slice)?,
        list_key: fixed(&row, "list_key", Digest::from_slice)?,
    }))
}

/// That the chain still stands where the caller saw it.
pub(super) async fn check_head(tx: &mut Transaction<'static, Sqlite>, record: RecordTag, head: Head) -> Result<()> {
    let at_head: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM records WHERE record = ? AND closed = 0 AND head_number = ? AND head_hash = ?",
    )
    .bind(record.0.as_slice())
    .bind(signed(head.number)?)
    .bind(head.hash.0.as_slice())
    .fetch_optional(&mut **tx)
    .await?;
    at_head.map(|_| ()).ok_or(StoreError::StaleChain)
}

/// Places an event: next of its list, at the chain's present head, or not at all.
pub(super) async fn append(tx: &mut Transaction<'static, Sqlite>, event: &EventRow) -> Result<u64> {
    check_head(tx, event.record, Head { number: event.place, hash: event.head }).await?;
    let counter = signed(event.counter)?;
    let next =
        sqlx::query("UPDATE readers SET counter = ?, last_event = ? WHERE record = ? AND reader = ? AND counter = ?")
            .bind(counter)
            .bind(event.leaf.entry.0.as_slice())
            .bind(event.record.0.as_slice())
            .bind(event.reader.0.as_slice())
            .bind(counter.saturating_sub(1))
            .execute(&mut **tx)
            .await?;
    if next.rows_affected() != 1 {
        return Err(StoreError::StaleNumber);
    }
    let leaf = log::append(tx, &event.leaf).await?;
    sqlx::query("INSERT INTO events (record, reader, counter, statement, leaf) VALUES (?, ?, ?, ?, ?)")
        .bind(event.record.0.as_slice())
        .bind(event.reader.0.as_slice())
        .bind(counter)
        .bind(&event.entry.open)
        .bind(signed(leaf)?)
        .execute(&mut **tx)
        .await?;
    for sealed in &event.entry.sealed {
        sqlx::query("INSERT INTO event_sealed (record, reader, counter, recipient, sealed) VALUES (?, ?, ?, ?, ?)")
            .bind(event.record.0.as_slice())
            .bind(event.reader.0.as_slice())
            .bind(counter)
            .bind(sealed.reader.0.as_slice())
            .bind(&sealed.sealed.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(leaf)
}

pub(super) async fn journal(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
    asking: ReaderId,
    from: u64,
) -> Result<Option<wire::JournalPage>> {
    let Some(state) = reader_state(connection, record, reader).await? else { return Ok(None) };
    let rows = sqlx::query(
        "SELECT e.statement, e.leaf, s.sealed FROM events e LEFT JOIN event_sealed s
         ON s.record = e.record AND s.reader = e.reader AND s.counter = e.counter AND s.recipient = ?
         WHERE e.record = ? AND e.reader = ? AND e.counter >= ? ORDER BY e.counter LIMIT ?",
    )
    .bind(asking.0.as_slice())
    .bind(record.0.as_slice())
    .bind(reader.0.as_slice())
    .bind(signed(from)?)
    .bind(signed(JOURNAL_PAGE)?)
    .fetch_all(connection)
    .await?;
    let events = rows.iter().map(|row| records::logged(row, asking)).collect::<Result<_>>()?;
    Ok(Some(wire::JournalPage { events, total: state.counter }))
}
