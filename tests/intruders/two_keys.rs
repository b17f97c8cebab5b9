//! Attack 9: one ciphertext that opens under two keys, so that two people who both verified it
//! read different things ("salamander"). It is built for real, from the cipher's own parts; the
//! commitment that the author signs is what refuses it. No other attack lives here.

use aes_gcm::aes::{Aes256, cipher::BlockCipherEncrypt as _};
use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _, aead::Payload};
use ghash::{GHash, universal_hash::UniversalHash as _};
use hkdf::Hkdf;
use scelle_crypto::body::{DocumentKey, DocumentVersion, Manifest, Portable, open_whole};
use scelle_crypto::kit::RecoveryKit;
use scelle_crypto::opener::{self, OpenerKey};
use scelle_crypto::{IdentitySecret, Refused};
use scelle_protocol::statements::Opener;
use scelle_protocol::{AccountId, Bytes, Digest, DocumentId, RecordTag, Statement as _, Time, contexts};
use scelle_verify::hash;
use sha2::Sha256;

#[tokio::test]
async fn a_body_that_opens_as_two_documents_is_refused_under_the_key_that_its_author_did_not_commit_to() {
    let (one, other) = (DocumentKey::make(), DocumentKey::make());
    let header = [&[0x28][..], &[7; 32], &[9; 7]].concat();
    let nonce: [u8; 12] = [&header[33..], &[0, 0, 0, 0, 1]].concat().try_into().expect("twelve bytes");
    let keys = [&one, &other].map(|key| derive(key.expose(), &header[1..33], &body_context()));
    let texts: [&[u8]; 2] = ["Aucune allergie connue.".as_bytes(), "Choc à la pénicilline.".as_bytes()];
    let sealed = under_both(&keys, &nonce, b"", texts, LENGTH);
    let stored = [header, sealed.clone()].concat();

    // The control: the cipher alone takes it for whole under either key.
    for key in &keys {
        assert!(bare(key, &nonce, b"", &sealed).is_some());
    }
    // And so does all the rest of the format, whichever key a lying author had committed to: body
    // hash, header, length and tag are those of one and the same body.
    let signed = |key: &DocumentKey| Manifest {
        of: OF,
        body: hash::body_of(&stored),
        length: LENGTH as u64,
        key: key.commitment(&OF),
    };
    let first = open_whole(&Portable, &one, signed(&one), &stored).await.expect("opens as one document");
    let second = open_whole(&Portable, &other, signed(&other), &stored).await.expect("and as another");
    assert!(first.starts_with(texts[0]) && second[LENGTH / 2..].starts_with(texts[1]) && first != second);

    // The attack: one author, one signature, and each reader given another key.
    assert_eq!(open_whole(&Portable, &other, signed(&one), &stored).await, Err(Refused));
    assert_eq!(open_whole(&Portable, &one, signed(&other), &stored).await, Err(Refused));
}

#[test]
fn an_opener_that_two_kits_open_is_refused_for_the_one_that_it_does_not_commit_to() {
    let (identity, kits) = (IdentitySecret::make(), [RecoveryKit::make(ACCOUNT), RecoveryKit::make(ACCOUNT)]);
    let honest = opener::wrap_with_kit(&kits[0], Time(1_795_461_660), &identity).expect("a kit wraps");
    let bound = bound_lines(&honest);
    let keys =
        [&kits[0], &kits[1]].map(|kit| derive(kit.key().expose(), &honest.salt.0, &format!("{bound}use: seal\n")));
    let sealed = under_both(&keys, &[0; 12], bound.as_bytes(), [&identity.expose()[..16], b""], IdentitySecret::LEN);

    // The control: with each kit's own commitment, the same ciphertext opens, to two identities.
    for key in &keys {
        assert!(bare(key, &[0; 12], bound.as_bytes(), &sealed).is_some());
    }
    let committed = |kit: &RecoveryKit| {
        let commitment = derive(kit.key().expose(), &honest.salt.0, &format!("{bound}use: commit\n"));
        Opener { ciphertext: Bytes(sealed.clone()), commitment: Digest(commitment), ..honest.clone() }
    };
    let opens = |opener: &Opener, kit: &RecoveryKit| opener::open(opener, &OpenerKey::Kit(kit.key()));
    let identities = kits.each_ref().map(|kit| opens(&committed(kit), kit).expect("it opens"));
    assert_ne!(identities[0], identities[1]);

    assert_eq!(opens(&committed(&kits[0]), &kits[1]), Err(Refused));
    assert_eq!(opens(&committed(&kits[1]), &kits[0]), Err(Refused));
}

/// A ciphertext with its tag, of a plaintext of `length` bytes, that both keys take for whole. Under
/// the first key it begins with the first text; under the second, the second text stands half-way.
///
/// A tag is linear in the ciphertext: with the last block C free, tag_i = t_i + C·H_i² for each
/// key, t_i being the tag with C = 0. So C = (t_0 + t_1) / (H_0² + H_1²).
fn under_both(keys: &[[u8; 32]; 2], nonce: &[u8; 12], aad: &[u8], texts: [&[u8]; 2], length: usize) -> Vec<u8> {
    let mut ciphertext = vec![0; length];
    for (key, text, at) in [(&keys[0], texts[0], 0), (&keys[1], texts[1], length / 2)] {
        let stream = seal(key, nonce, aad, &vec![0; length]);
        for (place, byte) in text.iter().enumerate() {
            ciphertext[at + place] = byte ^ stream[at + place];
        }
    }
    let tags = keys.map(|key| tag_over(&key, nonce, aad, &ciphertext));
    let squares = keys.map(|key| {
        let mut h = aes_gcm::aes::Block::default();
        Aes256::new(&key.into()).encrypt_block(&mut h);
        times(&h.into(), &h.into())
    });
    let last = times(&sum(&tags[0], &tags[1]), &inverse(&sum(&squares[0], &squares[1])));
    ciphertext[length - 16..].copy_from_slice(&last);
    let tag = tag_over(&keys[0], nonce, aad, &ciphertext);
    [ciphertext, tag.to_vec()].concat()
}

/// The tag that the cipher gives this ciphertext.
fn tag_over(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> [u8; 16] {
    let stream = seal(key, nonce, aad, &vec![0; ciphertext.len()]);
    let plain: Vec<u8> = ciphertext.iter().zip(&stream).map(|(a, b)| a ^ b).collect();
    let sealed = seal(key, nonce, aad, &plain);
    assert_eq!(&sealed[..ciphertext.len()], ciphertext);
    sealed[ciphertext.len()..].try_into().expect("sixteen bytes")
}

fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    Aes256Gcm::new(key.into()).encrypt(nonce.into(), Payload { msg: plain, aad }).expect("a short text")
}

fn bare(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: sealed, aad }).ok()
}

/// Multiplication in the cipher's field: GHASH of one block.
fn times(a: &[u8; 16], b: &[u8; 16]) -> [u8; 16] {
    let mut hash = GHash::new(b.into());
    hash.update(&[(*a).into()]);
    hash.finalize().into()
}

/// a to the power of 2¹²⁸ − 2.
fn inverse(a: &[u8; 16]) -> [u8; 16] {
    let mut power = times(a, a);
    let mut product = power;
    for _ in 2..128 {
        power = times(&power, &power);
        product = times(&product, &power);
    }
    product
}

fn sum(a: &[u8; 16], b: &[u8; 16]) -> [u8; 16] {
    std::array::from_fn(|place| a[place] ^ b[place])
}

fn derive(ikm: &[u8], salt: &[u8], info: &str) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), ikm).expand(info.as_bytes(), &mut key).expect("32 bytes");
    key
}

/// FORMATS §7, written once more here: the attacker has read that page.
fn body_context() -> String {
    format!("{}\nrecord: {}\ndocument: {}\nversion: {}\n", contexts::BODY, OF.record, OF.document, OF.version)
}

/// B of FORMATS §4: the opener's own lines up to `wrapped`.
fn bound_lines(opener: &Opener) -> String {
    let text = opener.write();
    let lines = text.lines().skip(1).take_while(|line| !line.starts_with("commitment:"));
    lines.fold(format!("{}\n", contexts::OPENER_WRAP), |bound, line| format!("{bound}{line}\n"))
}

const OF: DocumentVersion = DocumentVersion { record: RecordTag([1; 16]), document: DocumentId([2; 16]), version: 1 };
const ACCOUNT: AccountId = AccountId([3; 16]);
/// The least padded length: nothing of this body is padding, which would have to be zeros.
const LENGTH: usize = 16_384;
