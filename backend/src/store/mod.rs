//! Rows: what the host keeps beside the bodies. One trait with an engine each; every write is
//! one transaction, and a statement's leaf is appended in the transaction of its entry.
//!
//! No row ties an account to a record, and no content column is anything but ciphertext.

pub mod rows;
pub mod sqlite;

use async_trait::async_trait;
use scelle_protocol::{
    AccountId, CertificateHash, Digest, DocumentId, EntryId, PublicKey, ReaderId, RecordTag, UploadId, wire,
};
use scelle_verify::{ChainState, chain::Head};

pub use rows::{
    Account, Appended, Beside, BindingRow, DepositRows, Device, EventRow, InboxRow, NewAccount, NewRecord,
    OpenerChange, Professional, ReaderState, UploadRow, VaultChange,
};

/// Why a row was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed.
    #[error("store: {0}")]
    Engine(String),
    /// The database does not open with the host's key.
    #[error("the database does not open with database.key: it is another's key, or the file is damaged")]
    Key,
    /// The disk does not take what is written: read-only, or failing.
    #[error("the disk does not take writes: {0}")]
    Disk(String),
    /// No room left on the disk.
    #[error("the store is full")]
    Full,
    /// There is no such row.
    #[error("no such row")]
    Missing,
    /// The chain's head is another.
    #[error("the chain has moved on")]
    StaleChain,
    /// Not the next number of its list, or the id is taken.
    #[error("not the next number")]
    StaleNumber,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Accounts, their devices, openers and vaults.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Writes a whole account.
    async fn open_account(&self, new: &NewAccount) -> Result<()>;
    /// Keys and list heads of an account.
    async fn account(&self, account: AccountId) -> Result<Option<Account>>;
    /// A certificate that may log in.
    async fn device(&self, certificate: CertificateHash) -> Result<Option<Device>>;
    /// Certificates of an account.
    async fn certificates(&self, account: AccountId) -> Result<Vec<CertificateHash>>;
    /// Newest table with its openers.
    async fn openers(&self, account: AccountId) -> Result<Option<wire::Openers>>;
    /// The next table; its leaf.
    async fn change_openers(&self, change: &OpenerChange) -> Result<u64>;
    /// The next table with its event in a record's journal; the leaves of both.
    async fn tell_openers(&self, change: &OpenerChange, event: &EventRow) -> Result<(u64, u64)>;
    /// Newest version with every entry.
    async fn vault(&self, account: AccountId) -> Result<Option<wire::Vault>>;
    /// The next version; its leaf.
    async fn change_vault(&self, change: &VaultChange) -> Result<u64>;
    /// Deletes account, devices, openers and vault.
    async fn close_account(&self, account: AccountId) -> Result<()>;
}

/// Records, chains, events, documents.
#[async_trait]
pub trait Records: Send + Sync {
    /// Writes pad, chain and readers of a new record; the leaf of genesis.
    async fn open_record(&self, new: &NewRecord) -> Result<u64>;
    /// The chain, replayed.
    async fn chain_state(&self, record: RecordTag) -> Result<Option<ChainState>>;
    /// The chain, with the sealed parts of one reader.
    async fn chain(&self, record: RecordTag, reader: ReaderId) -> Result<Vec<wire::LoggedEntry>>;
    /// The next statement of the chain, with what it brings. A closure destroys what it must; a
    /// revocation takes the reader's labels, keys and uploads away.
    async fn append_chain(&self, record: RecordTag, entry: &wire::Entry, beside: &Beside) -> Result<Appended>;
    /// The pad.
    async fn pad(&self, record: RecordTag) -> Result<Option<Digest>>;
    /// Count and last event of a reader, with the key of its list.
    async fn reader_state(&self, record: RecordTag, reader: ReaderId) -> Result<Option<ReaderState>>;
    /// Places an event; its leaf.
    async fn append_event(&self, event: &EventRow) -> Result<u64>;
    /// Places the event of a deposit with all that it brings; its leaf.
    async fn deposit(&self, event: &EventRow, deposit: &DepositRows) -> Result<u64>;
    /// Newest version of a document, when this reader has a key of it.
    async fn newest_version(&self, record: RecordTag, reader: ReaderId, document: DocumentId) -> Result<Option<u64>>;
    /// Labels of the newest versions, for one reader.
    async fn labels(&self, record: RecordTag, reader: ReaderId) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)>;
    /// Keys of every version of these documents, for one reader.
    async fn keys(
        &self,
        record: RecordTag,
        reader: ReaderId,
        documents: &[DocumentId],
    ) -> Result<(Vec<wire::SealedBatch>, Vec<wire::Wrap>)>;
    /// Which readers have a key of which documents.
    async fn access(&self, record: RecordTag) -> Result<Vec<(ReaderId, DocumentId)>>;
    /// Labels and keys for further readers of newest versions, at this head of the chain; what they
    /// had of these is replaced.
    async fn add_wraps(&self, record: RecordTag, head: Head, wraps: &DepositRows) -> Result<()>;
    /// Whether this reader has a key of a document with this body.
    async fn may_fetch(&self, record: RecordTag, reader: ReaderId, body: &Digest) -> Result<Option<u64>>;
    /// Events of a reader from a number on, with the sealed parts of one who asks.
    async fn journal(
        &self,
        record: RecordTag,
        reader: ReaderId,
        asking: ReaderId,
        from: u64,
    ) -> Result<Option<wire::JournalPage>>;
}

/// Professionals, the directory and the inbox.
#[async_trait]
pub trait Professionals: Send + Sync {
    /// Writes a professional's whole account with the first binding; the binding's leaf.
    async fn open_professional(&self, new: &NewAccount, binding: &BindingRow) -> Result<u64>;
    /// The next binding, after the one of this hash; its leaf.
    async fn add_binding(&self, binding: &BindingRow, previous: Digest) -> Result<u64>;
    /// By national identifier.
    async fn professional(&self, id_nat: &str) -> Result<Option<Professional>>;
    /// By identity key that signs.
    async fn professional_of(&self, identity: PublicKey) -> Result<Option<Professional>>;
    /// The newest binding, and its leaf.
    async fn newest_binding(&self, id_nat: &str) -> Result<Option<(wire::NewBinding, u64)>>;
    /// Those in whom every one of the folded words occurs, no more than `most`.
    async fn search(&self, words: &[String], most: u32) -> Result<Vec<wire::DirectoryRow>>;
    /// A page of what waits under a tag: after this item.
    async fn inbox(&self, tag: &Digest, after: Option<EntryId>) -> Result<Vec<wire::InboxItem>>;
    /// Takes one item out.
    async fn drop_item(&self, tag: &Digest, item: EntryId) -> Result<()>;
}

/// Uploads and bodies.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// A new upload; `TooMany` is answered by the caller from [`Self::count_uploads`].
    async fn begin_upload(&self, upload: &UploadRow) -> Result<()>;
    /// Uploads that a reader has not finished.
    async fn count_uploads(&self, record: RecordTag, reader: ReaderId) -> Result<u64>;
    /// One upload.
    async fn upload(&self, upload: UploadId) -> Result<Option<UploadRow>>;
    /// A part is durable; hashes of its segments.
    async fn part_arrived(&self, upload: UploadId, part: u64, hashes: &[Digest]) -> Result<()>;
    /// Durable parts in order with the hashes of their segments.
    async fn parts(&self, upload: UploadId) -> Result<Vec<(u64, Vec<Digest>)>>;
    /// Forgets an upload.
    async fn drop_upload(&self, upload: UploadId) -> Result<()>;
    /// Uploads begun before a day.
    async fn uploads_before(&self, second: u64) -> Result<Vec<UploadId>>;
    /// Whether any document has this body.
    async fn is_body(&self, address: &Digest) -> Result<bool>;
}

/// The Merkle log.
#[async_trait]
pub trait LogStore: Send + Sync {
    /// Number of leaves.
    async fn log_size(&self) -> Result<u64>;
    /// Hashes by their index in storage order (`tlog_tiles::stored_hash_index`).
    async fn log_hashes(&self, indexes: &[u64]) -> Result<Vec<Digest>>;
    /// Keeps a signed checkpoint.
    async fn keep_checkpoint(&self, size: u64, note: &str) -> Result<()>;
}

/// A whole engine.
#[async_trait]
pub trait Store: Accounts + Professionals + Records + Uploads + LogStore {
    /// Whether it answers.
    async fn ready(&self) -> Result<()>;
    /// Ends what a crash left half-done: pads without a record that is open.
    async fn mend(&self) -> Result<()>;
    /// Closes it cleanly.
    async fn close(&self);
}

impl From<StoreError> for crate::error::Error {
    fn from(error: StoreError) -> Self {
        use scelle_protocol::ProblemCode;
        match error {
            StoreError::Engine(text) => Self::Host(text),
            StoreError::Key => Self::Host(error.to_string()),
            StoreError::Disk(text) => Self::Disk(text),
            StoreError::Full => Self::Caller(ProblemCode::StorageFull),
            StoreError::Missing => Self::Caller(ProblemCode::NotFound),
            StoreError::StaleChain => Self::Caller(ProblemCode::StaleChain),
            StoreError::StaleNumber => Self::Caller(ProblemCode::StaleNumber),
        }
    }
}
