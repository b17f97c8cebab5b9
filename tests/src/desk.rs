//! A professional's desk in this process: the bridge's own core with a fake card that has a test
//! card's key, and a person who answers its windows. For acts without browser and without wires.

use bridge::bridge::{Bridge, Call, Patience};
use bridge::card::desk::DeskHandle;
use bridge::card::fake::{FakeCard, FakeToken};
use bridge::card::{Card, Found, Tries};
use bridge::config::Config;
use bridge::origin::Origin;
use bridge::pin::{Pin, Prompt, Question, Reply, Window};
use bridge::trouble::Trouble;
use rsa::{PrivateKey, pkcs1v15::SigningKey, pkcs8::DecodePrivateKey as _, signature::SignatureEncoding as _};
use scelle_client::bridge::{Courier, NoBridge};
use scelle_protocol::Time;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::cards::{Authority, PIN};

/// The desk.
pub struct Desk {
    bridge: Arc<Bridge>,
    /// The card in its reader.
    pub card: FakeCard,
    /// The person.
    pub person: Arc<AtEase>,
    origin: Origin,
    /// Gone with the desk.
    _folder: TempDir,
}

/// A person who says yes to what a window asks, and knows the PIN; every window is remembered.
#[derive(Default)]
pub struct AtEase {
    shown: Mutex<Vec<String>>,
    pins: AtomicUsize,
}

impl AtEase {
    /// Texts of the windows so far.
    ///
    /// # Panics
    /// When a window panicked.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        self.shown.lock().expect("no window panics").clone()
    }

    /// PINs typed so far.
    #[must_use]
    pub fn pins(&self) -> usize {
        self.pins.load(Ordering::SeqCst)
    }

    fn sees(&self, text: &str) {
        self.shown.lock().expect("no window panics").push(text.to_owned());
    }
}

impl Window for AtEase {
    fn ask(&self, question: &Question, _: Duration) -> Result<Reply, Trouble> {
        self.sees(&question.text);
        Ok(Reply::Yes)
    }

    fn pin(&self, prompt: &Prompt, _: Duration) -> Result<Pin, Trouble> {
        self.sees(&prompt.text);
        self.pins.fetch_add(1, Ordering::SeqCst);
        Pin::read(&Zeroizing::new(PIN.as_bytes().to_vec()))
    }
}

impl Desk {
    /// For the page of this origin, with a card of the authority in the reader.
    ///
    /// # Panics
    /// When the origin may not be listed, or the bridge does not start.
    #[must_use]
    pub fn new(authority: &Authority, card: &str, origin: &str) -> Self {
        let folder = TempDir::with_prefix("scelle-desk").expect("a folder for the desk");
        let state = folder.path().join("state");
        let text = format!("origins = [{origin:?}]\nstate = {state:?}\n");
        let config = Config::parse(&text).expect("an origin that may be listed");
        let origin = config.origins[0].clone();
        let card = FakeCard::new(vec![Some(token(authority, card))]);
        let inside = card.clone();
        let desk = DeskHandle::start(Box::new(move || Ok(Box::new(inside.clone()) as Box<dyn Card>)));
        let person = Arc::<AtEase>::default();
        let patience = Patience { poll: Duration::from_millis(300), ..Patience::usual(60) };
        let bridge = desk.and_then(|desk| Bridge::new(config, patience, desk, person.clone(), now));
        let bridge = Arc::new(bridge.unwrap_or_else(|trouble| panic!("the bridge does not start: {trouble:?}")));
        Self { bridge, card, person, origin, _folder: folder }
    }

    /// Another card is in the reader from now on.
    pub fn holds(&self, authority: &Authority, card: &str) {
        self.card.with(|script| script.readers = vec![Some(token(authority, card))]);
    }

    /// What carries a page's calls to it.
    #[must_use]
    pub fn courier(&self) -> ByHand {
        ByHand { bridge: Arc::clone(&self.bridge), origin: self.origin.clone() }
    }
}

/// Carries calls within this process.
#[derive(Clone)]
pub struct ByHand {
    bridge: Arc<Bridge>,
    origin: Origin,
}

impl Courier for ByHand {
    async fn carry(&self, operation: &str, body: String) -> Result<(u16, String), NoBridge> {
        loop {
            let (bridge, origin, operation, body) =
                (Arc::clone(&self.bridge), self.origin.clone(), operation.to_owned(), body.clone());
            // Windows and cards block, and the engine runs on one thread.
            let work = move || bridge.answer(&Call { origin, operation: &operation, body: body.as_bytes() });
            let (status, answer) = tokio::task::spawn_blocking(work).await.map_err(|_| NoBridge)?;
            if status != TOO_MANY {
                return Ok((status, answer.to_string()));
            }
            tokio::time::sleep(Duration::from_millis(210)).await;
        }
    }
}

fn token(authority: &Authority, card: &str) -> FakeToken {
    let key = PrivateKey::from_pkcs8_pem(&authority.key(card)).expect("a key of the recipe");
    let key = SigningKey::<rsa::sha2::Sha256>::new(key);
    let found = |id, name: &str| Found { id: vec![id], der: authority.certificate(name) };
    FakeToken {
        serial: format!("TEST-{card}"),
        found: vec![found(0x10, "alice-sign"), found(0x20, card)],
        pin: PIN.to_owned(),
        tries: Tries::All,
        signer: Arc::new(move |text| rsa::signature::Signer::sign(&key, text).to_vec()),
    }
}

fn now() -> Time {
    Time(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

const TOO_MANY: u16 = 429;
