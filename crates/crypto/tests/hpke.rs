//! HPKE: the vectors of RFC 9180 for our KDF and AEAD, those of draft-ietf-hpke-pq for our KEM,
//! and our exact suite against OpenSSL (`vectors/SOURCES.md`).
#![cfg(not(target_arch = "wasm32"))]

use hpke::{
    Deserializable as _, Kem, OpModeR, Serializable as _,
    aead::{Aead, AesGcm256, ChaCha20Poly1305},
    kdf::{HkdfSha256, Kdf, KdfShake256},
    kem::{X25519HkdfSha256, XWing},
};
use scelle_crypto::{
    ReaderSecret,
    identity::Opens as _,
    wrap::{BatchOpener, BatchPlace, RecordPad},
};
use scelle_protocol::{BatchId, Digest, ReaderId, RecordTag, statements::Batch};
use serde_json::Value;

mod common;
use common::hex;

#[test]
fn the_vectors_of_rfc_9180_for_hkdf_sha256_and_aes_256_gcm_open() {
    let vectors = vectors();
    let list = vectors["rfc9180"].as_array().expect("a list");
    assert_eq!(list.len(), 1);
    for vector in list {
        run::<AesGcm256, HkdfSha256, X25519HkdfSha256>(vector);
    }
}

#[test]
fn the_vectors_of_x_wing_open() {
    let vectors = vectors();
    let list = vectors["x_wing"].as_array().expect("a list");
    assert_eq!(list.len(), 2);
    for vector in list {
        match (vector["kdf_id"].as_u64(), vector["aead_id"].as_u64()) {
            (Some(1), Some(3)) => run::<ChaCha20Poly1305, HkdfSha256, XWing>(vector),
            (Some(17), Some(3)) => run::<ChaCha20Poly1305, KdfShake256, XWing>(vector),
            other => panic!("{other:?} is not in the file"),
        }
    }
}

#[test]
fn a_batch_sealed_by_openssl_opens() {
    let peers: Value = serde_json::from_str(include_str!("vectors/peers.json")).expect("JSON");
    let peer = &peers["batch"];
    let mut secret = [0; 64];
    secret[..32].copy_from_slice(&hex(&peer["seed"]));
    let reader = ReaderSecret::from_bytes(&secret);
    assert_eq!(reader.seal_key().0.as_slice(), hex(&peer["public"]));
    let place = BatchPlace {
        record: RecordTag([1; 16]),
        reader: ReaderId([2; 16]),
        sealer: ReaderId([3; 16]),
        batch: BatchId([4; 16]),
        place: 7,
        head: Digest([6; 32]),
    };
    let info = format!(
        "scelle/v1/secret-of-batch\nrecord: {}\nreader: {}\nsealer: {}\nbatch: {}\nplace: 7\nhead: {}\n",
        place.record, place.reader, place.sealer, place.batch, place.head
    );
    let sealing = hex(&peer["sealing"]);
    assert_eq!(reader.open_envelope(&info, &sealing), Ok(hex(&peer["secret"])));
    let statement = Batch {
        record: place.record,
        reader: place.reader,
        sealer: place.sealer,
        batch: place.batch,
        place: place.place,
        head: place.head,
        sealing: scelle_verify::hash::sha256(&sealing),
    };
    assert!(BatchOpener::open(&statement, &sealing, &RecordPad::from_bytes(&[0; 32]), &reader).is_ok());
}

fn run<A: Aead, K: Kdf, M: Kem>(vector: &Value) {
    let (_, public) = M::derive_keypair(&hex(&vector["ikmR"]));
    let secret = M::PrivateKey::from_bytes(&hex(&vector["skRm"])).expect("well formed");
    assert_eq!(M::sk_to_pk(&secret).to_bytes(), public.to_bytes());
    assert_eq!(public.to_bytes().as_slice(), hex(&vector["pkRm"]));
    let enc = M::EncappedKey::from_bytes(&hex(&vector["enc"])).expect("well formed");
    let info = hex(&vector["info"]);
    let context = hpke::setup_receiver::<A, K, M>(&OpModeR::Base, &secret, &enc, &info);
    let mut context = context.expect("well formed");
    for case in vector["encryptions"].as_array().expect("a list") {
        let opened = context.open(&hex(&case["ct"]), &hex(&case["aad"])).expect("it verifies");
        let plain = case.get("pt").or_else(|| case.get("plaintext")).expect("named so");
        assert_eq!(opened, hex(plain));
    }
    for case in vector["exports"].as_array().expect("a list") {
        let mut exported = vec![0; usize::try_from(case["L"].as_u64().expect("a number")).expect("small")];
        context.export(&hex(&case["exporter_context"]), &mut exported).expect("short enough");
        assert_eq!(exported, hex(&case["exported_value"]));
    }
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/hpke.json")).expect("JSON")
}
