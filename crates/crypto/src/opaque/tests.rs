//! Tests of `opaque`: what it gives, and each refusal.

use opaque_ke::{
    CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup,
};

use super::*;

const CREDENTIAL: &[u8] = &[4; 32];

struct Host {
    setup: ServerSetup<Suite>,
    file: Option<ServerRegistration<Suite>>,
}

impl Host {
    fn new() -> Self {
        Self { setup: ServerSetup::new(&mut Source), file: None }
    }
    fn register(&mut self, password: &str) -> Registered {
        let (registration, request) = Registration::start(Password::new(password)).expect("a short password");
        let request = RegistrationRequest::deserialize(&request.0).expect("the client wrote it");
        let response = ServerRegistration::start(&self.setup, request, CREDENTIAL).expect("it answers").message;
        let registered = registration.finish(&response.serialize()).expect("an honest answer");
        let upload = RegistrationUpload::deserialize(&registered.upload.0).expect("the client wrote it");
        self.file = Some(ServerRegistration::finish(upload));
        registered
    }
    fn answer(&self, ke1: &Bytes) -> (ServerLogin<Suite>, Vec<u8>) {
        let parameters = ServerLoginParameters { context: Some(CONTEXT), identifiers: Identifiers::default() };
        let ke1 = CredentialRequest::deserialize(&ke1.0).expect("the client wrote it");
        let started = ServerLogin::start(&mut Source, &self.setup, self.file.clone(), ke1, CREDENTIAL, parameters);
        let started = started.expect("it answers");
        (started.state, started.message.serialize().to_vec())
    }
}

fn log_in(host: &Host, password: &str) -> Result<(LoggedIn, ServerLogin<Suite>), Refused> {
    let (login, ke1) = Login::start(Password::new(password)).expect("a short password");
    let (state, ke2) = host.answer(&ke1);
    login.finish(&ke2).map(|done| (done, state))
}

#[test]
fn a_log_in_gives_the_export_key_of_the_registration_and_a_shared_session_key() {
    let mut host = Host::new();
    let registered = host.register("mot de passe");
    let (done, state) = log_in(&host, "mot de passe").expect("the right password");
    assert_eq!(done.export_key, registered.export_key);
    assert_eq!(done.server_key, registered.server_key);
    let ke3 = CredentialFinalization::deserialize(&done.ke3.0).expect("the client wrote it");
    let parameters = ServerLoginParameters { context: Some(CONTEXT), identifiers: Identifiers::default() };
    let host_key = state.finish(ke3, parameters).expect("the host agrees").session_key;
    assert_eq!(done.session_key, SessionKey::from_slice(&host_key).expect("64 bytes"));
}

#[test]
fn a_wrong_password_and_an_unknown_account_give_the_same_refusal() {
    let mut host = Host::new();
    assert_eq!(log_in(&host, "mot de passe").err(), Some(Refused));
    host.register("mot de passe");
    assert_eq!(log_in(&host, "mot de passé").err(), Some(Refused));
}

#[test]
fn a_password_typed_in_another_normalization_is_the_same_password() {
    let mut host = Host::new();
    host.register("e\u{301}te\u{301}-2026");
    assert!(log_in(&host, "\u{e9}t\u{e9}-2026").is_ok());
}

#[test]
fn the_hosts_answer_to_another_message_is_refused() {
    let mut host = Host::new();
    host.register("mot de passe");
    let (_, ke1) = Login::start(Password::new("mot de passe")).expect("a short password");
    let (_, ke2) = host.answer(&ke1);
    let (login, _) = Login::start(Password::new("mot de passe")).expect("a short password");
    assert_eq!(login.finish(&ke2).err(), Some(Refused));
}

#[test]
fn every_changed_part_of_the_hosts_answer_is_refused() {
    let mut host = Host::new();
    host.register("mot de passe");
    for at in (0..320).step_by(29) {
        let (login, ke1) = Login::start(Password::new("mot de passe")).expect("a short password");
        let (_, mut ke2) = host.answer(&ke1);
        ke2[at] ^= 1;
        assert_eq!(login.finish(&ke2).err(), Some(Refused), "{at}");
    }
}

#[test]
fn only_the_hosts_own_proof_over_this_token_passes() {
    let mut host = Host::new();
    host.register("mot de passe");
    let (done, _) = log_in(&host, "mot de passe").expect("the right password");
    let token = Bytes(vec![1; 32]);
    let text = host_proof_text(&done.transcript, &token);
    let proof = hash::hmac_sha256(done.session_key.expose(), text.as_bytes());
    assert_eq!(done.check_host(&token, &proof.0), Ok(()));
    assert_eq!(done.check_host(&Bytes(vec![2; 32]), &proof.0), Err(Refused));
    assert_eq!(done.check_host(&token, &[0; 32]), Err(Refused));
    assert_eq!(done.check_host(&token, &[]), Err(Refused));
}

#[test]
fn one_identifier_has_one_hash_however_it_is_typed() {
    let id = |typed: &str| login_id("https://api.example", typed);
    assert_eq!(id("Marie  Curie"), id(" marie curie\u{a0}"));
    assert_eq!(id("ｍａｒｉｅ"), id("MARIE"));
    assert_eq!(id("e\u{301}lodie"), id("Élodie"));
    assert_ne!(id("marie"), id("mari e"));
    assert_ne!(id("marie"), login_id("https://other.example", "marie"));
}

#[test]
fn bytes_after_a_message_of_the_host_are_refused() {
    let mut host = Host::new();
    host.register("mot de passe");
    let (login, ke1) = Login::start(Password::new("mot de passe")).expect("a short password");
    let (_, mut ke2) = host.answer(&ke1);
    ke2.push(0);
    assert_eq!(login.finish(&ke2).err(), Some(Refused));
    let (registration, request) = Registration::start(Password::new("mot de passe")).expect("a short password");
    let request = RegistrationRequest::deserialize(&request.0).expect("the client wrote it");
    let response = ServerRegistration::start(&host.setup, request, CREDENTIAL).expect("it answers").message;
    let longer = [response.serialize().as_slice(), &[0]].concat();
    assert_eq!(registration.finish(&longer).err(), Some(Refused));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
    #[test]
    fn any_answer_is_refused_without_panic(bytes in proptest::collection::vec(0u8.., 0..400)) {
        let (login, _) = Login::start(Password::new("mot de passe")).expect("a short password");
        proptest::prop_assert!(login.finish(&bytes).is_err());
        let (registration, _) = Registration::start(Password::new("mot de passe")).expect("a short password");
        if bytes.len() != 64 {
            proptest::prop_assert!(registration.finish(&bytes).is_err());
        }
    }
}
