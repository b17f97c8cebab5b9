//! The SQLite engine, encrypted at rest by SQLCipher: one file for rows, one for pads.
//! Write-ahead log, full synchronisation: what was answered is durable.

mod accounts;
mod deposits;
mod events;
mod log;
mod pads;
mod professionals;
mod records;
mod replayed;
mod uploads;

use async_trait::async_trait;
use scelle_protocol::Digest;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, Sqlite, SqlitePool, Transaction};
use std::path::Path;
use std::time::Duration;

use super::{Result, Store, StoreError};

/// The two files.
pub struct SqliteStore {
    rows: SqlitePool,
    pads: SqlitePool,
    replayed: replayed::Replayed,
}

impl SqliteStore {
    /// Opens the files in `folder`, or makes them. Neither grows beyond `pages`, where a test
    /// says how small the disk is.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the key is another, [`StoreError::Engine`].
    pub async fn open(folder: &Path, key: &[u8; 32], pages: Option<u32>) -> Result<Self> {
        hush().await?;
        let rows = open_file(options(&folder.join(ROWS), key, pages), 8).await?;
        let pads = open_file(options(&folder.join("pads.db"), key, pages), 2).await?;
        let scripts = [
            include_str!("../../../migrations/rows/0001_rows.sql"),
            include_str!("../../../migrations/rows/0002_circle.sql"),
        ];
        migrate(&rows, &scripts).await?;
        migrate(&pads, &[include_str!("../../../migrations/pads/0001_pads.sql")]).await?;
        Ok(Self { rows, pads, replayed: replayed::Replayed::default() })
    }

    /// A transaction that holds the write lock from its beginning.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.rows.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Empties the write-ahead log, so that what was deleted is nowhere in the folder.
    async fn settle(pool: &SqlitePool) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(pool).await?;
        Ok(())
    }
}

/// SQLCipher tells of keys and pages in plain lines on standard error, for the whole program. What
/// matters of that comes back as an error, and the log stays one JSON object a line.
async fn hush() -> Result<()> {
    let mut nowhere = SqliteConnectOptions::new().in_memory(true).connect().await?;
    sqlx::query("PRAGMA cipher_log_level = NONE").execute(&mut nowhere).await?;
    Ok(nowhere.close().await?)
}

async fn open_file(options: SqliteConnectOptions, connections: u32) -> Result<SqlitePool> {
    let pool = SqlitePoolOptions::new().max_connections(connections);
    // On a full disk SQLite ends the transaction by itself; the driver's own end of it then fails,
    // and it would take the connection's next transaction for a part of that one.
    let pool = pool.before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
    Ok(pool.connect_with(options).await?)
}

fn options(path: &Path, key: &[u8; 32], pages: Option<u32>) -> SqliteConnectOptions {
    let hex = data_encoding::HEXLOWER.encode(key);
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        // SQLCipher: a raw key, given before anything else is read.
        .pragma("key", format!("\"x'{hex}'\""))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .busy_timeout(Duration::from_secs(20))
        .disable_statement_logging();
    match pages {
        Some(pages) => options.pragma("max_page_count", pages.to_string()),
        None => options,
    }
}

/// Runs the scripts that the file has not seen; each sets `user_version`.
async fn migrate(pool: &SqlitePool, scripts: &[&'static str]) -> Result<()> {
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(pool).await?;
    let seen = usize::try_from(version).unwrap_or_default();
    for script in scripts.iter().skip(seen) {
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::raw_sql(*script).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

#[async_trait]
impl Store for SqliteStore {
    async fn ready(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.rows).await?;
        sqlx::query("SELECT 1").execute(&self.pads).await?;
        Ok(())
    }

    async fn mend(&self) -> Result<()> {
        self.drop_stray_pads().await
    }

    async fn close(&self) {
        self.rows.close().await;
        self.pads.close().await;
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default().into_owned();
                let number = code.parse::<u32>().unwrap_or_default();
                match number & 0xff {
                    SQLITE_FULL => Self::Full,
                    SQLITE_READONLY | SQLITE_CANTOPEN => Self::Disk(format!("sqlite code {code}")),
                    SQLITE_IOERR if !READS.contains(&number) => Self::Disk(format!("sqlite code {code}")),
                    SQLITE_NOTADB => Self::Key,
                    SQLITE_CONSTRAINT if error.is_unique_violation() => Self::StaleNumber,
                    // The code only: a message could quote a value.
                    _ => Self::Engine(format!("sqlite code {code}")),
                }
            }
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::PoolTimedOut => Self::Engine("no connection became free".to_owned()),
            sqlx::Error::PoolClosed => Self::Engine("the store is closed".to_owned()),
            sqlx::Error::Io(error) => Self::Engine(format!("file: {}", error.kind())),
            _ => Self::Engine("the driver failed".to_owned()),
        }
    }
}

/// A column that holds fixed bytes.
fn fixed<T>(
    row: &SqliteRow,
    column: &str,
    read: fn(&[u8]) -> std::result::Result<T, scelle_protocol::StatementError>,
) -> Result<T> {
    let bytes: Vec<u8> = row.try_get(column)?;
    read(&bytes).map_err(|_| StoreError::Engine("a row is not in the form".to_owned()))
}

/// A column that holds a count.
fn count(row: &SqliteRow, column: &str) -> Result<u64> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|_| StoreError::Engine("a row is not in the form".to_owned()))
}

/// A count as the engine keeps it.
fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StoreError::StaleNumber)
}

const ZERO: Digest = Digest([0; 32]);
/// The file of the rows, in the data directory.
pub(crate) const ROWS: &str = "rows.db";
const SQLITE_READONLY: u32 = 8;
const SQLITE_IOERR: u32 = 10;
/// Failures to read: what was kept is damaged, and later does not help.
const READS: [u32; 4] = [SQLITE_IOERR | 1 << 8, SQLITE_IOERR | 2 << 8, SQLITE_IOERR | 32 << 8, SQLITE_IOERR | 33 << 8];
const SQLITE_FULL: u32 = 13;
const SQLITE_CANTOPEN: u32 = 14;
const SQLITE_CONSTRAINT: u32 = 19;
const SQLITE_NOTADB: u32 = 26;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Uploads as _;
    use scelle_protocol::UploadId;

    #[tokio::test]
    async fn a_read_only_database_says_that_it_takes_no_writes_and_goes_on_reading() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = SqliteStore::open(folder.path(), &[1; 32], None).await.expect("opened");
        let read_only = options(&folder.path().join(ROWS), &[1; 32], None).pragma("query_only", "ON");
        store.rows = open_file(read_only, 8).await.expect("opened again");
        let upload = UploadId([1; 16]);
        assert!(matches!(store.drop_upload(upload).await, Err(StoreError::Disk(_))));
        assert!(store.upload(upload).await.expect("read").is_none());
        store.ready().await.expect("it answers");
    }
}
