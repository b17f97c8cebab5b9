//! Every route of the interface, on one page. The same table makes the router and its
//! description (`/openapi.json`).

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post, put};
use scelle_protocol::{ProblemCode, paths, wire};
use std::time::Duration;
use tower_http::cors::CorsLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::Error;
use crate::gate::{nonce, pace, reader, session as session_gate, trace};
use crate::state::App;
use crate::{account, bodies, card, chain, circle, deposits, directory, health, host, inbox, journal, kit, list, log};
use crate::{login, openers, professionals, reads, record, session, uploads, vault};

mod describe;

use describe::{Shape, json};

/// What a route asks of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    /// Nothing.
    Open,
    /// The session's proof.
    Session,
    /// The session's and a reader's.
    Reader,
    /// Both, and the body is a stream.
    Stream,
}

/// One route: method, path, gate, body, answer, handler.
type Route = (&'static str, &'static str, Gate, Shape, Shape, MethodRouter<App>);

fn routes() -> Vec<Route> {
    use Gate::{Open, Reader, Session, Stream};
    use Shape::{Bytes, Description, Nothing, Text};
    vec![
        ("GET", paths::HOST, Open, Nothing, json::<wire::HostInfo>(), get(host::show_host)),
        ("GET", paths::CHECKPOINT, Open, Nothing, Text, get(log::checkpoint::read_checkpoint)),
        (
            "POST",
            paths::PROOFS,
            Open,
            json::<wire::ProofRequest>(),
            json::<wire::Proofs>(),
            post(log::proofs::prove_inclusion),
        ),
        (
            "GET",
            paths::CONSISTENCY,
            Open,
            Nothing,
            json::<wire::ConsistencyProof>(),
            get(log::consistency::prove_consistency),
        ),
        (
            "POST",
            paths::PREPARE,
            Open,
            json::<wire::Prepare>(),
            json::<wire::Prepared>(),
            post(account::prepare::prepare),
        ),
        (
            "POST",
            paths::ACCOUNTS,
            Open,
            json::<wire::NewAccount>(),
            json::<wire::Session>(),
            post(account::open::open_account),
        ),
        (
            "POST",
            paths::LOGIN_START,
            Open,
            json::<wire::LoginStart>(),
            json::<wire::LoginChallenge>(),
            post(login::start::start_login),
        ),
        (
            "POST",
            paths::LOGIN_FINISH,
            Open,
            json::<wire::LoginFinish>(),
            json::<wire::Session>(),
            post(login::finish::finish_login),
        ),
        (
            "POST",
            paths::KIT_START,
            Open,
            json::<wire::KitStart>(),
            json::<wire::KitChallenge>(),
            post(kit::start::start_kit),
        ),
        (
            "POST",
            paths::KIT_FINISH,
            Open,
            json::<wire::KitFinish>(),
            json::<wire::Session>(),
            post(kit::finish::finish_kit),
        ),
        ("POST", paths::CARD_START, Open, Nothing, json::<wire::CardChallenge>(), post(card::start::start_card)),
        (
            "POST",
            paths::CARD_FINISH,
            Open,
            json::<wire::CardFinish>(),
            json::<wire::CardSession>(),
            post(card::finish::finish_card),
        ),
        ("GET", paths::HEALTH, Open, Nothing, Nothing, get(health::live)),
        ("GET", paths::READY, Open, Nothing, Nothing, get(health::ready)),
        ("GET", paths::OPENAPI, Open, Nothing, Description, get(describe::describe)),
        ("DELETE", paths::SESSION, Session, Nothing, Nothing, delete(session::end::end_session)),
        ("POST", paths::ACT, Session, Nothing, Nothing, post(session::act::act)),
        (
            "DELETE",
            paths::ACCOUNT,
            Session,
            json::<wire::CloseAccount>(),
            Nothing,
            delete(account::close::close_account),
        ),
        ("GET", paths::OPENERS, Session, Nothing, json::<wire::Openers>(), get(openers::read::read_openers)),
        (
            "POST",
            paths::OPENERS,
            Session,
            json::<wire::ChangeOpeners>(),
            json::<wire::Logged>(),
            post(openers::change::change_openers),
        ),
        ("GET", paths::VAULT, Session, Nothing, json::<wire::Vault>(), get(vault::read::read_vault)),
        (
            "POST",
            paths::VAULT,
            Session,
            json::<wire::VaultUpdate>(),
            json::<wire::Logged>(),
            post(vault::write::write_vault),
        ),
        (
            "POST",
            paths::PROFESSIONALS,
            Session,
            json::<wire::NewProfessional>(),
            json::<wire::Logged>(),
            post(professionals::open::open_professional),
        ),
        (
            "POST",
            paths::BINDINGS,
            Session,
            json::<wire::NewBinding>(),
            json::<wire::Logged>(),
            post(professionals::binding::add_binding),
        ),
        (
            "POST",
            paths::DIRECTORY_SEARCH,
            Session,
            json::<wire::DirectorySearch>(),
            json::<wire::DirectoryFound>(),
            post(directory::search::search),
        ),
        (
            "POST",
            paths::DIRECTORY_ENTRY,
            Session,
            json::<wire::DirectoryAsk>(),
            json::<wire::DirectoryEntry>(),
            post(directory::entry::show_entry),
        ),
        ("GET", paths::INBOX, Session, Nothing, json::<wire::Inbox>(), get(inbox::read::read_inbox)),
        ("DELETE", paths::INBOX_ITEM, Session, Nothing, Nothing, delete(inbox::drop::drop_item)),
        (
            "POST",
            paths::RECORDS,
            Session,
            json::<wire::NewRecord>(),
            json::<wire::Opened>(),
            post(record::open::open_record),
        ),
        ("GET", paths::RECORD, Reader, Nothing, json::<wire::Record>(), get(record::show::show_record)),
        (
            "POST",
            paths::RECORD_OPENERS,
            Reader,
            json::<wire::TellOpeners>(),
            json::<wire::OpenersTold>(),
            post(openers::tell::tell_openers),
        ),
        (
            "POST",
            paths::RECOVERY,
            Reader,
            json::<wire::TellRecovery>(),
            json::<wire::Placed>(),
            post(record::recovery::tell_recovery),
        ),
        ("GET", paths::CHAIN, Reader, Nothing, json::<wire::Chain>(), get(chain::read::read_chain)),
        (
            "POST",
            paths::CHAIN,
            Reader,
            json::<wire::Entry>(),
            json::<wire::Logged>(),
            post(chain::append::append_chain),
        ),
        ("POST", paths::GRANTS, Reader, json::<wire::NewGrant>(), json::<wire::Logged>(), post(circle::grant::grant)),
        (
            "POST",
            paths::ACCEPTANCES,
            Reader,
            json::<wire::NewAcceptance>(),
            json::<wire::Logged>(),
            post(circle::accept::accept),
        ),
        ("GET", paths::COMPARE, Reader, Nothing, json::<wire::CompareState>(), get(circle::compare::show_comparison)),
        (
            "POST",
            paths::COMPARE,
            Reader,
            json::<wire::CompareMessage>(),
            json::<wire::CompareState>(),
            post(circle::compare::compare),
        ),
        ("GET", paths::ACCESS, Reader, Nothing, json::<wire::Access>(), get(circle::access::show_access)),
        ("POST", paths::WRAPS, Reader, json::<wire::NewWraps>(), Nothing, post(circle::wraps::add_wraps)),
        ("POST", paths::LIST, Reader, json::<wire::ListRequest>(), json::<wire::Listing>(), post(list::list_labels)),
        ("POST", paths::READS, Reader, json::<wire::ReadRequest>(), json::<wire::Release>(), post(reads::release_keys)),
        ("POST", paths::DEPOSITS, Reader, json::<wire::Deposit>(), json::<wire::Placed>(), post(deposits::deposit)),
        (
            "POST",
            paths::UPLOADS,
            Reader,
            json::<wire::NewUpload>(),
            json::<wire::Upload>(),
            post(uploads::begin::begin_upload),
        ),
        ("GET", paths::UPLOAD, Reader, Nothing, json::<wire::Upload>(), get(uploads::show::show_upload)),
        ("DELETE", paths::UPLOAD, Reader, Nothing, Nothing, delete(uploads::drop::drop_upload)),
        ("PUT", paths::PART, Stream, Bytes, Nothing, put(uploads::part::put_part)),
        ("GET", paths::BODY, Reader, Nothing, Bytes, get(bodies::read_body)),
        ("GET", paths::JOURNAL, Reader, Nothing, json::<wire::JournalPage>(), get(journal::read_journal)),
    ]
}

/// The interface.
pub fn router(app: &App) -> Router {
    let mut router = Router::new();
    for (_, path, gate, _, _, handler) in routes() {
        let whole = || from_fn_with_state(app.clone(), session_gate::whole);
        let streamed = || from_fn_with_state(app.clone(), session_gate::streamed);
        let reader = || from_fn_with_state(app.clone(), reader::prove);
        let soon = || from_fn_with_state(app.clone(), pace::whole);
        router = router.route(
            path,
            match gate {
                Gate::Open => handler.layer(soon()),
                Gate::Session => handler.layer(whole()).layer(soon()),
                Gate::Reader => handler.layer(reader()).layer(whole()).layer(soon()),
                Gate::Stream => handler.layer(reader()).layer(streamed()),
            },
        );
    }
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .layer(from_fn_with_state(app.clone(), pace::idle))
        .layer(from_fn_with_state(app.clone(), nonce::give))
        .layer(cors(app))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .layer(from_fn(trace::log))
        .with_state(app.clone())
}

async fn nothing_here(State(_): State<App>) -> Error {
    ProblemCode::NotFound.into()
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// For the page's origin alone; credentials are no cookies here.
fn cors(app: &App) -> CorsLayer {
    let origin = HeaderValue::from_str(&app.client_origin).unwrap_or(HeaderValue::from_static("null"));
    CorsLayer::new()
        .allow_origin([origin])
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::RANGE,
            HeaderName::from_static("dpop"),
            HeaderName::from_static(wire::READER_HEADER),
            HeaderName::from_static(wire::GRANT_HEADER),
        ])
        .expose_headers([
            HeaderName::from_static(wire::NONCE_HEADER),
            header::RETRY_AFTER,
            header::CONTENT_RANGE,
            header::CONTENT_LENGTH,
            header::ACCEPT_RANGES,
        ])
        .max_age(Duration::from_secs(7200))
}
