//! A thousand random ciphertexts, whole and spoilt, that two implementations must judge alike. They
//! are the same at every run. Wycheproof's vectors are in `wycheproof` and `browser`.

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _, aead::Payload};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{decrypt, import, named, set_bytes};

#[wasm_bindgen_test]
async fn a_thousand_random_ciphertexts_get_the_same_verdict_on_both_paths() {
    let mut noise = Noise(0x5ce1_1e00);
    let mut opened = 0;
    for case in 0..1000 {
        let (key, aad_length, length) = (noise.bytes(32), noise.below(64), noise.below(300));
        let nonce: [u8; 12] = noise.bytes(12).try_into().expect("96 bits");
        let (mut aad, plain) = (noise.bytes(aad_length), noise.bytes(length));
        let cipher = Aes256Gcm::new_from_slice(&key).expect("256 bits");
        let sealed = cipher.encrypt((&nonce).into(), Payload { msg: &plain, aad: &aad });
        let mut sealed = sealed.expect("it seals");
        let whole = spoil(case, &mut noise, &mut sealed, &mut aad);
        let portable = cipher.decrypt((&nonce).into(), Payload { msg: &sealed, aad: &aad }).ok();
        let parameters = named("AES-GCM");
        set_bytes(&parameters, "iv", &nonce);
        set_bytes(&parameters, "additionalData", &aad);
        let native = decrypt(&parameters, &import("raw", &key, &named("AES-GCM"), "decrypt").await, &sealed).await;
        assert_eq!(portable, native, "case {case}");
        assert_eq!(native, whole.then_some(plain), "case {case}");
        opened += u32::from(whole);
    }
    assert_eq!(opened, 200, "the control: what is whole opens");
}

/// One of five: as it is, a bit changed, cut, lengthened, under other associated data.
fn spoil(case: usize, noise: &mut Noise, sealed: &mut Vec<u8>, aad: &mut Vec<u8>) -> bool {
    match case % 5 {
        0 => return true,
        1 => {
            let at = noise.below(sealed.len());
            sealed[at] ^= 1 << noise.below(8);
        }
        2 => {
            let left = noise.below(sealed.len());
            sealed.truncate(left);
        }
        3 => sealed.push(0),
        _ => aad.push(0),
    }
    false
}

/// xorshift64*, by the paper: no secret comes of it.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % limit.max(1)
    }
    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next().to_be_bytes()[0]).collect()
    }
}
