//! Revocation lists (RFC 5280 §5): whole ones, of the issuer itself. Read entry by entry, since
//! they have no upper size; delta lists and lists of several issuers are refused.

use der::{
    Decode as _, Encode as _, Reader as _, Sequence, SliceReader, TagMode, TagNumber,
    asn1::{AnyRef, IntRef, ObjectIdentifier, OctetStringRef, SequenceRef},
    oid::db::rfc5280::{ID_CE_DELTA_CRL_INDICATOR, ID_CE_ISSUING_DISTRIBUTION_POINT},
};
use scelle_protocol::Time;
use x509_cert::{
    ext::{Extension, pkix::KeyUsage},
    spki::AlgorithmIdentifierRef,
    time::Time as X509Time,
};

use super::{GRACE, Professional, RevocationError, form, unix};
use crate::Certificate;

/// A list is never believed for longer, whatever it says of itself: seven days.
pub const MAX_AGE: u64 = 7 * 24 * 3600;

/// What a list that does not hold the certificate says of its own times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrlAnswer {
    /// Known to be so at this time.
    pub this_update: Time,
    /// A newer list by this time.
    pub next_update: Time,
}

/// Checks that a whole, fresh list, signed by the issuer, does not hold this certificate.
///
/// # Errors
/// [`RevocationError`]. A certificate on hold is revoked.
pub fn check(
    der: &[u8],
    professional: &Professional,
    issuer: &Certificate,
    now: Time,
) -> Result<CrlAnswer, RevocationError> {
    if der.len() > MAX_BYTES {
        return Err(RevocationError::Form);
    }
    let signed = form::SignedForm::from_der(der).map_err(form_error)?;
    let list = List::read(signed.content).map_err(form_error)?;
    let by_issuer = issuer.parsed().tbs_certificate().subject().to_der().is_ok_and(|name| name == list.issuer_der());
    if !by_issuer || !signs_lists(issuer) || list.algorithm != signed.algorithm {
        return Err(RevocationError::Signature);
    }
    form::signed_by(issuer, signed.content, &signed.algorithm, &signed.signature).ok_or(RevocationError::Signature)?;
    let extensions = list.extensions.as_deref();
    // Version 2; neither a difference to another list nor a part of one.
    if list.version != 1 || !form::extensions_known(extensions, &[]) || is_partial(extensions) {
        return Err(RevocationError::Form);
    }
    let serial = professional.certificate.parsed().tbs_certificate().serial_number().as_bytes();
    list.check_entries(serial)?;
    list.check_fresh(now)
}

impl List<'_> {
    fn issuer_der(&self) -> Vec<u8> {
        self.issuer.to_der().unwrap_or_default()
    }

    /// Every entry is looked at: one whose critical extension is unknown spoils the whole list
    /// (RFC 5280 §5.3), as in lists of several issuers.
    fn check_entries(&self, serial: &[u8]) -> Result<(), RevocationError> {
        let Some(entries) = self.entries else { return Ok(()) };
        let mut reader = SliceReader::new(entries.as_bytes()).map_err(form_error)?;
        let mut revoked = false;
        while !reader.is_finished() {
            let entry = Entry::read(&mut reader).map_err(form_error)?;
            entry.check_extensions()?;
            revoked |= entry.serial.as_bytes() == serial;
        }
        if revoked { Err(RevocationError::Revoked) } else { Ok(()) }
    }

    fn check_fresh(&self, now: Time) -> Result<CrlAnswer, RevocationError> {
        // RFC 5280 §5.1.2.5: nextUpdate is not optional in this profile.
        let next_update = unix(self.next_update.ok_or(RevocationError::Form)?.to_unix_duration());
        let this_update = unix(self.this_update.to_unix_duration());
        let begun = this_update <= now.plus(GRACE);
        let current = now <= next_update.plus(GRACE) && now <= this_update.plus(MAX_AGE + GRACE);
        if begun && current { Ok(CrlAnswer { this_update, next_update }) } else { Err(RevocationError::Stale) }
    }
}

impl Entry<'_> {
    fn check_extensions(&self) -> Result<(), RevocationError> {
        let Some(extensions) = self.extensions else { return Ok(()) };
        let mut reader = SliceReader::new(extensions.as_bytes()).map_err(form_error)?;
        while !reader.is_finished() {
            if EntryExtension::decode(&mut reader).map_err(form_error)?.critical {
                return Err(RevocationError::Form);
            }
        }
        Ok(())
    }
}

fn is_partial(extensions: Option<&[Extension]>) -> bool {
    let partial = [ID_CE_DELTA_CRL_INDICATOR, ID_CE_ISSUING_DISTRIBUTION_POINT];
    extensions.unwrap_or_default().iter().any(|extension| partial.contains(&extension.extn_id))
}

/// cRLSign (RFC 5280 §4.2.1.3).
fn signs_lists(issuer: &Certificate) -> bool {
    let usage = issuer.parsed().tbs_certificate().get_extension::<KeyUsage>();
    usage.is_ok_and(|usage| usage.is_some_and(|(_, usage)| usage.crl_sign()))
}

const fn form_error(_: der::Error) -> RevocationError {
    RevocationError::Form
}

#[derive(Debug)]
struct List<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierRef<'a>,
    issuer: AnyRef<'a>,
    this_update: X509Time,
    next_update: Option<X509Time>,
    entries: Option<&'a SequenceRef>,
    extensions: Option<Vec<Extension>>,
}

impl<'a> List<'a> {
    fn read(content: AnyRef<'a>) -> der::Result<Self> {
        content.sequence(|reader| {
            Ok(Self {
                version: reader.decode()?,
                algorithm: reader.decode()?,
                issuer: reader.decode()?,
                this_update: reader.decode()?,
                next_update: reader.decode()?,
                entries: reader.decode()?,
                extensions: reader.context_specific(TagNumber(0), TagMode::Explicit)?,
            })
        })
    }
}

#[derive(Debug)]
struct Entry<'a> {
    serial: IntRef<'a>,
    extensions: Option<&'a SequenceRef>,
}

impl<'a> Entry<'a> {
    fn read(reader: &mut SliceReader<'a>) -> der::Result<Self> {
        reader.sequence(|reader| {
            let serial = reader.decode()?;
            reader.decode::<X509Time>()?;
            Ok(Self { serial, extensions: reader.decode()? })
        })
    }
}

#[derive(Debug, Sequence)]
struct EntryExtension<'a> {
    id: ObjectIdentifier,
    #[asn1(default = "Default::default")]
    critical: bool,
    value: &'a OctetStringRef,
}

/// A list of a million entries has some forty megabytes.
const MAX_BYTES: usize = 64 << 20;
