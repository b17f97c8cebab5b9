//! A dump of what the host keeps, in one form that a reader in any language can take: the rows
//! from the host's own database, opened with the key of its secrets folder.
//!
//! Form: `{"accounts": [...], "records": [...]}`; ids and hashes in hexadecimal, other bytes in
//! base64url, statements as text; bodies as files beside it, named by their address.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Map, Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{Column as _, ConnectOptions as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _};
use std::path::Path;

/// Writes `dump.json` and `bodies/` into a folder. The host may run meanwhile.
///
/// # Panics
/// When something cannot be read.
pub fn write(data: &Path, secrets: &Path, into: &Path) {
    let dump = runtime().block_on(async {
        let mut rows = open(data, secrets, "rows.db").await;
        let mut pads = open(data, secrets, "pads.db").await;
        let mut tables = Map::new();
        for name in TABLES {
            tables.insert((*name).to_owned(), table(&mut rows, name).await);
        }
        tables.insert("pads".to_owned(), table(&mut pads, "pads").await);
        tables
    });
    std::fs::create_dir_all(into.join("bodies")).expect("a folder of ours");
    std::fs::write(into.join("dump.json"), arrange(&dump).to_string()).expect("a folder of ours");
    copy(&data.join("blobs"), &into.join("bodies"));
}

/// Copies of the databases without their cipher: what lies behind it is looked through too.
///
/// # Panics
/// When they cannot be read.
pub fn plain_copies(data: &Path, secrets: &Path, into: &Path) {
    runtime().block_on(async {
        for name in ["rows.db", "pads.db"] {
            let mut connection = open(data, secrets, name).await;
            // An attached database opens as the first did: it must be there already.
            std::fs::File::create(into.join(name)).expect("a file of ours");
            let target = into.join(name).to_string_lossy().replace('\'', "''");
            for sql in [
                format!("ATTACH DATABASE '{target}' AS plain KEY ''"),
                "SELECT sqlcipher_export('plain')".to_owned(),
                "DETACH DATABASE plain".to_owned(),
            ] {
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("a copy of the database");
            }
        }
    });
}

/// Bindings of professionals, as the host keeps them: statement, and certificate in DER.
///
/// # Panics
/// When they cannot be read.
#[must_use]
pub fn bindings(data: &Path, secrets: &Path) -> Vec<(String, Vec<u8>)> {
    runtime().block_on(async {
        let mut rows = open(data, secrets, "rows.db").await;
        let bindings = sqlx::query("SELECT statement, certificate FROM bindings ORDER BY id_nat, number");
        let bindings = bindings.fetch_all(&mut rows).await.expect("a table of the host");
        bindings.iter().map(|row| (row.get("statement"), row.get("certificate"))).collect()
    })
}

/// Puts a text into a table of its own in the host's database, as a host would that kept too much.
///
/// # Panics
/// When it cannot be written.
pub fn plant(data: &Path, secrets: &Path, text: &str) {
    runtime().block_on(async {
        let mut rows = open(data, secrets, "rows.db").await;
        sqlx::query("CREATE TABLE planted (text TEXT NOT NULL)").execute(&mut rows).await.expect("a table");
        sqlx::query("INSERT INTO planted VALUES (?)").bind(text).execute(&mut rows).await.expect("a row");
    });
}

/// Every row of every table that the host has, in no order.
///
/// # Panics
/// When they cannot be read.
#[must_use]
pub fn every_row(data: &Path, secrets: &Path) -> Vec<(String, Vec<Value>)> {
    runtime().block_on(async {
        let mut all = Vec::new();
        for file in ["rows.db", "pads.db"] {
            let mut connection = open(data, secrets, file).await;
            let names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
            let names = sqlx::query(names).fetch_all(&mut connection).await.expect("the tables' names");
            for name in names.iter().map(|row| row.get::<String, _>("name")) {
                let rows = table(&mut connection, &name).await.as_array().cloned().unwrap_or_default();
                all.push((name, rows));
            }
        }
        all
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

async fn open(data: &Path, secrets: &Path, name: &str) -> SqliteConnection {
    let key = std::fs::read(secrets.join("database.key")).expect("the key of the database");
    SqliteConnectOptions::new()
        .filename(data.join(name))
        .pragma("key", format!("\"x'{}'\"", HEXLOWER.encode(&key)))
        .connect()
        .await
        .expect("the host's database opens with its key")
}

async fn table(connection: &mut SqliteConnection, name: &str) -> Value {
    let sql = format!("SELECT * FROM {name}");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(connection).await.expect("a table of the host");
    rows.iter().map(row).collect()
}

fn row(row: &SqliteRow) -> Value {
    let fields = row.columns().iter().map(|column| {
        let name = column.name();
        let raw = row.try_get_raw(name).expect("a column of this row");
        let kind = raw.type_info().name().to_owned();
        let value = match kind.as_str() {
            "INTEGER" => json!(row.get::<i64, _>(name)),
            "TEXT" => json!(row.get::<String, _>(name)),
            _ => json!(bytes(name, &row.get::<Vec<u8>, _>(name))),
        };
        (name.to_owned(), value)
    });
    Value::Object(fields.collect())
}

/// As on the wire: what a person may compare in hexadecimal, the rest in base64url.
fn bytes(column: &str, bytes: &[u8]) -> String {
    let long = ["sealed", "sealing", "der", "registration", "identity_seal", "identity_sign", "kit_login"];
    if long.contains(&column) { BASE64URL_NOPAD.encode(bytes) } else { HEXLOWER.encode(bytes) }
}

fn arrange(tables: &Map<String, Value>) -> Value {
    let all = |name: &str| tables[name].as_array().cloned().unwrap_or_default();
    let of = |name: &str, key: &str, id: &Value| -> Vec<Value> {
        all(name).into_iter().filter(|row| row[key] == *id).collect()
    };
    let accounts = all("accounts").into_iter().map(|account| {
        let id = &account["account"];
        json!({
            "account": id, "statement": account["statement"], "opener_table": account["opener_table"],
            "vault_version": account["vault_version"], "openers": of("openers", "account", id),
            "vault": of("vault_entries", "account", id),
        })
    });
    let records = all("records").into_iter().map(|record| {
        let id = &record["record"];
        let pad = of("pads", "record", id).first().map_or(Value::Null, |row| row["pad"].clone());
        json!({
            "record": id, "pad": pad, "chain": of("chain", "record", id), "chain_sealed": of("chain_sealed", "record", id),
            "events": of("events", "record", id), "versions": of("versions", "record", id),
            "batches": of("batches", "record", id), "labels": of("labels", "record", id), "keys": of("keys", "record", id),
        })
    });
    json!({ "accounts": accounts.collect::<Vec<_>>(), "records": records.collect::<Vec<_>>() })
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            copy(&entry.path(), to);
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a folder of ours");
        }
    }
}

const TABLES: &[&str] = &[
    "accounts", "openers", "vault_entries", "records", "chain", "chain_sealed", "events", "versions", "batches",
    "labels", "keys",
];
