//! Professionals, their bindings, and the parcels that wait for them.

use async_trait::async_trait;
use scelle_protocol::{AccountId, Bytes, Digest, EntryId, PublicKey, wire};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite, Transaction};

use super::{SqliteStore, StoreError, accounts, count, fixed, log, signed};
use crate::store::rows::{BindingRow, InboxRow, NewAccount, Professional};
use crate::store::{Professionals, Result};

#[async_trait]
impl Professionals for SqliteStore {
    async fn open_professional(&self, new: &NewAccount, binding: &BindingRow) -> Result<u64> {
        let mut tx = self.write().await?;
        accounts::write_account(&mut tx, new).await?;
        sqlx::query(
            "INSERT INTO professionals (id_nat, account, identity_sign, name, profession, practice, searched, number,
             hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&binding.id_nat)
        .bind(new.account.0.as_slice())
        .bind(new.keys.0.0.as_slice())
        .bind(&binding.name)
        .bind(i64::from(binding.profession))
        .bind(&binding.practice)
        .bind(&binding.searched)
        .bind(signed(binding.number)?)
        .bind(binding.hash.0.as_slice())
        .execute(&mut *tx)
        .await?;
        let leaf = write_binding(&mut tx, binding).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn add_binding(&self, binding: &BindingRow, previous: Digest) -> Result<u64> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE professionals SET name = ?, profession = ?, practice = ?, searched = ?, number = ?, hash = ?
             WHERE id_nat = ? AND number = ? AND hash = ?",
        )
        .bind(&binding.name)
        .bind(i64::from(binding.profession))
        .bind(&binding.practice)
        .bind(&binding.searched)
        .bind(signed(binding.number)?)
        .bind(binding.hash.0.as_slice())
        .bind(&binding.id_nat)
        .bind(signed(binding.number)? - 1)
        .bind(previous.0.as_slice())
        .execute(&mut *tx)
        .await?;
        accounts::only_one(done.rows_affected())?;
        let leaf = write_binding(&mut tx, binding).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn professional(&self, id_nat: &str) -> Result<Option<Professional>> {
        let row =
            sqlx::query("SELECT * FROM professionals WHERE id_nat = ?").bind(id_nat).fetch_optional(&self.rows).await?;
        row.map(|row| professional(&row)).transpose()
    }

    async fn professional_of(&self, identity: PublicKey) -> Result<Option<Professional>> {
        let row = sqlx::query("SELECT * FROM professionals WHERE identity_sign = ?")
            .bind(identity.0.as_slice())
            .fetch_optional(&self.rows)
            .await?;
        row.map(|row| professional(&row)).transpose()
    }

    async fn newest_binding(&self, id_nat: &str) -> Result<Option<(wire::NewBinding, u64)>> {
        let row = sqlx::query("SELECT * FROM bindings WHERE id_nat = ? ORDER BY number DESC LIMIT 1")
            .bind(id_nat)
            .fetch_optional(&self.rows)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let binding = wire::NewBinding {
            statement: row.try_get("statement")?,
            certificate: Bytes(row.try_get("certificate")?),
            ocsp: Bytes(row.try_get("ocsp")?),
        };
        Ok(Some((binding, count(&row, "leaf")?)))
    }

    async fn search(&self, words: &[String], most: u32) -> Result<Vec<wire::DirectoryRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT id_nat, name, profession, practice FROM professionals");
        for (at, word) in words.iter().enumerate() {
            query.push(if at == 0 { " WHERE instr(searched, " } else { " AND instr(searched, " });
            query.push_bind(word).push(") > 0");
        }
        query.push(" ORDER BY searched LIMIT ").push_bind(i64::from(most));
        let rows = query.build().fetch_all(&self.rows).await?;
        let rows = rows.iter().map(|row| {
            let profession: i64 = row.try_get("profession")?;
            Ok(wire::DirectoryRow {
                id_nat: row.try_get("id_nat")?,
                name: row.try_get("name")?,
                profession: u32::try_from(profession).unwrap_or_default(),
                practice: row.try_get("practice")?,
            })
        });
        rows.collect()
    }

    async fn inbox(&self, tag: &Digest, after: Option<EntryId>) -> Result<Vec<wire::InboxItem>> {
        // In the order of random ids: the order of arrival is nobody's business.
        let rows = sqlx::query("SELECT item, parcel FROM inbox WHERE tag = ? AND item > ? ORDER BY item LIMIT ?")
            .bind(tag.0.as_slice())
            .bind(after.as_ref().map_or(&[][..], |item| item.0.as_slice()))
            .bind(PAGE)
            .fetch_all(&self.rows)
            .await?;
        let items = rows.iter().map(|row| {
            let parcel: Vec<u8> = row.try_get("parcel")?;
            Ok(wire::InboxItem { id: fixed(row, "item", EntryId::from_slice)?, parcel: Bytes(parcel) })
        });
        items.collect()
    }

    async fn drop_item(&self, tag: &Digest, item: EntryId) -> Result<()> {
        let done = sqlx::query("DELETE FROM inbox WHERE item = ? AND tag = ?")
            .bind(item.0.as_slice())
            .bind(tag.0.as_slice())
            .execute(&self.rows)
            .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }
}

/// Puts a parcel down, in the transaction of its grant.
pub(super) async fn put_item(tx: &mut Transaction<'static, Sqlite>, item: &InboxRow) -> Result<()> {
    sqlx::query("INSERT INTO inbox (item, tag, parcel) VALUES (?, ?, ?)")
        .bind(item.item.0.as_slice())
        .bind(item.tag.0.as_slice())
        .bind(&item.parcel.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn write_binding(tx: &mut Transaction<'static, Sqlite>, binding: &BindingRow) -> Result<u64> {
    let leaf = log::append(tx, &binding.leaf).await?;
    sqlx::query(
        "INSERT INTO bindings (id_nat, number, statement, certificate, ocsp, hash, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&binding.id_nat)
    .bind(signed(binding.number)?)
    .bind(&binding.binding.statement)
    .bind(&binding.binding.certificate.0)
    .bind(&binding.binding.ocsp.0)
    .bind(binding.hash.0.as_slice())
    .bind(signed(leaf)?)
    .execute(&mut **tx)
    .await?;
    Ok(leaf)
}

fn professional(row: &SqliteRow) -> Result<Professional> {
    Ok(Professional {
        id_nat: row.try_get("id_nat")?,
        account: fixed(row, "account", AccountId::from_slice)?,
        identity_sign: fixed(row, "identity_sign", PublicKey::from_slice)?,
        number: count(row, "number")?,
        hash: fixed(row, "hash", Digest::from_slice)?,
    })
}

/// Parcels in one answer: some megabytes at the largest.
const PAGE: i64 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_inbox_comes_in_pages_with_everything_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path(), &[1; 32], None).await.expect("opened");
        let (own, other) = (Digest([1; 32]), Digest([2; 32]));
        let mut tx = store.write().await.expect("begun");
        for n in 0..=u8::try_from(2 * PAGE).expect("small") {
            for (tag, last) in [(own, 0), (other, 1)] {
                let mut item = EntryId([n; 16]);
                item.0[15] = last;
                put_item(&mut tx, &InboxRow { item, tag, parcel: Bytes(vec![n]) }).await.expect("written");
            }
        }
        tx.commit().await.expect("written");
        let (mut seen, mut sizes) = (Vec::new(), Vec::new());
        loop {
            let page = store.inbox(&own, seen.last().copied()).await.expect("read");
            sizes.push(page.len());
            if page.is_empty() {
                break;
            }
            seen.extend(page.into_iter().map(|item| item.id));
        }
        assert_eq!(sizes, [100, 100, 1, 0]);
        assert!(seen.is_sorted_by(|a, b| a.0 < b.0) && seen.iter().all(|item| item.0[15] == 0));
    }
}
