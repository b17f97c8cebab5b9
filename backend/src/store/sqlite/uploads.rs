//! Uploads: which parts are durable.

use async_trait::async_trait;
use scelle_protocol::{Digest, ReaderId, RecordTag, Time, UploadId};
use sqlx::Row as _;

use super::{SqliteStore, StoreError, count, fixed, signed};
use crate::store::rows::UploadRow;
use crate::store::{Result, Uploads};

#[async_trait]
impl Uploads for SqliteStore {
    async fn begin_upload(&self, upload: &UploadRow) -> Result<()> {
        sqlx::query("INSERT INTO uploads (upload, record, reader, size, begun) VALUES (?, ?, ?, ?, ?)")
            .bind(upload.upload.0.as_slice())
            .bind(upload.record.0.as_slice())
            .bind(upload.reader.0.as_slice())
            .bind(signed(upload.size)?)
            .bind(signed(upload.begun.0)?)
            .execute(&self.rows)
            .await?;
        Ok(())
    }

    async fn count_uploads(&self, record: RecordTag, reader: ReaderId) -> Result<u64> {
        let row = sqlx::query("SELECT COUNT(*) AS uploads FROM uploads WHERE record = ? AND reader = ?")
            .bind(record.0.as_slice())
            .bind(reader.0.as_slice())
            .fetch_one(&self.rows)
            .await?;
        count(&row, "uploads")
    }

    async fn upload(&self, upload: UploadId) -> Result<Option<UploadRow>> {
        let row = sqlx::query("SELECT record, reader, size, begun FROM uploads WHERE upload = ?")
            .bind(upload.0.as_slice())
            .fetch_optional(&self.rows)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(UploadRow {
            upload,
            record: fixed(&row, "record", RecordTag::from_slice)?,
            reader: fixed(&row, "reader", ReaderId::from_slice)?,
            size: count(&row, "size")?,
            begun: Time(count(&row, "begun")?),
        }))
    }

    async fn part_arrived(&self, upload: UploadId, part: u64, hashes: &[Digest]) -> Result<()> {
        let hashes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
        let insert = "INSERT INTO upload_parts (upload, part, hashes) SELECT upload, ?, ? FROM uploads WHERE upload = ?
                      ON CONFLICT (upload, part) DO NOTHING";
        sqlx::query(insert).bind(signed(part)?).bind(hashes).bind(upload.0.as_slice()).execute(&self.rows).await?;
        Ok(())
    }

    async fn parts(&self, upload: UploadId) -> Result<Vec<(u64, Vec<Digest>)>> {
        let rows = sqlx::query("SELECT part, hashes FROM upload_parts WHERE upload = ? ORDER BY part")
            .bind(upload.0.as_slice())
            .fetch_all(&self.rows)
            .await?;
        let torn = |_| StoreError::Engine("a row is not in the form".to_owned());
        rows.iter()
            .map(|row| {
                let hashes: Vec<u8> = row.try_get("hashes")?;
                let hashes = hashes.chunks(Digest::LEN).map(Digest::from_slice).collect::<std::result::Result<_, _>>();
                Ok((count(row, "part")?, hashes.map_err(torn)?))
            })
            .collect()
    }

    async fn drop_upload(&self, upload: UploadId) -> Result<()> {
        sqlx::query("DELETE FROM uploads WHERE upload = ?").bind(upload.0.as_slice()).execute(&self.rows).await?;
        Ok(())
    }

    async fn uploads_before(&self, second: u64) -> Result<Vec<UploadId>> {
        let rows = sqlx::query("SELECT upload FROM uploads WHERE begun < ?")
            .bind(signed(second)?)
            .fetch_all(&self.rows)
            .await?;
        rows.iter().map(|row| fixed(row, "upload", UploadId::from_slice)).collect()
    }

    async fn is_body(&self, address: &Digest) -> Result<bool> {
        let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM versions WHERE body = ? LIMIT 1")
            .bind(address.0.as_slice())
            .fetch_optional(&self.rows)
            .await?;
        Ok(found.is_some())
    }
}
