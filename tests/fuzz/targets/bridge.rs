//! The bridge: its configuration and what it keeps, and whatever comes in over HTTP, over native
//! messaging, and in the requests of a paired page. Nobody gives a PIN: nothing is ever signed.

use std::cell::{Cell, RefCell};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge::bridge::{Bridge, Call, OPERATIONS, Patience, commitment, request_text, session_text};
use bridge::card::desk::DeskHandle;
use bridge::card::fake::{FakeCard, FakeToken, Signer};
use bridge::card::{Card, Found, Tries};
use bridge::config::Config;
use bridge::origin::Origin;
use bridge::pin::{Pin, Prompt, Question, Reply, Window};
use bridge::store::Store;
use bridge::transport::{Transport as _, http::Http, native::Native};
use bridge::trouble::Trouble;
use scelle_client::bridge::{PageKey as _, SoftwarePageKey};
use scelle_protocol::{Bytes, Digest, Time};
use scelle_tests::cards::Authority;
use serde_json::{Value, json};

use super::{now, same, text};
use crate::change::Form;
use crate::run::{Judged, Target};

pub fn targets() -> Vec<Target> {
    let origins = ["https://app.test", "https://app.test:8443", "http://localhost:8080"];
    let mut all = vec![
        Target::new("bridge/origin", Form::Text, origins, |input| {
            let read = text(input).and_then(Origin::read);
            read.map_or(Ok(false), |origin| same(input, origin.as_str().as_bytes()))
        }),
        Target::new("bridge/config", Form::Text, [SAMPLE], |input| {
            let Some(Ok(config)) = text(input).map(Config::parse) else { return Ok(false) };
            let listed = config.origins.iter().all(|origin| Origin::read(origin.as_str()).is_some());
            let sound = listed && !config.origins.is_empty() && config.ports.iter().all(|port| *port > 1023);
            if sound && (5..=300).contains(&config.window_seconds) {
                Ok(true)
            } else {
                Err("a configuration that must not be")
            }
        })
        // The person's own file, and a reader of TOML that takes its time: it need not be frugal.
        .with(8 << 20, Duration::from_secs(1)),
        kept(),
    ];
    all.extend(Inside::targets());
    all
}

/// What a file of pairings may have become: no pairing then, and the bridge goes on.
fn kept() -> Target {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let seed =
        json!([{"id": Digest([1; 32]), "origin": "https://app.test", "pageKey": Bytes(vec![4; 65])}]).to_string();
    Target::new("bridge/pairings", Form::Json, [seed], move |input| {
        std::fs::write(folder.path().join("pairings.json"), input).expect("a folder of ours");
        Ok(!store.pairings().is_empty())
    })
}

/// A bridge in this process, with a card whose PIN nobody gives, and pages that are paired with it.
struct Inside {
    bridge: Arc<Bridge>,
    card: FakeCard,
    windows: Arc<Agreeing>,
    pages: Vec<RefCell<Page>>,
    turn: Cell<usize>,
    port: u16,
    _folder: tempfile::TempDir,
}

struct Page {
    origin: Origin,
    key: SoftwarePageKey,
    session: Digest,
    nonce: Digest,
    counter: u64,
}

impl Inside {
    fn targets() -> Vec<Target> {
        // A bridge whose browser has gone is at its end: another one for the pipes.
        let (inside, piped) = (Rc::new(Self::make()), Rc::new(Self::make()));
        let with = |inside: &Rc<Self>, judge: fn(&Self, &[u8]) -> Judged| {
            let inside = Rc::clone(inside);
            move |input: &[u8]| judge(&inside, input)
        };
        let slow = |target: Target| target.with(1 << 20, Duration::from_secs(2));
        vec![
            slow(Target::new("bridge/requests-of-a-page", Form::Request, requests(), with(&inside, Self::by_a_page))),
            slow(Target::new(
                "bridge/requests-of-anybody",
                Form::Request,
                strangers(),
                with(&inside, Self::by_anybody),
            )),
            slow(Target::new("bridge/native", Form::Bytes, frames(), with(&piped, Self::over_pipes))),
            slow(Target::new("bridge/http", Form::Request, inside.messages(), with(&inside, Self::over_http)))
                .that_takes_some(),
        ]
    }

    /// `operation body`, signed as the page must.
    fn by_a_page(&self, input: &[u8]) -> Judged {
        let input = String::from_utf8_lossy(input);
        let (operation, body) = input.split_once(' ').unwrap_or(("status", &input));
        let operation = OPERATIONS.iter().find(|known| **known == operation).unwrap_or(&"statement");
        // A pairing is not to be undone here, and a long poll would wait.
        if matches!(*operation, "unpair" | "events") {
            return Ok(false);
        }
        let mut page = self.pages[self.next() % PAGES].borrow_mut();
        page.counter += 1;
        let call = Call { origin: page.origin.clone(), operation, body: &[] };
        let text = request_text(&call, &page.session, &page.nonce, page.counter, body);
        let sig = Bytes(now(page.key.sign(text.as_bytes())).expect("a key in memory"));
        let message = json!({"sessionId": page.session, "counter": page.counter, "body": body, "sig": sig}).to_string();
        self.asked(&Call { body: message.as_bytes(), ..call })
    }

    fn by_anybody(&self, input: &[u8]) -> Judged {
        let text = String::from_utf8_lossy(input);
        let (operation, body) = text.split_once(' ').unwrap_or(("hello", &text));
        let origin = Origin::read(&origin(PAGES + self.next())).expect("an origin");
        self.asked(&Call { origin, operation, body: body.as_bytes() })
    }

    /// An answer of the closed list, no fault of the bridge's own, and nothing at the card.
    fn asked(&self, call: &Call<'_>) -> Judged {
        let answer = loop {
            let answer = self.bridge.answer(call);
            if answer.0 != 429 {
                break answer;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        self.judged(answer.0, &answer.1)
    }

    fn judged(&self, status: u16, answer: &Value) -> Judged {
        if self.card.with(|script| (script.logins, script.signed.len())) != (0, 0) {
            return Err("a PIN was shown, or something signed, without a person");
        }
        if self.windows.pairings.load(Ordering::SeqCst) != PAGES {
            return Err("a window for a pairing without a commitment that fits");
        }
        if status == 200 {
            return Ok(true);
        }
        let listed = Trouble::ALL.iter().find(|trouble| answer["error"] == trouble.code());
        match listed {
            Some(Trouble::Internal) => Err("a fault of the bridge's own"),
            Some(trouble) if trouble.status() == status => {
                Ok(!matches!(trouble, Trouble::BadRequest | Trouble::NotFound))
            }
            _ => Err("a refusal that is on no list"),
        }
    }

    fn over_pipes(&self, input: &[u8]) -> Judged {
        let caller = format!("chrome-extension://{}/", bridge::transport::native::EXTENSION);
        let native = Native { caller, input: std::io::Cursor::new(input.to_vec()), output: std::io::sink() };
        let ended = native.serve(Arc::clone(&self.bridge));
        self.judged(200, &Value::Null)?;
        Ok(ended.is_ok() && !input.is_empty())
    }

    fn over_http(&self, input: &[u8]) -> Judged {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(|_| "nobody listens any more")?;
        let _ = stream.set_read_timeout(Some(Duration::from_millis(40)));
        let _ = stream.write_all(input);
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard);
        self.judged(200, &Value::Null)?;
        let status = text(&heard).and_then(|text| text.split(' ').nth(1)?.parse::<u16>().ok());
        match status {
            Some(200) => Ok(true),
            None | Some(204 | 400..500 | 505) => Ok(false),
            Some(_) => Err("a status that the bridge does not give"),
        }
    }

    /// Five requests a second for each origin: another one each time.
    fn next(&self) -> usize {
        self.turn.set((self.turn.get() + 1) % STRANGERS);
        self.turn.get()
    }

    fn messages(&self) -> Vec<String> {
        let post = |operation: &str, body: &str, how: &str| {
            let (port, length) = (self.port, body.len());
            let how = if how.is_empty() { format!("Content-Length: {length}\r\n\r\n{body}") } else { how.to_owned() };
            format!(
                "POST /v1/{operation} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {}\r\nContent-Type: application/json\r\nX-Bridge: 1\r\n\
                 Connection: close\r\n{how}",
                origin(PAGES + STRANGERS)
            )
        };
        vec![post("hello", "{}", ""), post("hello", "", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    }

    fn make() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let origins: Vec<_> = (0..=PAGES + STRANGERS).map(origin).collect();
        let free = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let ports = free.map(|listener| listener.local_addr().expect("bound").port());
        let settings = format!("origins = {origins:?}\nports = {ports:?}\nstate = {:?}", folder.path());
        let config = Config::parse(&settings).expect("a configuration");
        let found = Found { id: vec![0x20], der: Authority::new().certificate("alice") };
        let signer: Signer = Arc::new(|_| panic!("nothing is signed"));
        let token = FakeToken { serial: "1".into(), found: vec![found], pin: "1234".into(), tries: Tries::All, signer };
        let card = FakeCard::new(vec![Some(token)]);
        let source = Mutex::new(card.clone());
        let source = move || Ok(Box::new(source.lock().expect("no panic").clone()) as Box<dyn Card>);
        let desk = DeskHandle::start(Box::new(source)).expect("a thread");
        let windows = Arc::<Agreeing>::default();
        let patience = Patience { session: Duration::from_secs(7 * 24 * 3600), ..Patience::usual(60) };
        let bridge = Bridge::new(config, patience, desk, windows.clone(), || Time(1_795_461_660));
        let bridge = Arc::new(bridge.expect("a bridge"));
        let serving = Arc::clone(&bridge);
        std::thread::spawn(move || Http { announce: false }.serve(serving));
        let pages = (0..PAGES).map(|number| RefCell::new(Page::paired(&bridge, number))).collect();
        let port = ports[0];
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { bridge, card, windows, pages, turn: Cell::new(0), port, _folder: folder }
    }
}

impl Page {
    fn paired(bridge: &Bridge, number: usize) -> Self {
        let (origin, key) = (Origin::read(&origin(number)).expect("an origin"), SoftwarePageKey::make());
        let ask = |operation: &str, body: Value| {
            let (status, answer) =
                bridge.answer(&Call { origin: origin.clone(), operation, body: body.to_string().as_bytes() });
            assert_eq!(status, 200, "{answer}");
            let signed = answer["body"].as_str().map(|body| serde_json::from_str(body).expect("JSON"));
            signed.unwrap_or(answer)
        };
        let digest = |value: &Value| value.as_str().and_then(|text| text.parse::<Digest>().ok()).expect("a digest");
        let reveal = Digest([5; 32]);
        ask("pair/start", json!({"commit": commitment(&origin, &key.public(), &reveal)}));
        let pairing = digest(&ask("pair/finish", json!({"pageKey": key.public(), "reveal": reveal}))["pairingId"]);
        let page_nonce = Digest(scelle_crypto::random::bytes());
        let sig =
            Bytes(now(key.sign(session_text(&origin, &pairing, &page_nonce).as_bytes())).expect("a key in memory"));
        let opened = ask("session", json!({"pairingId": pairing, "pageNonce": page_nonce, "sig": sig}));
        let (session, nonce) = (digest(&opened["sessionId"]), digest(&opened["bridgeNonce"]));
        Self { origin, key, session, nonce, counter: 0 }
    }
}

/// A person who agrees to every pairing and gives no PIN.
#[derive(Default)]
struct Agreeing {
    pairings: AtomicUsize,
}

impl Window for Agreeing {
    fn ask(&self, question: &Question, _: Duration) -> Result<Reply, Trouble> {
        self.pairings.fetch_add(usize::from(question.title.contains("associer")), Ordering::SeqCst);
        Ok(Reply::Yes)
    }
    fn pin(&self, _: &Prompt, _: Duration) -> Result<Pin, Trouble> {
        Err(Trouble::PinCancelled)
    }
}

fn requests() -> Vec<String> {
    let (zeros, seal) = ("0".repeat(64), Bytes(vec![2; 1216]).encode());
    let fields = json!({
        "number": 1, "previous": zeros, "identitySign": Bytes(vec![3; 32]), "identitySeal": seal, "practice": "12 rue des Lilas", "ocsp": zeros
    });
    [
        ("status", json!({})),
        ("lock", json!({})),
        ("certificate", json!({"purpose": "auth"})),
        ("open", json!({"nonce": zeros, "ephemeralKey": seal})),
        ("opener", json!({"consent": zeros, "account": "01".repeat(16), "salt": zeros})),
        ("statement", json!({"kind": "binding", "fields": fields})),
    ]
    .map(|(operation, body)| format!("{operation} {body}"))
    .into()
}

fn strangers() -> Vec<String> {
    let zeros = "0".repeat(64);
    [
        ("hello", json!({})),
        ("pair/start", json!({"commit": zeros})),
        ("pair/finish", json!({"pageKey": "BAAA", "reveal": zeros})),
        ("session", json!({"pairingId": zeros, "pageNonce": zeros, "sig": "AAAA"})),
        ("status", json!({"sessionId": zeros, "counter": 1, "body": "{}", "sig": "AAAA"})),
    ]
    .map(|(operation, body)| format!("{operation} {body}"))
    .into()
}

fn frames() -> Vec<Vec<u8>> {
    let framed = |message: &Value| {
        let message = message.to_string();
        [&(message.len() as u32).to_ne_bytes()[..], message.as_bytes()].concat()
    };
    let hello = framed(&json!({"id": 1, "origin": origin(PAGES + STRANGERS), "op": "hello", "body": {}}));
    let foreign = framed(&json!({"id": 2, "origin": "https://evil.test", "op": "status", "body": {"a": [1]}}));
    vec![hello.clone(), [hello, foreign].concat()]
}

/// The last one is nobody's: for transports.
fn origin(number: usize) -> String {
    format!("https://app{number}.test")
}

/// As many as a bridge has sessions for.
const PAGES: usize = 16;
const STRANGERS: usize = 200;
const SAMPLE: &str = include_str!("../../../bridge/config.sample.toml");
