//! The program itself: its log names nobody, it says how it is used, it stops when told to, and
//! nothing of its keys is in the data directory.

use crate::support::World;
use std::io::Read as _;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scelle-host"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SCELLE_")) {
        command.env_remove(name);
    }
    command
}

fn free() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port")
}

fn wait(child: &mut Child, api: SocketAddr) {
    let patience = Instant::now() + Duration::from_secs(60);
    while std::net::TcpStream::connect(api).is_err() {
        assert!(Instant::now() < patience && child.try_wait().expect("asked").is_none(), "the host does not start");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn no_id_and_no_address_is_in_any_line_of_the_log_at_any_level() {
    let folder = tempfile::tempdir().expect("a folder");
    let (api, client) = (free(), free());
    let mut child = program()
        .env("SCELLE_DATA", folder.path().join("data"))
        .env("SCELLE_SECRETS", folder.path().join("secrets"))
        .env("SCELLE_API_LISTEN", api.to_string())
        .env("SCELLE_CLIENT_LISTEN", client.to_string())
        .env("SCELLE_LOG", "trace")
        .stderr(Stdio::piped())
        .spawn()
        .expect("the host starts");
    wait(&mut child, api);
    let planted = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";
    let headers = [
        ("authorization", format!("DPoP {planted}")),
        ("dpop", format!("{planted}.{planted}.{planted}")),
        ("scelle-reader", format!("reader={planted}; sig={planted}")),
        ("scelle-grant", planted.to_owned()),
        ("x-forwarded-for", planted.to_owned()),
        ("user-agent", planted.to_owned()),
    ];
    for (method, path) in [
        ("GET", format!("/v1/records/{planted}")),
        ("GET", format!("/v1/records/{planted}/journal/{planted}?from={planted}")),
        ("PUT", format!("/v1/records/{planted}/uploads/{planted}/parts/{planted}")),
        ("GET", format!("/v1/log/consistency?from={planted}&to=1")),
        ("GET", format!("/{planted}?{planted}")),
        ("POST", "/v1/kit/start".to_owned()),
        ("POST", "/v1/login/start".to_owned()),
        ("POST", "/v1/card/finish".to_owned()),
        ("POST", "/v1/directory/search".to_owned()),
        ("DELETE", format!("/v1/inbox/{planted}")),
        ("POST", format!("/v1/records/{planted}/compare/{planted}")),
        ("DELETE", "/v1/account".to_owned()),
    ] {
        let body = format!(r#"{{"account":"{planted}"}}"#);
        crate::support::send(api, method, &path, &headers, body.as_bytes());
        crate::support::send(client, method, &path, &headers, body.as_bytes());
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
    let mut log = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut log).expect("text");
    assert!(child.wait().expect("it ends").success());
    // The controls: requests were logged, by their templates.
    assert!(log.contains("/v1/records/{record}/journal/{reader}") && log.contains("\"status\":401"));
    assert!(log.lines().all(|line| line.starts_with('{') && line.ends_with('}')));
    let ports = [api.port(), client.port()];
    for line in log.lines().skip(1) {
        assert!(!line.contains(&planted[..8]) && !line.contains("127.0.0.1"), "{line}");
        assert!(!ports.iter().any(|port| line.contains(&format!(":{port}"))), "{line}");
    }
    no_secret_in(folder.path());
}

/// No file of the data directory holds a secret, and the database is ciphertext from its first byte.
fn no_secret_in(folder: &std::path::Path) {
    let secrets: Vec<Vec<u8>> = std::fs::read_dir(folder.join("secrets"))
        .expect("the folder")
        .flatten()
        .filter(|file| file.file_name() != "authority.der")
        .map(|file| std::fs::read(file.path()).expect("a secret"))
        .collect();
    assert!(secrets.len() >= 7);
    for file in std::fs::read_dir(folder.join("data")).expect("the folder").flatten().filter(|f| f.path().is_file()) {
        let bytes = std::fs::read(file.path()).expect("a file");
        assert!(!bytes.starts_with(b"SQLite format 3"), "{}", file.path().display());
        for secret in &secrets {
            assert!(!bytes.windows(secret.len().min(32)).any(|w| w == &secret[..w.len()]), "{}", file.path().display());
        }
    }
}

#[test]
fn it_says_how_it_is_used_and_refuses_what_it_does_not_know() {
    let help = program().arg("--help").output().expect("it runs");
    assert!(help.status.success() && String::from_utf8_lossy(&help.stderr).contains("SCELLE_"));
    for arguments in [vec!["--colour"], vec!["--config"], vec!["--config", "/nowhere/at/all"]] {
        assert!(!program().args(arguments).output().expect("it runs").status.success());
    }
    let unknown = program().env("SCELLE_COLOUR", "red").output().expect("it runs");
    assert!(!unknown.status.success());
}

#[test]
fn secrets_in_the_data_directory_stop_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = program()
        .env("SCELLE_DATA", folder.path())
        .env("SCELLE_SECRETS", folder.path().join("secrets"))
        .env("SCELLE_API_LISTEN", free().to_string())
        .env("SCELLE_CLIENT_LISTEN", free().to_string())
        .output()
        .expect("it runs");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("must lie apart"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_databases_key_stops_the_start_with_one_line_that_says_what_to_do() {
    let World { folder, clock, host } = World::new().await;
    host.stop().await;
    let key = folder.path().join("secrets/database.key");
    let right = std::fs::read(&key).expect("the key");
    let refused = || {
        let run = program()
            .env("SCELLE_DATA", folder.path().join("data"))
            .env("SCELLE_SECRETS", folder.path().join("secrets"))
            .env("SCELLE_API_LISTEN", free().to_string())
            .env("SCELLE_CLIENT_LISTEN", free().to_string())
            .output()
            .expect("it runs");
        assert_eq!(run.status.code(), Some(1));
        let said = String::from_utf8(run.stderr).expect("text");
        assert_eq!(said.lines().count(), 1, "{said}");
        serde_json::from_str::<serde_json::Value>(&said).expect("one JSON object")["fields"].clone()
    };
    std::fs::write(&key, [7; 32]).expect("written");
    let wrong = refused();
    assert!(wrong["fault"].as_str().is_some_and(|fault| fault.contains("database.key")), "{wrong}");
    assert!(wrong["remedy"].as_str().is_some_and(|remedy| remedy.contains("secrets folder")), "{wrong}");
    std::fs::remove_file(&key).expect("removed");
    assert_eq!(refused()["remedy"], wrong["remedy"]);
    assert!(!key.exists(), "no new key was made for an old database");
    std::fs::write(&key, right).expect("written");
    let config = crate::support::config(folder.path());
    backend::Host::start(config, clock).await.expect("the right key opens it as it was").stop().await;
}
