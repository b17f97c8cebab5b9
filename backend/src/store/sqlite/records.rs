//! Records and their chains. What the trait asks of events and documents is in the files beside.

use async_trait::async_trait;
use scelle_protocol::statements::{Closure, Revocation, Statement as _, context_of};
use scelle_protocol::{Bytes, Digest, DocumentId, ReaderId, RecordTag, Signed, wire};
use scelle_verify::{ChainState, chain::Head, log as places};
use sqlx::{Row as _, Sqlite, SqliteConnection, Transaction};

use super::{SqliteStore, StoreError, ZERO, count, deposits, events, fixed, log, professionals, signed};
use crate::store::rows::{Appended, Beside, DepositRows, EventRow, Leaf, NewRecord, ReaderState};
use crate::store::{Records, Result};

#[async_trait]
impl Records for SqliteStore {
    async fn open_record(&self, new: &NewRecord) -> Result<u64> {
        self.put_pad(new.record, &new.pad).await.map_err(stale_chain)?;
        let written = self.write_record(new).await;
        if written.is_err() {
            self.destroy_pad(new.record).await?;
        }
        written.map_err(stale_chain)
    }

    async fn chain_state(&self, record: RecordTag) -> Result<Option<ChainState>> {
        let statements = statements(&mut *self.rows.acquire().await?, record).await?;
        if statements.is_empty() {
            return Ok(None);
        }
        self.replayed.replay(record, &statements).map(Some).map_err(|_| torn())
    }

    async fn chain(&self, record: RecordTag, reader: ReaderId) -> Result<Vec<wire::LoggedEntry>> {
        let rows = sqlx::query(
            "SELECT c.statement, c.leaf, s.sealed FROM chain c LEFT JOIN chain_sealed s
             ON s.record = c.record AND s.number = c.number AND s.reader = ?
             WHERE c.record = ? ORDER BY c.number",
        )
        .bind(reader.0.as_slice())
        .bind(record.0.as_slice())
        .fetch_all(&self.rows)
        .await?;
        rows.iter().map(|row| logged(row, reader)).collect()
    }

    async fn append_chain(&self, record: RecordTag, entry: &wire::Entry, beside: &Beside) -> Result<Appended> {
        let mut tx = self.write().await?;
        let mut state = replay(&mut tx, record).await?.filter(|state| !state.closed).ok_or(StoreError::Missing)?;
        state.apply(&entry.open).map_err(|_| StoreError::StaleChain)?;
        let key = sqlx::query("SELECT list_key FROM records WHERE record = ?")
            .bind(record.0.as_slice())
            .fetch_one(&mut *tx)
            .await?;
        let key = fixed(&key, "list_key", Digest::from_slice)?;
        let leaf = Leaf { place: places::place(&key, state.head.number), entry: state.head.hash };
        let leaf = log::append(&mut tx, &leaf).await.map_err(stale_chain)?;
        write_statement(&mut tx, record, state.head.number, entry, leaf).await?;
        sqlx::query("UPDATE records SET head_number = ?, head_hash = ?, closed = ? WHERE record = ?")
            .bind(signed(state.head.number)?)
            .bind(state.head.hash.0.as_slice())
            .bind(state.closed)
            .bind(record.0.as_slice())
            .execute(&mut *tx)
            .await?;
        bring(&mut tx, record, beside).await?;
        let mut appended = Appended { leaf, orphans: Vec::new(), uploads: Vec::new() };
        match context_of(&entry.open) {
            Closure::CONTEXT => appended.orphans = deposits::destroy(&mut tx, record).await?,
            Revocation::CONTEXT => {
                let removed = Signed::<Revocation>::parse(&entry.open).map_err(|_| StoreError::StaleChain)?.body.reader;
                appended.uploads = deposits::revoke(&mut tx, record, removed).await?;
            }
            _ => {}
        }
        tx.commit().await?;
        if state.closed {
            self.destroy_pad(record).await?;
        }
        // What was taken away is nowhere in the folder.
        if state.closed || context_of(&entry.open) == Revocation::CONTEXT {
            Self::settle(&self.rows).await?;
        }
        Ok(appended)
    }

    async fn pad(&self, record: RecordTag) -> Result<Option<Digest>> {
        self.get_pad(record).await
    }

    async fn reader_state(&self, record: RecordTag, reader: ReaderId) -> Result<Option<ReaderState>> {
        events::reader_state(&mut *self.rows.acquire().await?, record, reader).await
    }

    async fn append_event(&self, event: &EventRow) -> Result<u64> {
        let mut tx = self.write().await?;
        let leaf = events::append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn deposit(&self, event: &EventRow, deposit: &DepositRows) -> Result<u64> {
        let mut tx = self.write().await?;
        let leaf = events::append(&mut tx, event).await?;
        deposits::write(&mut tx, (event.record, event.reader), deposit).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn newest_version(&self, record: RecordTag, reader: ReaderId, document: DocumentId) -> Result<Option<u64>> {
        deposits::newest_version(&mut *self.rows.acquire().await?, record, reader, document).await
    }

    async fn labels(&self, record: RecordTag, reader: ReaderId) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)> {
        deposits::labels(&mut *self.rows.begin().await?, record, reader).await
    }

    async fn keys(
        &self,
        record: RecordTag,
        reader: ReaderId,
        documents: &[DocumentId],
    ) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)> {
        deposits::keys(&mut *self.rows.begin().await?, record, reader, documents).await
    }

    async fn access(&self, record: RecordTag) -> Result<Vec<(ReaderId, DocumentId)>> {
        deposits::access(&mut *self.rows.acquire().await?, record).await
    }

    async fn add_wraps(&self, record: RecordTag, head: Head, wraps: &DepositRows) -> Result<()> {
        let mut tx = self.write().await?;
        events::check_head(&mut tx, record, head).await?;
        deposits::add_wraps(&mut tx, record, wraps).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn may_fetch(&self, record: RecordTag, reader: ReaderId, body: &Digest) -> Result<Option<u64>> {
        deposits::may_fetch(&mut *self.rows.acquire().await?, record, reader, body).await
    }

    async fn journal(
        &self,
        record: RecordTag,
        reader: ReaderId,
        asking: ReaderId,
        from: u64,
    ) -> Result<Option<wire::JournalPage>> {
        events::journal(&mut *self.rows.begin().await?, record, reader, asking, from).await
    }
}

impl SqliteStore {
    async fn write_record(&self, new: &NewRecord) -> Result<u64> {
        let mut tx = self.write().await?;
        let leaf = Leaf { place: places::place(&new.list_key, 1), entry: new.hash };
        let leaf = log::append(&mut tx, &leaf).await?;
        sqlx::query("INSERT INTO records (record, list_key, head_number, head_hash, closed) VALUES (?, ?, 1, ?, 0)")
            .bind(new.record.0.as_slice())
            .bind(new.list_key.0.as_slice())
            .bind(new.hash.0.as_slice())
            .execute(&mut *tx)
            .await?;
        write_statement(&mut tx, new.record, 1, &new.genesis, leaf).await?;
        for (reader, list_key) in &new.readers {
            write_reader(&mut tx, new.record, *reader, list_key).await?;
        }
        tx.commit().await?;
        Ok(leaf)
    }
}

async fn write_reader(
    tx: &mut Transaction<'static, Sqlite>,
    record: RecordTag,
    reader: ReaderId,
    list_key: &Digest,
) -> Result<()> {
    sqlx::query("INSERT INTO readers (record, reader, list_key, counter, last_event) VALUES (?, ?, ?, 0, ?)")
        .bind(record.0.as_slice())
        .bind(reader.0.as_slice())
        .bind(list_key.0.as_slice())
        .bind(ZERO.0.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What a grant or an acceptance brings.
async fn bring(tx: &mut Transaction<'static, Sqlite>, record: RecordTag, beside: &Beside) -> Result<()> {
    match beside {
        Beside::Nothing => Ok(()),
        Beside::Grant(reader, item) => {
            // The key of its list is the member's to choose.
            write_reader(tx, record, *reader, &ZERO).await?;
            professionals::put_item(tx, item).await
        }
        Beside::Acceptance(reader, list_key) => {
            let done = sqlx::query("UPDATE readers SET list_key = ? WHERE record = ? AND reader = ? AND counter = 0")
                .bind(list_key.0.as_slice())
                .bind(record.0.as_slice())
                .bind(reader.0.as_slice())
                .execute(&mut **tx)
                .await?;
            if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::StaleChain) }
        }
    }
}

/// The chain is what counts: it is replayed, not remembered.
async fn replay(connection: &mut SqliteConnection, record: RecordTag) -> Result<Option<ChainState>> {
    let statements = statements(connection, record).await?;
    if statements.is_empty() {
        return Ok(None);
    }
    ChainState::replay(statements.iter().map(String::as_str)).map(Some).map_err(|_| torn())
}

async fn statements(connection: &mut SqliteConnection, record: RecordTag) -> Result<Vec<String>> {
    let statements = sqlx::query_scalar("SELECT statement FROM chain WHERE record = ? ORDER BY number")
        .bind(record.0.as_slice())
        .fetch_all(connection)
        .await?;
    Ok(statements)
}

fn torn() -> StoreError {
    StoreError::Engine("a stored chain does not replay".to_owned())
}

async fn write_statement(
    tx: &mut Transaction<'static, Sqlite>,
    record: RecordTag,
    number: u64,
    entry: &wire::Entry,
    leaf: u64,
) -> Result<()> {
    sqlx::query("INSERT INTO chain (record, number, statement, leaf) VALUES (?, ?, ?, ?)")
        .bind(record.0.as_slice())
        .bind(signed(number)?)
        .bind(&entry.open)
        .bind(signed(leaf)?)
        .execute(&mut **tx)
        .await?;
    for sealed in &entry.sealed {
        sqlx::query("INSERT INTO chain_sealed (record, number, reader, sealed) VALUES (?, ?, ?, ?)")
            .bind(record.0.as_slice())
            .bind(signed(number)?)
            .bind(sealed.reader.0.as_slice())
            .bind(&sealed.sealed.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// A statement with the sealed part of the reader who asks, if it has one.
pub(super) fn logged(row: &sqlx::sqlite::SqliteRow, reader: ReaderId) -> Result<wire::LoggedEntry> {
    let sealed: Option<Vec<u8>> = row.try_get("sealed")?;
    let sealed = sealed.map(|sealed| wire::SealedTo { reader, sealed: Bytes(sealed) }).into_iter().collect();
    Ok(wire::LoggedEntry { entry: wire::Entry { open: row.try_get("statement")?, sealed }, leaf: count(row, "leaf")? })
}

fn stale_chain(error: StoreError) -> StoreError {
    if matches!(error, StoreError::StaleNumber) { StoreError::StaleChain } else { error }
}
