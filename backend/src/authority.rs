//! The authority that certifies patients: RSA-3072, sha256WithRSA. A certificate names a random
//! account id and nothing else, and says nothing about who the person is.

use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use rsa::sha2::Sha256;
use rsa::traits::PublicKeyParts as _;
use rsa::{PrivateKey, rand_core::UnwrapErr};
use scelle_protocol::{AccountId, Time};
use scelle_verify::Certificate;
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{GeneralizedTime, UtcTime};
use x509_cert::der::oid::db;
use x509_cert::der::{DateTime, Decode as _, Encode as _};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::Name;
use x509_cert::request::CertReq;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::Validity;
use zeroize::Zeroizing;

use crate::random;
use crate::secrets::{SecretsError, read_or_make};

/// Why a request for a certificate was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not a PKCS#10 request in the profile.
    #[error("the certificate request is not in the profile")]
    Profile,
    /// Its own signature does not hold.
    #[error("the certificate request is not signed by its key")]
    Signature,
    /// The library failed.
    #[error("the certificate cannot be made")]
    Unreachable,
}

/// The authority's key and certificate.
pub struct Authority {
    key: SigningKey<Sha256>,
    certificate: Certificate,
    name: Name,
}

impl Authority {
    /// Reads key and certificate from the secrets folder, or makes them.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub fn open(folder: &Path) -> Result<Self, SecretsError> {
        let der = read_or_make(folder, KEY, || make_key().unwrap_or_default())?;
        let key = PrivateKey::from_pkcs8_der(&der).map_err(|_| SecretsError::Form(KEY))?;
        let key = SigningKey::<Sha256>::new(key);
        let name = Name::from_str(&format!("CN=Scelle patients {}", hex(&random::bytes::<8>())))
            .map_err(|_| SecretsError::Form(CERTIFICATE))?;
        let make = || Zeroizing::new(own_certificate(&key, name).unwrap_or_default());
        let der = read_or_make(folder, CERTIFICATE, make)?;
        let certificate = Certificate::from_der(&der).map_err(|_| SecretsError::Form(CERTIFICATE))?;
        let parsed = x509_cert::Certificate::from_der(&der).map_err(|_| SecretsError::Form(CERTIFICATE))?;
        Ok(Self { key, certificate, name: parsed.tbs_certificate().subject().clone() })
    }

    /// The authority's own certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Certifies the key of a PKCS#10 request (RFC 2986) for three years.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn certify(&self, request: &[u8], now: Time) -> Result<Certificate, RequestError> {
        let request = CertReq::from_der(request).map_err(|_| RequestError::Profile)?;
        let (account, spki) = check_request(&request)?;
        let subject = Name::from_str(&format!("CN={account}")).map_err(|_| RequestError::Unreachable)?;
        let profile = Patient { subject, issuer: self.name.clone() };
        let der = issue(profile, &self.key, spki, now, PATIENT_SECONDS).ok_or(RequestError::Unreachable)?;
        Certificate::from_der(&der).map_err(|_| RequestError::Unreachable)
    }
}

/// Version 1, an RSA key of 3,072 bits or more, one CN of 32 hexadecimal digits, no attribute
/// that asks for more, and the key's own signature (RFC 2986 §4.2).
fn check_request(request: &CertReq) -> Result<(AccountId, SubjectPublicKeyInfoOwned), RequestError> {
    use rsa::signature::Verifier as _;
    let info = &request.info;
    let spki_der = info.public_key.to_der().map_err(|_| RequestError::Profile)?;
    let key = scelle_verify::certificate::rsa_key(&spki_der).filter(|key| key.size() >= 384);
    let key = key.ok_or(RequestError::Profile)?;
    if request.algorithm.oid != db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION {
        return Err(RequestError::Profile);
    }
    let text = info.subject.to_string();
    let account = text.strip_prefix("CN=").and_then(|id| id.parse().ok()).ok_or(RequestError::Profile)?;
    // An empty extension request is what some libraries always add; anything in it is refused.
    let asks = info
        .attributes
        .iter()
        .any(|a| a.oid != db::rfc5912::ID_EXTENSION_REQ || a.values.iter().any(|v| v.value().len() > 2));
    if asks {
        return Err(RequestError::Profile);
    }
    let signed = info.to_der().map_err(|_| RequestError::Profile)?;
    let signature = request.signature.as_bytes().and_then(|s| rsa::pkcs1v15::Signature::try_from(s).ok());
    let verifying = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key);
    let holds = signature.is_some_and(|s| verifying.verify(&signed, &s).is_ok());
    if holds { Ok((account, info.public_key.clone())) } else { Err(RequestError::Signature) }
}

/// Digital signature and key encipherment, for clients.
struct Patient {
    subject: Name,
    issuer: Name,
}

impl BuilderProfile for Patient {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }
    fn get_subject(&self) -> Name {
        self.subject.clone()
    }
    fn build_extensions(
        &self,
        spk: SubjectPublicKeyInfoRef<'_>,
        issuer_spk: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let authority = SubjectKeyIdentifier::try_from(issuer_spk)?;
        let authority = AuthorityKeyIdentifier { key_identifier: Some(authority.0), ..Default::default() };
        let mut all = vec![authority.to_extension(tbs.subject(), &[])?];
        all.push(SubjectKeyIdentifier::try_from(spk)?.to_extension(tbs.subject(), &all)?);
        all.push(BasicConstraints { ca: false, path_len_constraint: None }.to_extension(tbs.subject(), &all)?);
        let usage = KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment;
        all.push(KeyUsage(usage).to_extension(tbs.subject(), &all)?);
        all.push(ExtendedKeyUsage(vec![db::rfc5280::ID_KP_CLIENT_AUTH]).to_extension(tbs.subject(), &all)?);
        Ok(all)
    }
}

/// The authority itself.
struct Root(Name);

impl BuilderProfile for Root {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.0.clone()
    }
    fn get_subject(&self) -> Name {
        self.0.clone()
    }
    fn build_extensions(
        &self,
        spk: SubjectPublicKeyInfoRef<'_>,
        _issuer_spk: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let mut all = vec![SubjectKeyIdentifier::try_from(spk)?.to_extension(tbs.subject(), &[])?];
        all.push(BasicConstraints { ca: true, path_len_constraint: Some(0) }.to_extension(tbs.subject(), &all)?);
        all.push(KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign).to_extension(tbs.subject(), &all)?);
        Ok(all)
    }
}

fn make_key() -> Option<Zeroizing<Vec<u8>>> {
    let mut random = UnwrapErr(getrandom::SysRng);
    let key = PrivateKey::new(&mut random, 3072).ok()?;
    Some(Zeroizing::new(key.to_pkcs8_der().ok()?.as_bytes().to_vec()))
}

fn own_certificate(key: &SigningKey<Sha256>, name: Name) -> Option<Vec<u8>> {
    use rsa::signature::Keypair as _;
    let spki = SubjectPublicKeyInfoOwned::from_key(&key.verifying_key()).ok()?;
    let now = crate::clock::Clock::now(&crate::clock::SystemClock);
    issue(Root(name), key, spki, now, AUTHORITY_SECONDS)
}

fn issue(
    profile: impl BuilderProfile,
    key: &SigningKey<Sha256>,
    spki: SubjectPublicKeyInfoOwned,
    now: Time,
    seconds: u64,
) -> Option<Vec<u8>> {
    let validity = Validity::new(moment(now)?, moment(now.plus(seconds))?);
    let serial = SerialNumber::new(&serial()).ok()?;
    let builder = CertificateBuilder::new(profile, serial, validity, spki).ok()?;
    builder.build::<_, rsa::pkcs1v15::Signature>(key).ok()?.to_der().ok()
}

/// 16 random bytes, positive and without leading zero (RFC 5280 §4.1.2.2).
fn serial() -> [u8; 16] {
    let mut serial = random::bytes::<16>();
    serial[0] = serial[0] & 0x7f | 0x40;
    serial
}

/// UTCTime until 2049, then GeneralizedTime (RFC 5280 §4.1.2.5).
fn moment(time: Time) -> Option<x509_cert::time::Time> {
    let date = DateTime::from_unix_duration(Duration::from_secs(time.0)).ok()?;
    Some(UtcTime::from_date_time(date).map_or_else(
        |_| x509_cert::time::Time::GeneralTime(GeneralizedTime::from_date_time(date)),
        x509_cert::time::Time::UtcTime,
    ))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

const KEY: &str = "authority.key";
const CERTIFICATE: &str = "authority.der";
const YEAR: u64 = 365 * 86_400;
const PATIENT_SECONDS: u64 = 3 * YEAR;
const AUTHORITY_SECONDS: u64 = 20 * YEAR;
