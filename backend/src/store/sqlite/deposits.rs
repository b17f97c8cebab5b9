//! Documents: versions, batches, labels, keys; and their end with the record.

use scelle_protocol::{BatchId, Bytes, Digest, DocumentId, ReaderId, RecordTag, UploadId, wire};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite, SqliteConnection, Transaction};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{StoreError, count, fixed, signed};
use crate::store::Result;
use crate::store::rows::DepositRows;

/// Writes what a deposit brings, in the transaction of its event.
pub(super) async fn write(
    tx: &mut Transaction<'static, Sqlite>,
    (record, author): (RecordTag, ReaderId),
    new: &DepositRows,
) -> Result<()> {
    for document in &new.documents {
        check_next(tx, (record, author), document, new.by_holder).await?;
        write_version(tx, (record, author), document).await?;
    }
    write_batches(tx, record, new).await?;
    let label = "INSERT INTO labels (record, reader, document, version, batch, sealed) VALUES (?, ?, ?, ?, ?, ?)";
    let key = "INSERT INTO keys (record, reader, document, version, batch, sealed) VALUES (?, ?, ?, ?, ?, ?)";
    write_wraps(tx, record, label, &new.labels).await?;
    write_wraps(tx, record, key, &new.keys).await
}

/// Writes what a holder seals for further readers of versions that are still the newest.
pub(super) async fn add_wraps(
    tx: &mut Transaction<'static, Sqlite>,
    record: RecordTag,
    new: &DepositRows,
) -> Result<()> {
    for key in &new.keys {
        let newest: Option<i64> =
            sqlx::query_scalar("SELECT MAX(version) FROM versions WHERE record = ? AND document = ?")
                .bind(record.0.as_slice())
                .bind(key.document.0.as_slice())
                .fetch_one(&mut **tx)
                .await?;
        match newest {
            None => return Err(StoreError::Missing),
            Some(newest) if newest != signed(key.version)? => return Err(StoreError::StaleNumber),
            Some(_) => {}
        }
    }
    write_batches(tx, record, new).await?;
    let label = "INSERT INTO labels (record, reader, document, version, batch, sealed) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (record, reader, document, version) DO UPDATE SET batch = excluded.batch, sealed = excluded.sealed";
    let key = "INSERT INTO keys (record, reader, document, version, batch, sealed) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (record, reader, document, version) DO UPDATE SET batch = excluded.batch, sealed = excluded.sealed";
    write_wraps(tx, record, label, &new.labels).await?;
    write_wraps(tx, record, key, &new.keys).await?;
    for reader in new.batches.iter().map(|(_, reader, _)| *reader).collect::<BTreeSet<_>>() {
        drop_unused_batches(tx, record, reader).await?;
    }
    Ok(())
}

async fn drop_unused_batches(tx: &mut Transaction<'static, Sqlite>, record: RecordTag, reader: ReaderId) -> Result<()> {
    sqlx::query(
        "DELETE FROM batches WHERE record = ?1 AND reader = ?2
         AND batch NOT IN (SELECT batch FROM labels WHERE record = ?1 AND reader = ?2)
         AND batch NOT IN (SELECT batch FROM keys WHERE record = ?1 AND reader = ?2)",
    )
    .bind(record.0.as_slice())
    .bind(reader.0.as_slice())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn write_batches(tx: &mut Transaction<'static, Sqlite>, record: RecordTag, new: &DepositRows) -> Result<()> {
    for (batch, reader, sealed) in &new.batches {
        sqlx::query("INSERT INTO batches (record, batch, reader, statement, sealing) VALUES (?, ?, ?, ?, ?)")
            .bind(record.0.as_slice())
            .bind(batch.0.as_slice())
            .bind(reader.0.as_slice())
            .bind(&sealed.statement)
            .bind(&sealed.sealing.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn write_wraps(
    tx: &mut Transaction<'static, Sqlite>,
    record: RecordTag,
    insert: &'static str,
    wraps: &[wire::Wrap],
) -> Result<()> {
    for wrap in wraps {
        sqlx::query(insert)
            .bind(record.0.as_slice())
            .bind(wrap.reader.0.as_slice())
            .bind(wrap.document.0.as_slice())
            .bind(signed(wrap.version)?)
            .bind(wrap.batch.0.as_slice())
            .bind(&wrap.sealed.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The next version, or nothing. Only its author makes the next one of a document; to anybody else there
/// is one answer, whichever versions there are that they were not given.
async fn check_next(
    tx: &mut Transaction<'static, Sqlite>,
    (record, author): (RecordTag, ReaderId),
    new: &wire::NewVersion,
    by_holder: bool,
) -> Result<()> {
    let last = sqlx::query(
        "SELECT version, author FROM versions WHERE record = ? AND document = ? ORDER BY version DESC LIMIT 1",
    )
    .bind(record.0.as_slice())
    .bind(new.document.0.as_slice())
    .fetch_optional(&mut **tx)
    .await?;
    let version = last.as_ref().map_or(Ok(0), |row| count(row, "version"))?;
    let of: Option<Vec<u8>> = last.map(|row| row.try_get("author")).transpose()?.flatten();
    let own = of.map_or(by_holder, |of| of == author.0.as_slice());
    if version > 0 && !own {
        return Err(StoreError::Missing);
    }
    if new.version == version + 1 { Ok(()) } else { Err(StoreError::StaleNumber) }
}

async fn write_version(
    tx: &mut Transaction<'static, Sqlite>,
    (record, author): (RecordTag, ReaderId),
    new: &wire::NewVersion,
) -> Result<()> {
    sqlx::query("INSERT INTO versions (record, document, version, body, size, author) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(record.0.as_slice())
        .bind(new.document.0.as_slice())
        .bind(signed(new.version)?)
        .bind(new.body.0.as_slice())
        .bind(signed(new.size)?)
        .bind(author.0.as_slice())
        .execute(&mut **tx)
        .await?;
    let dropped =
        sqlx::query("DELETE FROM uploads WHERE upload = ?").bind(new.upload.0.as_slice()).execute(&mut **tx).await?;
    if dropped.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Missing) }
}

pub(super) async fn newest_version(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
    document: DocumentId,
) -> Result<Option<u64>> {
    let newest: Option<i64> =
        sqlx::query_scalar("SELECT MAX(version) FROM keys WHERE record = ? AND reader = ? AND document = ?")
            .bind(record.0.as_slice())
            .bind(reader.0.as_slice())
            .bind(document.0.as_slice())
            .fetch_one(connection)
            .await?;
    Ok(newest.and_then(|version| u64::try_from(version).ok()))
}

pub(super) async fn labels(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)> {
    // One statement for both: ten thousand documents may have ten thousand batches.
    let rows = sqlx::query(
        "SELECT l.document, l.version, l.batch, l.sealed, b.statement, b.sealing
         FROM labels AS l LEFT JOIN batches AS b ON b.record = l.record AND b.batch = l.batch
         WHERE l.record = ? AND l.reader = ? AND l.version =
         (SELECT MAX(version) FROM labels WHERE record = l.record AND reader = l.reader AND document = l.document)",
    )
    .bind(record.0.as_slice())
    .bind(reader.0.as_slice())
    .fetch_all(connection)
    .await?;
    let (mut batches, mut labels) = (BTreeMap::new(), Vec::with_capacity(rows.len()));
    for row in &rows {
        let label = wrap(row, reader)?;
        if let Entry::Vacant(place) = batches.entry(label.batch) {
            place.insert(sealed_batch(row)?);
        }
        labels.push(label);
    }
    Ok((batches.into_values().collect(), labels))
}

pub(super) async fn keys(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
    documents: &[DocumentId],
) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)> {
    let mut rows = Vec::new();
    for document in documents {
        let found = sqlx::query(
            "SELECT document, version, batch, sealed FROM keys WHERE record = ? AND reader = ? AND document = ?",
        )
        .bind(record.0.as_slice())
        .bind(reader.0.as_slice())
        .bind(document.0.as_slice())
        .fetch_all(&mut *connection)
        .await?;
        if found.is_empty() {
            return Err(StoreError::Missing);
        }
        rows.extend(found);
    }
    with_batches(connection, record, reader, &rows).await
}

async fn with_batches(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
    rows: &[SqliteRow],
) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)> {
    let wraps = rows.iter().map(|row| wrap(row, reader)).collect::<Result<Vec<_>>>()?;
    let named: BTreeSet<BatchId> = wraps.iter().map(|wrap| wrap.batch).collect();
    let mut batches = Vec::with_capacity(named.len());
    for batch in named {
        let row = sqlx::query("SELECT statement, sealing FROM batches WHERE record = ? AND batch = ?")
            .bind(record.0.as_slice())
            .bind(batch.0.as_slice())
            .fetch_one(&mut *connection)
            .await?;
        batches.push(sealed_batch(&row)?);
    }
    Ok((batches, wraps))
}

fn sealed_batch(row: &SqliteRow) -> Result<wire::SealedBatch> {
    let sealing: Vec<u8> = row.try_get("sealing")?;
    Ok(wire::SealedBatch { statement: row.try_get("statement")?, sealing: Bytes(sealing) })
}

fn wrap(row: &SqliteRow, reader: ReaderId) -> Result<wire::Wrap> {
    let sealed: Vec<u8> = row.try_get("sealed")?;
    Ok(wire::Wrap {
        document: fixed(row, "document", DocumentId::from_slice)?,
        version: count(row, "version")?,
        reader,
        batch: fixed(row, "batch", BatchId::from_slice)?,
        sealed: Bytes(sealed),
    })
}

pub(super) async fn may_fetch(
    connection: &mut SqliteConnection,
    record: RecordTag,
    reader: ReaderId,
    body: &Digest,
) -> Result<Option<u64>> {
    let found = sqlx::query(
        "SELECT v.size FROM versions v JOIN keys k ON k.record = v.record AND k.document = v.document
         AND k.version = v.version AND k.reader = ? WHERE v.body = ? AND v.record = ? LIMIT 1",
    )
    .bind(reader.0.as_slice())
    .bind(body.0.as_slice())
    .bind(record.0.as_slice())
    .fetch_optional(connection)
    .await?;
    found.map(|row| count(&row, "size")).transpose()
}

/// Destroys keys, labels, batches, uploads and versions of a record, keys first; the addresses
/// of the bodies that nothing names any more.
pub(super) async fn destroy(tx: &mut Transaction<'static, Sqlite>, record: RecordTag) -> Result<Vec<Digest>> {
    let rows = sqlx::query(
        "SELECT DISTINCT body FROM versions v WHERE record = ?1 AND NOT EXISTS
         (SELECT 1 FROM versions o WHERE o.body = v.body AND o.record <> ?1)",
    )
    .bind(record.0.as_slice())
    .fetch_all(&mut **tx)
    .await?;
    for delete in [
        "DELETE FROM keys WHERE record = ?",
        "DELETE FROM labels WHERE record = ?",
        "DELETE FROM batches WHERE record = ?",
        "DELETE FROM versions WHERE record = ?",
        "DELETE FROM uploads WHERE record = ?",
    ] {
        sqlx::query(delete).bind(record.0.as_slice()).execute(&mut **tx).await?;
    }
    rows.iter().map(|row| fixed(row, "body", Digest::from_slice)).collect()
}

/// Takes from a reader who was removed what it could still ask for: keys first. Its journal stays.
pub(super) async fn revoke(
    tx: &mut Transaction<'static, Sqlite>,
    record: RecordTag,
    reader: ReaderId,
) -> Result<Vec<UploadId>> {
    let uploads = sqlx::query("SELECT upload FROM uploads WHERE record = ? AND reader = ?")
        .bind(record.0.as_slice())
        .bind(reader.0.as_slice())
        .fetch_all(&mut **tx)
        .await?;
    for delete in [
        "DELETE FROM keys WHERE record = ? AND reader = ?",
        "DELETE FROM labels WHERE record = ? AND reader = ?",
        "DELETE FROM batches WHERE record = ? AND reader = ?",
        "DELETE FROM uploads WHERE record = ? AND reader = ?",
    ] {
        sqlx::query(delete).bind(record.0.as_slice()).bind(reader.0.as_slice()).execute(&mut **tx).await?;
    }
    uploads.iter().map(|row| fixed(row, "upload", UploadId::from_slice)).collect()
}

pub(super) async fn access(
    connection: &mut SqliteConnection,
    record: RecordTag,
) -> Result<Vec<(ReaderId, DocumentId)>> {
    let rows = sqlx::query("SELECT DISTINCT reader, document FROM keys WHERE record = ? ORDER BY reader, document")
        .bind(record.0.as_slice())
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| Ok((fixed(row, "reader", ReaderId::from_slice)?, fixed(row, "document", DocumentId::from_slice)?)))
        .collect()
}
