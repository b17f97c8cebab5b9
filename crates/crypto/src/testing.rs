//! What the tests of several modules share.

use std::{
    pin::pin,
    sync::OnceLock,
    task::{Context, Poll, Waker},
    time::Duration,
};

use rsa::pkcs8::DecodePrivateKey as _;
use rsa::{PrivateKey, pkcs1v15::SigningKey, sha2::Sha256};
use x509_cert::{
    builder::{Builder as _, CertificateBuilder, profile::BuilderProfile},
    certificate::TbsCertificate,
    der::{Decode as _, Encode as _},
    ext::Extension,
    name::Name,
    serial_number::SerialNumber,
    spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef},
    time::Validity,
};

use crate::device::{DeviceKeys as _, DeviceSecret, SoftwareDevice};

/// Runs a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the portable path never waits"),
    }
}

/// A device with its certificate. Its key is made once per run; d is fresh.
pub(crate) fn device() -> SoftwareDevice {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    let key = KEY.get_or_init(|| {
        let made = SoftwareDevice::make().expect("a key can be made");
        made.export().expect("it can be written").0.to_vec()
    });
    let mut device = SoftwareDevice::import(key, DeviceSecret::make()).expect("it was written so");
    device.set_certificate(&certificate(&device)).expect("it is its own");
    device
}

/// A self-signed certificate of a device, DER.
pub(crate) fn certificate(device: &SoftwareDevice) -> Vec<u8> {
    let pkcs8 = device.export().expect("it can be written").0;
    let key = PrivateKey::from_pkcs8_der(&pkcs8).expect("it was written so");
    let spki = SubjectPublicKeyInfoOwned::from_der(device.spki()).expect("it is DER");
    let validity = Validity::from_now(Duration::from_secs(3600)).expect("an hour from now exists");
    let builder = CertificateBuilder::new(Bare, SerialNumber::from(1u32), validity, spki).expect("a plain certificate");
    let certificate = builder.build::<_, rsa::pkcs1v15::Signature>(&SigningKey::<Sha256>::new(key));
    certificate.expect("it signs").to_der().expect("it is DER")
}

struct Bare;

impl BuilderProfile for Bare {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }
    fn get_subject(&self) -> Name {
        "CN=test".parse().expect("a name")
    }
    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}
