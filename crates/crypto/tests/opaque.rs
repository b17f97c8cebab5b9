//! OPAQUE: the client's side against RFC 9807 Appendix C.1.1 and C.1.2. They have no key
//! stretching; all else is our suite.
#![cfg(not(target_arch = "wasm32"))]

use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse, Ristretto255, TripleDh,
    ksf::Identity,
    rand::{CryptoRng, Error, RngCore},
};
use serde_json::Value;

mod common;
use common::hex;

struct Unstretched;

impl CipherSuite for Unstretched {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Identity;
}

#[test]
fn the_client_sends_and_derives_what_rfc_9807_says() {
    let vectors: Value = serde_json::from_str(include_str!("vectors/opaque-rfc9807.json")).expect("JSON");
    let list = vectors.as_array().expect("a list");
    assert_eq!(list.len(), 2);
    for v in list {
        register(v);
        log_in(v);
    }
}

fn register(v: &Value) {
    let password = hex(&v["password"]);
    let started = ClientRegistration::<Unstretched>::start(&mut blind(v, "blind_registration", &[]), &password);
    let started = started.expect("it starts");
    assert_eq!(started.message.serialize().as_slice(), hex(&v["registration_request"]));
    let response = RegistrationResponse::deserialize(&hex(&v["registration_response"])).expect("well formed");
    let (client, server) = identities(v);
    let identifiers = Identifiers { client: client.as_deref(), server: server.as_deref() };
    let parameters = ClientRegistrationFinishParameters::new(identifiers, None);
    let mut nonce = Given(hex(&v["envelope_nonce"]));
    let done = started.state.finish(&mut nonce, &password, response, parameters).expect("it finishes");
    assert_eq!(done.message.serialize().as_slice(), hex(&v["registration_upload"]));
    assert_eq!(done.export_key.as_slice(), hex(&v["export_key"]));
}

fn log_in(v: &Value) {
    let password = hex(&v["password"]);
    let mut given = blind(v, "blind_login", &["client_keyshare_seed", "client_nonce"]);
    let started = ClientLogin::<Unstretched>::start(&mut given, &password).expect("it starts");
    assert_eq!(started.message.serialize().as_slice(), hex(&v["KE1"]));
    let response = CredentialResponse::deserialize(&hex(&v["KE2"])).expect("well formed");
    let (client, server) = identities(v);
    let identifiers = Identifiers { client: client.as_deref(), server: server.as_deref() };
    let context = hex(&v["Context"]);
    let parameters = ClientLoginFinishParameters::new(Some(&context), identifiers, None);
    let done = started.state.finish(&mut Given(Vec::new()), &password, response, parameters).expect("it finishes");
    assert_eq!(done.message.serialize().as_slice(), hex(&v["KE3"]));
    assert_eq!(done.export_key.as_slice(), hex(&v["export_key"]));
    assert_eq!(done.session_key.as_slice(), hex(&v["session_key"]));
}

fn identities(v: &Value) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    (v.get("client_identity").map(hex), v.get("server_identity").map(hex))
}

/// The blind is drawn as 64 bytes, little-endian, and reduced: zeros after it leave it as it is.
fn blind(v: &Value, name: &str, then: &[&str]) -> Given {
    let mut bytes = hex(&v[name]);
    bytes.extend([0; 32]);
    bytes.extend(then.iter().flat_map(|name| hex(&v[name])));
    Given(bytes)
}

/// Gives the bytes of a vector, in order, where the protocol draws random ones.
struct Given(Vec<u8>);

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        unreachable!("the protocol draws bytes only")
    }
    fn next_u64(&mut self) -> u64 {
        unreachable!("the protocol draws bytes only")
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        let drawn: Vec<u8> = self.0.drain(..bytes.len()).collect();
        bytes.copy_from_slice(&drawn);
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Given {}
