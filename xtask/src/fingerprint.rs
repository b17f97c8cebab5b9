//! Whether sources changed since something was built from them.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;

use crate::paths;

/// One number for the names and contents of these files and folders.
pub fn of(sources: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        add(&paths::root().join(source), &mut hasher);
    }
    hasher.finish()
}

/// Whether `stamp` says that the number is still this one.
pub fn is(stamp: &Path, number: u64) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == number.to_string())
}

/// Writes the number down.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(stamp: &Path, number: u64) -> Result<(), String> {
    fs::write(stamp, number.to_string()).map_err(|e| format!("{}: {e}", stamp.display()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    let Ok(entries) = fs::read_dir(path) else {
        path.hash(hasher);
        return fs::read(path).unwrap_or_default().hash(hasher);
    };
    let mut inside: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        add(&path, hasher);
    }
}
