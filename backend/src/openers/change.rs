//! `POST account/openers`: the next table; a certificate may come with it, others may go. For an
//! account without an open record: with one, the change has its event (`tell`).

use axum::extract::State;
use scelle_protocol::statements::{Certificate as CertificateStatement, Opener};
use scelle_protocol::{AccountId, CertificateHash, Digest, ProblemCode, PublicKey, Signed, wire};
use scelle_verify::signature;
use std::collections::BTreeSet;

use super::{device, kit, table};
use crate::error::Result;
use crate::gate::Json;
use crate::sessions::Session;
use crate::state::App;
use crate::store::{Device, OpenerChange};

/// Writes the next table. A certificate without an opener goes, and its sessions end; a card's too.
///
/// # Errors
/// The problem that the caller is told.
pub async fn change_openers(
    State(app): State<App>,
    session: Session,
    Json(request): Json<wire::ChangeOpeners>,
) -> Result<Json<wire::Logged>> {
    let checked = check(&app, &session, request).await?;
    let leaf = app.store.change_openers(&checked).await?;
    end_sessions(&app, &session, &checked);
    Ok(Json(wire::Logged { leaf }))
}

/// Checks a change against the account of the session.
///
/// # Errors
/// The problem that the caller is told.
pub async fn check(app: &App, session: &Session, request: wire::ChangeOpeners) -> Result<OpenerChange> {
    let account = app.store.account(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let keys = table::Keys { account: session.account, sign: account.identity_sign, seal: &account.identity_seal };
    let mut checked = table::check(&request.update, &keys, Some(&account.openers))?;
    let cards_gone = check_cards(app, session, &checked.cards).await?;
    // A professional has no way in but the card: no password, and no kit that logs anybody in.
    let by_card = account.kit_login.is_none();
    if by_card && (request.add.is_some() || request.kit.is_some() || !checked.certificates.is_empty()) {
        return Err(ProblemCode::Invalid.into());
    }
    let added =
        request.add.map(|new| check_new(app, session.account, account.identity_sign, checked.change.head.hash, &new));
    checked.change.add = added.transpose()?;
    if let Some(new) = &request.kit {
        let hash = checked.change.head.hash;
        checked.change.kit_login = Some(kit::check(app, session.account, &account.identity_sign, hash, new)?);
        // The old kit's opener must be gone with its log-in key.
        if checked.kits != 1 {
            return Err(ProblemCode::Invalid.into());
        }
    }
    let mut present = app.store.certificates(session.account).await?;
    present.extend(checked.change.add.as_ref().map(|device| device.certificate));
    if checked.certificates.iter().any(|named| !present.contains(named)) {
        return Err(ProblemCode::Invalid.into());
    }
    present.retain(|certificate| !checked.certificates.contains(certificate));
    // What goes must be what the caller says goes, and what comes must have its opener.
    if request.remove.is_some_and(|named| !present.contains(&named)) {
        return Err(ProblemCode::Invalid.into());
    }
    if checked.change.add.as_ref().is_some_and(|device| present.contains(&device.certificate)) {
        return Err(ProblemCode::Invalid.into());
    }
    checked.change.remove = present;
    checked.change.remove.extend(cards_gone);
    Ok(checked.change)
}

/// Cards that the table before named, or the one of this session; none where no card opened it. Which
/// of those before are named no more.
async fn check_cards(
    app: &App,
    session: &Session,
    named: &BTreeSet<CertificateHash>,
) -> Result<BTreeSet<CertificateHash>> {
    let before = app.store.openers(session.account).await?.ok_or(ProblemCode::NotFound)?;
    let mut cards = BTreeSet::new();
    for text in &before.openers {
        let opener = Signed::<Opener>::parse(text)?.body;
        cards.extend(opener.certificate.filter(|_| opener.kind == "card"));
    }
    let gone = cards.difference(named).copied().collect();
    cards.extend(session.certificate.filter(|_| session.person.is_some()));
    if named.is_subset(&cards) { Ok(gone) } else { Err(ProblemCode::Invalid.into()) }
}

/// Ends the sessions of certificates that went and, with a new kit, of the old one.
pub fn end_sessions(app: &App, session: &Session, change: &OpenerChange) {
    for certificate in &change.remove {
        app.sessions.end_certificate(*certificate);
    }
    if change.kit_login.is_some() {
        app.sessions.end_other_kits(session.account, &session.id);
    }
}

fn check_new(
    app: &App,
    account: AccountId,
    identity: PublicKey,
    table: Digest,
    new: &wire::NewCertificate,
) -> Result<Device> {
    let statement: Signed<CertificateStatement> = signature::parse(&new.statement, 2)?;
    let body = &statement.body;
    let names = device::Names {
        origin: &body.origin,
        account: body.account,
        certificate: body.certificate,
        registration: body.registration,
    };
    let (device, certificate) = device::check(app, &names, &new.certificate, &new.login_id, &new.registration)?;
    signature::verify_rsa(&statement, 0, &certificate)?;
    signature::verify_ed25519(&statement, 1, &identity)?;
    if body.account != account || body.openers != table {
        return Err(ProblemCode::Invalid.into());
    }
    Ok(device)
}
