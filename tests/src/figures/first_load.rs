//! Bytes of the first load, as they travel: Brotli where the host has it.

use super::Figure;
use std::path::{Path, PathBuf};

/// Reads the sizes off the built page.
///
/// # Panics
/// When a file of the first load is missing.
#[must_use]
pub fn first_load(dist: &Path) -> Vec<Figure> {
    let size = |names: &[&str]| names.iter().map(|name| travels(&dist.join(name))).sum::<u64>();
    let (page, vault) = (size(PAGE), size(VAULT));
    let rest = size(REST);
    let row = |what: &str, bytes: u64| Figure::new(what, format!("{bytes} B"), "");
    vec![
        Figure::new(
            "first load, Brotli",
            format!("{} B", page + rest),
            "until the front page is drawn; goal: 450,000 B",
        ),
        row("– page", page),
        row("– style, icons, loaders", rest),
        row("then, once the page stands: vault worker", vault),
        row("the sum of both", page + rest + vault),
        row("when needed: judge of passwords", size(STRENGTH)),
        row("when needed: pages of PDF", size(PDF)),
    ]
}

fn travels(file: &Path) -> u64 {
    let compressed = PathBuf::from(format!("{}.br", file.display()));
    let size = |path: &Path| std::fs::metadata(path).map(|about| about.len()).ok();
    size(&compressed).or_else(|| size(file)).unwrap_or_else(|| panic!("{} is missing", file.display()))
}

const PAGE: &[&str] = &["app.js", "app_bg.wasm"];
const VAULT: &[&str] = &["vault.js", "vault_bg.wasm", "vault-boot.js"];
const STRENGTH: &[&str] = &["strength.js", "strength_bg.wasm", "strength-boot.js"];
const PDF: &[&str] = &["pdf.js", "pdf_bg.wasm", "pdf-boot.js"];
const REST: &[&str] = &["index.html", "boot.js", "trusted.js", "scelle.css", "icons.svg", "favicon.svg"];
