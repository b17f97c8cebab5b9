//! `GET records/{record}/access`: which reader has a key of which document.

use axum::extract::State;
use scelle_protocol::{DocumentId, ReaderId, wire};
use std::collections::BTreeMap;

use crate::error::Result;
use crate::gate::{Json, Reader};
use crate::state::App;

/// Shows a holder every reader with its documents.
///
/// # Errors
/// `forbidden` for a member.
pub async fn show_access(State(app): State<App>, reader: Reader) -> Result<Json<wire::Access>> {
    reader.must_hold()?;
    let mut readers: BTreeMap<ReaderId, Vec<DocumentId>> =
        reader.chain.readers.keys().map(|id| (*id, Vec::new())).collect();
    for (id, document) in app.store.access(reader.record).await? {
        readers.entry(id).or_default().push(document);
    }
    let readers = readers.into_iter().map(|(reader, documents)| wire::ReaderDocuments { reader, documents });
    Ok(Json(wire::Access { readers: readers.collect() }))
}
