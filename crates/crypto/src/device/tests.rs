//! Tests of `device`: what it gives, and each refusal.

use scelle_protocol::statements::AccountClosure;
use scelle_protocol::{AccountId, Time};
use scelle_verify::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::request::CertReq;

use super::*;
use crate::testing::{certificate, device, now};

#[test]
fn a_share_wrapped_to_a_device_comes_back_there_only() {
    let (device, share) = (device(), Share::make());
    let wrapped = device.wrap_share(&share).expect("a good key");
    assert_eq!(wrapped.len(), RSA_BITS / 8);
    assert_eq!(now(device.unwrap_share(&wrapped)), Ok(share));
    let other = SoftwareDevice::make().expect("a key can be made");
    assert_eq!(now(other.unwrap_share(&wrapped)), Err(DeviceError::Refused));
}

#[test]
fn a_changed_or_short_or_long_wrapped_share_is_refused() {
    let device = device();
    let wrapped = device.wrap_share(&Share::make()).expect("a good key");
    for at in [0, 100, 383] {
        let mut changed = wrapped.clone();
        changed[at] ^= 1;
        assert_eq!(now(device.unwrap_share(&changed)), Err(DeviceError::Refused));
    }
    assert_eq!(now(device.unwrap_share(&wrapped[..383])), Err(DeviceError::Refused));
    assert_eq!(now(device.unwrap_share(&[])), Err(DeviceError::Refused));
}

#[test]
fn a_wrapped_secret_of_another_length_is_refused() {
    let device = device();
    let key = RsaPublicKey::from_public_key_der(device.spki()).expect("its own");
    for length in [0, 31, 33] {
        let wrapped = key.oaep_encrypt::<Sha256>(&vec![1; length]).expect("it fits");
        assert_eq!(now(device.unwrap_share(&wrapped)), Err(DeviceError::Refused));
    }
}

#[test]
fn a_signature_line_verifies_under_the_certificate() {
    let device = device();
    let certificate = Certificate::from_der(&certificate(&device)).expect("strict DER");
    let mut signed = Signed::new(AccountClosure { account: AccountId([1; 16]), deadline: Time(0) });
    now(append(&device, &mut signed)).expect("it has a certificate");
    let SignatureLine::Rsa(_, signature) = &signed.signatures[0] else { panic!("an RSA line was asked for") };
    assert!(certificate.verify_sha256_with_rsa(signed.covered(0).as_bytes(), &signature.0).is_ok());
    assert!(certificate.verify_sha256_with_rsa(b"another text", &signature.0).is_err());
}

#[test]
fn a_device_without_certificate_signs_no_statement() {
    let device = SoftwareDevice::make().expect("a key can be made");
    let mut signed = Signed::new(AccountClosure { account: AccountId([1; 16]), deadline: Time(0) });
    assert_eq!(now(append(&device, &mut signed)), Err(DeviceError::NoCertificate));
}

#[test]
fn a_certificate_for_another_key_is_refused() {
    let mut other = SoftwareDevice::make().expect("a key can be made");
    assert_eq!(other.set_certificate(&certificate(&device())), Err(DeviceError::Foreign));
    assert_eq!(other.set_certificate(b"no certificate"), Err(DeviceError::Foreign));
}

#[test]
fn the_request_names_the_account_alone_and_proves_the_key() {
    let device = device();
    let der = now(request(&device, AccountId([0xAB; 16]))).expect("it signs");
    let request = CertReq::from_der(&der).expect("strict DER");
    assert_eq!(request.info.subject.to_string(), format!("CN={}", "ab".repeat(16)));
    assert_eq!(request.info.attributes.len(), 0);
    assert_eq!(request.info.public_key.to_der().expect("DER"), device.spki());
    let certificate = Certificate::from_der(&certificate(&device)).expect("strict DER");
    let signed = request.info.to_der().expect("DER");
    assert!(certificate.verify_sha256_with_rsa(&signed, request.signature.raw_bytes()).is_ok());
}

#[test]
fn a_fresh_secret_gives_another_mac_and_the_same_secret_the_same() {
    let device = device();
    let mac = now(device.mac("text"));
    assert_eq!(mac, now(device.mac("text")));
    assert_ne!(mac, now(device.mac("texte")));
    let fresh = now(device.with_new_secret()).expect("it can be made");
    assert_ne!(mac, now(fresh.mac("text")));
    assert_eq!(device.certificate(), fresh.certificate());
}

#[test]
fn what_is_no_rsa_key_is_not_imported() {
    assert!(SoftwareDevice::import(b"not a key", DeviceSecret::make()).is_err());
}
