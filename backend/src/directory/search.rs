//! `POST directory/search`.

use axum::extract::State;
use scelle_protocol::{ProblemCode, wire};

use super::fold;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::rates::What;
use crate::sessions::Session;
use crate::state::App;

/// Finds those in whose name, address or number every word of the text occurs.
///
/// # Errors
/// `slow_down`; `invalid` for a text of less than two signs or of too many.
pub async fn search(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::DirectorySearch>,
) -> Result<Json<wire::DirectoryFound>> {
    app.rates.take(What::Directory(session.account), app.config.searches_per_hour).map_err(Error::Wait)?;
    if request.text.len() > MOST_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    let words = fold::words(&request.text);
    let signs: usize = words.iter().map(|word| word.chars().count()).sum();
    if signs < FEWEST_SIGNS || words.len() > MOST_WORDS {
        return Err(ProblemCode::Invalid.into());
    }
    let mut rows = app.store.search(&words, MOST_ROWS + 1).await?;
    let more = rows.len() > MOST_ROWS as usize;
    rows.truncate(MOST_ROWS as usize);
    Ok(Json(wire::DirectoryFound { rows, more }))
}

const FEWEST_SIGNS: usize = 2;
const MOST_BYTES: usize = 400;
const MOST_ROWS: u32 = 20;
const MOST_WORDS: usize = 12;
