//! `GET log/checkpoint`: the newest checkpoint.

use axum::extract::State;

use crate::error::Result;
use crate::state::App;

/// Signs the tree as it stands.
///
/// # Errors
/// The problem that the caller is told.
pub async fn read_checkpoint(State(app): State<App>) -> Result<String> {
    app.notary.checkpoint(&*app.store).await
}
