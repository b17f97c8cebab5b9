//! Everything in one archive: each document as it was deposited, the statements that prove it,
//! and the journal.

use js_sys::{Array, Uint8Array};
use scelle_crypto::subtle::Bulk;
use scelle_protocol::statements::{Action, Document, Statement as _};
use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Reply, Worker, answers};
use scelle_seam::{Answer, Trouble};

impl Worker {
    pub(super) async fn export(&self, task: u32) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let documents = self.documents();
        let total: u64 = documents.iter().map(|document| document.length).sum();
        if total > LARGEST {
            return Err(Trouble::FileTooLarge);
        }
        let keys = account.release(Action::Export, &documents).await.map_err(answers::trouble)?;
        let cipher = Bulk::here();
        let watching = self.tasks.watch(task);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut names = BTreeSet::new();
        for document in &documents {
            let key = keys.get(&document.document).ok_or(Trouble::BadBody)?;
            let content = account.body(document, key, &cipher, &watching).await.map_err(answers::trouble)?;
            let name = file_name(document, &mut names);
            add(&mut archive, &name, &content)?;
            add(&mut archive, &format!("{name}.scelle.txt"), document.write().as_bytes())?;
        }
        let journal = account.journal().await.map_err(answers::trouble)?;
        let circle = journal.circle.iter().map(|line| line.text.as_str());
        let text: Vec<&str> = circle.chain(journal.lines.iter().map(|line| line.text.as_str())).collect();
        add(&mut archive, "journal.txt", text.join("\n").as_bytes())?;
        let bytes = archive.finish().map_err(|_| Trouble::Internal)?.into_inner();
        let extra = blob(&bytes).map_err(|_| Trouble::BrowserCannot)?;
        let name = format!("scelle-{}.zip", account.line.now().date());
        let count = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        let answer = Answer::Export { name, documents: count, bytes: bytes.len() as u64 };
        Ok(Reply { answer, extra: extra.into() })
    }
}

fn add(archive: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> Result<(), Trouble> {
    // Documents are mostly compressed already; the archive only gathers them.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file(name, options).map_err(|_| Trouble::Internal)?;
    archive.write_all(content).map_err(|_| Trouble::Internal)
}

/// `2026-11-19 Titre.pdf`: safe on every system, and none twice.
fn file_name(document: &Document, taken: &mut BTreeSet<String>) -> String {
    let extension = document.name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let safe = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || " -_".contains(c) { c } else { '_' }).take(80).collect()
    };
    let stem = format!("{} {}", document.date, safe(&document.title));
    let ending = if extension.is_empty() { String::new() } else { format!(".{}", safe(extension)) };
    let mut name = format!("{stem}{ending}");
    let mut count = 2;
    while !taken.insert(name.clone()) {
        name = format!("{stem} ({count}){ending}");
        count += 1;
    }
    name
}

fn blob(bytes: &[u8]) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("application/zip");
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options)
}

/// An archive is made in memory; above this, documents are saved one by one.
const LARGEST: u64 = 512 << 20;
