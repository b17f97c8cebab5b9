//! Attack 10: talking somebody into a weaker form of what protects them: another cipher suite, a
//! cheaper stretching of the password, a shorter or older RSA, a signature left out, a field that
//! is marked as critical and not understood. What certificates may not be is tested beside their
//! profile (`crates/verify/tests/professional`).

use getrandom::SysRng;
use hpke::{
    Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _,
    aead::{Aead, AesGcm128, AesGcm256, ChaCha20Poly1305},
    kdf::{HkdfSha256, HkdfSha384, Kdf},
    kem::XWing,
    single_shot_open, single_shot_seal,
};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialRequest, CredentialResponse, Identifiers, RegistrationResponse, Ristretto255, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup, TripleDh, argon2::Argon2, ksf::Identity,
};
use rand_08::rngs::OsRng;
use rsa::{PrivateKey, PublicKey, pkcs8::DecodePrivateKey as _, pkcs8::DecodePublicKey as _};
use scelle_crypto::device::{DeviceError, DeviceKeys as _, SoftwareDevice};
use scelle_crypto::identity::{Opens as _, Signs as _};
use scelle_crypto::opaque::{Login, Password};
use scelle_crypto::opener::Share;
use scelle_crypto::{ReaderSecret, Refused};
use scelle_protocol::statements::Closure;
use scelle_protocol::{Digest, RecordTag, Signed, Statement as _, Time};
use scelle_verify::opaque::{CONTEXT, Suite};
use scelle_verify::signature;
use sha1::Sha1;

#[test]
fn an_envelope_in_another_suite_of_the_same_lengths_is_refused() {
    let reader = ReaderSecret::make();
    let honest = sealed_in::<AesGcm256, HkdfSha256>(&reader);
    assert_eq!(reader.open_envelope(INFO, &honest), Ok(b"bonjour".to_vec()), "the control");
    for weaker in [
        sealed_in::<AesGcm128, HkdfSha256>(&reader),
        sealed_in::<ChaCha20Poly1305, HkdfSha256>(&reader),
        sealed_in::<AesGcm256, HkdfSha384>(&reader),
    ] {
        assert_eq!(weaker.len(), honest.len());
        assert_eq!(reader.open_envelope(INFO, &weaker), Err(Refused));
    }
}

/// Sealed to the reader by somebody who took another suite; it opens for whoever goes along.
fn sealed_in<A: Aead, K: Kdf>(reader: &ReaderSecret) -> Vec<u8> {
    let key = <XWing as hpke::Kem>::PublicKey::from_bytes(&reader.seal_key().0).expect("its own key");
    let sealed = single_shot_seal::<A, K, XWing>(&OpModeS::Base, &key, INFO.as_bytes(), b"bonjour", &[]);
    let (enc, ct) = sealed.expect("it seals");
    let own = <XWing as hpke::Kem>::PrivateKey::from_bytes(&reader.expose()[..32]).expect("any 32 bytes");
    assert_eq!(XWing::sk_to_pk(&own).to_bytes().as_slice(), reader.seal_key().0);
    let opened = single_shot_open::<A, K, XWing>(&OpModeR::Base, &own, &enc, INFO.as_bytes(), &ct, &[]);
    assert_eq!(opened.expect("whoever goes along reads it"), b"bonjour");
    [enc.to_bytes().as_slice(), &ct].concat()
}

/// The same suite with no stretching at all: what a host would like a client to use, since it
/// could then guess passwords a hundred thousand times faster.
struct Unstretched;

impl CipherSuite for Unstretched {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Identity;
}

/// No message of a log-in or registration holds a parameter: all have one length, and their bytes
/// are spoken for. So a client that stretched less would be one that was built so; and it and the
/// right one understand each other up to the last step, where the password is "wrong".
#[test]
fn a_registration_without_stretching_opens_for_no_client_of_ours() {
    let setup = ServerSetup::<Unstretched>::new(&mut OsRng);
    let row = registered_without_stretching(&setup);

    let lazy = ClientLogin::<Unstretched>::start(&mut OsRng, PASSWORD).expect("begun");
    let ke2 = answer(&setup, &row, &lazy.message.serialize());
    let ke2 = CredentialResponse::deserialize(&ke2).expect("an answer");
    let how = ClientLoginFinishParameters::new(Some(CONTEXT), Identifiers::default(), None);
    assert!(lazy.state.finish(&mut OsRng, PASSWORD, ke2, how).is_ok(), "the control: a client that goes along");

    let password = Password::new(std::str::from_utf8(PASSWORD).expect("text"));
    let (ours, ke1) = Login::start(password).expect("begun");
    let ke2 = answer(&setup, &row, &ke1.0);
    assert_eq!(ours.finish(&ke2).err(), Some(Refused));
}

#[test]
fn a_password_is_stretched_as_the_formats_page_says_whoever_asks() {
    let stretched: <Suite as CipherSuite>::Ksf = Argon2::default();
    let is = stretched.params();
    assert_eq!((is.m_cost(), is.t_cost(), is.p_cost()), (19_456, 2, 1));
}

fn registered_without_stretching(setup: &ServerSetup<Unstretched>) -> ServerRegistration<Unstretched> {
    let first = ClientRegistration::<Unstretched>::start(&mut OsRng, PASSWORD).expect("begun");
    let answer = ServerRegistration::start(setup, first.message, b"somebody").expect("answered").message;
    let answer = RegistrationResponse::deserialize(&answer.serialize()).expect("an answer");
    let last = first.state.finish(&mut OsRng, PASSWORD, answer, ClientRegistrationFinishParameters::default());
    ServerRegistration::finish(last.expect("finished").message)
}

fn answer(setup: &ServerSetup<Unstretched>, row: &ServerRegistration<Unstretched>, ke1: &[u8]) -> Vec<u8> {
    let how = ServerLoginParameters { context: Some(CONTEXT), identifiers: Identifiers::default() };
    let ke1 = CredentialRequest::deserialize(ke1).expect("a first message");
    let started = ServerLogin::start(&mut OsRng, setup, Some(row.clone()), ke1, b"somebody", how);
    started.expect("answered").message.serialize().to_vec()
}

#[tokio::test]
async fn a_share_wrapped_with_sha_1_is_refused() {
    let device = SoftwareDevice::make().expect("keys");
    let own = PrivateKey::from_pkcs8_der(&device.export().expect("it can be written").0).expect("its own key");
    let public = PublicKey::from_public_key_der(device.spki()).expect("its own key");
    let share = Share::make();
    let wrapped = public.oaep_encrypt_with_rng::<Sha1, _>(&mut SysRng, share.expose()).expect("it fits");
    // The control: whoever goes along reads it.
    let opened = own.oaep_decrypt_with_rng::<Sha1, _>(&mut SysRng, &wrapped);
    assert_eq!(opened.expect("it opens"), share.expose());
    assert_eq!(device.unwrap_share(&wrapped).await, Err(DeviceError::Refused));
    let honest = device.wrap_share(&share).expect("wrapped");
    assert_eq!(device.unwrap_share(&honest).await, Ok(share));
}

#[test]
fn a_statement_whose_signature_was_taken_off_doubled_or_renamed_is_refused() {
    let root = scelle_crypto::RootSecret::make();
    let mut signed = Signed::new(Closure {
        record: RecordTag([1; 16]),
        number: 2,
        previous: Digest([2; 32]),
        deadline: Time(1_795_461_660),
        sealed: Digest([3; 32]),
    });
    root.append(&mut signed);
    let whole = signed.whole();
    let holds = |text: &str| signature::parse_ed25519::<Closure>(text, &root.sign_key()).is_ok();
    assert!(holds(&whole));

    let bare = signed.body.write();
    // The control: nothing else is wrong with it.
    assert!(Signed::<Closure>::parse(&bare).is_ok_and(|read| read.signatures.is_empty()));
    let line = whole.trim_start_matches(&bare);
    for text in [
        bare.clone(),
        format!("{bare}sig-ed25519: -\n"),
        format!("{bare}sig-none: -\n"),
        format!("{whole}{line}"),
        whole.replace("sig-ed25519", "sig-ed25519ph"),
        whole.replace("scelle/v1/", "scelle/v0/"),
        whole.replace("scelle/v1/", "scelle/v2/"),
        whole.replace("number: 2\n", "number: 2\ncritical: yes\n"),
    ] {
        assert_ne!(text, whole);
        assert!(!holds(&text), "{text}");
    }
}

const INFO: &str = "scelle/v1/envelope\nrecord: 01\n";
const PASSWORD: &[u8] = b"trois renards sous la pluie";
