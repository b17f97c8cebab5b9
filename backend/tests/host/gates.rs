//! What every request must carry, and what is refused before anybody looks further.

use crate::support::{START, Somebody, World, send};
use scelle_protocol::{ProblemCode, wire};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_is_good_once_for_one_request_with_a_fresh_nonce() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let path = ada.path("");
    let proofs = ada.proofs("GET", &path, b"", &ada.nonce());
    let api = world.host.api;
    assert_eq!(send(api, "GET", &path, &proofs, b"").status, 200);
    assert_eq!(send(api, "GET", &path, &proofs, b"").code(), ProblemCode::Replayed);

    let proofs = ada.proofs("GET", &path, b"", &ada.nonce());
    assert_eq!(send(api, "GET", &ada.path("/chain"), &proofs, b"").code(), ProblemCode::ProofRefused);
    assert_eq!(send(api, "POST", &path, &proofs, b"").code(), ProblemCode::NotFound);

    let body = serde_json::to_vec(&wire::NewUpload { size: 4 }).expect("JSON");
    let proofs = ada.proofs("POST", &ada.path("/uploads"), &body, &ada.nonce());
    assert_eq!(send(api, "POST", &ada.path("/uploads"), &proofs, b"{\"size\":5}").code(), ProblemCode::ProofRefused);

    let old = ada.proofs("GET", &path, b"", &ada.nonce());
    world.clock.advance(121);
    let answer = send(api, "GET", &path, &old, b"");
    assert_eq!(answer.code(), ProblemCode::UseNonce);
    assert!(answer.header("dpop-nonce").is_some());
    let proofs = ada.proofs("GET", &path, b"", "made up");
    assert_eq!(send(api, "GET", &path, &proofs, b"").code(), ProblemCode::UseNonce);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_idle_minutes_end_a_session_however_much_is_read() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    for _ in 0..5 {
        world.clock.advance(100);
        assert_eq!(ada.call("GET", &ada.path(""), &[]).status, 200);
    }
    world.clock.advance(99);
    assert_eq!(ada.call("POST", "/v1/session/act", &[]).status, 204);
    world.clock.advance(599);
    assert_eq!(ada.call("GET", &ada.path(""), &[]).status, 200);
    world.clock.advance(1);
    assert_eq!(ada.call("GET", &ada.path(""), &[]).code(), ProblemCode::SessionEnded);
    assert_eq!(ada.call("POST", "/v1/session/act", &[]).code(), ProblemCode::SessionEnded);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_is_not_believed_without_its_signature() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let path = ada.path("");
    let without = |proofs: Vec<(&'static str, String)>, name: &str| -> Vec<_> {
        proofs.into_iter().filter(|(n, _)| *n != name).collect()
    };
    for (name, code) in [
        ("authorization", ProblemCode::ProofRefused),
        ("dpop", ProblemCode::ProofRefused),
        ("scelle-reader", ProblemCode::ProofRefused),
    ] {
        let proofs = without(ada.proofs("GET", &path, b"", &ada.nonce()), name);
        assert_eq!(send(world.host.api, "GET", &path, &proofs, b"").code(), code, "{name}");
    }
    ada.sign = ed25519_dalek::SigningKey::from_bytes(&[99; 32]);
    assert_eq!(ada.call("GET", &path, &[]).code(), ProblemCode::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_megabytes_of_json_are_refused_without_being_read() {
    let world = World::new().await;
    for head in ["content-length: 209715200", "transfer-encoding: chunked"] {
        let mut line = TcpStream::connect(world.host.api).expect("the host listens");
        let start =
            format!("POST /v1/kit/start HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\n{head}\r\n\r\n");
        line.write_all(start.as_bytes()).expect("sent");
        let mut sent = 0;
        if head.starts_with("transfer") {
            let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
            while sent < 200 << 20 && line.write_all(&chunk).is_ok() {
                sent += 0x10000;
            }
            assert!(sent < 200 << 20, "the host read it all");
        } else {
            let mut answer = [0; 12];
            line.read_exact(&mut answer).expect("an answer before the body");
            assert_eq!(&answer, b"HTTP/1.1 413");
        }
    }
    let over = vec![b' '; (8 << 20) + 1];
    assert_eq!(send(world.host.api, "POST", "/v1/kit/start", &[], &over).code(), ProblemCode::TooLarge);
    let deep = "[".repeat(1 << 20);
    assert_eq!(send(world.host.api, "POST", "/v1/kit/start", &[], deep.as_bytes()).code(), ProblemCode::Invalid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_get_the_same_challenge_as_everybody_and_are_slowed_down() {
    let world = World::new().await;
    let start = serde_json::to_vec(&wire::KitStart { account: scelle_protocol::AccountId([3; 16]) }).expect("JSON");
    for _ in 0..5 {
        let answer = send(world.host.api, "POST", "/v1/kit/start", &[], &start);
        assert_eq!(answer.json::<wire::KitChallenge>().nonce.0.len(), 32);
    }
    let slowed = send(world.host.api, "POST", "/v1/kit/start", &[], &start);
    assert_eq!(slowed.code(), ProblemCode::SlowDown);
    assert_eq!(slowed.header("retry-after"), Some("2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_page_may_ask_from_a_browser() {
    let world = World::new().await;
    for (origin, allowed) in [("https://example.org", true), ("https://evil.example", false), ("null", false)] {
        let answer = send(world.host.api, "GET", "/v1/host", &[("origin", origin.to_owned())], b"");
        assert_eq!(answer.header("access-control-allow-origin"), allowed.then_some(origin), "{origin}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_may_send_the_headers_of_session_reader_and_grant() {
    let world = World::new().await;
    let ask = [
        ("origin", "https://example.org".to_owned()),
        ("access-control-request-method", "POST".to_owned()),
        ("access-control-request-headers", "authorization,dpop,scelle-grant,scelle-reader".to_owned()),
    ];
    let answer = send(world.host.api, "OPTIONS", "/v1/inbox", &ask, b"");
    let allowed = answer.header("access-control-allow-headers").expect("named");
    for name in ["authorization", "dpop", "scelle-grant", "scelle-reader"] {
        assert!(allowed.split(',').any(|one| one.trim() == name), "{name} in {allowed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_message_with_a_byte_behind_it_is_refused_before_it_counts() {
    use opaque_ke::ClientLogin;
    use scelle_protocol::{Bytes, CertificateHash, Digest};
    let world = World::new().await;
    let message =
        ClientLogin::<scelle_verify::opaque::Suite>::start(&mut rand_08::rngs::OsRng, b"password").expect("begun");
    let ke1 = message.message.serialize().to_vec();
    let start = |ke1: Vec<u8>| {
        let body =
            wire::LoginStart { login_id: Digest([1; 32]), certificate: CertificateHash([2; 32]), ke1: Bytes(ke1) };
        send(world.host.api, "POST", "/v1/login/start", &[], &serde_json::to_vec(&body).expect("JSON"))
    };
    for _ in 0..20 {
        assert_eq!(start([ke1.as_slice(), &[0]].concat()).code(), ProblemCode::Invalid);
    }
    assert_eq!(start(ke1).json::<wire::LoginChallenge>().login.0.len(), 32);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_and_records_by_the_hundred_are_slowed_down() {
    let few = |n: u32| std::num::NonZeroU32::new(n).expect("not zero");
    let world = World::with(|config| {
        config.prepares_per_hour = few(2);
        config.records_per_hour = few(4);
        config.records_per_account = few(3);
    })
    .await;
    let prepare = serde_json::to_vec(&wire::Prepare { csr: vec![].into(), registration: vec![].into() }).expect("JSON");
    let ask = || send(world.host.api, "POST", "/v1/accounts/prepare", &[], &prepare);
    assert_eq!([ask().code(), ask().code()], [ProblemCode::Invalid; 2]);
    let slowed = ask();
    assert_eq!((slowed.code(), slowed.header("retry-after")), (ProblemCode::SlowDown, Some("1800")));

    let (ada, eve) = (Somebody::new(&world, 1), Somebody::new(&world, 2));
    let open = |who: &Somebody| who.post("/v1/records", &who.genesis(START));
    assert_eq!(open(&ada).json::<wire::Opened>().record, ada.record);
    assert_eq!([open(&ada).code(), open(&ada).code()], [ProblemCode::StaleChain; 2]);
    let slowed = open(&ada);
    assert_eq!((slowed.code(), slowed.header("retry-after")), (ProblemCode::SlowDown, Some("1200")));
    assert_eq!(open(&eve).json::<wire::Opened>().record, eve.record);
    let slowed = open(&eve);
    assert_eq!((slowed.code(), slowed.header("retry-after")), (ProblemCode::SlowDown, Some("900")));
}
