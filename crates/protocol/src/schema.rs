//! Schemas of the values that have one spelling each: what the host's description says of them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use crate::bytes::{
    AccountId, BatchId, Bytes, CertificateHash, Digest, DocumentId, EntryId, OpenerId, PublicKey, ReaderId, RecordTag,
    SealKey, Signature, UploadId,
};
use crate::time::Time;

macro_rules! written {
    ($($name:ident $pattern:expr, $text:literal;)*) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $text })
            }
        })*
    };
}

written! {
    AccountId hex(Self::LEN), "Random id of an account, lower-case hex.";
    BatchId hex(Self::LEN), "Random id of a batch, lower-case hex.";
    Bytes "^[A-Za-z0-9_-]*$".to_owned(), "Bytes, base64url without padding.";
    CertificateHash hex(Self::LEN), "SHA-256 of a certificate's DER, lower-case hex.";
    Digest hex(Self::LEN), "A SHA-256 hash, or 32 bytes of another use, lower-case hex.";
    DocumentId hex(Self::LEN), "Random id of a document, lower-case hex.";
    EntryId hex(Self::LEN), "Random id of a vault entry, lower-case hex.";
    OpenerId hex(Self::LEN), "Random id of an opener, lower-case hex.";
    PublicKey base64url(Self::LEN), "An Ed25519 public key, base64url without padding.";
    ReaderId hex(Self::LEN), "Random id of a reader of one record, lower-case hex.";
    RecordTag hex(Self::LEN), "Random id of a record, lower-case hex.";
    SealKey base64url(Self::LEN), "An X-Wing public key, base64url without padding.";
    Signature base64url(Self::LEN), "An Ed25519 signature, base64url without padding.";
    Time "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$".to_owned(), "UTC time to the second.";
    UploadId hex(Self::LEN), "Random id of an upload, lower-case hex.";
}

fn hex(bytes: usize) -> String {
    format!("^[0-9a-f]{{{}}}$", 2 * bytes)
}

fn base64url(bytes: usize) -> String {
    format!("^[A-Za-z0-9_-]{{{}}}$", (8 * bytes).div_ceil(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_text_forms() {
        assert_eq!(hex(AccountId::LEN), format!("^[0-9a-f]{{{}}}$", AccountId([0; 16]).encode().len()));
        let key = |name: &str, text: String| assert!(name.contains(&format!("{{{}}}", text.len())), "{name}");
        key(&base64url(PublicKey::LEN), PublicKey([0; 32]).encode());
        key(&base64url(Signature::LEN), Signature([0; 64]).encode());
        key(&base64url(SealKey::LEN), SealKey([0; 1216]).encode());
    }
}
