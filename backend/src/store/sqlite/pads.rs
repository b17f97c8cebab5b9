//! The pads' own file. Written before its record, deleted after its closure: a crash between
//! the two leaves a pad too many, which the next start deletes.

use scelle_protocol::{Digest, RecordTag};

use super::{SqliteStore, fixed};
use crate::store::Result;

impl SqliteStore {
    pub(super) async fn put_pad(&self, record: RecordTag, pad: &Digest) -> Result<()> {
        sqlx::query("INSERT INTO pads (record, pad) VALUES (?, ?)")
            .bind(record.0.as_slice())
            .bind(pad.0.as_slice())
            .execute(&self.pads)
            .await?;
        Ok(())
    }

    pub(super) async fn get_pad(&self, record: RecordTag) -> Result<Option<Digest>> {
        let row = sqlx::query("SELECT pad FROM pads WHERE record = ?")
            .bind(record.0.as_slice())
            .fetch_optional(&self.pads)
            .await?;
        row.map(|row| fixed(&row, "pad", Digest::from_slice)).transpose()
    }

    pub(super) async fn destroy_pad(&self, record: RecordTag) -> Result<()> {
        sqlx::query("DELETE FROM pads WHERE record = ?").bind(record.0.as_slice()).execute(&self.pads).await?;
        Self::settle(&self.pads).await
    }

    pub(super) async fn drop_stray_pads(&self) -> Result<()> {
        let rows = sqlx::query("SELECT record FROM pads").fetch_all(&self.pads).await?;
        for row in rows {
            let record = fixed(&row, "record", RecordTag::from_slice)?;
            let open: Option<i64> = sqlx::query_scalar("SELECT 1 FROM records WHERE record = ? AND closed = 0")
                .bind(record.0.as_slice())
                .fetch_optional(&self.rows)
                .await?;
            if open.is_none() {
                self.destroy_pad(record).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store as _;

    #[tokio::test]
    async fn a_pad_whose_record_never_came_is_gone_after_mending() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path(), &[1; 32], None).await.expect("opens");
        let record = RecordTag([2; 16]);
        store.put_pad(record, &Digest([3; 32])).await.expect("put");
        store.mend().await.expect("mended");
        assert_eq!(store.get_pad(record).await.expect("read"), None);
    }

    #[tokio::test]
    async fn another_key_opens_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        SqliteStore::open(folder.path(), &[1; 32], None).await.expect("opens").close().await;
        let other = SqliteStore::open(folder.path(), &[2; 32], None).await;
        assert!(matches!(other, Err(crate::store::StoreError::Key)));
        assert!(SqliteStore::open(folder.path(), &[1; 32], None).await.is_ok());
    }
}
