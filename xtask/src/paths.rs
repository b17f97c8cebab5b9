//! Where things lie. Every path of this program is named here.

use std::path::{Path, PathBuf};

/// The checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's one target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .filter(|path| !path.is_empty())
        .map_or_else(|| root().join("target"), |path| root().join(path))
}

/// The built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The built page with its gallery of states; never served by the demo.
pub fn gallery() -> PathBuf {
    target().join("gallery")
}

/// The built page that believes test cards: for demo and tests.
pub fn demo_page() -> PathBuf {
    target().join("demo-page")
}

/// Where cargo keeps the sources of packages: a folder for each registry.
pub fn packages() -> PathBuf {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).unwrap_or_default();
    cargo.join("registry/src")
}

/// Data, secrets and identities of the demo.
pub fn demo() -> PathBuf {
    root().join(".demo")
}

/// Whole outputs of the commands that were run.
pub fn logs() -> PathBuf {
    target().join("xtask")
}

/// Tools that are no cargo programs.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The interpreter of the reader's own Python environment.
pub fn python() -> PathBuf {
    tools().join("python/bin/python")
}

/// The accessibility audit that pages are given.
pub fn axe() -> PathBuf {
    tools().join("axe.min.js")
}

/// A program that cargo built.
pub fn program(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(name)
}
