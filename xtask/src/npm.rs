//! The two libraries from npm that the page is measured beside, bundled into one script below
//! `target/`. Nothing of them is in the product, and no other command asks for npm.

use std::fs;

use crate::paths;
use crate::run::{Outcome, command, logged, version};

/// Installs them, once, and bundles what calls them.
///
/// # Errors
/// What is in the way.
pub fn bundle() -> Outcome {
    let folder = paths::tools().join("npm");
    let (wanted, entry) = (folder.join("package.json"), folder.join("npm.js"));
    let bundle = folder.join("peers.js");
    let same = |path: &std::path::Path, text: &str| fs::read_to_string(path).is_ok_and(|have| have == text);
    if bundle.is_file() && same(&wanted, PACKAGES) && same(&entry, ENTRY) {
        return Ok(());
    }
    if version("npm", &["--version"]).is_none() {
        return Err("npm is missing: it brings the libraries that the page is measured beside. Debian calls it npm. \
                    Every other part of the figures can be named and measured without it."
            .to_owned());
    }
    let text = |path: &std::path::Path| path.to_string_lossy().into_owned();
    let _ = fs::remove_file(&bundle);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::write(&wanted, PACKAGES).and_then(|()| fs::write(&entry, ENTRY)).map_err(|e| e.to_string())?;
    // No script of a package is run.
    let quiet = ["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"];
    logged("npm-install", command("npm", &[&quiet[..], &[&text(&folder)]].concat()))?;
    let bundler = text(&folder.join("node_modules/.bin/esbuild"));
    let out = format!("--outfile={}", text(&bundle));
    let how = ["--bundle", "--minify", "--format=iife", "--platform=browser", &out, &text(&entry)];
    logged("npm-bundle", command(&bundler, &how)).map(drop)
}

/// age-encryption is BSD-3-Clause, openpgp LGPL-3.0-or-later, esbuild MIT.
const PACKAGES: &str = r#"{
  "private": true,
  "dependencies": { "age-encryption": "0.3.1", "openpgp": "6.3.2", "esbuild": "0.28.2" }
}
"#;
const ENTRY: &str = include_str!("../../tests/src/figures/npm.js");
