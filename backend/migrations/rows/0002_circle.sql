-- Professionals, their bindings, and the inbox. What a certificate says of a professional is public
-- in the directory; nothing here says who is of which circle: an item of the inbox names neither
-- its record nor its sender, and its owner only by a tag under a key of the host.
-- A professional's account has an empty `kit_login`: its kit logs nobody in.

CREATE TABLE professionals (
    id_nat TEXT PRIMARY KEY,
    account BLOB NOT NULL UNIQUE REFERENCES accounts (account) ON DELETE CASCADE,
    identity_sign BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    profession INTEGER NOT NULL,
    practice TEXT NOT NULL,
    searched TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bindings (
    id_nat TEXT NOT NULL REFERENCES professionals (id_nat) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    statement TEXT NOT NULL,
    certificate BLOB NOT NULL,
    ocsp BLOB NOT NULL,
    hash BLOB NOT NULL,
    leaf INTEGER NOT NULL,
    PRIMARY KEY (id_nat, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
    item BLOB PRIMARY KEY,
    tag BLOB NOT NULL,
    parcel BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_by_tag ON inbox (tag);

-- Which reader deposited a version: a member follows its own documents alone. None: a holder, before
-- there were members.
ALTER TABLE versions ADD COLUMN author BLOB;
PRAGMA user_version = 2;
