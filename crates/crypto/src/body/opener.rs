//! Opening a body. Commitment first, then each segment in order, then length and hash; only
//! then is anything released.

use scelle_protocol::{Digest, statements::Document};
use scelle_verify::hash;
use zeroize::Zeroizing;

use super::{DocumentKey, DocumentVersion, Header, Plan, Segment, SegmentCipher, SegmentKey};
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

/// Opens a body segment by segment, in order.
#[derive(Debug)]
pub struct BodyOpener<'k> {
    key: &'k DocumentKey,
    manifest: Manifest,
    plan: Plan,
    reader: Option<SegmentReader>,
    hashes: Vec<Digest>,
}

/// A piece of content that no one may see yet; wiped on drop.
pub struct Unverified {
    body: Digest,
    content: Zeroizing<Vec<u8>>,
}

/// A whole body has verified. Made by [`BodyOpener::finish`] alone.
#[derive(Debug)]
pub struct Verdict {
    body: Digest,
    plan: Plan,
    reader: SegmentReader,
}

impl<'k> BodyOpener<'k> {
    /// Checks the key's commitment. `manifest` is from a statement whose signature holds.
    ///
    /// # Errors
    /// [`Refused`] for a key that the author did not commit to.
    pub fn new(key: &'k DocumentKey, manifest: Manifest) -> Result<Self, Refused> {
        if !hash::same(&key.commitment(&manifest.of), &manifest.key) {
            return Err(Refused);
        }
        let plan = Plan::new(manifest.length).map_err(|_| Refused)?;
        Ok(Self { key, manifest, plan, reader: None, hashes: Vec::new() })
    }
    /// The layout that the signed length asks for.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Opens the next segment: exactly the stored bytes `plan().segment(index).stored`. After a
    /// failure nothing more opens.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn segment(&mut self, cipher: &impl SegmentCipher, stored: Vec<u8>) -> Result<Unverified, Refused> {
        let index = u32::try_from(self.hashes.len()).map_err(|_| Refused)?;
        let segment = self.plan.segment(index).ok_or(Refused)?;
        self.hashes.push(cipher.sha256(&stored).await?);
        if index == 0 {
            let header = Header::from_slice(stored.get(..Header::LEN).ok_or(Refused)?)?;
            self.reader = Some(SegmentReader { key: self.key.segment_key(&self.manifest.of, &header), header });
        }
        let reader = self.reader.take().ok_or(Refused)?;
        let content = reader.open(cipher, &segment, stored).await?;
        self.reader = Some(reader);
        Ok(Unverified { body: self.manifest.body, content })
    }
    /// Gives the verdict on the whole.
    ///
    /// # Errors
    /// [`Refused`] when a segment is missing or failed, or the hash is not the signed one.
    pub fn finish(self) -> Result<Verdict, Refused> {
        let whole = self.hashes.len() as u64 == u64::from(self.plan.segments());
        let same = hash::same(&hash::body(&self.hashes), &self.manifest.body);
        match self.reader {
            Some(reader) if whole && same => Ok(Verdict { body: self.manifest.body, plan: self.plan, reader }),
            _ => Err(Refused),
        }
    }
}

impl Unverified {
    /// The content, once its body has verified.
    ///
    /// # Errors
    /// [`Refused`] for the verdict on another body.
    pub fn release(mut self, verdict: &Verdict) -> Result<Vec<u8>, Refused> {
        if hash::same(&self.body, &verdict.body) { Ok(std::mem::take(&mut *self.content)) } else { Err(Refused) }
    }
}

impl std::fmt::Debug for Unverified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unverified(…)")
    }
}

impl Verdict {
    /// The body that it is about.
    #[must_use]
    pub const fn body(&self) -> &Digest {
        &self.body
    }
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
    pub async fn segment(&self, cipher: &impl SegmentCipher, index: u32, stored: Vec<u8>) -> Result<Vec<u8>, Refused> {
        let segment = self.plan.segment(index).ok_or(Refused)?;
        let mut content = self.reader.open(cipher, &segment, stored).await?;
        Ok(std::mem::take(&mut *content))
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
    let mut opener = BodyOpener::new(key, manifest)?;
    if opener.plan.stored() != stored.len() as u64 {
        return Err(Refused);
    }
    let mut pieces = Vec::new();
    for bytes in stored.chunks(scelle_protocol::limits::SEGMENT_BYTES) {
        pieces.push(opener.segment(cipher, bytes.to_vec()).await?);
    }
    let verdict = opener.finish()?;
    let mut content = Vec::with_capacity(usize::try_from(manifest.length).map_err(|_| Refused)?);
    for piece in pieces {
        content.extend_from_slice(&Zeroizing::new(piece.release(&verdict)?));
    }
    Ok(content)
}

#[derive(Debug)]
struct SegmentReader {
    header: Header,
    key: SegmentKey,
}

impl SegmentReader {
    /// Opens one segment and cuts its padding off, which must be zeros.
    async fn open(
        &self,
        cipher: &impl SegmentCipher,
        segment: &Segment,
        mut stored: Vec<u8>,
    ) -> Result<Zeroizing<Vec<u8>>, Refused> {
        if stored.len() as u64 != segment.stored.end - segment.stored.start {
            return Err(Refused);
        }
        if segment.index == 0 {
            let header: Vec<u8> = stored.drain(..Header::LEN).collect();
            if header != self.header.bytes() {
                return Err(Refused);
            }
        }
        let nonce = self.header.nonce(segment);
        let mut content = Zeroizing::new(cipher.open(&self.key, &nonce, stored).await?);
        let length = usize::try_from(segment.content.end - segment.content.start).map_err(|_| Refused)?;
        if content.get(length..).ok_or(Refused)?.iter().any(|b| *b != 0) {
            return Err(Refused);
        }
        content.truncate(length);
        Ok(content)
    }
}
