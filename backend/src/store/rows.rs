//! What goes into the store and comes out of it, engine or not.

use scelle_protocol::{
    AccountId, Bytes, CertificateHash, Digest, EntryId, OpenerId, PublicKey, ReaderId, RecordTag, SealKey, Time,
    UploadId, wire,
};

/// A statement's place and hash: what its leaf says.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Place in its list.
    pub place: Digest,
    /// Hash of the statement.
    pub entry: Digest,
}

/// Head of a numbered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListHead {
    /// Last number.
    pub number: u64,
    /// Hash of the last statement.
    pub hash: Digest,
    /// SHA-256 of the list key.
    pub list: Digest,
}

/// A certificate that may log in.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its hash.
    pub certificate: CertificateHash,
    /// The account that it names.
    pub account: AccountId,
    /// HMAC of the identifier's hash.
    pub login_tag: Digest,
    /// The certificate, DER: its key verifies the log-in.
    pub der: Vec<u8>,
    /// OPAQUE registration.
    pub registration: Vec<u8>,
}

/// An account's keys and list heads.
#[derive(Debug, Clone)]
pub struct Account {
    /// The identity key that signs.
    pub identity_sign: PublicKey,
    /// The identity key that others seal to.
    pub identity_seal: SealKey,
    /// Log-in key of the recovery kit; none for a professional, whose kit logs nobody in.
    pub kit_login: Option<PublicKey>,
    /// The tables of openers.
    pub openers: ListHead,
    /// The versions of the vault.
    pub vault: ListHead,
}

/// One opener, by its id.
#[derive(Debug, Clone)]
pub struct OpenerRow {
    /// Its id.
    pub opener: OpenerId,
    /// Its text.
    pub text: String,
}

/// A checked table of openers.
#[derive(Debug, Clone)]
pub struct OpenerChange {
    /// Whose.
    pub account: AccountId,
    /// The table's text.
    pub table: String,
    /// Its number and hash.
    pub head: ListHead,
    /// Hash of the table before.
    pub previous: Digest,
    /// Its leaf.
    pub leaf: Leaf,
    /// The openers.
    pub openers: Vec<OpenerRow>,
    /// A certificate that comes.
    pub add: Option<Device>,
    /// Certificates that go, and cards that open no more.
    pub remove: Vec<CertificateHash>,
    /// Log-in key of a new recovery kit.
    pub kit_login: Option<PublicKey>,
}

/// A checked version of a vault.
#[derive(Debug, Clone)]
pub struct VaultChange {
    /// Whose.
    pub account: AccountId,
    /// The version's text.
    pub version: String,
    /// Its number and hash.
    pub head: ListHead,
    /// Hash of the version before.
    pub previous: Digest,
    /// Its leaf.
    pub leaf: Leaf,
    /// Entries that come or are replaced, and tombstones (empty).
    pub entries: Vec<wire::VaultEntry>,
}

/// A checked new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The account.
    pub account: AccountId,
    /// Its opening statement; empty for a professional, who has a binding instead.
    pub statement: String,
    /// Its keys: the identity's two, the kit's log-in key.
    pub keys: (PublicKey, SealKey, Option<PublicKey>),
    /// First table of openers, with the first certificate.
    pub openers: OpenerChange,
    /// First version of the vault.
    pub vault: VaultChange,
}

/// A checked new record.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// The record.
    pub record: RecordTag,
    /// Genesis.
    pub genesis: wire::Entry,
    /// Hash of genesis.
    pub hash: Digest,
    /// The chain's list key.
    pub list_key: Digest,
    /// Each reader with the key of its list.
    pub readers: Vec<(ReaderId, Digest)>,
    /// Mixed into every wrap.
    pub pad: Digest,
}

/// Where a reader's list of events stands.
#[derive(Debug, Clone, Copy)]
pub struct ReaderState {
    /// Events so far.
    pub counter: u64,
    /// Hash of the last; zeros when there is none.
    pub last_event: Digest,
    /// Key of the list.
    pub list_key: Digest,
}

/// A checked event.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// The record.
    pub record: RecordTag,
    /// Who acts.
    pub reader: ReaderId,
    /// The reader's count.
    pub counter: u64,
    /// Number of the head of the chain that was seen.
    pub place: u64,
    /// Hash of that head.
    pub head: Digest,
    /// The statement and its sealed parts.
    pub entry: wire::Entry,
    /// Its leaf.
    pub leaf: Leaf,
}

/// What a deposit brings.
#[derive(Debug, Clone)]
pub struct DepositRows {
    /// By a holder: what it deposits may follow a version of before there were members.
    pub by_holder: bool,
    /// The documents.
    pub documents: Vec<wire::NewVersion>,
    /// The batches, each with its id and reader.
    pub batches: Vec<(scelle_protocol::BatchId, ReaderId, wire::SealedBatch)>,
    /// The labels.
    pub labels: Vec<wire::Wrap>,
    /// The keys.
    pub keys: Vec<wire::Wrap>,
}

/// An upload.
#[derive(Debug, Clone)]
pub struct UploadRow {
    /// Its id.
    pub upload: UploadId,
    /// The record.
    pub record: RecordTag,
    /// The reader who sends.
    pub reader: ReaderId,
    /// Length that will come.
    pub size: u64,
    /// When it began.
    pub begun: Time,
}

/// A professional whom the host knows.
#[derive(Debug, Clone)]
pub struct Professional {
    /// National identifier.
    pub id_nat: String,
    /// The account.
    pub account: AccountId,
    /// The identity key that signs.
    pub identity_sign: PublicKey,
    /// Number of the newest binding.
    pub number: u64,
    /// Its hash.
    pub hash: Digest,
}

/// A checked binding, with what the directory says of its person.
#[derive(Debug, Clone)]
pub struct BindingRow {
    /// National identifier.
    pub id_nat: String,
    /// Name, as the certificate has it.
    pub name: String,
    /// Profession (TRE_G15).
    pub profession: u16,
    /// Declared address.
    pub practice: String,
    /// What a search looks into: name, address and RPPS number, folded.
    pub searched: String,
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: Digest,
    /// Its leaf.
    pub leaf: Leaf,
    /// Statement, certificate, answer on revocation.
    pub binding: wire::NewBinding,
}

/// A parcel in somebody's inbox.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// Random id.
    pub item: EntryId,
    /// HMAC of whose it is.
    pub tag: Digest,
    /// Sealed.
    pub parcel: Bytes,
}

/// What a statement of the chain brings beside itself, written in its transaction. What it takes
/// away (a closure, a revocation) the store reads in the statement.
#[derive(Debug, Clone)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// A reader, and a parcel for it.
    Grant(ReaderId, InboxRow),
    /// The key of the reader's list.
    Acceptance(ReaderId, Digest),
}

/// What became of a statement of the chain.
#[derive(Debug, Clone)]
pub struct Appended {
    /// Its leaf.
    pub leaf: u64,
    /// Addresses of bodies that nothing names any more.
    pub orphans: Vec<Digest>,
    /// Uploads that went.
    pub uploads: Vec<UploadId>,
}
