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
use crate::{account, bodies, chain, deposits, health, host, journal, kit, list, log, login, openers, reads, record};
use crate::{session, uploads, vault};

mod describe;

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

/// One route: method, path, gate, JSON body, JSON answer, handler.
type Route = (&'static str, &'static str, Gate, &'static str, &'static str, MethodRouter<App>);

fn routes() -> Vec<Route> {
    use Gate::{Open, Reader, Session, Stream};
    vec![
        ("GET", paths::HOST, Open, "", "HostInfo", get(host::show_host)),
        ("GET", paths::CHECKPOINT, Open, "", "text", get(log::checkpoint::read_checkpoint)),
        ("POST", paths::PROOFS, Open, "ProofRequest", "Proofs", post(log::proofs::prove_inclusion)),
        ("GET", paths::CONSISTENCY, Open, "", "ConsistencyProof", get(log::consistency::prove_consistency)),
        ("POST", paths::PREPARE, Open, "Prepare", "Prepared", post(account::prepare::prepare)),
        ("POST", paths::ACCOUNTS, Open, "NewAccount", "Session", post(account::open::open_account)),
        ("POST", paths::LOGIN_START, Open, "LoginStart", "LoginChallenge", post(login::start::start_login)),
        ("POST", paths::LOGIN_FINISH, Open, "LoginFinish", "Session", post(login::finish::finish_login)),
        ("POST", paths::KIT_START, Open, "KitStart", "KitChallenge", post(kit::start::start_kit)),
        ("POST", paths::KIT_FINISH, Open, "KitFinish", "Session", post(kit::finish::finish_kit)),
        ("GET", paths::HEALTH, Open, "", "", get(health::live)),
        ("GET", paths::READY, Open, "", "", get(health::ready)),
        ("GET", paths::OPENAPI, Open, "", "object", get(describe::describe)),
        ("DELETE", paths::SESSION, Session, "", "", delete(session::end::end_session)),
        ("POST", paths::ACT, Session, "", "", post(session::act::act)),
        ("DELETE", paths::ACCOUNT, Session, "CloseAccount", "", delete(account::close::close_account)),
        ("GET", paths::OPENERS, Session, "", "Openers", get(openers::read::read_openers)),
        ("POST", paths::OPENERS, Session, "ChangeOpeners", "Logged", post(openers::change::change_openers)),
        ("GET", paths::VAULT, Session, "", "Vault", get(vault::read::read_vault)),
        ("POST", paths::VAULT, Session, "VaultUpdate", "Logged", post(vault::write::write_vault)),
        ("POST", paths::RECORDS, Session, "NewRecord", "Opened", post(record::open::open_record)),
        ("GET", paths::RECORD, Reader, "", "Record", get(record::show::show_record)),
        ("POST", paths::RECORD_OPENERS, Reader, "TellOpeners", "OpenersTold", post(openers::tell::tell_openers)),
        ("POST", paths::RECOVERY, Reader, "TellRecovery", "Placed", post(record::recovery::tell_recovery)),
        ("GET", paths::CHAIN, Reader, "", "Chain", get(chain::read::read_chain)),
        ("POST", paths::CHAIN, Reader, "Entry", "Logged", post(chain::append::append_chain)),
        ("POST", paths::LIST, Reader, "ListRequest", "Listing", post(list::list_labels)),
        ("POST", paths::READS, Reader, "ReadRequest", "Release", post(reads::release_keys)),
        ("POST", paths::DEPOSITS, Reader, "Deposit", "Placed", post(deposits::deposit)),
        ("POST", paths::UPLOADS, Reader, "NewUpload", "Upload", post(uploads::begin::begin_upload)),
        ("GET", paths::UPLOAD, Reader, "", "Upload", get(uploads::show::show_upload)),
        ("DELETE", paths::UPLOAD, Reader, "", "", delete(uploads::drop::drop_upload)),
        ("PUT", paths::PART, Stream, "bytes", "", put(uploads::part::put_part)),
        ("GET", paths::BODY, Reader, "", "bytes", get(bodies::read_body)),
        ("GET", paths::JOURNAL, Reader, "", "JournalPage", get(journal::read_journal)),
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
