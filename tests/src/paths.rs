//! Where the built programs and the page lie.

use std::path::{Path, PathBuf};

/// The checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's target folder: this program lies in it.
///
/// # Panics
/// When this program has no place of its own.
#[must_use]
pub fn target() -> PathBuf {
    let own = std::env::current_exe().expect("a running program has a path");
    let profile = own.ancestors().find(|path| path.ends_with("debug") || path.ends_with("release"));
    profile.and_then(Path::parent).map_or_else(|| root().join("target"), Path::to_owned)
}

/// A program that was built before.
///
/// # Panics
/// When it was not.
#[must_use]
pub fn program(profile: &str, name: &str) -> PathBuf {
    let path = target().join(profile).join(name);
    assert!(path.is_file(), "{name} is not built: `cargo xtask build`");
    path
}

/// The built page.
///
/// # Panics
/// When it is not built.
#[must_use]
pub fn dist() -> PathBuf {
    let path = root().join("dist");
    assert!(path.join("index.html").is_file(), "the page is not built: `cargo xtask build`");
    path
}

/// The built page that believes test cards.
///
/// # Panics
/// When it is not built.
#[must_use]
pub fn demo_page() -> PathBuf {
    let path = target().join("demo-page");
    assert!(path.join("index.html").is_file(), "the page for test cards is not built: `cargo xtask build`");
    path
}

/// The built page with its gallery of states.
///
/// # Panics
/// When it is not built.
#[must_use]
pub fn gallery() -> PathBuf {
    let path = target().join("gallery");
    assert!(path.join("index.html").is_file(), "the gallery is not built: `cargo xtask test gallery`");
    path
}

/// A tool that `cargo xtask setup` put there.
///
/// # Panics
/// When it did not.
#[must_use]
pub fn tool(name: &str) -> PathBuf {
    let path = target().join("tools").join(name);
    assert!(path.is_file(), "{name} is missing: `cargo xtask setup`");
    path
}

/// Real documents beside the checkout, if they are there.
#[must_use]
pub fn shared_data() -> Option<PathBuf> {
    // Browsers read no file by a path with dots in it.
    root().join("../shared/data").canonicalize().ok().filter(|path| path.is_dir())
}
