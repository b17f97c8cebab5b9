//! What the host has of a draft: parts of an upload, or, where an answer was lost, the document.

use scelle_crypto::body::{DocumentKey, DocumentVersion};
use scelle_protocol::{Digest, DocumentId, ProblemCode, paths, statements::Document, wire::Upload};

use super::Draft;
use crate::account::Account;
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// What the host has of a draft.
pub(super) enum AtHost {
    /// Parts that are durable.
    Parts(Vec<u64>),
    /// All of it: the commit was made, its answer never came.
    Document(Box<Placed>),
}

impl AtHost {
    /// Whether this part need not be sent.
    pub(super) fn has(&self, part: u64) -> bool {
        match self {
            Self::Parts(parts) => parts.contains(&part),
            Self::Document(_) => true,
        }
    }
}

/// A document in the list under a draft's name, its statement checked.
pub(super) struct Placed(Document);

impl Placed {
    /// Done, when it is of this draft's key and of the content that was sealed again just now.
    pub(super) fn is_of(&self, draft: &Draft, key: &DocumentKey, body: Digest) -> Result<DocumentId, Trouble> {
        let placed = &self.0;
        let of = DocumentVersion { record: placed.record, document: draft.document, version: 1 };
        if placed.body == body && placed.length == draft.length && placed.key == key.commitment(&of) {
            Ok(draft.document)
        } else {
            Err(Trouble::OtherFile)
        }
    }
}

impl<P: Platform> Account<P> {
    /// Asks the host what it has of a draft. An upload that it does not know may have become the
    /// document: then the list has it.
    pub(super) async fn at_host(&self, record: &Record, draft: &Draft) -> Result<AtHost, Trouble> {
        if draft.known().is_empty() {
            return Ok(AtHost::Parts(Vec::new()));
        }
        let asked: Result<Upload, Trouble> =
            self.line.get(&paths::upload(record.tag, draft.upload), record.proof()).await;
        match asked {
            Ok(upload) => Ok(AtHost::Parts(upload.parts)),
            Err(trouble @ Trouble::Problem(ProblemCode::NotFound)) => {
                let placed = self.placed(record, draft).await?;
                placed.map(|document| AtHost::Document(Box::new(Placed(document)))).ok_or(trouble)
            }
            Err(trouble) => Err(trouble),
        }
    }

    async fn placed(&self, record: &Record, draft: &Draft) -> Result<Option<Document>, Trouble> {
        let listed = match self.list_of(record).await {
            // Whoever may not list finds nothing out here.
            Err(Trouble::Problem(ProblemCode::Forbidden)) => Vec::new(),
            listed => listed?,
        };
        let ours = listed.into_iter().filter(|one| one.document == draft.document && one.version == 1);
        Ok(ours.filter_map(|one| one.statement.ok()).next())
    }
}
