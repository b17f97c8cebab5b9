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
