//! The Merkle log's rows: a place is taken once, hashes are kept in storage order.

use async_trait::async_trait;
use scelle_protocol::Digest;
use scelle_verify::log::leaf_hash;
use sqlx::SqliteConnection;
use tlog_tiles::{Hash, stored_hash_index, stored_hashes_for_record_hash};

use super::{SqliteStore, StoreError, fixed, signed};
use crate::log::Shelf;
use crate::store::rows::Leaf;
use crate::store::{LogStore, Result};

/// Appends a leaf in the transaction of its entry.
pub(super) async fn append(connection: &mut SqliteConnection, leaf: &Leaf) -> Result<u64> {
    let size = size(connection).await?;
    sqlx::query("INSERT INTO log_places (place, leaf) VALUES (?, ?)")
        .bind(leaf.place.0.as_slice())
        .bind(signed(size)?)
        .execute(&mut *connection)
        .await?;
    let hash = Hash(leaf_hash(&leaf.place, &leaf.entry).0);
    let mut shelf = Shelf::default();
    let new = loop {
        let new = stored_hashes_for_record_hash(size, hash, &shelf)
            .map_err(|_| StoreError::Engine("the log's tree".to_owned()))?;
        let wanted = shelf.wanted();
        if wanted.is_empty() {
            break new;
        }
        let found = read(connection, &wanted).await?;
        shelf.fill(&wanted, &found);
    };
    for (position, hash) in (stored_hash_index(0, size)..).zip(new) {
        sqlx::query("INSERT INTO log_hashes (position, hash) VALUES (?, ?)")
            .bind(signed(position)?)
            .bind(hash.0.as_slice())
            .execute(&mut *connection)
            .await?;
    }
    Ok(size)
}

async fn size(connection: &mut SqliteConnection) -> Result<u64> {
    let size: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(leaf) + 1, 0) FROM log_places").fetch_one(connection).await?;
    u64::try_from(size).map_err(|_| StoreError::Engine("the log's size".to_owned()))
}

async fn read(connection: &mut SqliteConnection, positions: &[u64]) -> Result<Vec<Digest>> {
    let mut hashes = Vec::with_capacity(positions.len());
    for position in positions {
        let row = sqlx::query("SELECT hash FROM log_hashes WHERE position = ?")
            .bind(signed(*position)?)
            .fetch_one(&mut *connection)
            .await?;
        hashes.push(fixed(&row, "hash", Digest::from_slice)?);
    }
    Ok(hashes)
}

#[async_trait]
impl LogStore for SqliteStore {
    async fn log_size(&self) -> Result<u64> {
        size(&mut *self.rows.acquire().await?).await
    }

    async fn log_hashes(&self, indexes: &[u64]) -> Result<Vec<Digest>> {
        read(&mut *self.rows.acquire().await?, indexes).await
    }

    async fn keep_checkpoint(&self, size: u64, note: &str) -> Result<()> {
        sqlx::query("INSERT INTO checkpoints (size, note) VALUES (?, ?) ON CONFLICT (size) DO NOTHING")
            .bind(signed(size)?)
            .bind(note)
            .execute(&self.rows)
            .await?;
        Ok(())
    }
}
