//! Sealing a body, in any order of segments, and again after an interruption.

use scelle_protocol::Digest;
use scelle_verify::hash;
use std::cell::RefCell;
use zeroize::Zeroize as _;

use super::{DocumentKey, DocumentVersion, Header, Plan, Segment, SegmentCipher, SegmentKey};
use crate::{
    SealError,
    hazmat::aead::{TAG, roomy},
};

/// Seals a body segment by segment, several at once if need be. The same key, header and content
/// give the same bytes, so that an upload can go on where it stopped.
#[derive(Debug)]
pub struct BodySealer {
    header: Header,
    key: SegmentKey,
    plan: Plan,
    hashes: RefCell<Vec<Option<Digest>>>,
}

/// A sealed segment, as it is stored.
#[derive(Debug)]
pub struct SealedSegment {
    /// The bytes; those of segment 0 begin with the header.
    pub bytes: Vec<u8>,
    /// SHA-256 of them: keep it before they leave, for [`BodySealer::resume`].
    pub hash: Digest,
}

impl BodySealer {
    /// For a content of `length` bytes, under a fresh header.
    ///
    /// # Errors
    /// [`SealError::Long`].
    ///
    /// # Panics
    /// When the system has no random source.
    pub fn new(key: &DocumentKey, of: &DocumentVersion, length: u64) -> Result<Self, SealError> {
        Self::resume(key, of, length, Header::make(), &[])
    }
    /// As it was before an interruption. `hashes` are those kept so far, by index. A segment
    /// that is sealed again must come out the same: a file that changed meanwhile would
    /// otherwise be sealed under a nonce that was used.
    ///
    /// # Errors
    /// [`SealError::Long`]; [`SealError::Length`] for the hash of a segment that is none.
    pub fn resume(
        key: &DocumentKey,
        of: &DocumentVersion,
        length: u64,
        header: Header,
        hashes: &[(u32, Digest)],
    ) -> Result<Self, SealError> {
        let plan = Plan::new(length)?;
        let mut kept = vec![None; plan.segments() as usize];
        for (index, hash) in hashes {
            *kept.get_mut(*index as usize).ok_or(SealError::Length)? = Some(*hash);
        }
        Ok(Self { header, key: key.segment_key(of, &header), plan, hashes: RefCell::new(kept) })
    }
    /// To be kept, with the document key, for [`BodySealer::resume`].
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }
    /// The layout.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Seals the content of one segment: exactly the bytes `plan().segment(index).content`.
    ///
    /// # Errors
    /// [`SealError::Length`] for other bytes than the plan says; [`SealError::Changed`], and
    /// nothing given out, when the segment was sealed before with other content.
    pub async fn seal(
        &self,
        cipher: &impl SegmentCipher,
        index: u32,
        mut content: Vec<u8>,
    ) -> Result<SealedSegment, SealError> {
        let segment = self.plan.segment(index).filter(|s| fits(s, content.len()));
        let Some(segment) = segment else {
            content.as_mut_slice().zeroize();
            return Err(SealError::Length);
        };
        let plain = usize::try_from(segment.plain()).map_err(|_| SealError::Length)?;
        if plain > content.len() {
            content = grow(content, plain);
        }
        let nonce = self.header.nonce(&segment);
        let sealed = cipher.seal(&self.key, &nonce, content).await.map_err(|_| SealError::Cipher)?;
        let bytes = if index == 0 { [self.header.bytes().as_slice(), &sealed].concat() } else { sealed };
        let hash = cipher.sha256(&bytes).await.map_err(|_| SealError::Cipher)?;
        // Two that are sealed at once are compared here, before either is given out.
        let mut hashes = self.hashes.borrow_mut();
        let kept = hashes.get_mut(index as usize).ok_or(SealError::Length)?;
        if kept.is_some_and(|kept| kept != hash) {
            return Err(SealError::Changed);
        }
        *kept = Some(hash);
        Ok(SealedSegment { bytes, hash })
    }
    /// The body hash, once every segment was sealed.
    ///
    /// # Errors
    /// [`SealError::Missing`] before.
    pub fn finish(&self) -> Result<Digest, SealError> {
        let hashes: Option<Vec<Digest>> = self.hashes.borrow().iter().copied().collect();
        Ok(hash::body(&hashes.ok_or(SealError::Missing)?))
    }
}

/// Seals a content in memory: the stored bytes and the body hash.
///
/// # Errors
/// As [`BodySealer`].
pub async fn seal_whole(
    cipher: &impl SegmentCipher,
    key: &DocumentKey,
    of: &DocumentVersion,
    content: &[u8],
) -> Result<(Vec<u8>, Digest), SealError> {
    let sealer = BodySealer::new(key, of, content.len() as u64)?;
    let mut stored = Vec::new();
    for index in 0..sealer.plan.segments() {
        let range = sealer.plan.segment(index).ok_or(SealError::Length)?.content;
        let range =
            usize::try_from(range.start).unwrap_or(usize::MAX)..usize::try_from(range.end).unwrap_or(usize::MAX);
        let piece = content.get(range).ok_or(SealError::Length)?.to_vec();
        stored.extend(sealer.seal(cipher, index, piece).await?.bytes);
    }
    Ok((stored, sealer.finish()?))
}

fn fits(segment: &Segment, length: usize) -> bool {
    segment.content.end - segment.content.start == length as u64
}

/// Appends zeros up to `plain` bytes; a copy left behind is wiped.
fn grow(content: Vec<u8>, plain: usize) -> Vec<u8> {
    let mut grown = roomy(content, plain + TAG);
    grown.resize(plain, 0);
    grown
}
