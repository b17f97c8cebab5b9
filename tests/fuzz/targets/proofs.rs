//! What proves something to a client or to the host: checkpoints and the log key, proofs of the log,
//! proofs of a session, the host's nonces.

use scelle_crypto::{RootSecret, Signs as _, identity::SessionSecret};
use scelle_protocol::{Bytes, Digest, PublicKey, Time};
use scelle_verify::hash::{sha256, sha256_of};
use scelle_verify::{dpop, log};

use super::{only, text};
use crate::change::Form;
use crate::run::Target;

pub fn targets() -> Vec<Target> {
    let mut all = log_targets();
    let claims = |ath| dpop::Claims {
        jti: "a".into(),
        htm: "GET".into(),
        htu: "https://api.test/v1/host".into(),
        iat: 1,
        nonce: "n".into(),
        ath,
        digest: sha256(b""),
    };
    let proofs = [None, Some("h".to_owned())].map(|ath| {
        let key = SessionSecret::from_bytes(&[5; 32]);
        let unsigned = dpop::unsigned(&key.sign_key(), &claims(ath));
        dpop::assemble(&unsigned, &key.sign(&unsigned)).into_bytes()
    });
    let proven = |input: &[u8]| text(input).is_some_and(|proof| dpop::verify(proof).is_ok());
    all.push(Target::new("proof/session", Form::Text, proofs.clone(), only(proofs.to_vec(), proven)));
    let claims = [None, Some("h".to_owned())].map(|ath| serde_json::to_string(&claims(ath)).expect("JSON"));
    all.push(Target::new("proof/session-signed-anew", Form::Json, claims, |input| {
        let key = SessionSecret::from_bytes(&[5; 32]);
        let unsigned = dpop::unsigned(&key.sign_key(), &serde_json::from_str(EMPTY).expect("claims"));
        let header = unsigned.split('.').next().unwrap_or_default();
        let unsigned = format!("{header}.{}", Bytes::from(input).encode());
        Ok(dpop::verify(&dpop::assemble(&unsigned, &key.sign(&unsigned))).is_ok())
    }));
    let nonces = vec![backend::gate::nonce::make(&[1; 32], Time(1_000)).into_bytes()];
    let good =
        |input: &[u8]| text(input).is_some_and(|nonce| backend::gate::nonce::holds(&[1; 32], nonce, Time(1_000)));
    all.push(Target::new("proof/nonce", Form::Text, nonces.clone(), only(nonces, good)));
    all
}

fn log_targets() -> Vec<Target> {
    let (small, large) = (note(3), note(5));
    let notes = vec![small.clone().into_bytes(), large.clone().into_bytes()];
    let read = |input: &[u8]| text(input).and_then(|note| log::checkpoint(note, &key()).ok());
    // A cosignature that nobody here knows may stand beside the log's own.
    let judge = move |input: &[u8]| match read(input) {
        None => Ok(false),
        Some(read) if read.root == root(0..5) && read.size == 5 || read.root == root(0..3) && read.size == 3 => {
            Ok(true)
        }
        Some(_) => Err("a checkpoint that nobody signed"),
    };
    let keys = vec![key().into_bytes()];
    let note_of_key = small.clone();
    let known = move |input: &[u8]| text(input).is_some_and(|key| log::checkpoint(&note_of_key, key).is_ok());
    let (three, five) =
        (log::checkpoint(&small, &key()).expect("ours"), log::checkpoint(&large, &key()).expect("ours"));
    // The size is signed with the root: it is not the proof's to say.
    let inclusions: Vec<Vec<u8>> = (0..5).map(|at| [number(at as u64), bytes(&inclusion(0..5, at))].concat()).collect();
    let checkpoint = five.clone();
    let included = only(inclusions.clone(), move |input| {
        let Some((index, proof)) = input.split_first_chunk() else { return false };
        let (index, Some(proof)) = (u64::from_be_bytes(*index), hashes(proof)) else { return false };
        (0..5).any(|at| log::check_inclusion(&checkpoint, index, &leaf(at), &proof).is_ok())
    });
    let grown = vec![bytes(&consistency())];
    let consistent = only(grown.clone(), move |input| {
        hashes(input).is_some_and(|proof| log::check_consistency(&three, &five, &proof).is_ok())
    });
    // Sizes that no tree has: nothing is taken, and nothing runs on.
    let sizes = |size: u64| log::Checkpoint { size, root: root(0..5), note: String::new() };
    let odd = move |input: &[u8]| {
        let Some((from, to, proof)) = numbers(input) else { return Ok(false) };
        let taken = log::check_consistency(&sizes(from), &sizes(to), &proof).is_ok();
        let included = log::check_inclusion(&sizes(to), from, &leaf(3), &proof).is_ok();
        if included && from != 3 { Err("a leaf in two places") } else { Ok(taken || included) }
    };
    let seeds = [[number(3), number(5), bytes(&inclusion(0..5, 3))].concat()];
    vec![
        Target::new("log/checkpoint", Form::Text, notes, judge),
        Target::new("log/key", Form::Text, keys.clone(), only(keys, known)),
        Target::new("log/inclusion", Form::Bytes, inclusions, included),
        Target::new("log/consistency", Form::Bytes, grown, consistent),
        Target::new("log/sizes", Form::Bytes, seeds, odd),
    ]
}

/// A checkpoint over the first leaves, as C2SP signed-note has it.
fn note(size: u64) -> String {
    let root = data_encoding::BASE64.encode(&root(0..size as usize).0);
    let body = format!("{NAME}\n{size}\n{root}\n");
    let signature = [&hash_of_key()[..], &log_secret().sign(&body).0].concat();
    format!("{body}\n\u{2014} {NAME} {}\n", data_encoding::BASE64.encode(&signature))
}

fn key() -> String {
    let key = data_encoding::BASE64.encode(&typed_key());
    format!("{NAME}+{}+{key}", data_encoding::HEXLOWER.encode(&hash_of_key()))
}

fn hash_of_key() -> [u8; 4] {
    *sha256_of(&[NAME.as_bytes(), b"\n", &typed_key()]).0.first_chunk().expect("32 bytes")
}

fn typed_key() -> Vec<u8> {
    let PublicKey(key) = log_secret().sign_key();
    [&[1][..], &key].concat()
}

fn log_secret() -> RootSecret {
    RootSecret::from_bytes(&[21; 32])
}

fn leaf(at: usize) -> Digest {
    log::leaf_hash(&Digest([at as u8; 32]), &Digest([9; 32]))
}

/// RFC 9162 §2.1.1.
fn root(leaves: std::ops::Range<usize>) -> Digest {
    match leaves.len() {
        0 => sha256(b""),
        1 => leaf(leaves.start),
        length => {
            let middle = leaves.start + split(length);
            sha256_of(&[&[1], &root(leaves.start..middle).0, &root(middle..leaves.end).0])
        }
    }
}

/// RFC 9162 §2.1.3.1.
fn inclusion(leaves: std::ops::Range<usize>, at: usize) -> Vec<Digest> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let middle = leaves.start + split(leaves.len());
    let (own, other) = if at < middle {
        (leaves.start..middle, middle..leaves.end)
    } else {
        (middle..leaves.end, leaves.start..middle)
    };
    let mut proof = inclusion(own, at);
    proof.push(root(other));
    proof
}

/// From three leaves to five, written out of RFC 9162 §2.1.4.1.
fn consistency() -> Vec<Digest> {
    vec![leaf(2), leaf(3), root(0..2), leaf(4)]
}

/// The largest power of two below.
const fn split(length: usize) -> usize {
    1 << (length - 1).ilog2()
}

fn number(number: u64) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

fn bytes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Two numbers and hashes.
fn numbers(input: &[u8]) -> Option<(u64, u64, Vec<Digest>)> {
    let (a, rest) = input.split_first_chunk()?;
    let (b, rest) = rest.split_first_chunk()?;
    Some((u64::from_be_bytes(*a), u64::from_be_bytes(*b), hashes(rest)?))
}

fn hashes(bytes: &[u8]) -> Option<Vec<Digest>> {
    bytes.chunks(32).map(Digest::from_slice).collect::<Result<_, _>>().ok()
}

const NAME: &str = "api.test";
const EMPTY: &str = r#"{"jti":"","htm":"","htu":"","iat":0,"nonce":"","digest":"0000000000000000000000000000000000000000000000000000000000000000"}"#;
