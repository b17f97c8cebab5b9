//! Checks of a certificate that comes with its password registration.

use opaque_ke::ServerRegistration;
use scelle_protocol::{AccountId, Bytes, CertificateHash, Digest, ProblemCode};
use scelle_verify::Certificate;
use scelle_verify::hash::sha256;

use crate::error::Result;
use crate::opaque;
use crate::state::App;
use crate::store::Device;

/// What the signed statement says of it.
pub struct Names<'a> {
    /// Origin of the interface.
    pub origin: &'a str,
    /// The account.
    pub account: AccountId,
    /// The certificate.
    pub certificate: CertificateHash,
    /// SHA-256 of the registration upload.
    pub registration: Digest,
}

/// The row of a certificate that this host issued for this account, and the certificate.
///
/// # Errors
/// `invalid` where statement and bytes differ, `signature_refused` for a foreign certificate.
pub fn check(
    app: &App,
    names: &Names<'_>,
    certificate: &Bytes,
    login_id: &Digest,
    registration: &Bytes,
) -> Result<(Device, Certificate)> {
    let certificate = Certificate::from_der(&certificate.0)?;
    certificate.check_issued_by(app.secrets.authority.certificate(), app.clock.now())?;
    let agree = names.origin == app.api_origin
        && certificate.hash() == names.certificate
        && certificate.account()? == names.account
        && sha256(&registration.0) == names.registration;
    if !agree {
        return Err(ProblemCode::Invalid.into());
    }
    let upload = opaque::registration_upload(registration).ok_or(ProblemCode::Invalid)?;
    let device = Device {
        certificate: names.certificate,
        account: names.account,
        login_tag: app.secrets.login_tag(login_id),
        der: certificate.der().to_vec(),
        registration: ServerRegistration::finish(upload).serialize().to_vec(),
    };
    Ok((device, certificate))
}
