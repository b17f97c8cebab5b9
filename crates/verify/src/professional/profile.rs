//! Reads the authentication certificate of a professional by its content alone: never by a label,
//! nor by the place of an attribute. Issuer, dates and revocation are judged elsewhere.

use der::{
    Decode as _,
    asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef},
    oid::db::rfc5280::{ID_AD_OCSP, ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE, ID_KP_CLIENT_AUTH},
};
use scelle_protocol::{Time, text};
use x509_cert::{
    TbsCertificate, Version,
    ext::pkix::{
        AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, KeyUsages,
        name::{DistributionPointName, GeneralName},
    },
    name::Name,
};

use super::{ProfessionalError, form, unix, words};
use crate::Certificate;

/// A health professional's authentication certificate, read and its own content checked.
#[derive(Debug, Clone)]
pub struct Professional {
    /// The certificate.
    pub certificate: Certificate,
    /// National identifier, the CN: `8` and the eleven digits of the RPPS.
    pub id_nat: String,
    /// Given name.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// Profession (TRE_G15), an active one.
    pub profession: u16,
    /// The profession as the subject words it; empty where it does not.
    pub title: String,
    /// Whether it says that it lives on a CPS card; a software certificate does not.
    pub card: bool,
    /// Valid from.
    pub not_before: Time,
    /// Valid until.
    pub not_after: Time,
}

impl Professional {
    /// Reads DER: RSA of 2,048 bits or more, sha256WithRSA, key usage digitalSignature alone and
    /// critical, extended key usage clientAuth, end entity, a CPS card or none, one RPPS number,
    /// an active profession.
    ///
    /// # Errors
    /// [`ProfessionalError`], by what is missing.
    pub fn read(der: &[u8]) -> Result<Self, ProfessionalError> {
        if der.len() > MAX_BYTES {
            return Err(ProfessionalError::Profile);
        }
        let certificate = Certificate::from_der(der).map_err(|_| ProfessionalError::Profile)?;
        let tbs = certificate.parsed().tbs_certificate();
        check_form(tbs)?;
        check_usage(tbs)?;
        let card = check_card_type(tbs)?;
        let id_nat = number(tbs.subject())?;
        let profession = profession(tbs)?;
        let (given_name, surname) = (required(tbs.subject(), GIVEN_NAME)?, required(tbs.subject(), SURNAME)?);
        let title = attribute(tbs.subject(), TITLE)?.unwrap_or_default();
        let validity = tbs.validity();
        let (not_before, not_after) =
            (unix(validity.not_before.to_unix_duration()), unix(validity.not_after.to_unix_duration()));
        Ok(Self { id_nat, given_name, surname, profession, title, card, not_before, not_after, certificate })
    }

    /// The eleven digits of the RPPS number.
    #[must_use]
    pub fn rpps(&self) -> &str {
        self.id_nat.get(1..).unwrap_or_default()
    }

    /// Given name and surname, as a person is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    /// Where the certificate says that an OCSP responder answers, `http:` only. Worth asking only
    /// once [`super::Trust::check`] has said that the certificate is the authority's own.
    #[must_use]
    pub fn ocsp_url(&self) -> Option<String> {
        let (_, access) = self.extension::<AuthorityInfoAccessSyntax>()?;
        access.0.iter().filter(|one| one.access_method == ID_AD_OCSP).find_map(|one| http(&one.access_location))
    }

    /// Where the certificate says that its authority publishes whole revocation lists, `http:` only.
    #[must_use]
    pub fn crl_urls(&self) -> Vec<String> {
        let Some((_, points)) = self.extension::<CrlDistributionPoints>() else { return Vec::new() };
        let whole = points.0.iter().filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
        let names = whole.filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        names.flatten().filter_map(http).collect()
    }

    fn extension<'a, T>(&'a self) -> Option<(bool, T)>
    where
        T: der::Decode<'a> + der::oid::AssociatedOid,
    {
        self.certificate.parsed().tbs_certificate().get_extension::<T>().ok()?
    }
}

/// Version 3, each extension once, none critical that is not looked at here (RFC 5280 §4.2).
fn check_form(tbs: &TbsCertificate) -> Result<(), ProfessionalError> {
    let known = form::extensions_known(tbs.extensions().map(Vec::as_slice), LOOKED_AT);
    if tbs.version() == Version::V3 && known { Ok(()) } else { Err(ProfessionalError::Profile) }
}

/// RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12. The signature certificate of the same card has
/// nonRepudiation and emailProtection.
fn check_usage(tbs: &TbsCertificate) -> Result<(), ProfessionalError> {
    let profile = |_| ProfessionalError::Profile;
    let (critical, usage) = tbs.get_extension::<KeyUsage>().map_err(profile)?.ok_or(ProfessionalError::Profile)?;
    let (_, extended) = tbs.get_extension::<ExtendedKeyUsage>().map_err(profile)?.ok_or(ProfessionalError::Profile)?;
    let authority = tbs.get_extension::<BasicConstraints>().map_err(profile)?.is_some_and(|(_, basic)| basic.ca);
    let signs_only = critical && usage.0 == KeyUsages::DigitalSignature;
    if signs_only && extended.0.contains(&ID_KP_CLIENT_AUTH) && !authority {
        Ok(())
    } else {
        Err(ProfessionalError::Profile)
    }
}

/// TRE_G02: 0 is a professional's card; 1 CPF, 2 CPE, 3 CPA are not. Software has no card type.
fn check_card_type(tbs: &TbsCertificate) -> Result<bool, ProfessionalError> {
    match integer(tbs, CARD_TYPE) {
        None => Ok(false),
        Some(Some(0)) => Ok(true),
        Some(_) => Err(ProfessionalError::CardType),
    }
}

fn profession(tbs: &TbsCertificate) -> Result<u16, ProfessionalError> {
    let code = integer(tbs, PROFESSION).flatten().ok_or(ProfessionalError::Profession)?;
    if words::profession_words(code).is_some() { Ok(code) } else { Err(ProfessionalError::Profession) }
}

/// An extension that is one INTEGER: none, or one that says nothing readable, or its value.
fn integer(tbs: &TbsCertificate, oid: ObjectIdentifier) -> Option<Option<u16>> {
    let extension = tbs.extensions()?.iter().find(|extension| extension.extn_id == oid)?;
    Some(u16::from_der(extension.extn_value.as_bytes()).ok())
}

/// Luhn's digit of the RPPS is the authority's to get right.
fn number(subject: &Name) -> Result<String, ProfessionalError> {
    let cn = attribute(subject, COMMON_NAME).ok().flatten().ok_or(ProfessionalError::Number)?;
    let rpps = cn.len() == 12 && cn.starts_with('8') && cn.bytes().all(|byte| byte.is_ascii_digit());
    if rpps { Ok(cn) } else { Err(ProfessionalError::Number) }
}

fn required(subject: &Name, oid: ObjectIdentifier) -> Result<String, ProfessionalError> {
    attribute(subject, oid)?.filter(|text| !text.is_empty()).ok_or(ProfessionalError::Profile)
}

/// The one attribute of this kind, wherever it stands; two of them are refused.
pub(super) fn attribute(name: &Name, oid: ObjectIdentifier) -> Result<Option<String>, ProfessionalError> {
    let mut found = name.iter().filter(|attribute| attribute.oid == oid);
    let Some(first) = found.next() else { return Ok(None) };
    let utf8 = first.value.decode_as::<Utf8StringRef<'_>>().map(|text| text.as_str());
    let value = utf8.or_else(|_| first.value.decode_as::<PrintableStringRef<'_>>().map(|text| text.as_str()));
    let value = value.map_err(|_| ProfessionalError::Profile)?;
    if found.next().is_some() || value.chars().count() > MAX_CHARACTERS {
        return Err(ProfessionalError::Profile);
    }
    // What a person will be shown holds nothing that a person cannot see.
    Ok(Some(text::clean(value)))
}

fn http(name: &GeneralName) -> Option<String> {
    let GeneralName::UniformResourceIdentifier(uri) = name else { return None };
    let uri = uri.as_str();
    let plain = uri.len() <= MAX_URL && uri.starts_with("http://") && uri.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then(|| uri.to_owned())
}

pub(super) const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SURNAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.4");
const TITLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.12");
const GIVEN_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.42");
/// TRE_G02-TypeProduit.
const CARD_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.250.1.71.1.2.2");
/// TRE_G15-ProfessionSante.
const PROFESSION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.250.1.71.1.2.7");
const LOOKED_AT: &[ObjectIdentifier] =
    &[ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE, CARD_TYPE, PROFESSION];
const MAX_BYTES: usize = 16 * 1024;
const MAX_CHARACTERS: usize = 128;
const MAX_URL: usize = 512;
