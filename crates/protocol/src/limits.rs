//! Every limit that both sides must agree on, in one place.

/// Largest statement, in bytes: a list of 1,024 documents fits.
pub const STATEMENT_BYTES: usize = 64 * 1024;
/// A label's padded plaintext: all labels are of this one size.
pub const LABEL_BYTES: usize = 2048;
/// Plaintext and ciphertext segment of a body, and unit of its hash.
pub const SEGMENT_BYTES: usize = 1 << 20;
/// Bodies travel in parts of this size (a multiple of [`SEGMENT_BYTES`]); only the last is shorter.
pub const PART_BYTES: usize = 4 * SEGMENT_BYTES;
/// Parts of one body that a client has on their way at once: as many as hide the waiting, as few as memory
/// is to spare for.
pub const PARTS_IN_FLIGHT: usize = 3;
/// Largest document, before padding.
pub const DOCUMENT_BYTES: u64 = 1 << 30;
/// Smallest padded body.
pub const PAD_MIN_BYTES: u64 = 16 * 1024;
/// Above this the client never holds a whole plaintext in memory.
pub const MEMORY_BYTES: u64 = 64 << 20;
/// Title, in bytes of UTF-8.
pub const TITLE_BYTES: usize = 240;
/// File name, in bytes of UTF-8.
pub const FILE_NAME_BYTES: usize = 180;
/// Documents in one deposit, one read or one journal event.
pub const DOCUMENTS_PER_EVENT: usize = 1024;
/// Largest JSON body that the host reads.
pub const JSON_BYTES: usize = 8 << 20;
/// Largest vault entry, sealed.
pub const VAULT_ENTRY_BYTES: usize = 256 * 1024;
/// Entries in one vault, tombstones included.
pub const VAULT_ENTRIES: usize = 4096;
/// Openers of one account.
pub const OPENERS: usize = 16;
/// Leaves in one request for inclusion proofs.
pub const PROOFS: usize = 1024;
/// Events in one page of the journal.
pub const JOURNAL_PAGE: u64 = 500;
/// Seconds without a user's act that end a session: at 600 it is dead.
pub const IDLE_SECONDS: u64 = 600;
/// Seconds after which even a busy session ends.
pub const SESSION_SECONDS: u64 = 12 * 3600;
/// Seconds within which a statement on the circle must arrive.
pub const DEADLINE_SECONDS: u64 = 600;
/// Seconds by which a signer's clock may differ from the host's.
pub const CLOCK_SECONDS: u64 = 600;
/// Seconds within which an event must be in the log, as the receipt promises.
pub const RECEIPT_SECONDS: u64 = 3600;
/// Seconds that a host nonce for request proofs is good for.
pub const NONCE_SECONDS: u64 = 120;
