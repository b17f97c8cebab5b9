//! Opening a body. Commitment first, then each segment in its place, then length and hash; only
//! then is anything released.

use scelle_protocol::{Digest, statements::Document};
use scelle_verify::hash;
use std::cell::{Cell, OnceCell, RefCell};
use zeroize::Zeroize as _;

use super::{DocumentKey, DocumentVersion, Header, Opened, Plan, Segment, SegmentCipher, SegmentKey};
use crate::Refused;

/// What the author signed about a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manifest {
    /// The document's version.
    pub of: DocumentVersion,
    /// Body hash.
    pub body: Digest,
    /// Length of the content, in bytes.
    pub length: u64,
    /// Commitment to the document key.
    pub key: Digest,
}

impl From<&Document> for Manifest {
    fn from(d: &Document) -> Self {
        let of = DocumentVersion { record: d.record, document: d.document, version: d.version };
        Self { of, body: d.body, length: d.length, key: d.key }
    }
}

/// Where the content of a body is gathered. The opener keeps it to itself until the whole has verified.
pub trait Gather {
    /// Takes the bytes of the content from byte `at` on; those before may still be missing.
    ///
    /// # Errors
    /// [`Refused`] when there is no room for them.
    fn put(&mut self, at: u64, content: &[u8]) -> Result<(), Refused>;
    /// The same, where the browser has them.
    ///
    /// # Errors
    /// As [`Self::put`].
    #[cfg(target_arch = "wasm32")]
    fn put_array(&mut self, at: u64, content: &js_sys::Uint8Array) -> Result<(), Refused> {
        self.put(at, &content.to_vec())
    }
    /// Overwrites all that was taken: it did not verify.
    fn wipe(&mut self);
}

/// Gathers nothing: for a first pass.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// Opens a body segment by segment: the first one first, for it names the key of all; the others
/// as they come, several at once.
pub struct BodyOpener<'k, G: Gather> {
    key: &'k DocumentKey,
    manifest: Manifest,
    plan: Plan,
    reader: OnceCell<SegmentReader>,
    hashes: RefCell<Vec<Option<Digest>>>,
    failed: Cell<bool>,
    content: RefCell<Kept<G>>,
}

/// A content that no one may see yet; wiped on drop.
struct Kept<G: Gather>(Option<G>);

/// A whole body has verified. Made by [`BodyOpener::finish`] alone.
#[derive(Debug)]
pub struct Verdict {
    plan: Plan,
    reader: SegmentReader,
}

impl<'k, G: Gather> BodyOpener<'k, G> {
    /// Checks the key's commitment. `manifest` is from a statement whose signature holds.
    ///
    /// # Errors
    /// [`Refused`] for a key that the author did not commit to.
    pub fn new(key: &'k DocumentKey, manifest: Manifest, content: G) -> Result<Self, Refused> {
        let content = RefCell::new(Kept(Some(content)));
        if !hash::same(&key.commitment(&manifest.of), &manifest.key) {
            return Err(Refused);
        }
        let plan = Plan::new(manifest.length).map_err(|_| Refused)?;
        let hashes = RefCell::new(vec![None; plan.segments() as usize]);
        Ok(Self { key, manifest, plan, reader: OnceCell::new(), hashes, failed: Cell::new(false), content })
    }
    /// The layout that the signed length asks for.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Opens one segment, once: exactly the stored bytes `plan().segment(index).stored`. After a
    /// failure nothing more opens.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn segment(&self, cipher: &impl SegmentCipher, index: u32, stored: &[u8]) -> Result<(), Refused> {
        let opened = if self.failed.get() { Err(Refused) } else { self.open(cipher, index, stored).await };
        self.failed.set(self.failed.get() || opened.is_err());
        if self.failed.get() { Err(Refused) } else { Ok(()) }
    }
    async fn open(&self, cipher: &impl SegmentCipher, index: u32, stored: &[u8]) -> Result<(), Refused> {
        let segment = self.plan.segment(index).ok_or(Refused)?;
        if index == 0 {
            let header = Header::from_slice(stored.get(..Header::LEN).ok_or(Refused)?)?;
            let reader = SegmentReader { key: self.key.segment_key(&self.manifest.of, &header), header };
            self.reader.set(reader).map_err(|_| Refused)?;
        }
        let reader = self.reader.get().ok_or(Refused)?;
        let hash = cipher.sha256(stored).await?;
        let content = reader.open(cipher, &segment, stored).await?;
        // Who hands in a segment twice has mixed up two: it is not the body that was signed.
        match self.hashes.borrow_mut().get_mut(index as usize) {
            Some(place @ None) => *place = Some(hash),
            _ => return Err(Refused),
        }
        self.content.borrow_mut().put(segment.content.start, &content)
    }
    /// Gives the verdict on the whole, and with it the content.
    ///
    /// # Errors
    /// [`Refused`] when a segment is missing or failed, or the hash is not the signed one.
    pub fn finish(self) -> Result<(Verdict, G), Refused> {
        if self.failed.get() {
            return Err(Refused);
        }
        let hashes: Option<Vec<Digest>> = self.hashes.into_inner().into_iter().collect();
        let same = hash::same(&hash::body(&hashes.ok_or(Refused)?), &self.manifest.body);
        let mut content = self.content.into_inner();
        match self.reader.into_inner() {
            Some(reader) if same => Ok((Verdict { plan: self.plan, reader }, content.0.take().ok_or(Refused)?)),
            _ => Err(Refused),
        }
    }
}

impl<G: Gather> std::fmt::Debug for BodyOpener<'_, G> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyOpener(…)")
    }
}

impl<G: Gather> Kept<G> {
    fn put(&mut self, at: u64, content: &Opened) -> Result<(), Refused> {
        let place = self.0.as_mut().ok_or(Refused)?;
        match content {
            Opened::Here(bytes) => place.put(at, bytes),
            #[cfg(target_arch = "wasm32")]
            Opened::There(array) => place.put_array(at, array),
        }
    }
}

impl<G: Gather> Drop for Kept<G> {
    fn drop(&mut self) {
        if let Some(content) = &mut self.0 {
            content.wipe();
        }
    }
}

/// In memory. With room for the whole from the start it is never moved.
impl Gather for Vec<u8> {
    fn put(&mut self, at: u64, content: &[u8]) -> Result<(), Refused> {
        let start = usize::try_from(at).map_err(|_| Refused)?;
        let end = start.checked_add(content.len()).ok_or(Refused)?;
        if self.len() < end {
            self.resize(end, 0);
        }
        self.get_mut(start..end).ok_or(Refused)?.copy_from_slice(content);
        Ok(())
    }
    fn wipe(&mut self) {
        self.as_mut_slice().zeroize();
    }
}

impl Gather for Nothing {
    fn put(&mut self, _: u64, _: &[u8]) -> Result<(), Refused> {
        Ok(())
    }
    #[cfg(target_arch = "wasm32")]
    fn put_array(&mut self, _: u64, _: &js_sys::Uint8Array) -> Result<(), Refused> {
        Ok(())
    }
    fn wipe(&mut self) {}
}

impl Verdict {
    /// The layout.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Second pass over a body too large for memory: opens any segment again, from its stored
    /// bytes `plan().segment(index).stored`.
    ///
    /// # Errors
    /// [`Refused`] when they are not those of the first pass.
    pub async fn segment(&self, cipher: &impl SegmentCipher, index: u32, stored: &[u8]) -> Result<Vec<u8>, Refused> {
        let segment = self.plan.segment(index).ok_or(Refused)?;
        self.reader.open(cipher, &segment, stored).await.map(Opened::take)
    }
}

/// Opens a body in memory.
///
/// # Errors
/// [`Refused`].
pub async fn open_whole(
    cipher: &impl SegmentCipher,
    key: &DocumentKey,
    manifest: Manifest,
    stored: &[u8],
) -> Result<Vec<u8>, Refused> {
    let room = usize::try_from(manifest.length).map_err(|_| Refused)?.min(stored.len());
    let opener = BodyOpener::new(key, manifest, Vec::with_capacity(room))?;
    if opener.plan.stored() != stored.len() as u64 {
        return Err(Refused);
    }
    for (index, bytes) in (0u32..).zip(stored.chunks(scelle_protocol::limits::SEGMENT_BYTES)) {
        opener.segment(cipher, index, bytes).await?;
    }
    Ok(opener.finish()?.1)
}

#[derive(Debug)]
struct SegmentReader {
    header: Header,
    key: SegmentKey,
}

impl SegmentReader {
    /// Opens one segment and cuts its padding off, which must be zeros.
    async fn open(&self, cipher: &impl SegmentCipher, segment: &Segment, mut stored: &[u8]) -> Result<Opened, Refused> {
        if stored.len() as u64 != segment.stored.end - segment.stored.start {
            return Err(Refused);
        }
        if segment.index == 0 {
            let (header, sealed) = stored.split_at_checked(Header::LEN).ok_or(Refused)?;
            if header != self.header.bytes() {
                return Err(Refused);
            }
            stored = sealed;
        }
        let nonce = self.header.nonce(segment);
        let mut content = cipher.open(&self.key, &nonce, stored).await?;
        content.unpad(usize::try_from(segment.content.end - segment.content.start).map_err(|_| Refused)?)?;
        Ok(content)
    }
}
