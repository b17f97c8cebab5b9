//! Parcels that wait for a professional. What keeps them knows neither record nor sender.

pub mod drop;
pub mod read;

use scelle_protocol::{Digest, ProblemCode};

use crate::error::Result;
use crate::sessions::Session;
use crate::state::App;

/// The tag of the session's person.
fn own(app: &App, session: &Session) -> Result<Digest> {
    let person = session.person.as_ref().ok_or(ProblemCode::NotFound)?;
    Ok(app.secrets.inbox_tag(&person.id_nat))
}
