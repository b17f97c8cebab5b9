//! The search for planted values: in files, in what was said, in the memory of a process.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::planted::{Form, Planted};

/// Looks for values.
pub struct Scanner {
    automaton: AhoCorasick,
    /// For each pattern: which value, in which form.
    meaning: Vec<(usize, Form)>,
    values: Vec<Planted>,
    longest: usize,
}

/// A value was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File, or place in memory.
    pub place: String,
    /// What the value is.
    pub what: String,
    /// How it is written there.
    pub form: Form,
}

impl Scanner {
    /// For these values.
    ///
    /// # Panics
    /// When there are more than a search can hold.
    #[must_use]
    pub fn new(values: &[Planted]) -> Self {
        let (mut patterns, mut meaning) = (Vec::new(), Vec::new());
        for (number, value) in values.iter().enumerate() {
            for (form, pattern) in value.patterns() {
                patterns.push(pattern);
                meaning.push((number, form));
            }
        }
        let longest = patterns.iter().map(Vec::len).max().unwrap_or_default();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("some thousand short patterns");
        Self { automaton, meaning, values: values.to_vec(), longest }
    }

    /// Looks through bytes.
    #[must_use]
    pub fn bytes(&self, place: &str, bytes: &[u8]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .automaton
            .find_overlapping_iter(bytes)
            .map(|hit| {
                let (value, form) = self.meaning[hit.pattern().as_usize()];
                Finding { place: place.to_owned(), what: self.values[value].what.clone(), form }
            })
            .collect();
        findings.sort();
        findings.dedup();
        findings
    }

    /// Looks through a file, or every file of a folder; through names too.
    ///
    /// # Panics
    /// When one cannot be read.
    #[must_use]
    pub fn files(&self, path: &Path) -> Vec<Finding> {
        let name = path.to_string_lossy().into_owned();
        let mut findings = self.bytes(&format!("name of {name}"), name.as_bytes());
        if path.is_dir() {
            let entries = std::fs::read_dir(path).expect("a folder that can be read");
            findings.extend(entries.flatten().flat_map(|entry| self.files(&entry.path())));
        } else if path.is_file() {
            findings.extend(self.stream(&name, &mut File::open(path).expect("a file that can be read")));
        }
        findings
    }

    /// Looks through all that a process holds and may read. It must be a child of ours.
    ///
    /// # Panics
    /// When its memory cannot be read.
    #[must_use]
    pub fn memory(&self, process: u32) -> Vec<Finding> {
        let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).expect("a process of ours");
        let mut memory = File::open(format!("/proc/{process}/mem")).expect("the memory of a process of ours");
        let (mut findings, mut read) = (BTreeMap::new(), 0);
        for (begin, end, name) in maps.lines().filter_map(region) {
            memory.seek(SeekFrom::Start(begin)).expect("a place in memory");
            let part = (&mut memory).take(end - begin);
            let (found, length) = self.pieces(&format!("memory {name}"), part);
            read += length;
            findings.extend(found.into_iter().map(|finding| (finding, ())));
        }
        assert!(read > SMALLEST_PROCESS, "only {read} bytes of memory could be read");
        findings.into_keys().collect()
    }

    fn stream(&self, place: &str, from: &mut File) -> Vec<Finding> {
        self.pieces(place, from).0
    }

    /// Piece by piece, each with the end of the one before.
    fn pieces(&self, place: &str, mut from: impl std::io::Read) -> (Vec<Finding>, u64) {
        let mut buffer = vec![0; PIECE];
        let (mut kept, mut all, mut findings) = (0, 0, Vec::new());
        // Some regions end sooner than they say: what can be read was read.
        while let Ok(length) = from.read(&mut buffer[kept..]) {
            if length == 0 {
                break;
            }
            all += length as u64;
            let filled = kept + length;
            findings.extend(self.bytes(place, &buffer[..filled]));
            kept = filled.min(self.longest);
            buffer.copy_within(filled - kept..filled, 0);
        }
        findings.sort();
        findings.dedup();
        (findings, all)
    }
}

/// Begin, end and name of a line of `maps` that can be read.
fn region(line: &str) -> Option<(u64, u64, &str)> {
    let mut words = line.split_ascii_whitespace();
    let (begin, end) = words.next()?.split_once('-')?;
    let rights = words.next()?;
    let name = words.nth(3).unwrap_or("anonymous");
    let number = |text| u64::from_str_radix(text, 16).ok();
    let readable = rights.starts_with('r') && !name.starts_with("[v");
    readable.then_some((number(begin)?, number(end)?, name))
}

const PIECE: usize = 4 << 20;
const SMALLEST_PROCESS: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_across_two_pieces_is_found() {
        let value = Planted::text("title", "Compte rendu de Sainte-Ursule");
        let scanner = Scanner::new(std::slice::from_ref(&value));
        let mut bytes = vec![b'.'; PIECE - 9];
        bytes.extend_from_slice(&value.bytes);
        let (found, _) = scanner.pieces("here", bytes.as_slice());
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_region_that_cannot_be_read_is_left_out() {
        assert!(region("7f0-7f1 ---p 00000000 00:00 0").is_none());
        assert_eq!(region("10-20 rw-p 00000000 00:00 0   [heap]"), Some((16, 32, "[heap]")));
        assert!(region("10-20 r--p 00000000 00:00 0   [vvar]").is_none());
    }
}
