//! The two errors of sealing and opening. Neither carries a byte of what was sealed.

/// Something did not open: wrong key, wrong place, changed bytes, wrong commitment. There is
/// one such error, so that nobody learns from it which check failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this could not be opened")]
pub struct Refused;

/// Why something could not be sealed: always a fault of what the caller gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The content differs from what was sealed before at this place.
    #[error("the content has changed since it was first sealed")]
    Changed,
    /// Two entries have the same id.
    #[error("the same id twice")]
    Duplicate,
    /// A public key is not one.
    #[error("malformed public key")]
    Key,
    /// Not the length that the format asks for.
    #[error("wrong length")]
    Length,
    /// Over the limit of `scelle_protocol::limits`.
    #[error("too long")]
    Long,
    /// Not all segments have been sealed.
    #[error("a segment is missing")]
    Missing,
    /// The cipher failed.
    #[error("the cipher is not available")]
    Cipher,
    /// One key would seal two things.
    #[error("already sealed under this batch")]
    Twice,
}
