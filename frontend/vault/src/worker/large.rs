//! Listing, opening, the journal; and documents too large for memory, which wait as ciphertext
//! in the browser's private file system.

use js_sys::Uint8Array;
use scelle_client::{
    Person,
    documents::Listed,
    journal::{CircleAct, CircleLine, Line},
    platform::Trouble as Engine,
    read::{Scratch, Sink, fits_memory},
};
use scelle_crypto::{Refused, body::Gather, subtle::Bulk};
use scelle_protocol::{
    DocumentId,
    limits::PART_BYTES,
    statements::{Action, Document},
};
use std::cmp::Reverse;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle, FileSystemWritableFileStream,
};

use super::{Reply, Worker, answers, browser::scope};
use scelle_seam::{Answer, EventRow, Journal, Trouble};

impl Worker {
    pub(super) async fn list(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let listed = account.list().await.map_err(answers::trouble)?;
        let rows = listed.iter().map(|one| answers::row(one, account.has_seen(one.document))).collect();
        self.listed.replace(listed);
        Ok(Answer::Documents(rows).into())
    }

    pub(super) fn document(&self, id: &str) -> Result<Document, Trouble> {
        let id: DocumentId = id.parse().map_err(|_| Trouble::NotFound)?;
        let listed = self.listed.borrow();
        let one = listed.iter().find(|one: &&Listed| one.document == id).ok_or(Trouble::NotFound)?;
        one.statement.clone().map_err(answers::trouble)
    }

    pub(super) fn documents(&self) -> Vec<Document> {
        self.listed.borrow().iter().filter_map(|one| one.statement.clone().ok()).collect()
    }

    pub(super) async fn open(&self, task: u32, id: &str) -> Result<Reply, Trouble> {
        let document = self.document(id)?;
        if !fits_memory(document.length) {
            return Ok(Answer::TooLarge { name: document.name, size: document.length }.into());
        }
        let account = self.account()?;
        let cipher = Bulk::here();
        let content = Content::of(document.length).ok_or(Trouble::FileTooLarge)?;
        let watching = self.tasks.watch(task);
        let content = account.open_into(&document, &cipher, &watching, content).await.map_err(answers::trouble)?;
        let answer = Answer::Content { media: document.media, name: document.name, size: document.length };
        Ok(Reply { answer, extra: content.0.buffer().into() })
    }

    pub(super) async fn save_large(&self, task: u32, id: &str, handle: JsValue) -> Result<Reply, Trouble> {
        let document = self.document(id)?;
        let handle: FileSystemFileHandle = handle.dyn_into().map_err(|_| Trouble::BrowserCannot)?;
        let account = self.account()?;
        let cipher = Bulk::here();
        let mut scratch = PrivateFile::open().await.map_err(|_| Trouble::BrowserCannot)?;
        let mut sink = UserFile::open(&handle).await.map_err(|_| Trouble::BrowserCannot)?;
        let watching = self.tasks.watch(task);
        let saved = account.save(&document, &cipher, &watching, &mut scratch, &mut sink).await;
        scratch.close().await;
        // A file that did not become whole is thrown away, not left half-written.
        sink.close(saved.is_ok()).await.map_err(|_| Trouble::FileUnreadable)?;
        saved.map_err(answers::trouble)?;
        Ok(Answer::Done.into())
    }

    pub(super) fn seen(&self, documents: &[String]) -> Result<Reply, Trouble> {
        let ids: Vec<DocumentId> = documents.iter().filter_map(|id| id.parse().ok()).collect();
        self.account()?.mark_seen(&ids);
        Ok(Answer::Done.into())
    }

    pub(super) async fn journal(&self) -> Result<Reply, Trouble> {
        let journal = self.account()?.journal().await.map_err(answers::trouble)?;
        let mut events: Vec<EventRow> = journal.circle.iter().map(circle_row).collect();
        events.extend(journal.lines.iter().map(|line| self.event_row(line)));
        // Each list has its own numbers: only the times, as signed, put them in one order.
        events.sort_by_key(|event| Reverse((event.time, event.number)));
        Ok(Answer::Journal(Journal { events, checks: answers::checks(&journal.checks) }).into())
    }

    fn event_row(&self, line: &Line) -> EventRow {
        let documents = line.documents.iter().map(|id| {
            let title = self.document(&id.to_string()).map(|document| document.title).unwrap_or_default();
            (id.to_string(), title)
        });
        let (who, words) = actor(line.who.as_ref());
        // To name a member is an act of the chain; to give documents with it, an event.
        let action = if line.action == Action::Grant { GIVE } else { line.action.word() };
        EventRow {
            number: line.number,
            time: line.time.0,
            who,
            words,
            subject: None,
            action: action.to_owned(),
            documents: documents.collect(),
            included: line.included,
            signed: line.signed,
            statement: line.text.clone(),
        }
    }
}

fn circle_row(line: &CircleLine) -> EventRow {
    let (action, of_member) = match line.act {
        CircleAct::Granted => ("grant", false),
        CircleAct::Accepted => ("acceptance", true),
        CircleAct::Removed => ("revocation", false),
    };
    let (who, words) = actor(of_member.then_some(&line.person));
    EventRow {
        number: line.number,
        time: line.time.0,
        who,
        words,
        subject: (!of_member).then(|| line.person.name.clone()),
        action: action.to_owned(),
        documents: Vec::new(),
        included: line.included,
        signed: line.signed,
        statement: line.text.clone(),
    }
}

/// Name and profession of who acted; nobody's are the owner's.
fn actor(person: Option<&Person>) -> (Option<String>, (String, String)) {
    let words = person.map(|person| answers::words(person.profession)).unwrap_or_default();
    (person.map(|person| person.name.clone()), words)
}

/// A content where it will be handed to the page, without another copy, once it has verified.
struct Content(Uint8Array);

impl Content {
    fn of(length: u64) -> Option<Self> {
        u32::try_from(length).ok().map(|length| Self(Uint8Array::new_with_length(length)))
    }

    fn place(&self, at: u64, length: u32) -> Result<Uint8Array, Refused> {
        let start = u32::try_from(at).map_err(|_| Refused)?;
        let end = start.checked_add(length).filter(|end| *end <= self.0.length()).ok_or(Refused)?;
        Ok(self.0.subarray(start, end))
    }
}

impl Gather for Content {
    fn put(&mut self, at: u64, content: &[u8]) -> Result<(), Refused> {
        self.place(at, u32::try_from(content.len()).map_err(|_| Refused)?)?.copy_from(content);
        Ok(())
    }

    fn put_array(&mut self, at: u64, content: &Uint8Array) -> Result<(), Refused> {
        self.place(at, content.length())?.set(content, 0);
        Ok(())
    }

    fn wipe(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}

/// Ciphertext in the origin's private file system.
struct PrivateFile {
    folder: FileSystemDirectoryHandle,
    handle: FileSystemSyncAccessHandle,
    length: u64,
}

impl PrivateFile {
    async fn open() -> Result<Self, JsValue> {
        let storage = scope().navigator().storage();
        let folder: FileSystemDirectoryHandle = JsFuture::from(storage.get_directory()).await?.dyn_into()?;
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let file: FileSystemFileHandle =
            JsFuture::from(folder.get_file_handle_with_options(SCRATCH, &options)).await?.dyn_into()?;
        let handle: FileSystemSyncAccessHandle = JsFuture::from(file.create_sync_access_handle()).await?.dyn_into()?;
        handle.truncate_with_u32(0)?;
        Ok(Self { folder, handle, length: 0 })
    }

    async fn close(self) {
        self.handle.close();
        let _ = JsFuture::from(self.folder.remove_entry(SCRATCH)).await;
    }
}

impl Scratch for PrivateFile {
    async fn append(&mut self, bytes: &[u8]) -> Result<(), Engine> {
        let options = at(self.length);
        let array = Uint8Array::from(bytes);
        let written = self.handle.write_with_js_u8_array_and_options(&array, &options).map_err(|_| full())?;
        self.length += bytes.len() as u64;
        #[expect(clippy::cast_precision_loss, reason = "a part is a few MiB")]
        let whole = written >= bytes.len() as f64;
        if whole { Ok(()) } else { Err(full()) }
    }

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, Engine> {
        let mut bytes = vec![0; length.min(PART_BYTES)];
        self.handle.read_with_u8_array_and_options(&mut bytes, &at(offset)).map_err(|_| full())?;
        Ok(bytes)
    }
}

fn at(offset: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    #[expect(clippy::cast_precision_loss, reason = "offsets stay far below 2^53")]
    options.set_at(offset as f64);
    options
}

fn full() -> Engine {
    Engine::File(scelle_client::platform::Unreadable)
}

/// The file that the user has chosen.
struct UserFile {
    stream: FileSystemWritableFileStream,
}

impl UserFile {
    async fn open(handle: &FileSystemFileHandle) -> Result<Self, JsValue> {
        Ok(Self { stream: JsFuture::from(handle.create_writable()).await?.dyn_into()? })
    }

    async fn close(self, whole: bool) -> Result<(), JsValue> {
        let end = if whole { self.stream.close() } else { self.stream.abort() };
        JsFuture::from(end).await.map(|_| ())
    }
}

impl Sink for UserFile {
    async fn write(&mut self, bytes: Vec<u8>) -> Result<(), Engine> {
        let written = self.stream.write_with_js_u8_array(&Uint8Array::from(bytes.as_slice())).map_err(|_| full())?;
        JsFuture::from(written).await.map(|_| ()).map_err(|_| full())
    }
}

/// What the page calls the event by which documents are given to a member.
const GIVE: &str = "give";
const SCRATCH: &str = "scelle-scratch";
