//! `POST records`: a genesis opens a record. Nothing kept of it names an account.

use axum::extract::State;
use scelle_protocol::statements::Genesis;
use scelle_protocol::{AccountId, Digest, ProblemCode, Signed, wire};
use scelle_verify::hash::sha256;
use scelle_verify::{ChainState, chain};
use std::net::IpAddr;

use super::sealed;
use crate::error::{Error, Result};
use crate::gate::Json;
use crate::login::address::Address;
use crate::random;
use crate::rates::What;
use crate::sessions::Session;
use crate::state::App;
use crate::store::NewRecord;

/// Opens the record and gives it its pad. A professional's session opens none: a record of one's own
/// belongs to an account of one's own.
///
/// # Errors
/// `slow_down`, `forbidden` in a session that a card opened, or the problem that the caller is told.
pub async fn open_record(
    State(app): State<App>,
    Address(address): Address,
    session: Session,
    Json(request): Json<wire::NewRecord>,
) -> Result<Json<wire::Opened>> {
    if session.person.is_some() {
        return Err(ProblemCode::Forbidden.into());
    }
    may_open(&app, address, session.account).map_err(Error::Wait)?;
    let open = &request.genesis.open;
    let state = ChainState::begin(open).map_err(|error| match error {
        chain::ChainError::Place => Error::Caller(ProblemCode::Invalid),
        other => other.into(),
    })?;
    chain::check_deadline(chain::deadline_of(open)?, app.clock.now())?;
    sealed::check(&request.genesis, &state.readers.keys().copied().collect())?;
    let holders = Signed::<Genesis>::parse(open)?.body.holders.0;
    let keys = &request.reader_list_keys;
    let shown = sha256(&request.list_key.0) == state.list
        && keys.len() == holders.len()
        && holders.iter().zip(keys).all(|(holder, key)| holder.list == sha256(&key.0));
    if !shown {
        return Err(ProblemCode::Invalid.into());
    }
    let new = NewRecord {
        record: state.record,
        hash: state.fingerprint,
        list_key: request.list_key,
        readers: holders.iter().map(|holder| holder.reader).zip(keys.iter().copied()).collect(),
        pad: Digest(random::bytes()),
        genesis: request.genesis,
    };
    let leaf = app.store.open_record(&new).await?;
    Ok(Json(wire::Opened { record: new.record, pad: new.pad, leaf }))
}

/// Counted by account first: one account at its end takes nothing from its neighbours' address.
fn may_open(app: &App, address: Option<IpAddr>, account: AccountId) -> std::result::Result<(), u32> {
    app.rates.take(What::RecordOf(account), app.config.records_per_account)?;
    app.rates.take(What::RecordFrom(address), app.config.records_per_hour)
}
