//! PKCS#10 requests (RFC 2986) that name a random account id and nothing else.

use scelle_protocol::AccountId;
use x509_cert::{
    attr::{AttributeTypeAndValue, Attributes},
    der::{
        self, Decode as _, Encode as _, Tag,
        asn1::{Any, BitString},
        oid::ObjectIdentifier,
    },
    name::{Name, RelativeDistinguishedName},
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
        subject: name_of(account).map_err(|_| DeviceError::Unavailable)?,
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

/// Not from a text: that would bring the names of all attributes there are, a tenth of the worker's data.
fn name_of(account: AccountId) -> der::Result<Name> {
    let value = Any::new(Tag::Utf8String, account.to_string().into_bytes())?;
    let part = RelativeDistinguishedName::try_from(vec![AttributeTypeAndValue { oid: COMMON_NAME, value }])?;
    Name::from_der(&vec![part].to_der()?)
}

/// id-at-commonName (RFC 5280 Appendix A.1).
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// sha256WithRSAEncryption (RFC 8017 Appendix A.2.4).
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
