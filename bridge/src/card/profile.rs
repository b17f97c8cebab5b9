//! Which certificate on a card authenticates a professional, judged by its content and never by
//! its label or place. What the bridge says of it is for show: the host checks chain, revocation
//! and profession itself.

use scelle_protocol::Time;
use scelle_verify::Certificate;
use x509_cert::der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{Any, Decode as _};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;

use super::Found;
use crate::trouble::Trouble;

/// A professional's authentication certificate.
#[derive(Debug, Clone)]
pub struct Profile {
    /// CKA_ID of certificate and key.
    pub id: Vec<u8>,
    /// The certificate.
    pub certificate: Certificate,
    /// National identifier: the CN.
    pub id_nat: String,
    /// Given name and surname, for the windows only.
    pub name: String,
    /// Profession (TRE_G15), if there is one.
    pub profession: Option<i64>,
    /// Type of card (TRE_G02), if it is one.
    pub card_type: Option<i64>,
    /// Valid from, in seconds since 1970.
    pub not_before: u64,
    /// Valid until.
    pub not_after: u64,
    issued_to_persons: bool,
}

impl Profile {
    /// The authentication certificate among those of a card.
    ///
    /// # Errors
    /// [`Trouble::CardUnrecognized`] when there is none.
    pub fn choose(found: &[Found]) -> Result<Self, Trouble> {
        found.iter().find_map(Self::read).ok_or(Trouble::CardUnrecognized)
    }

    /// Reads one, if it authenticates: key usage digitalSignature and nothing that signs documents
    /// or encrypts, extended key usage clientAuth, end entity (RFC 5280 §4.2.1.3, .9, .12).
    #[must_use]
    pub fn read(found: &Found) -> Option<Self> {
        let certificate = Certificate::from_der(&found.der).ok()?;
        let parsed = x509_cert::Certificate::from_der(&found.der).ok()?;
        let tbs = parsed.tbs_certificate();
        let (_, usage) = tbs.get_extension::<KeyUsage>().ok()??;
        let (_, extended) = tbs.get_extension::<ExtendedKeyUsage>().ok()??;
        let ca = tbs.get_extension::<BasicConstraints>().ok()?.is_some_and(|(_, basic)| basic.ca);
        let authenticates = usage.digital_signature() && !usage.non_repudiation() && !usage.key_cert_sign();
        if ca || !authenticates || !extended.0.contains(&CLIENT_AUTH) {
            return None;
        }
        let extension = |oid| {
            let extension = tbs.extensions()?.iter().find(|extension| extension.extn_id == oid)?;
            i64::from_der(extension.extn_value.as_bytes()).ok()
        };
        Some(Self {
            id: found.id.clone(),
            id_nat: attribute(tbs.subject(), COMMON_NAME).unwrap_or_default(),
            name: name(tbs.subject()),
            profession: extension(PROFESSION),
            card_type: extension(CARD_TYPE),
            not_before: tbs.validity().not_before.to_unix_duration().as_secs(),
            not_after: tbs.validity().not_after.to_unix_duration().as_secs(),
            issued_to_persons: attribute(tbs.issuer(), COMMON_NAME).is_some_and(|name| name.ends_with(" PERSONNES")),
            certificate,
        })
    }

    /// Whether a professional may log in with it today, as far as the bridge can see.
    ///
    /// # Errors
    /// [`Trouble::CertificateExpired`], [`Trouble::CertificateNotYetValid`], or
    /// [`Trouble::CertificateProfile`] for another authority's certificate or a CN that is not
    /// 8 and eleven digits: ADELI numbers and structures are no professional's RPPS.
    pub fn check(&self, now: Time) -> Result<(), Trouble> {
        if now.0 > self.not_after {
            return Err(Trouble::CertificateExpired);
        }
        if now.plus(GRACE).0 < self.not_before {
            return Err(Trouble::CertificateNotYetValid);
        }
        let rpps = self.id_nat.len() == 12
            && self.id_nat.starts_with('8')
            && self.id_nat.bytes().all(|byte| byte.is_ascii_digit());
        if rpps && self.issued_to_persons { Ok(()) } else { Err(Trouble::CertificateProfile) }
    }
}

/// Given name and surname: several attributes of one name, in any order of the SET.
fn name(subject: &Name) -> String {
    let parts = [attribute(subject, GIVEN_NAME), attribute(subject, SURNAME)];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let clean = scelle_protocol::text::clean(&name);
    clean.chars().take(NAME).collect()
}

/// The one attribute of this kind, wherever it stands; none if there are two.
fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let mut values = name.iter().filter(|attribute| attribute.oid == oid).map(|attribute| text(&attribute.value));
    let first = values.next()?;
    if values.next().is_some() { None } else { first }
}

fn text(value: &Any) -> Option<String> {
    let utf8 = value.decode_as::<Utf8StringRef<'_>>().map(|text| text.as_str().to_owned());
    utf8.or_else(|_| value.decode_as::<PrintableStringRef<'_>>().map(|text| text.as_str().to_owned())).ok()
}

const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SURNAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.4");
const GIVEN_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.42");
/// TRE_G02: type of card.
const CARD_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.250.1.71.1.2.2");
/// TRE_G15: profession.
const PROFESSION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.250.1.71.1.2.7");
/// The authority's clock and this computer's may differ.
const GRACE: u64 = 300;
/// Characters of a name in a window.
const NAME: usize = 80;
