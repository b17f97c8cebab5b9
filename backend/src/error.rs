//! What a request can meet, by fault: the caller's, or the host's own. The caller gets a stable
//! code (RFC 9457); the host's own text goes to its log, and never holds an identifier.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use scelle_protocol::{Problem, ProblemCode, StatementError};
use scelle_verify::certificate::CertificateError;
use scelle_verify::chain::ChainError;
use scelle_verify::signature::SignatureError;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub enum Error {
    /// The caller's fault.
    Caller(ProblemCode),
    /// The host's fault; the text is for its log.
    Host(String),
    /// The host's disk takes no writes now, read-only or failing: to the caller as if it were full.
    Disk(String),
    /// Too many attempts: seconds to wait.
    Wait(u32),
}

/// Shorthand for handlers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A fault of the host, with a text for its log.
    pub fn host(text: impl std::fmt::Display) -> Self {
        Self::Host(text.to_string())
    }
}

impl From<ProblemCode> for Error {
    fn from(code: ProblemCode) -> Self {
        Self::Caller(code)
    }
}

impl From<StatementError> for Error {
    fn from(_: StatementError) -> Self {
        Self::Caller(ProblemCode::StatementRefused)
    }
}

impl From<SignatureError> for Error {
    fn from(error: SignatureError) -> Self {
        Self::Caller(match error {
            SignatureError::Refused => ProblemCode::SignatureRefused,
            SignatureError::Statement(_) => ProblemCode::StatementRefused,
        })
    }
}

impl From<ChainError> for Error {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::Closed => Self::Caller(ProblemCode::NotFound),
            ChainError::Expired => Self::Caller(ProblemCode::Expired),
            ChainError::Member => Self::Caller(ProblemCode::Invalid),
            ChainError::Place => Self::Caller(ProblemCode::StaleChain),
            ChainError::Signature(error) => error.into(),
        }
    }
}

impl From<CertificateError> for Error {
    fn from(_: CertificateError) -> Self {
        Self::Caller(ProblemCode::SignatureRefused)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::Caller(ProblemCode::StorageFull),
            // The kind only: a path holds an address.
            kind @ (ReadOnlyFilesystem | PermissionDenied) => Self::Disk(format!("file: {kind}")),
            kind if error.raw_os_error() == Some(EIO) => Self::Disk(format!("file: {kind}")),
            kind => Self::Host(format!("file: {kind}")),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Caller(code) => Problem::new(code),
            Self::Wait(seconds) => Problem { retry_after: Some(seconds), ..Problem::new(ProblemCode::SlowDown) },
            Self::Disk(text) => {
                tracing::error!(fault = %text, "the disk takes no writes");
                Problem::new(ProblemCode::StorageFull)
            }
            Self::Host(text) => {
                tracing::error!(fault = %text, "the host failed");
                Problem::new(ProblemCode::Internal)
            }
        };
        answer(&problem)
    }
}

fn answer(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What the system calls a disk that fails; it has no kind of its own.
const EIO: i32 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error as Fault, ErrorKind};

    #[test]
    fn a_disk_that_takes_no_writes_is_told_as_one_without_room_and_other_faults_are_not() {
        let told = |fault: Fault| Error::from(fault).into_response().status().as_u16();
        for fault in
            [ErrorKind::ReadOnlyFilesystem.into(), ErrorKind::PermissionDenied.into(), Fault::from_raw_os_error(5)]
        {
            assert_eq!(told(fault), 507);
        }
        assert_eq!(told(ErrorKind::NotFound.into()), 500);
        let store = Error::from(crate::store::StoreError::Disk(String::new()));
        assert_eq!(store.into_response().status().as_u16(), 507);
    }
}
