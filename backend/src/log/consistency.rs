//! `GET log/consistency?from=&to=`: that one tree extends another.

use axum::extract::{Query, State, rejection::QueryRejection};
use scelle_protocol::{ProblemCode, wire};
use serde::Deserialize;

use crate::error::Result;
use crate::gate::Json;
use crate::state::App;

/// The two sizes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    from: u64,
    to: u64,
}

/// Proves it.
///
/// # Errors
/// The problem that the caller is told.
pub async fn prove_consistency(
    State(app): State<App>,
    sizes: std::result::Result<Query<Sizes>, QueryRejection>,
) -> Result<Json<wire::ConsistencyProof>> {
    let Query(Sizes { from, to }) = sizes.map_err(|_| ProblemCode::Invalid)?;
    if from > to || to > app.store.log_size().await? {
        return Err(ProblemCode::Invalid.into());
    }
    // The empty tree is consistent with every tree, and every tree with itself.
    let proof = if from == 0 || from == to { Vec::new() } else { super::consistency(&*app.store, from, to).await? };
    Ok(Json(wire::ConsistencyProof { proof }))
}
