//! Fixed-size ids, hashes and keys, and the two ways of writing bytes as text: lower-case
//! hexadecimal for what a person may compare (ids, hashes), base64url without padding
//! (RFC 4648 §5) for the rest. Both refuse any second spelling of the same bytes.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

use crate::text::{StatementError, Value};

/// Arbitrary bytes, base64url on the wire.
#[derive(Clone, PartialEq, Eq, Default, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The text form.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
    /// Reads the text form.
    ///
    /// # Errors
    /// [`StatementError::Value`] when the text is not the one spelling of some bytes.
    pub fn decode(text: &str) -> Result<Self, StatementError> {
        BASE64URL_NOPAD.decode(text.as_bytes()).map(Self).map_err(|_| StatementError::Value)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes[{}]", self.0.len())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::decode(&text).map_err(|_| D::Error::custom("base64url expected"))
    }
}

impl Value for Bytes {
    fn write(&self) -> String {
        self.encode()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        Self::decode(text)
    }
}

macro_rules! fixed {
    ($(#[$doc:meta])* $name:ident, $len:expr, $encoding:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// The text form.
            #[must_use]
            pub fn encode(&self) -> String {
                $encoding.encode(&self.0)
            }
            /// Takes exactly [`Self::LEN`] bytes.
            ///
            /// # Errors
            /// [`StatementError::Value`] for any other length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, StatementError> {
                bytes.try_into().map(Self).map_err(|_| StatementError::Value)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.encode())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.encode())
            }
        }

        impl std::str::FromStr for $name {
            type Err = StatementError;
            fn from_str(text: &str) -> Result<Self, StatementError> {
                let bytes = $encoding.decode(text.as_bytes()).map_err(|_| StatementError::Value)?;
                Self::from_slice(&bytes)
            }
        }

        impl Value for $name {
            fn write(&self) -> String {
                self.encode()
            }
            fn read(text: &str) -> Result<Self, StatementError> {
                text.parse()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.encode())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(|_| D::Error::custom(concat!(stringify!($name), " expected")))
            }
        }
    };
}

fixed!(
    /// Random id of an account, 16 bytes; the only name in a patient's certificate.
    AccountId, 16, HEXLOWER
);
fixed!(
    /// Random id of a record, 16 bytes.
    RecordTag, 16, HEXLOWER
);
fixed!(
    /// Random id of a reader of one record, 16 bytes.
    ReaderId, 16, HEXLOWER
);
fixed!(
    /// Random id of a document, 16 bytes.
    DocumentId, 16, HEXLOWER
);
fixed!(
    /// Random id of a batch, 16 bytes.
    BatchId, 16, HEXLOWER
);
fixed!(
    /// Random id of an opener, 16 bytes.
    OpenerId, 16, HEXLOWER
);
fixed!(
    /// Random id of a vault entry, 16 bytes.
    EntryId, 16, HEXLOWER
);
fixed!(
    /// Random id of an upload, 16 bytes.
    UploadId, 16, HEXLOWER
);
fixed!(
    /// A SHA-256 hash, or a 32-byte commitment or place.
    Digest, 32, HEXLOWER
);
fixed!(
    /// SHA-256 of a certificate's DER.
    CertificateHash, 32, HEXLOWER
);
fixed!(
    /// An Ed25519 public key (RFC 8032).
    PublicKey, 32, BASE64URL_NOPAD
);
fixed!(
    /// An Ed25519 signature (RFC 8032).
    Signature, 64, BASE64URL_NOPAD
);
fixed!(
    /// An X-Wing public key (ML-KEM-768 ‖ X25519).
    SealKey, 1216, BASE64URL_NOPAD
);
