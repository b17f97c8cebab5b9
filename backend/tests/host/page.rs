//! The page's origin: files, routes, headers.

use crate::support::{World, send};

async fn world() -> World {
    let world = World::new().await;
    let dist = world.folder.path().join("dist");
    std::fs::create_dir_all(dist.join("assets")).expect("a folder");
    for (name, text) in
        [("index.html", "<html>page"), ("app.js", "code"), ("app.js.br", "packed"), ("app.wasm", "\0asm")]
    {
        std::fs::write(dist.join(name), text).expect("a file");
    }
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_come_packed_where_the_browser_takes_it_and_routes_come_as_the_page() {
    let world = world().await;
    let get = |path: &str, headers: &[(&str, String)]| send(world.host.client, "GET", path, headers, b"");
    for (path, status, body) in [
        ("/", 200, "<html>page"),
        ("/record/journal", 200, "<html>page"),
        ("/app.js", 200, "code"),
        ("/no.js", 404, ""),
    ] {
        let answer = get(path, &[]);
        assert_eq!((answer.status, String::from_utf8_lossy(&answer.body).as_ref()), (status, body), "{path}");
    }
    let packed = get("/app.js", &[("accept-encoding", "gzip, br".to_owned())]);
    assert_eq!((packed.body.as_slice(), packed.header("content-encoding")), (b"packed".as_slice(), Some("br")));
    assert_eq!(get("/app.wasm", &[]).header("content-type"), Some("application/wasm"));
    let etag = packed.header("etag").expect("a tag").to_owned();
    let again = get("/app.js", &[("accept-encoding", "br".to_owned()), ("if-none-match", etag)]);
    assert_eq!(again.status, 304);
    let config = get("/config.json", &[]);
    assert_eq!(config.body, br#"{"api":"https://api.example.org","test_authority":null}"#);
}

#[cfg(feature = "demo")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_for_demonstrations_tells_the_page_which_test_authority_it_trusts() {
    use crate::cards::{alice, authority, finish, session_key, start};
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), authority()).expect("written");
    let world = World::with(|config| config.test_authority = Some(file.path().to_owned())).await;
    let config: scelle_protocol::wire::ClientConfig = send(world.host.client, "GET", "/config.json", &[], b"").json();
    assert_eq!(config.test_authority.map(|der| der.0), Some(authority()));
    // The card is let in as far as revocation, about which nobody answers here.
    let (nonce, session) = (start(&world), session_key(1));
    let token = alice().card().token("https://example.org", &nonce, &session);
    let answer = finish(&world, &scelle_protocol::wire::CardFinish { nonce, session, token });
    assert_eq!(answer.code(), scelle_protocol::ProblemCode::RevocationUnknown);
}

#[cfg(not(feature = "demo"))]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_of_a_release_does_not_start_with_a_test_authority() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = crate::support::config(folder.path());
    config.test_authority = Some(folder.path().join("persons.der"));
    let clock = std::sync::Arc::new(backend::ManualClock::new(crate::support::START));
    let refused = backend::Host::start(config, clock).await.err().expect("refused").to_string();
    assert!(refused.contains("this build trusts the IGC-Santé alone"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_beside_the_folder_is_served_and_every_answer_has_the_policy() {
    let world = world().await;
    std::fs::write(world.folder.path().join("secret.txt"), "secret").expect("a file");
    for path in ["/../secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "//secret.txt", "/", "/no.js"] {
        let answer = send(world.host.client, "GET", path, &[], b"");
        assert!(!answer.body.windows(6).any(|six| six == b"secret"), "{path}");
        let policy = answer.header("content-security-policy").expect("always");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("connect-src 'self' https://api.example.org http")
        );
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-embedder-policy"), Some("require-corp"));
    }
}
