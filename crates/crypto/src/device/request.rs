//! PKCS#10 requests (RFC 2986) that name a random account id and nothing else.

use std::str::FromStr as _;

use scelle_protocol::AccountId;
use x509_cert::{
    attr::Attributes,
    der::{
        Decode as _, Encode as _,
        asn1::{Any, BitString},
        oid::ObjectIdentifier,
    },
    name::Name,
    request::{CertReq, CertReqInfo, Version},
    spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned},
};

use super::{DeviceError, DeviceKeys};

/// A request signed by the device, DER: subject CN = the account id, no attribute.
///
/// # Errors
/// [`DeviceError`] from the device.
pub async fn request(device: &impl DeviceKeys, account: AccountId) -> Result<Vec<u8>, DeviceError> {
    let info = CertReqInfo {
        version: Version::V1,
        subject: Name::from_str(&format!("CN={account}")).map_err(|_| DeviceError::Unavailable)?,
        public_key: SubjectPublicKeyInfoOwned::from_der(device.spki()).map_err(|_| DeviceError::Unavailable)?,
        attributes: Attributes::default(),
    };
    let signature = device.sign(&info.to_der().map_err(|_| DeviceError::Unavailable)?).await?;
    let request = CertReq {
        info,
        algorithm: AlgorithmIdentifierOwned { oid: SHA256_WITH_RSA, parameters: Some(Any::null()) },
        signature: BitString::from_bytes(&signature).map_err(|_| DeviceError::Unavailable)?,
    };
    request.to_der().map_err(|_| DeviceError::Unavailable)
}

/// sha256WithRSAEncryption (RFC 8017 Appendix A.2.4).
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
