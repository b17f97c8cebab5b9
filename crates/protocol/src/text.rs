//! The grammar of statements: plain text that a person can read and `openssl` can check.
//!
//! UTF-8 in normalization form C, LF line ends, no control, bidirectional or zero-width
//! character. The first line is the context, then `name: value` lines in the kind's fixed
//! order, then signature lines. Anything unknown, missing, repeated, reordered or spelled
//! another way is refused.

use crate::{
    bytes::{Bytes, CertificateHash, Signature},
    normal::{is_nfc, nfc},
};

/// Why a statement was refused. Carries no part of the text: it may hold a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// A character or a line end that statements never hold.
    #[error("forbidden character in a statement")]
    Character,
    /// The first line is not the context that was expected.
    #[error("another kind of statement")]
    Context,
    /// A line is missing, unknown, repeated or out of order.
    #[error("unexpected line in a statement")]
    Line,
    /// Over [`crate::limits::STATEMENT_BYTES`].
    #[error("statement too long")]
    Long,
    /// A value is not in its one spelling.
    #[error("malformed value in a statement")]
    Value,
}

/// A value of a line: exactly one spelling, read back to the same value.
pub trait Value: Sized {
    /// The spelling.
    fn write(&self) -> String;
    /// Reads it.
    ///
    /// # Errors
    /// [`StatementError::Value`] for any other spelling.
    fn read(text: &str) -> Result<Self, StatementError>;
}

impl Value for u64 {
    fn write(&self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        let value: Self = text.parse().map_err(|_| StatementError::Value)?;
        if value.to_string() == text { Ok(value) } else { Err(StatementError::Value) }
    }
}

impl Value for bool {
    fn write(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(StatementError::Value),
        }
    }
}

impl Value for String {
    fn write(&self) -> String {
        if self.is_empty() { "-".to_owned() } else { self.clone() }
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        Ok(if text == "-" { Self::new() } else { text.to_owned() })
    }
}

/// An absent value is written `-`.
impl<T: Value> Value for Option<T> {
    fn write(&self) -> String {
        self.as_ref().map_or_else(|| "-".to_owned(), Value::write)
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        if text == "-" { Ok(None) } else { T::read(text).map(Some) }
    }
}

/// Several values are separated by one space; none at all is written `-`.
impl<T: Value> Value for Vec<T> {
    fn write(&self) -> String {
        if self.is_empty() {
            return "-".to_owned();
        }
        self.iter().map(Value::write).collect::<Vec<_>>().join(" ")
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        if text == "-" {
            return Ok(Self::new());
        }
        text.split(' ').map(T::read).collect()
    }
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureLine {
    /// `sig-ed25519`: by a key that the statement or the chain names.
    Ed25519(Signature),
    /// `sig-sha256WithRSA`: RSASSA-PKCS1-v1_5 by the certificate of this hash (RFC 8017 §8.2).
    Rsa(CertificateHash, Bytes),
}

impl SignatureLine {
    fn write(&self) -> String {
        match self {
            Self::Ed25519(signature) => format!("sig-ed25519: {signature}\n"),
            Self::Rsa(certificate, signature) => {
                format!("sig-sha256WithRSA: {certificate} {}\n", signature.encode())
            }
        }
    }
    fn read(line: &str) -> Result<Self, StatementError> {
        if let Some(value) = line.strip_prefix("sig-ed25519: ") {
            return value.parse().map(Self::Ed25519);
        }
        let value = line.strip_prefix("sig-sha256WithRSA: ").ok_or(StatementError::Line)?;
        let (certificate, signature) = value.split_once(' ').ok_or(StatementError::Value)?;
        Ok(Self::Rsa(certificate.parse()?, Bytes::decode(signature)?))
    }
}

/// A parsed statement: its lines, the text that was signed, and the signature lines.
///
/// Parsing says nothing about the signatures: `scelle-verify` checks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T> {
    /// The fields.
    pub body: T,
    /// Every line but the signatures.
    pub text: String,
    /// In the order written; each covers the text and the signature lines before it.
    pub signatures: Vec<SignatureLine>,
}

impl<T: crate::Statement> Signed<T> {
    /// A statement still without signature.
    #[must_use]
    pub fn new(body: T) -> Self {
        Self { text: body.write(), body, signatures: Vec::new() }
    }
    /// Reads the whole text, signature lines included.
    ///
    /// # Errors
    /// [`StatementError`] when anything differs from the one form of this kind.
    pub fn parse(whole: &str) -> Result<Self, StatementError> {
        let (text, signatures) = split_signatures(whole)?;
        Ok(Self { body: T::read(text)?, text: text.to_owned(), signatures })
    }
    /// The whole text, as it is stored and sent.
    #[must_use]
    pub fn whole(&self) -> String {
        let mut whole = self.text.clone();
        for line in &self.signatures {
            whole.push_str(&line.write());
        }
        whole
    }
    /// What signature number `index` covers: the text and the signature lines before it.
    #[must_use]
    pub fn covered(&self, index: usize) -> String {
        let mut covered = self.text.clone();
        for line in self.signatures.iter().take(index) {
            covered.push_str(&line.write());
        }
        covered
    }
}

/// Checks the characters and cuts the signature lines off.
fn split_signatures(whole: &str) -> Result<(&str, Vec<SignatureLine>), StatementError> {
    check_characters(whole)?;
    let start = whole.find("\nsig-").map_or(whole.len(), |at| at + 1);
    let (text, tail) = whole.split_at(start);
    let signatures = tail.lines().map(SignatureLine::read).collect::<Result<_, _>>()?;
    Ok((text, signatures))
}

/// Refuses what no statement holds.
///
/// # Errors
/// [`StatementError::Long`] or [`StatementError::Character`].
pub fn check_characters(text: &str) -> Result<(), StatementError> {
    if text.len() > crate::limits::STATEMENT_BYTES {
        return Err(StatementError::Long);
    }
    if !text.ends_with('\n') || !is_nfc(text) || text.chars().any(|c| c != '\n' && forbidden(c)) {
        return Err(StatementError::Character);
    }
    Ok(())
}

/// Makes a text fit to be a value of a line: NFC, forbidden characters out, trimmed.
#[must_use]
pub fn clean(text: &str) -> String {
    let spaced = text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c });
    // First out, then normal: what stood apart from its accent by an unseen character alone now joins it.
    let kept: String = spaced.filter(|c| !forbidden(*c)).collect();
    let kept = nfc(&kept);
    let kept = kept.trim();
    if kept == "-" { String::new() } else { kept.to_owned() }
}

/// Control, bidirectional, zero-width and other invisible characters: what a person could not
/// see must not be signed (Unicode TR36 §2.10.4, CVE-2021-42574).
fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Reads the `name: value` lines of one kind in order; used by the statement kinds.
pub(crate) struct Lines<'a> {
    rest: std::str::Split<'a, char>,
}

impl<'a> Lines<'a> {
    pub(crate) fn open(text: &'a str, context: &str) -> Result<Self, StatementError> {
        check_characters(text)?;
        let body = text.strip_suffix('\n').ok_or(StatementError::Character)?;
        let mut rest = body.split('\n');
        if rest.next() == Some(context) { Ok(Self { rest }) } else { Err(StatementError::Context) }
    }
    pub(crate) fn value<T: Value>(&mut self, name: &str) -> Result<T, StatementError> {
        let line = self.rest.next().ok_or(StatementError::Line)?;
        let text = line.strip_prefix(name).and_then(|l| l.strip_prefix(": ")).ok_or(StatementError::Line)?;
        if text.is_empty() || text.trim() != text {
            return Err(StatementError::Value);
        }
        let value = T::read(text)?;
        if value.write() == text { Ok(value) } else { Err(StatementError::Value) }
    }
    pub(crate) fn close(mut self) -> Result<(), StatementError> {
        if self.rest.next().is_none() { Ok(()) } else { Err(StatementError::Line) }
    }
}
