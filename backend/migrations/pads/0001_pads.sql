-- One pad for each open record, in a file of its own with short-lived backups: deleting the
-- pad destroys the record.
CREATE TABLE pads (
    record BLOB PRIMARY KEY,
    pad BLOB NOT NULL
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
