//! What people install: the Debian package and the user's service.

use std::path::Path;
use std::process::Command;

use crate::bench::{PROGRAM, done};

fn there(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn room(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("package").join(name)
}

/// Skipped where there is no dpkg-deb: the package is built on Debian. A build for the demo is not
/// packed at all.
#[test]
fn the_package_holds_program_service_manifests_and_sample() {
    if !there("dpkg-deb") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    if cfg!(feature = "demo") {
        let refused = Command::new(room("deb.sh")).arg(folder.path()).arg(PROGRAM).output().expect("a shell");
        assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("not for people"));
        return;
    }
    let built = done(Command::new(room("deb.sh")).arg(folder.path()).arg(PROGRAM));
    let package = String::from_utf8_lossy(&built.stdout).trim().to_owned();
    let architecture = done(Command::new("dpkg").arg("--print-architecture")).stdout;
    let architecture = String::from_utf8_lossy(&architecture).trim().to_owned();
    assert!(
        package.ends_with(&format!("/scelle-bridge_{}_{architecture}.deb", env!("CARGO_PKG_VERSION"))),
        "{package}"
    );
    let list = String::from_utf8_lossy(&done(Command::new("dpkg-deb").arg("-c").arg(&package)).stdout).into_owned();
    let files: Vec<_> = list.lines().filter(|line| !line.starts_with('d')).map(words).collect();
    assert_eq!(
        files,
        [
            ("-rw-r--r--", "root/root", "./etc/chromium/native-messaging-hosts/scelle.bridge.json"),
            ("-rw-r--r--", "root/root", "./etc/opt/chrome/native-messaging-hosts/scelle.bridge.json"),
            ("-rwxr-xr-x", "root/root", "./usr/bin/scelle-bridge"),
            ("-rw-r--r--", "root/root", "./usr/lib/systemd/user/scelle-bridge.service"),
            ("-rw-r--r--", "root/root", "./usr/share/doc/scelle-bridge/README.md"),
            ("-rw-r--r--", "root/root", "./usr/share/doc/scelle-bridge/config.sample.toml"),
            ("-rw-r--r--", "root/root", "./usr/share/user-tmpfiles.d/scelle-bridge.conf"),
        ]
    );
    let field = |name: &str| {
        let output = done(Command::new("dpkg-deb").arg("-f").arg(&package).arg(name));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!((field("Package"), field("Version")), ("scelle-bridge".into(), env!("CARGO_PKG_VERSION").into()));
    let depends = field("Depends");
    assert!(depends.contains("pcscd") && depends.contains("pinentry-gnome3 |"), "{depends}");
    assert!(field("Conffiles").is_empty() || !field("Conffiles").contains("/usr/"));
    done(Command::new("dpkg-deb").arg("-x").arg(&package).arg(folder.path().join("out")));
    let said = done(Command::new(folder.path().join("out/usr/bin/scelle-bridge")).arg("--version")).stdout;
    assert_eq!(said, done(Command::new(PROGRAM).arg("--version")).stdout, "the packaged program runs");
}

/// Rights, owner, path of a line of `dpkg-deb -c`.
fn words(line: &str) -> (&str, &str, &str) {
    let words: Vec<_> = line.split_whitespace().collect();
    (words[0], words[1], words[5])
}

/// The manifest that a browser reads names the program's place in the package and our extension.
#[test]
fn the_manifest_names_program_and_extension() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/scelle.bridge.json");
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(manifest).expect("a file")).expect("JSON");
    assert_eq!((&manifest["name"], &manifest["path"]), (&"scelle.bridge".into(), &"/usr/bin/scelle-bridge".into()));
    let extension = format!("chrome-extension://{}/", bridge::transport::native::EXTENSION);
    assert_eq!(manifest["allowed_origins"], serde_json::json!([extension]));
}

/// The service has what hardens it, and systemd finds nothing wrong with it where systemd is.
#[test]
fn the_service_is_hardened_and_well_formed() {
    let unit = std::fs::read_to_string(room("scelle-bridge.service")).expect("a file");
    for line in [
        "ExecStart=/usr/bin/scelle-bridge serve",
        "NoNewPrivileges=yes",
        "PrivateUsers=yes",
        "ProtectSystem=strict",
        "LimitCORE=0",
        "UMask=0077",
        "RestrictAddressFamilies=AF_UNIX AF_INET",
        "SystemCallFilter=@system-service",
    ] {
        assert!(unit.lines().any(|known| known == line), "{line}");
    }
    if !there("systemd-analyze") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("scelle-bridge.service");
    std::fs::write(&copy, unit.replace("/usr/bin/scelle-bridge", PROGRAM)).expect("a file");
    let mut verify = Command::new("systemd-analyze");
    verify.args(["--user", "--man=no", "verify"]).arg(copy).env("XDG_RUNTIME_DIR", folder.path());
    let output = verify.output().expect("systemd-analyze");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
