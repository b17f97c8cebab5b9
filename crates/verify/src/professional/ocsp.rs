//! OCSP (RFC 6960): the question about one certificate, and the judgement of the answer. The few
//! structures that are needed are read here; the network lies with the host.

use der::{
    Decode as _, Encode as _, Sequence, Tag, Tagged as _,
    asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, OctetString, OctetStringRef},
    oid::db::{
        rfc5280::{ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE, ID_KP_OCSP_SIGNING},
        rfc5912::{ID_SHA_1, ID_SHA_256},
        rfc6960::ID_PKIX_OCSP_BASIC,
    },
};
use scelle_protocol::Time;
use sha1::{Digest as _, Sha1};
use x509_cert::{
    ext::{
        Extension,
        pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage},
    },
    serial_number::SerialNumber,
    spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef},
};

use super::{GRACE, Professional, form, unix};
use crate::{Certificate, hash::sha256};

/// An answer is never believed for longer, whatever it says of itself: 24 hours.
pub const MAX_AGE: u64 = 24 * 3600;

/// What a good answer says of its own times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Known to be so at this time.
    pub this_update: Time,
    /// Newer news by this time.
    pub next_update: Option<Time>,
    /// When it was signed.
    pub produced_at: Time,
}

/// Why a certificate cannot be taken for unrevoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// Not an answer in the standard's form.
    #[error("the answer on revocation is malformed")]
    Form,
    /// Revoked, or suspended.
    #[error("the certificate was revoked")]
    Revoked,
    /// Not signed by the authority, nor by a responder that it named.
    #[error("the answer on revocation is not signed by the authority or its responder")]
    Signature,
    /// Too old, or from the future.
    #[error("the answer on revocation is not fresh")]
    Stale,
    /// The responder says nothing of this certificate.
    #[error("the responder does not know the certificate")]
    Unknown,
}

/// The question: one certificate, named with SHA-1 as responders expect, no nonce, so that the
/// responder may answer from what it signed before.
#[must_use]
pub fn request(professional: &Professional, issuer: &Certificate) -> Vec<u8> {
    let id = CertId {
        algorithm: AlgorithmIdentifierOwned { oid: ID_SHA_1, parameters: Some(der::asn1::Any::null()) },
        name: octets(Sha1::digest(name_of(issuer)).as_slice()),
        key: octets(Sha1::digest(key_of(issuer)).as_slice()),
        serial: professional.certificate.parsed().tbs_certificate().serial_number().clone(),
    };
    let question = Question { content: QuestionContent { list: vec![QuestionItem { id }] } };
    question.to_der().expect("two hashes and the serial of a certificate, which was DER itself")
}

/// Checks that an answer is good at `now`: signed by the issuer or by a responder that it named,
/// for this certificate, fresh.
///
/// # Errors
/// [`RevocationError`]. Whoever lets a card in fails closed on each of them.
pub fn check(
    der: &[u8],
    professional: &Professional,
    issuer: &Certificate,
    now: Time,
) -> Result<Answer, RevocationError> {
    check_at(der, professional, issuer, now)
}

/// The same for another time than now: an answer kept with a binding is judged at the binding's.
///
/// # Errors
/// [`RevocationError`].
pub fn check_at(
    der: &[u8],
    professional: &Professional,
    issuer: &Certificate,
    at: Time,
) -> Result<Answer, RevocationError> {
    let bytes = open(der)?;
    let basic = Basic::from_der(bytes.response.as_bytes()).map_err(form_error)?;
    let data = basic.content.decode_as::<Data<'_>>().map_err(form_error)?;
    if !basic.signed(&data.responder, issuer, at) {
        return Err(RevocationError::Signature);
    }
    if data.version != 0 || !form::extensions_known(data.extensions.as_deref(), &[]) {
        return Err(RevocationError::Form);
    }
    let item = data.item(professional, issuer)?;
    let answer = Answer {
        this_update: unix(item.this_update.to_unix_duration()),
        next_update: item.next_update.map(|time| unix(time.to_unix_duration())),
        produced_at: unix(data.produced_at.to_unix_duration()),
    };
    answer.check_fresh(at)?;
    Ok(answer)
}

impl Answer {
    /// RFC 6960 §4.2.2.1, with a ceiling of our own on age.
    fn check_fresh(&self, at: Time) -> Result<(), RevocationError> {
        let begun = self.this_update <= at.plus(GRACE) && self.produced_at <= at.plus(GRACE);
        let young = at <= self.this_update.plus(MAX_AGE + GRACE);
        let current = self.next_update.is_none_or(|next| at <= next.plus(GRACE));
        if begun && young && current { Ok(()) } else { Err(RevocationError::Stale) }
    }
}

fn open(der: &[u8]) -> Result<Bytes<'_>, RevocationError> {
    if der.len() > MAX_BYTES {
        return Err(RevocationError::Form);
    }
    let response = Response::from_der(der).map_err(form_error)?;
    // RFC 6960 §4.2.1: every other status is an unsigned "no answer".
    let successful = response.status.tag() == Tag::Enumerated && response.status.value() == [0];
    let bytes = response.bytes.filter(|_| successful).ok_or(RevocationError::Unknown)?;
    if bytes.kind == ID_PKIX_OCSP_BASIC { Ok(bytes) } else { Err(RevocationError::Form) }
}

impl Basic<'_> {
    /// RFC 6960 §4.2.2.2: by the issuer itself, or by a responder that the issuer certified.
    fn signed(&self, responder: &AnyRef<'_>, issuer: &Certificate, at: Time) -> bool {
        let signs = |key: &Certificate| form::signed_by(key, self.content, &self.algorithm, &self.signature).is_some();
        if is_named(responder, issuer) && signs(issuer) {
            return true;
        }
        let carried = self.certificates.iter().flatten().take(MAX_CERTIFICATES);
        let read = carried.filter_map(|one| one.to_der().ok().and_then(|der| Certificate::from_der(&der).ok()));
        read.filter(|one| is_named(responder, one)).any(|one| is_responder(&one, issuer, at) && signs(&one))
    }
}

/// RFC 6960 §4.2.1: by name, or by the hash of the key.
fn is_named(responder: &AnyRef<'_>, certificate: &Certificate) -> bool {
    let Tag::ContextSpecific { constructed: true, number } = responder.tag() else { return false };
    match number.value() {
        1 => certificate.parsed().tbs_certificate().subject().to_der().is_ok_and(|name| name == responder.value()),
        2 => <&OctetStringRef>::from_der(responder.value())
            .is_ok_and(|hash| hash.as_bytes() == Sha1::digest(key_of(certificate)).as_slice()),
        _ => false,
    }
}

/// Issued by the authority itself, for OCSP, valid (RFC 6960 §4.2.2.2). Whether it was revoked in
/// turn nobody could answer but itself: its short life is the authority's care.
fn is_responder(certificate: &Certificate, issuer: &Certificate, at: Time) -> bool {
    let tbs = certificate.parsed().tbs_certificate();
    let (Ok(extended), Ok(usage), Ok(basic)) = (
        tbs.get_extension::<ExtendedKeyUsage>(),
        tbs.get_extension::<KeyUsage>(),
        tbs.get_extension::<BasicConstraints>(),
    ) else {
        return false;
    };
    extended.is_some_and(|(_, extended)| extended.0.contains(&ID_KP_OCSP_SIGNING))
        && usage.is_none_or(|(_, usage)| usage.digital_signature())
        && !basic.is_some_and(|(_, basic)| basic.ca)
        && form::extensions_known(tbs.extensions().map(Vec::as_slice), LOOKED_AT)
        && certificate.check_valid_at(at).is_ok()
        && certificate.check_signed_by(issuer).is_ok()
}

impl<'a> Data<'a> {
    /// The one item on this certificate, if it is good. Two that speak of it are no answer,
    /// unless one says revoked.
    fn item(&self, professional: &Professional, issuer: &Certificate) -> Result<&Item<'a>, RevocationError> {
        let mut items = self.items.iter().filter(|item| item.id.names(professional, issuer));
        let item = items.next().ok_or(RevocationError::Unknown)?;
        let mut statuses = items.clone().chain([item]).map(|item| status(&item.status));
        if statuses.any(|status| status == Err(RevocationError::Revoked)) {
            return Err(RevocationError::Revoked);
        }
        status(&item.status)?;
        if items.next().is_some() || !form::extensions_known(item.extensions.as_deref(), &[]) {
            return Err(RevocationError::Form);
        }
        Ok(item)
    }
}

/// CertStatus: good `[0]`, revoked `[1]`, unknown `[2]`.
fn status(status: &AnyRef<'_>) -> Result<(), RevocationError> {
    match status.tag() {
        Tag::ContextSpecific { constructed: false, number } if number.value() == 0 && status.value().is_empty() => {
            Ok(())
        }
        Tag::ContextSpecific { constructed: true, number } if number.value() == 1 => Err(RevocationError::Revoked),
        Tag::ContextSpecific { constructed: false, number } if number.value() == 2 => Err(RevocationError::Unknown),
        _ => Err(RevocationError::Form),
    }
}

impl CertId {
    fn names(&self, professional: &Professional, issuer: &Certificate) -> bool {
        let (name, key) = (name_of(issuer), key_of(issuer));
        let same = match self.algorithm.oid {
            ID_SHA_1 => {
                self.name.as_bytes() == Sha1::digest(name).as_slice()
                    && self.key.as_bytes() == Sha1::digest(key).as_slice()
            }
            ID_SHA_256 => self.name.as_bytes() == sha256(&name).0 && self.key.as_bytes() == sha256(key).0,
            _ => false,
        };
        same && &self.serial == professional.certificate.parsed().tbs_certificate().serial_number()
    }
}

/// The authority's name, DER: the same that its certificates carry as issuer.
fn name_of(issuer: &Certificate) -> Vec<u8> {
    issuer.parsed().tbs_certificate().subject().to_der().unwrap_or_default()
}

/// The key's BIT STRING without tag, length and count of unused bits.
fn key_of(certificate: &Certificate) -> &[u8] {
    certificate.parsed().tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
}

fn octets(hash: &[u8]) -> OctetString {
    OctetString::new(hash).expect("a hash is far below the longest octet string")
}

const fn form_error(_: der::Error) -> RevocationError {
    RevocationError::Form
}

#[derive(Debug, Sequence)]
struct Question {
    content: QuestionContent,
}

#[derive(Debug, Sequence)]
struct QuestionContent {
    list: Vec<QuestionItem>,
}

#[derive(Debug, Sequence)]
struct QuestionItem {
    id: CertId,
}

#[derive(Debug, Sequence)]
struct CertId {
    algorithm: AlgorithmIdentifierOwned,
    name: OctetString,
    key: OctetString,
    serial: SerialNumber,
}

#[derive(Debug, Sequence)]
struct Response<'a> {
    status: AnyRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<Bytes<'a>>,
}

#[derive(Debug, Sequence)]
struct Bytes<'a> {
    kind: ObjectIdentifier,
    response: &'a OctetStringRef,
}

#[derive(Debug, Sequence)]
struct Basic<'a> {
    content: AnyRef<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<AnyRef<'a>>>,
}

#[derive(Debug, Sequence)]
struct Data<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", default = "Default::default")]
    version: u8,
    responder: AnyRef<'a>,
    produced_at: GeneralizedTime,
    items: Vec<Item<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Vec<Extension>>,
}

#[derive(Debug, Sequence)]
struct Item<'a> {
    id: CertId,
    status: AnyRef<'a>,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Vec<Extension>>,
}

/// In a responder's certificate.
const LOOKED_AT: &[ObjectIdentifier] = &[ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE];
const MAX_BYTES: usize = 64 * 1024;
const MAX_CERTIFICATES: usize = 4;
