//! House rules that no lint knows: how a file begins, how long it is, what it must not name, and
//! that what the documents name is there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::count::Count;
use crate::named::{DOCUMENTS, Words};
use crate::paths;
use crate::run::{command, logged};

/// Looks at every file that git knows or would add.
///
/// # Errors
/// One line for each finding.
pub fn check() -> Result<Count, String> {
    let files = logged("house", command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let read = |name: &str| fs::read_to_string(paths::root().join(name)).ok().map(|text| (PathBuf::from(name), text));
    let texts: Vec<(PathBuf, String)> = files.lines().filter_map(read).collect();
    let mut findings: Vec<String> = texts.iter().flat_map(|(name, text)| findings(name, text)).collect();
    let mut words = Words::default();
    texts.iter().filter(|(name, _)| is_rust(name)).for_each(|(name, text)| words.learn(name, text));
    for (name, text) in texts.iter().filter(|(name, _)| DOCUMENTS.iter().any(|document| name == Path::new(document))) {
        let missing = words.missing(text);
        findings.extend(missing.iter().map(|gone| format!("{}: nothing is called {gone}", name.display())));
    }
    if findings.is_empty() { Ok(Count { passed: 1, ..Count::default() }) } else { Err(findings.join("\n")) }
}

fn findings(name: &Path, text: &str) -> Vec<String> {
    let rust = is_rust(name);
    let mut found = Vec::new();
    let mut say = |what: &str| found.push(format!("{}: {what}", name.display()));
    if rust && !text.starts_with("//! ") && !text.starts_with("#![doc") {
        say("a module opens with what lives in it (//!)");
    }
    if rust && text.lines().count() > LINES {
        say("over 600 lines: two files");
    }
    if text.contains('\r') && !name.starts_with("tests") {
        say("line ends are LF");
    }
    let lower = text.to_ascii_lowercase();
    for word in MACHINES.iter().filter(|word| lower.contains(&word.concat())) {
        say(&format!("names a place outside the project: {}", word.concat()));
    }
    found
}

fn is_rust(name: &Path) -> bool {
    name.extension().is_some_and(|end| end == "rs")
}

/// Addresses of registries and folders of one machine; written in halves, as this file is read too.
const MACHINES: &[&[&str]] = &[
    &["/wo", "rk/"],
    &["/ho", "me/"],
    &["/ro", "ot/"],
    &["static.crates", ".io"],
    &["index.crates", ".io"],
    &["files.python", "hosted.org"],
    &["registry.np", "mjs.org"],
    &["deb.deb", "ian.org"],
];
const LINES: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_without_a_first_line_is_found() {
        assert_eq!(findings(Path::new("a.rs"), "fn main() {}\n").len(), 1);
        assert!(findings(Path::new("a.rs"), "//! What lives here.\n").is_empty());
        assert!(findings(Path::new("a.py"), "import os\n").is_empty());
    }

    #[test]
    fn a_machine_path_is_found() {
        let path = format!("see {}/x", "/ho".to_owned() + "me");
        assert_eq!(findings(Path::new("a.md"), &path).len(), 1);
    }
}
