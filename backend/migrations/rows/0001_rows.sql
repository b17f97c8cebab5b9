-- Rows of the host. Tables with random keys have no row ids: the order of writing is not kept.
-- Statements are signed text under pseudonyms; every other content column is ciphertext.
-- No table ties an account to a record.

CREATE TABLE accounts (
    account BLOB PRIMARY KEY,
    statement TEXT NOT NULL,
    identity_sign BLOB NOT NULL,
    identity_seal BLOB NOT NULL,
    kit_login BLOB NOT NULL,
    opener_table TEXT NOT NULL,
    opener_number INTEGER NOT NULL,
    opener_hash BLOB NOT NULL,
    opener_list BLOB NOT NULL,
    opener_leaf INTEGER NOT NULL,
    vault_version TEXT NOT NULL,
    vault_number INTEGER NOT NULL,
    vault_hash BLOB NOT NULL,
    vault_list BLOB NOT NULL,
    vault_leaf INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    certificate BLOB PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    login_tag BLOB NOT NULL,
    der BLOB NOT NULL,
    registration BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_account ON devices (account);

CREATE TABLE openers (
    account BLOB NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    opener BLOB NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (account, opener)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_entries (
    account BLOB NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    entry BLOB NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (account, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    record BLOB PRIMARY KEY,
    list_key BLOB NOT NULL,
    head_number INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chain (
    record BLOB NOT NULL REFERENCES records (record),
    number INTEGER NOT NULL,
    statement TEXT NOT NULL,
    leaf INTEGER NOT NULL,
    PRIMARY KEY (record, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_sealed (
    record BLOB NOT NULL,
    number INTEGER NOT NULL,
    reader BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (record, number, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE readers (
    record BLOB NOT NULL REFERENCES records (record),
    reader BLOB NOT NULL,
    list_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    last_event BLOB NOT NULL,
    PRIMARY KEY (record, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    record BLOB NOT NULL,
    reader BLOB NOT NULL,
    counter INTEGER NOT NULL,
    statement TEXT NOT NULL,
    leaf INTEGER NOT NULL,
    PRIMARY KEY (record, reader, counter)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_sealed (
    record BLOB NOT NULL,
    reader BLOB NOT NULL,
    counter INTEGER NOT NULL,
    recipient BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (record, reader, counter, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
    record BLOB NOT NULL,
    document BLOB NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (record, document, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_by_body ON versions (body);

CREATE TABLE batches (
    record BLOB NOT NULL,
    batch BLOB NOT NULL,
    reader BLOB NOT NULL,
    statement TEXT NOT NULL,
    sealing BLOB NOT NULL,
    PRIMARY KEY (record, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE labels (
    record BLOB NOT NULL,
    reader BLOB NOT NULL,
    document BLOB NOT NULL,
    version INTEGER NOT NULL,
    batch BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (record, reader, document, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    record BLOB NOT NULL,
    reader BLOB NOT NULL,
    document BLOB NOT NULL,
    version INTEGER NOT NULL,
    batch BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (record, reader, document, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
    upload BLOB PRIMARY KEY,
    record BLOB NOT NULL,
    reader BLOB NOT NULL,
    size INTEGER NOT NULL,
    begun INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_reader ON uploads (record, reader);

CREATE TABLE upload_parts (
    upload BLOB NOT NULL REFERENCES uploads (upload) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (upload, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_places (
    place BLOB PRIMARY KEY,
    leaf INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE log_hashes (
    position INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
