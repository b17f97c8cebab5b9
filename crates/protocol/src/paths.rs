//! Every path of the HTTP interface. Patterns are axum's; functions fill them in.

use crate::bytes::{Digest, EntryId, ReaderId, RecordTag, UploadId};

/// Public facts about the host.
pub const HOST: &str = "/v1/host";
/// The newest checkpoint (C2SP tlog-checkpoint), text.
pub const CHECKPOINT: &str = "/v1/log/checkpoint";
/// Inclusion proofs for many leaves.
pub const PROOFS: &str = "/v1/log/proofs";
/// Consistency proof, `?from=&to=`.
pub const CONSISTENCY: &str = "/v1/log/consistency";
/// Certificate and OPAQUE answer for a new account; stores nothing.
pub const PREPARE: &str = "/v1/accounts/prepare";
/// Registers an account, all at once.
pub const ACCOUNTS: &str = "/v1/accounts";
/// First message of a log-in.
pub const LOGIN_START: &str = "/v1/login/start";
/// Second message of a log-in.
pub const LOGIN_FINISH: &str = "/v1/login/finish";
/// First message of a log-in with the recovery kit.
pub const KIT_START: &str = "/v1/kit/start";
/// Second message of a log-in with the recovery kit.
pub const KIT_FINISH: &str = "/v1/kit/finish";
/// A nonce for a log-in with a card.
pub const CARD_START: &str = "/v1/card/start";
/// The card's token: opens a session.
pub const CARD_FINISH: &str = "/v1/card/finish";
/// A professional's first binding, with openers and vault: opens the account.
pub const PROFESSIONALS: &str = "/v1/professionals";
/// The next binding: a new card for the same identity key.
pub const BINDINGS: &str = "/v1/professionals/bindings";
/// Search in the directory of professionals.
pub const DIRECTORY_SEARCH: &str = "/v1/directory/search";
/// One professional of the directory, with what proves it.
pub const DIRECTORY_ENTRY: &str = "/v1/directory/entry";
/// Grants that wait for the professional of the session, in pages: `?after=`.
pub const INBOX: &str = "/v1/inbox";
/// One of them: DELETE takes it out.
pub const INBOX_ITEM: &str = "/v1/inbox/{item}";
/// The session: DELETE ends it.
pub const SESSION: &str = "/v1/session";
/// A real act of the user: keeps the session alive.
pub const ACT: &str = "/v1/session/act";
/// The account: DELETE (with a body) closes it.
pub const ACCOUNT: &str = "/v1/account";
/// Table of openers.
pub const OPENERS: &str = "/v1/account/openers";
/// The vault.
pub const VAULT: &str = "/v1/account/vault";
/// Opens a record.
pub const RECORDS: &str = "/v1/records";
/// Pad and state of a record, for a reader.
pub const RECORD: &str = "/v1/records/{record}";
/// The next table of openers, with its event: for an account whose record is open.
pub const RECORD_OPENERS: &str = "/v1/records/{record}/openers";
/// The event of a session that the recovery kit opened.
pub const RECOVERY: &str = "/v1/records/{record}/recovery";
/// The chain.
pub const CHAIN: &str = "/v1/records/{record}/chain";
/// Grants: the next statement of the chain, with its parcel for the inbox.
pub const GRANTS: &str = "/v1/records/{record}/grants";
/// Acceptances: the next statement of the chain, by the member.
pub const ACCEPTANCES: &str = "/v1/records/{record}/acceptances";
/// The two halves of a comparison with a member who has not accepted yet.
pub const COMPARE: &str = "/v1/records/{record}/compare/{reader}";
/// Which reader has a key of which document, for holders.
pub const ACCESS: &str = "/v1/records/{record}/access";
/// Labels and keys for further readers of documents that are there.
pub const WRAPS: &str = "/v1/records/{record}/wraps";
/// Labels, against a list event.
pub const LIST: &str = "/v1/records/{record}/list";
/// Keys, against an event.
pub const READS: &str = "/v1/records/{record}/reads";
/// New deposits.
pub const DEPOSITS: &str = "/v1/records/{record}/deposits";
/// New uploads.
pub const UPLOADS: &str = "/v1/records/{record}/uploads";
/// One upload: what arrived; DELETE drops it.
pub const UPLOAD: &str = "/v1/records/{record}/uploads/{upload}";
/// One part of an upload.
pub const PART: &str = "/v1/records/{record}/uploads/{upload}/parts/{part}";
/// A body, with ranges.
pub const BODY: &str = "/v1/records/{record}/bodies/{address}";
/// A reader's events, `?from=`.
pub const JOURNAL: &str = "/v1/records/{record}/journal/{reader}";
/// Liveness.
pub const HEALTH: &str = "/health";
/// Readiness.
pub const READY: &str = "/ready";
/// Description of this interface.
pub const OPENAPI: &str = "/openapi.json";

/// Fills in [`RECORD`].
#[must_use]
pub fn record(record: RecordTag) -> String {
    format!("{RECORDS}/{record}")
}
/// Fills in [`RECORD_OPENERS`].
#[must_use]
pub fn record_openers(tag: RecordTag) -> String {
    format!("{}/openers", record(tag))
}
/// Fills in [`RECOVERY`].
#[must_use]
pub fn recovery(tag: RecordTag) -> String {
    format!("{}/recovery", record(tag))
}
/// Fills in [`CHAIN`].
#[must_use]
pub fn chain(tag: RecordTag) -> String {
    format!("{}/chain", record(tag))
}
/// Fills in [`LIST`].
#[must_use]
pub fn list(tag: RecordTag) -> String {
    format!("{}/list", record(tag))
}
/// Fills in [`READS`].
#[must_use]
pub fn reads(tag: RecordTag) -> String {
    format!("{}/reads", record(tag))
}
/// Fills in [`DEPOSITS`].
#[must_use]
pub fn deposits(tag: RecordTag) -> String {
    format!("{}/deposits", record(tag))
}
/// Fills in [`UPLOADS`].
#[must_use]
pub fn uploads(tag: RecordTag) -> String {
    format!("{}/uploads", record(tag))
}
/// Fills in [`UPLOAD`].
#[must_use]
pub fn upload(tag: RecordTag, upload: UploadId) -> String {
    format!("{}/{upload}", uploads(tag))
}
/// Fills in [`PART`]; parts count from 0.
#[must_use]
pub fn part(tag: RecordTag, id: UploadId, part: u64) -> String {
    format!("{}/parts/{part}", upload(tag, id))
}
/// Fills in [`BODY`].
#[must_use]
pub fn body(tag: RecordTag, address: Digest) -> String {
    format!("{}/bodies/{address}", record(tag))
}
/// Fills in [`JOURNAL`].
#[must_use]
pub fn journal(tag: RecordTag, reader: ReaderId, from: u64) -> String {
    format!("{}/journal/{reader}?from={from}", record(tag))
}
/// Fills in [`INBOX_ITEM`].
#[must_use]
pub fn inbox_item(item: EntryId) -> String {
    format!("{INBOX}/{item}")
}
/// Fills in [`GRANTS`].
#[must_use]
pub fn grants(tag: RecordTag) -> String {
    format!("{}/grants", record(tag))
}
/// Fills in [`ACCEPTANCES`].
#[must_use]
pub fn acceptances(tag: RecordTag) -> String {
    format!("{}/acceptances", record(tag))
}
/// Fills in [`COMPARE`].
#[must_use]
pub fn compare(tag: RecordTag, reader: ReaderId) -> String {
    format!("{}/compare/{reader}", record(tag))
}
/// Fills in [`ACCESS`].
#[must_use]
pub fn access(tag: RecordTag) -> String {
    format!("{}/access", record(tag))
}
/// Fills in [`WRAPS`].
#[must_use]
pub fn wraps(tag: RecordTag) -> String {
    format!("{}/wraps", record(tag))
}
