//! `POST log/proofs`: inclusion proofs for many leaves.

use axum::extract::State;
use scelle_protocol::limits::PROOFS;
use scelle_protocol::{ProblemCode, wire};

use crate::error::Result;
use crate::gate::Json;
use crate::state::App;

/// Proves each leaf in the tree of the size that the client names.
///
/// # Errors
/// The problem that the caller is told.
pub async fn prove_inclusion(
    State(app): State<App>,
    Json(request): Json<wire::ProofRequest>,
) -> Result<Json<wire::Proofs>> {
    if request.leaves.len() > PROOFS {
        return Err(ProblemCode::TooLarge.into());
    }
    let known = request.size <= app.store.log_size().await? && request.leaves.iter().all(|leaf| *leaf < request.size);
    if !known {
        return Err(ProblemCode::Invalid.into());
    }
    let mut proofs = Vec::with_capacity(request.leaves.len());
    for leaf in request.leaves {
        proofs.push(super::inclusion(&*app.store, request.size, leaf).await?);
    }
    Ok(Json(wire::Proofs { proofs }))
}
