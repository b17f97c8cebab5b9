//! Proof of a reader, on every path under a record: a statement that is signed by the reader's
//! key and never stored. Session and reader meet here, in memory only.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use scelle_protocol::statements::{Request as RequestStatement, Statement as _};
use scelle_protocol::{Digest, ProblemCode, PublicKey, ReaderId, RecordTag, Signature, Time, paths, wire};
use scelle_verify::chain::Member;
use scelle_verify::hash::same;
use scelle_verify::signature::ed25519;
use scelle_verify::{ChainState, chain, circle};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::gate::session::Proven;
use crate::sessions::Session;
use crate::state::App;

/// A reader whose request was signed by its key, with the chain as it stands.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The record.
    pub record: RecordTag,
    /// Which reader.
    pub id: ReaderId,
    /// The chain.
    pub chain: Arc<ChainState>,
    /// What the chain says of the reader.
    pub role: chain::Reader,
}

impl Reader {
    /// That it is a holder.
    ///
    /// # Errors
    /// `forbidden` for a member.
    pub fn must_hold(&self) -> Result<()> {
        if self.role.may_read_journal() { Ok(()) } else { Err(ProblemCode::Forbidden.into()) }
    }
}

/// Lets a request through when it is signed by a reader of the record in its path. Unknown
/// record, unknown reader, closed record, a member whose time is over or not come, and a signature
/// that does not hold: one answer. A member that has not accepted yet may compare and accept; a session
/// of the recovery kit may only look until it has told of itself.
///
/// # Errors
/// The problem that the caller is told.
pub async fn prove(
    State(app): State<App>,
    session: Session,
    proven: Proven,
    (path, route): (RawPathParams, MatchedPath),
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let header = request.headers().get(wire::READER_HEADER).and_then(|value| value.to_str().ok());
    let (id, signature) = header.and_then(parse).ok_or(ProblemCode::ProofRefused)?;
    let tag = path.iter().find(|(name, _)| *name == "record").map(|(_, value)| value);
    let record: Option<RecordTag> = tag.and_then(|tag| tag.parse().ok());
    let statement = RequestStatement {
        reader: id,
        method: request.method().as_str().to_owned(),
        path: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
        digest: proven.digest,
        nonce: proven.nonce,
        session: session.id,
    };
    let chain = match record {
        Some(record) => app.store.chain_state(record).await?,
        None => None,
    };
    let known = chain.filter(|chain| !chain.closed).and_then(|chain| {
        let role = chain.readers.get(&id).cloned()?;
        Some((Arc::new(chain), role))
    });
    // The same work whether the reader is known or not.
    let nobody = PublicKey(app.secrets.receipt_key().0);
    let key = known.as_ref().map_or(nobody, |(_, role)| role.sign);
    let holds = ed25519(&key, statement.write().as_bytes(), &signature).is_ok();
    let (chain, role) = known.filter(|_| holds).ok_or(ProblemCode::NotFound)?;
    let record = chain.record;
    if let Some(member) = role.member() {
        let open_to_pending = PENDING.contains(&(request.method().as_str(), route.as_str()));
        if !(member.stands_at(app.clock.now()) || open_to_pending && is_awaited(member, app.clock.now())) {
            return Err(ProblemCode::NotFound.into());
        }
        check_person(&session, request.headers(), (record, id), member)?;
    }
    // The first thing that a recovery kit does to a record is to stand in its journal.
    let told = app.sessions.may_go_on(&session.id) || route.as_str() == paths::RECOVERY;
    if request.method() != Method::GET && !told {
        return Err(ProblemCode::Forbidden.into());
    }
    request.extensions_mut().insert(Reader { record, id, chain, role });
    Ok(next.run(request).await)
}

/// Named and not yet there: it may come until its last day, also before its first.
fn is_awaited(member: &Member, now: Time) -> bool {
    member.is_pending() && member.until.is_none_or(|until| now < until)
}

/// That the grant names the professional whose card opened the session: a grant is not lent.
fn check_person(
    session: &Session,
    headers: &HeaderMap,
    (record, reader): (RecordTag, ReaderId),
    member: &Member,
) -> Result<()> {
    let person = session.person.as_ref().ok_or(ProblemCode::NotFound)?;
    let key = headers.get(wire::GRANT_HEADER).and_then(|value| value.to_str().ok()?.parse::<Digest>().ok());
    let own = key.is_some_and(|key| same(&circle::person(&key, record, reader, &person.id_nat), &member.person));
    if own { Ok(()) } else { Err(ProblemCode::OtherPerson.into()) }
}

/// What a member may do that has not accepted yet.
const PENDING: [(&str, &str); 4] =
    [("GET", paths::CHAIN), ("GET", paths::COMPARE), ("POST", paths::COMPARE), ("POST", paths::ACCEPTANCES)];

fn parse(header: &str) -> Option<(ReaderId, Signature)> {
    let (reader, signature) = header.strip_prefix("reader=")?.split_once("; sig=")?;
    Some((reader.parse().ok()?, signature.parse().ok()?))
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get().cloned().ok_or_else(|| Error::host("a route without its reader gate"))
    }
}
