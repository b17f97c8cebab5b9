//! Accounts, devices, openers, vaults.

use async_trait::async_trait;
use scelle_protocol::{AccountId, Bytes, CertificateHash, Digest, EntryId, PublicKey, SealKey, wire};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite, SqliteConnection, Transaction};

use super::{SqliteStore, StoreError, count, events, fixed, log, signed};
use crate::store::rows::{Account, Device, EventRow, ListHead, NewAccount, OpenerChange, VaultChange};
use crate::store::{Accounts, Result};

#[async_trait]
impl Accounts for SqliteStore {
    async fn open_account(&self, new: &NewAccount) -> Result<()> {
        let mut tx = self.write().await?;
        write_account(&mut tx, new).await?;
        Ok(tx.commit().await?)
    }

    async fn account(&self, account: AccountId) -> Result<Option<Account>> {
        let row = sqlx::query("SELECT * FROM accounts WHERE account = ?")
            .bind(account.0.as_slice())
            .fetch_optional(&self.rows)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Account {
            identity_sign: fixed(&row, "identity_sign", PublicKey::from_slice)?,
            identity_seal: fixed(&row, "identity_seal", SealKey::from_slice)?,
            kit_login: kit_login(&row)?,
            openers: ListHead {
                number: count(&row, "opener_number")?,
                hash: fixed(&row, "opener_hash", Digest::from_slice)?,
                list: fixed(&row, "opener_list", Digest::from_slice)?,
            },
            vault: ListHead {
                number: count(&row, "vault_number")?,
                hash: fixed(&row, "vault_hash", Digest::from_slice)?,
                list: fixed(&row, "vault_list", Digest::from_slice)?,
            },
        }))
    }

    async fn device(&self, certificate: CertificateHash) -> Result<Option<Device>> {
        let row = sqlx::query("SELECT * FROM devices WHERE certificate = ?")
            .bind(certificate.0.as_slice())
            .fetch_optional(&self.rows)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Device {
            certificate,
            account: fixed(&row, "account", AccountId::from_slice)?,
            login_tag: fixed(&row, "login_tag", Digest::from_slice)?,
            der: row.try_get("der")?,
            registration: row.try_get("registration")?,
        }))
    }

    async fn certificates(&self, account: AccountId) -> Result<Vec<CertificateHash>> {
        let rows = sqlx::query("SELECT certificate FROM devices WHERE account = ?")
            .bind(account.0.as_slice())
            .fetch_all(&self.rows)
            .await?;
        rows.iter().map(|row| fixed(row, "certificate", CertificateHash::from_slice)).collect()
    }

    async fn openers(&self, account: AccountId) -> Result<Option<wire::Openers>> {
        let mut tx = self.rows.begin().await?;
        let row = sqlx::query("SELECT opener_table, opener_leaf FROM accounts WHERE account = ?")
            .bind(account.0.as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let openers = sqlx::query_scalar("SELECT statement FROM openers WHERE account = ? ORDER BY opener")
            .bind(account.0.as_slice())
            .fetch_all(&mut *tx)
            .await?;
        Ok(Some(wire::Openers { table: row.try_get("opener_table")?, leaf: count(&row, "opener_leaf")?, openers }))
    }

    async fn change_openers(&self, change: &OpenerChange) -> Result<u64> {
        let mut tx = self.write().await?;
        let leaf = write_table(&mut tx, change).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn tell_openers(&self, change: &OpenerChange, event: &EventRow) -> Result<(u64, u64)> {
        let mut tx = self.write().await?;
        let leaf = write_table(&mut tx, change).await?;
        let told = events::append(&mut tx, event).await?;
        tx.commit().await?;
        Ok((leaf, told))
    }

    async fn vault(&self, account: AccountId) -> Result<Option<wire::Vault>> {
        let mut tx = self.rows.begin().await?;
        let row = sqlx::query("SELECT vault_version, vault_leaf FROM accounts WHERE account = ?")
            .bind(account.0.as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let entries = sqlx::query("SELECT entry, sealed FROM vault_entries WHERE account = ? ORDER BY number, entry")
            .bind(account.0.as_slice())
            .fetch_all(&mut *tx)
            .await?;
        let entries = entries.iter().map(|row| {
            let sealed: Vec<u8> = row.try_get("sealed")?;
            Ok(wire::VaultEntry { id: fixed(row, "entry", EntryId::from_slice)?, sealed: Bytes(sealed) })
        });
        let entries = entries.collect::<Result<_>>()?;
        Ok(Some(wire::Vault { version: row.try_get("vault_version")?, leaf: count(&row, "vault_leaf")?, entries }))
    }

    async fn change_vault(&self, change: &VaultChange) -> Result<u64> {
        let mut tx = self.write().await?;
        let leaf = log::append(&mut tx, &change.leaf).await?;
        let done = sqlx::query(
            "UPDATE accounts SET vault_version = ?, vault_number = ?, vault_hash = ?, vault_leaf = ?
             WHERE account = ? AND vault_number = ? AND vault_hash = ?",
        )
        .bind(&change.version)
        .bind(signed(change.head.number)?)
        .bind(change.head.hash.0.as_slice())
        .bind(signed(leaf)?)
        .bind(change.account.0.as_slice())
        .bind(signed(change.head.number)? - 1)
        .bind(change.previous.0.as_slice())
        .execute(&mut *tx)
        .await?;
        only_one(done.rows_affected())?;
        write_entries(&mut tx, change).await?;
        tx.commit().await?;
        Ok(leaf)
    }

    async fn close_account(&self, account: AccountId) -> Result<()> {
        let mut tx = self.write().await?;
        let done =
            sqlx::query("DELETE FROM accounts WHERE account = ?").bind(account.0.as_slice()).execute(&mut *tx).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing);
        }
        tx.commit().await?;
        Self::settle(&self.rows).await
    }
}

/// Writes a whole account; a professional's with what else it is, in one transaction.
pub(super) async fn write_account(tx: &mut Transaction<'static, Sqlite>, new: &NewAccount) -> Result<()> {
    let opener_leaf = log::append(tx, &new.openers.leaf).await?;
    let vault_leaf = log::append(tx, &new.vault.leaf).await?;
    let (openers, vault) = (&new.openers, &new.vault);
    sqlx::query(
        "INSERT INTO accounts (account, statement, identity_sign, identity_seal, kit_login,
         opener_table, opener_number, opener_hash, opener_list, opener_leaf,
         vault_version, vault_number, vault_hash, vault_list, vault_leaf)
         VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 1, ?, ?, ?)",
    )
    .bind(new.account.0.as_slice())
    .bind(&new.statement)
    .bind(new.keys.0.0.as_slice())
    .bind(new.keys.1.0.as_slice())
    .bind(new.keys.2.as_ref().map_or(&[][..], |key| key.0.as_slice()))
    .bind(&openers.table)
    .bind(openers.head.hash.0.as_slice())
    .bind(openers.head.list.0.as_slice())
    .bind(signed(opener_leaf)?)
    .bind(&vault.version)
    .bind(vault.head.hash.0.as_slice())
    .bind(vault.head.list.0.as_slice())
    .bind(signed(vault_leaf)?)
    .execute(&mut **tx)
    .await?;
    write_openers(tx, openers).await?;
    write_entries(tx, vault).await
}

async fn write_table(tx: &mut Transaction<'static, Sqlite>, change: &OpenerChange) -> Result<u64> {
    let leaf = log::append(tx, &change.leaf).await?;
    let done = sqlx::query(
        "UPDATE accounts SET opener_table = ?, opener_number = ?, opener_hash = ?, opener_leaf = ?,
             kit_login = coalesce(?, kit_login)
             WHERE account = ? AND opener_number = ? AND opener_hash = ?",
    )
    .bind(&change.table)
    .bind(signed(change.head.number)?)
    .bind(change.head.hash.0.as_slice())
    .bind(signed(leaf)?)
    .bind(change.kit_login.as_ref().map(|key| key.0.as_slice()))
    .bind(change.account.0.as_slice())
    .bind(signed(change.head.number)? - 1)
    .bind(change.previous.0.as_slice())
    .execute(&mut **tx)
    .await?;
    only_one(done.rows_affected())?;
    sqlx::query("DELETE FROM openers WHERE account = ?").bind(change.account.0.as_slice()).execute(&mut **tx).await?;
    for certificate in &change.remove {
        sqlx::query("DELETE FROM devices WHERE certificate = ? AND account = ?")
            .bind(certificate.0.as_slice())
            .bind(change.account.0.as_slice())
            .execute(&mut **tx)
            .await?;
    }
    write_openers(tx, change).await?;
    Ok(leaf)
}

async fn write_openers(tx: &mut Transaction<'static, Sqlite>, change: &OpenerChange) -> Result<()> {
    for opener in &change.openers {
        sqlx::query("INSERT INTO openers (account, opener, statement) VALUES (?, ?, ?)")
            .bind(change.account.0.as_slice())
            .bind(opener.opener.0.as_slice())
            .bind(&opener.text)
            .execute(&mut **tx)
            .await?;
    }
    if let Some(device) = &change.add {
        write_device(tx, device).await?;
    }
    Ok(())
}

async fn write_device(connection: &mut SqliteConnection, device: &Device) -> Result<()> {
    sqlx::query("INSERT INTO devices (certificate, account, login_tag, der, registration) VALUES (?, ?, ?, ?, ?)")
        .bind(device.certificate.0.as_slice())
        .bind(device.account.0.as_slice())
        .bind(device.login_tag.0.as_slice())
        .bind(&device.der)
        .bind(&device.registration)
        .execute(connection)
        .await?;
    Ok(())
}

async fn write_entries(tx: &mut Transaction<'static, Sqlite>, change: &VaultChange) -> Result<()> {
    for entry in &change.entries {
        // A tombstone is for good.
        let done = sqlx::query(
            "INSERT INTO vault_entries (account, entry, number, sealed) VALUES (?, ?, ?, ?)
             ON CONFLICT (account, entry) DO UPDATE SET sealed = excluded.sealed, number = excluded.number
             WHERE length(vault_entries.sealed) > 0",
        )
        .bind(change.account.0.as_slice())
        .bind(entry.id.0.as_slice())
        .bind(signed(change.head.number)?)
        .bind(&entry.sealed.0)
        .execute(&mut **tx)
        .await?;
        only_one(done.rows_affected())?;
    }
    Ok(())
}

/// Empty for a professional.
fn kit_login(row: &SqliteRow) -> Result<Option<PublicKey>> {
    let bytes: Vec<u8> = row.try_get("kit_login")?;
    if bytes.is_empty() { Ok(None) } else { fixed(row, "kit_login", PublicKey::from_slice).map(Some) }
}

/// A compare-and-set that touched no row came too late.
pub(super) const fn only_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::StaleNumber) }
}
