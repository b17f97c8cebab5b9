//! A question and an answer as a script sees them. No sockets.

use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// A question on its way to the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, `POST`…
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in lower case, values as sent; none about framing or the connection.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Asked {
    /// Value of the header with this name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }
}

/// An answer on its way to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Status.
    pub status: u16,
    /// Names in lower case, values as sent; none about framing or the connection.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// After so many bytes of the body the line goes dead.
    cut: Option<usize>,
    /// Not even a head comes.
    dropped: bool,
    /// It comes later by this.
    late: Duration,
}

impl Told {
    /// An answer with nothing but status and body.
    #[must_use]
    pub fn with(status: u16, body: &[u8]) -> Self {
        Self::new(status, Vec::new(), body.to_vec())
    }

    pub(super) const fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self { status, headers, body, cut: None, dropped: false, late: Duration::ZERO }
    }

    /// Value of the header with this name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }

    /// Changes an answer of JSON, if it is a good one of this form.
    ///
    /// # Panics
    /// When what was read cannot be written: then the form is at fault.
    pub fn edits<T: Serialize + DeserializeOwned>(&mut self, change: impl FnOnce(&mut T)) {
        if self.status == 200
            && let Ok(mut value) = serde_json::from_slice(&self.body)
        {
            change(&mut value);
            self.body = serde_json::to_vec(&value).expect("it was JSON");
        }
    }

    /// What it says as JSON of this form.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Status and body of another answer; the headers stay, or a browser would not let the page
    /// see them, and a nonce would be stale.
    pub fn takes_the_place_of(&mut self, other: &Self) {
        self.status = other.status;
        self.body.clone_from(&other.body);
    }

    /// The client hears nothing, and finds the line dead.
    pub const fn is_dropped(&mut self) {
        self.dropped = true;
    }

    /// The client hears the head and so many bytes, and then finds the line dead.
    pub const fn is_cut_after(&mut self, bytes: usize) {
        self.cut = Some(bytes);
    }

    /// The client hears it later.
    pub const fn is_late(&mut self, by: Duration) {
        self.late = by;
    }

    pub(super) const fn dropped(&self) -> bool {
        self.dropped
    }

    pub(super) const fn cut(&self) -> Option<usize> {
        self.cut
    }

    pub(super) const fn late(&self) -> Duration {
        self.late
    }
}

fn value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
