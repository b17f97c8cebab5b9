//! Where attacks in a browser happen: liar, host and a patient with two documents.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::liar::Liar;
use scelle_tests::patient::{Description, Patient, Person};
use tempfile::TempDir;

/// A patient at home, whose every word to the host goes through the liar.
pub struct Scene {
    pub patient: Patient,
    pub browser: Browser,
    pub liar: Liar,
    /// Ends after the browser.
    pub host: Host,
}

impl Scene {
    /// With an open record and no documents.
    pub fn new() -> Self {
        let liar = Liar::new();
        let host = Host::behind(&liar);
        let browser = Browser::start(&[&host.page(), &host.api()]);
        let patient = Patient::at(&browser, &host, Person::helene());
        patient.opens_a_record();
        Self { patient, browser, liar, host }
    }

    /// Deposits a text, and waits until it is durable.
    pub fn deposits(&self, title: &str, text: &str) {
        let folder = TempDir::new().expect("a folder");
        self.patient.deposits(&files::write(folder.path(), "note.txt", text.as_bytes()), &Description::of(title));
    }

    /// Opens a document of the list, whatever comes of it.
    pub fn tries_to_open(&self, title: &str) {
        self.patient.goes_to("Accueil", "/accueil");
        self.patient.goes_to("Documents", "/documents");
        self.patient.tab.link(title).clicks();
    }

    /// From now on the page notes each of these words that ever stands in it, however briefly.
    pub fn watches_for(&self, words: &[&str]) {
        let words = serde_json::to_string(words).expect("plain data");
        self.patient.tab.evaluate(&format!("void ({WATCH})({words})"));
    }

    /// Which of them stood in the page so far.
    pub fn was_seen(&self) -> Vec<String> {
        let seen = self.patient.tab.evaluate("[...globalThis.seenWords]");
        serde_json::from_value(seen).expect("a list of words")
    }
}

/// Looks at every change of the page, text and values alike.
const WATCH: &str = "words => {
    globalThis.seenWords = new Set();
    const look = () => {
        const text = document.documentElement.textContent;
        for (const word of words) if (text.includes(word)) globalThis.seenWords.add(word);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    look();
}";
