//! Attack 11: two implementations that judge one ciphertext differently. Ours against pyca on a
//! thousand random ones, whole and spoilt, the same at every run; against SubtleCrypto it stands in
//! `crates/crypto/tests/browser.rs`.

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _, aead::Payload};
use data_encoding::HEXLOWER;
use scelle_tests::files::noise;
use scelle_tests::paths;
use std::io::Write as _;
use std::process::{Command, Stdio};

#[test]
fn a_thousand_random_ciphertexts_get_the_same_verdict_in_another_language() {
    let (mut lines, mut ours) = (String::new(), Vec::new());
    for case in 0..1000_u32 {
        let drawn = noise(u64::from(case) + 1, 400);
        let (key, nonce, rest) = (&drawn[..32], &drawn[32..44], &drawn[46..]);
        let (aad, plain) = (&rest[..usize::from(drawn[44] % 60)], &rest[60..60 + usize::from(drawn[45])]);
        let cipher = Aes256Gcm::new_from_slice(key).expect("256 bits");
        let nonce: [u8; 12] = nonce.try_into().expect("96 bits");
        let mut sealed = cipher.encrypt((&nonce).into(), Payload { msg: plain, aad }).expect("it seals");
        let at = usize::from(drawn[399]) % sealed.len();
        match case % 4 {
            1 => sealed[at] ^= 1 << (case % 8),
            2 => sealed.truncate(at),
            3 => sealed.push(0),
            _ => {}
        }
        let opened = cipher.decrypt((&nonce).into(), Payload { msg: &sealed, aad }).ok();
        ours.push(opened.map_or_else(|| "refused".to_owned(), |plain| spelt(&plain)));
        lines.push_str(&format!("{} {} {} {}\n", spelt(key), spelt(&nonce), spelt(aad), spelt(&sealed)));
    }
    let theirs = judged(lines);
    assert_eq!(theirs.len(), ours.len());
    for (case, (theirs, ours)) in theirs.iter().zip(&ours).enumerate() {
        assert_eq!(theirs, ours, "case {case}");
    }
    assert_eq!(ours.iter().filter(|verdict| *verdict != "refused").count(), 250, "the control: what is whole opens");
}

fn judged(lines: String) -> Vec<String> {
    let mut judge = Command::new(paths::tool("python/bin/python"))
        .arg(paths::root().join("tests/reader/verdicts.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = judge.stdin.take().expect("its input");
    // On a thread of its own: each waits for the other otherwise.
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = judge.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it listens");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

fn spelt(bytes: &[u8]) -> String {
    if bytes.is_empty() { "-".to_owned() } else { HEXLOWER.encode(bytes) }
}
