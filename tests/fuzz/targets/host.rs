//! The host's interface: whatever a request holds, from anybody, in a session, and as a reader of a
//! record. It is never a fault of the host's own.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request as HttpRequest};
use backend::{Clock as _, Config, Host, ManualClock};
use scelle_crypto::{
    ReaderSecret, RootSecret, Signs as _,
    identity::{Opens as _, SessionSecret},
};
use scelle_protocol::statements::{Genesis, Holder, Holders, Request};
use scelle_protocol::{
    AccountId, Bytes, CertificateHash, Digest, ReaderId, RecordTag, Signed, Statement as _, Time, wire,
};
use scelle_verify::{dpop, hash::sha256};
use tower::ServiceExt as _;

use crate::change::Form;
use crate::run::{Judged, Target};

/// How much of what the host asks for is right, whatever else the request holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Anybody,
    Session,
    Reader,
}

pub fn targets() -> Vec<Target> {
    let inside = Rc::new(Inside::make());
    let of = |name: &str, by: By, seeds: Vec<String>| {
        let inside = Rc::clone(&inside);
        let target = Target::new(name, Form::Request, seeds, move |input| inside.judge(by, input));
        target.with(4 << 20, Duration::from_secs(3)).that_takes_some()
    };
    let owned = |seeds: &[&str]| seeds.iter().map(|seed| (*seed).to_owned()).collect();
    vec![
        of("host/anybody", By::Anybody, owned(OPEN)),
        of("host/session", By::Session, owned(OF_A_SESSION)),
        of(
            "host/reader",
            By::Reader,
            OF_A_RECORD.iter().map(|seed| seed.replace("RECORD", &format!("/v1/records/{RECORD}"))).collect(),
        ),
    ]
}

struct Inside {
    runtime: tokio::runtime::Runtime,
    clock: Arc<ManualClock>,
    host: Host,
    turn: Cell<u64>,
    _folder: tempfile::TempDir,
}

impl Inside {
    fn make() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config {
            data: folder.path().join("data"),
            secrets: folder.path().join("secrets"),
            dist: folder.path().join("dist"),
            api_listen: ([127, 0, 0, 1], 0).into(),
            client_listen: ([127, 0, 0, 1], 0).into(),
            api_origin: Some(ORIGIN.to_owned()),
            ..Config::default()
        };
        let clock = Arc::new(ManualClock::new(Time(1_795_461_660)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let host = runtime.block_on(Host::start(config, clock.clone())).expect("the host starts");
        let inside = Self { runtime, clock, host, turn: Cell::new(0), _folder: folder };
        let opened = inside.asked(By::Session, format!("POST /v1/records\n\n{}", inside.genesis()).as_bytes());
        assert_eq!(opened, Some(200), "the record is opened");
        inside
    }

    fn genesis(&self) -> String {
        let mut genesis = Signed::new(Genesis {
            record: RECORD,
            number: 1,
            previous: Digest([0; 32]),
            deadline: self.clock.now().plus(600),
            root: root().sign_key(),
            successor: Digest([9; 32]),
            list: sha256(&[5; 32]),
            holders: Holders(vec![Holder {
                reader: READER,
                sign: reader().sign_key(),
                seal: reader().seal_key(),
                list: sha256(&[6; 32]),
            }]),
            sealed: Digest([7; 32]),
        });
        root().append(&mut genesis);
        let sealed = vec![wire::SealedTo { reader: READER, sealed: Bytes(vec![1; 1400]) }];
        let genesis = wire::Entry { open: genesis.whole(), sealed };
        let new = wire::NewRecord { genesis, list_key: Digest([5; 32]), reader_list_keys: vec![Digest([6; 32])] };
        serde_json::to_string(&new).expect("JSON")
    }

    fn judge(&self, by: By, input: &[u8]) -> Judged {
        match self.asked(by, input) {
            None => Ok(false),
            Some(500..) => Err("a fault of the host's own"),
            Some(status) => Ok(status < 400),
        }
    }

    /// A request is `METHOD PATH`, headers, an empty line, the body. None where it is no request.
    fn asked(&self, by: By, input: &[u8]) -> Option<u16> {
        // Sessions end, and who asked too often may ask again.
        self.clock.advance(30);
        self.turn.set(self.turn.get() + 1);
        let end = input.windows(2).position(|pair| pair == b"\n\n")?;
        let (head, body) = (std::str::from_utf8(&input[..end]).ok()?, &input[end + 2..]);
        let mut lines = head.lines();
        let (method, path) = lines.next()?.split_once(' ')?;
        let mut request = HttpRequest::builder().method(Method::from_bytes(method.as_bytes()).ok()?).uri(path);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            request = request.header(name, value);
        }
        for (name, value) in self.proofs(by, method, path, body) {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body.to_vec())).ok()?;
        let router = backend::routes::router(self.host.app());
        let answer = self.runtime.block_on(async {
            let answer = router.oneshot(request).await.expect("a router always answers");
            let (parts, body) = answer.into_parts();
            axum::body::to_bytes(body, usize::MAX).await.map(|_| parts.status.as_u16())
        });
        Some(answer.unwrap_or(500))
    }

    fn proofs(&self, by: By, method: &str, path: &str, body: &[u8]) -> Vec<(&'static str, String)> {
        if by == By::Anybody {
            return Vec::new();
        }
        let (key, app) = (SessionSecret::from_bytes(&[61; 32]), self.host.app());
        let token = app.sessions.open(AccountId([1; 16]), Some(CertificateHash([1; 32])), key.sign_key()).reveal();
        let nonce = backend::gate::nonce::make(&app.secrets.nonce_key, self.clock.now());
        let claims = dpop::Claims {
            jti: self.turn.get().to_string(),
            htm: method.to_owned(),
            htu: format!("{ORIGIN}{}", path.split('?').next().unwrap_or_default()),
            iat: 0,
            nonce: nonce.clone(),
            ath: Some(dpop::token_hash(&token)),
            digest: sha256(body),
        };
        let unsigned = dpop::unsigned(&key.sign_key(), &claims);
        let proof = dpop::assemble(&unsigned, &key.sign(&unsigned));
        let mut proofs = vec![("authorization", format!("DPoP {}", token.encode())), ("dpop", proof)];
        if by == By::Reader {
            let (method, path, session) = (method.to_owned(), path.to_owned(), sha256(&token.0));
            let request = Request { reader: READER, method, path, digest: claims.digest, nonce, session };
            proofs.push(("scelle-reader", format!("reader={READER}; sig={}", reader().sign(&request.write()))));
        }
        proofs
    }
}

fn root() -> RootSecret {
    RootSecret::from_bytes(&[62; 32])
}

fn reader() -> ReaderSecret {
    ReaderSecret::from_bytes(&[63; 64])
}

const ORIGIN: &str = "https://api.example.org";
const RECORD: RecordTag = RecordTag([1; 16]);
const READER: ReaderId = ReaderId([2; 16]);
const OPEN: &[&str] = &[
    "GET /v1/host\n\n",
    "GET /v1/log/checkpoint\n\n",
    "GET /v1/log/consistency?from=1&to=2\n\n",
    "POST /v1/log/proofs\n\n{\"size\":1,\"leaves\":[0,1,18446744073709551615]}",
    "POST /v1/accounts/prepare\n\n{\"csr\":\"MAA\",\"registration\":\"AAAA\"}",
    "POST /v1/login/start\n\n{\"login_id\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"certificate\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"ke1\":\"4vLnYBPvZuv05sbnfJd87tfxHKJpzwdGZoCuP1nKgHbi8udgE-9m6_Tmxud8l3zu1_EcomnPB0ZmgK4_WcqAduLy52AT72br9ObG53yXfO7X8RyiadcHRmaArj9ZyoB2\"}",
    "POST /v1/login/finish\n\n{\"login\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"ke3\":\"AAAA\",\"statement\":\"scelle/v1/login\\n\"}",
    "POST /v1/kit/start\n\n{\"account\":\"01010101010101010101010101010101\"}",
    "POST /v1/kit/finish\n\n{\"statement\":\"scelle/v1/kit-login\\n\"}",
    "POST /v1/card/start\n\n",
    "POST /v1/card/finish\n\n{\"nonce\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"session\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"token\":{\"unverifiedCertificate\":\"MAA=\",\"algorithm\":\"RS256\",\"signature\":\"AAAA\",\"format\":\"web-eid:1.0\",\"appVersion\":\"a\"}}",
    "GET /health\norigin: https://example.org\n\n",
    "GET /openapi.json\n\n",
    "GET /v1/account/vault\nauthorization: DPoP AAAA\ndpop: e30.e30.AA\nscelle-reader: reader=02; sig=AA\n\n",
];
const OF_A_SESSION: &[&str] = &[
    "GET /v1/account/openers\n\n",
    "GET /v1/account/vault\n\n",
    "POST /v1/session/act\n\n",
    "GET /v1/inbox?after=01010101010101010101010101010101\n\n",
    "POST /v1/directory/search\n\n{\"text\":\"essai valmont\"}",
    "POST /v1/directory/entry\n\n{\"id_nat\":\"899700218896\",\"identity\":null}",
    "POST /v1/account/vault\n\n{\"version\":\"scelle/v1/vault-version\\n\",\"put\":[{\"id\":\"01010101010101010101010101010101\",\"sealed\":\"AAAA\"}],\"remove\":[],\"list_key\":\"0000000000000000000000000000000000000000000000000000000000000000\"}",
    "POST /v1/account/openers\n\n{\"update\":{\"table\":\"scelle/v1/opener-table\\n\",\"openers\":[],\"list_key\":\"0000000000000000000000000000000000000000000000000000000000000000\"},\"add\":null,\"remove\":null,\"kit\":null}",
    "DELETE /v1/account\n\n{\"statement\":\"scelle/v1/leave\\n\"}",
    "POST /v1/records\n\n{\"genesis\":{\"open\":\"scelle/v1/genesis\\n\",\"sealed\":[]},\"list_key\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"reader_list_keys\":[]}",
];
const OF_A_RECORD: &[&str] = &[
    "GET RECORD\n\n",
    "GET RECORD/chain\n\n",
    "GET RECORD/access\n\n",
    "GET RECORD/journal/02020202020202020202020202020202?from=1\n\n",
    "GET RECORD/bodies/0000000000000000000000000000000000000000000000000000000000000000\nrange: bytes=0-99\n\n",
    "POST RECORD/uploads\n\n{\"size\":16440}",
    "GET RECORD/uploads/01010101010101010101010101010101\n\n",
    "PUT RECORD/uploads/01010101010101010101010101010101/parts/0\n\n(0123456789",
    "POST RECORD/list\n\n{\"event\":{\"open\":\"scelle/v1/event\\n\",\"sealed\":[{\"reader\":\"02020202020202020202020202020202\",\"sealed\":\"AAAA\"}]}}",
    "POST RECORD/reads\n\n{\"event\":{\"open\":\"scelle/v1/event\\n\",\"sealed\":[]}}",
    "POST RECORD/chain\n\n{\"open\":\"scelle/v1/consent\\n\",\"sealed\":[]}",
    "POST RECORD/compare/02020202020202020202020202020202\n\n{\"commit\":null,\"nonce\":null,\"reveal\":null}",
    "POST RECORD/wraps\n\n{\"batches\":[],\"labels\":[],\"keys\":[]}",
    "POST RECORD/deposits\n\n{\"documents\":[],\"batches\":[],\"labels\":[],\"keys\":[],\"event\":{\"open\":\"scelle/v1/event\\n\",\"sealed\":[]}}",
];
