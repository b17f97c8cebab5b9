//! `POST records/{record}/grants`: the next statement of the chain names a member, and a parcel
//! waits for it. Nothing that is kept ties the two.

use axum::extract::State;
use scelle_protocol::statements::Grant;
use scelle_protocol::{EntryId, ProblemCode, Signed, wire};

use crate::chain::next;
use crate::error::{Error, Result};
use crate::gate::{Json, Reader};
use crate::login::address::Address;
use crate::random;
use crate::rates::What;
use crate::sessions::Session;
use crate::state::App;
use crate::store::{Beside, InboxRow};

/// Writes grant, reader and parcel in one transaction.
///
/// # Errors
/// The problem that the caller is told; `slow_down`; `forbidden` for a member, `invalid` for somebody who is not
/// in the directory.
pub async fn grant(
    State(app): State<App>,
    Address(address): Address,
    session: Session,
    reader: Reader,
    Json(request): Json<wire::NewGrant>,
) -> Result<Json<wire::Logged>> {
    reader.must_hold()?;
    let grant = Signed::<Grant>::parse(&request.entry.open)?.body;
    next::check(&app, &reader, &request.entry)?;
    if request.parcel.0.len() > MOST_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    if request.parcel.0.len() < FEWEST_BYTES || app.store.professional(&request.to).await?.is_none() {
        return Err(ProblemCode::Invalid.into());
    }
    // A grant is written into somebody else's inbox: nobody fills it.
    app.rates.take(What::GrantOf(session.account), app.config.grants_per_account).map_err(Error::Wait)?;
    app.rates.take(What::GrantFrom(address), app.config.grants_per_hour).map_err(Error::Wait)?;
    let item =
        InboxRow { item: EntryId(random::bytes()), tag: app.secrets.inbox_tag(&request.to), parcel: request.parcel };
    let beside = Beside::Grant(grant.reader, item);
    let leaf = app.store.append_chain(reader.record, &request.entry, &beside).await?.leaf;
    Ok(Json(wire::Logged { leaf }))
}

/// A parcel has some kilobytes: secrets, who the owner is, the sealed part of genesis.
const MOST_BYTES: usize = 16 << 10;
/// X-Wing's encapsulation, one block, the tag.
const FEWEST_BYTES: usize = 1120 + 256 + 16;
