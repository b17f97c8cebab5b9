//! The client's engine outside a browser: its line to the host through an HTTP client, and a
//! patient made of memory.

use scelle_client::platform::{LineDown, Platform, Request, Response};
use scelle_client::{
    Account, Trouble, Unwatched, consent::Notice, deposit::About, open_account::Opening, session::Line, vault::Who,
};
use scelle_crypto::{body::Portable, device::SoftwareDevice, kit::RecoveryKit, opaque::Password};
use scelle_protocol::DocumentId;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::liar::Liar;

/// What an evil host or a bad line does to an answer.
pub type Rewrite = Rc<dyn Fn(&Request, &mut Response)>;

/// The host's interface over HTTP, with a clock that a test can set wrong and answers that a
/// test can rewrite.
#[derive(Clone)]
pub struct Native {
    http: reqwest::Client,
    api: String,
    /// Origin of the page that a browser would be on.
    page: String,
    /// Seconds by which the local clock is wrong.
    pub clock_error: Rc<Cell<i64>>,
    /// Applied to every answer.
    pub rewrite: Rc<RefCell<Option<Rewrite>>>,
    /// Every request as it was sent, while somebody listens.
    pub sent: Rc<RefCell<Option<Vec<Request>>>>,
}

impl Native {
    /// For the interface at this origin.
    #[must_use]
    pub fn new(api: &str) -> Self {
        Self::on_page(api, "")
    }
    /// The same, as a page of this origin: for whoever has a card.
    #[must_use]
    pub fn on_page(api: &str, page: &str) -> Self {
        Self {
            http: reqwest::Client::new(),
            api: api.to_owned(),
            page: page.to_owned(),
            clock_error: Rc::default(),
            rewrite: Rc::default(),
            sent: Rc::default(),
        }
    }
    /// From now on the host's answers go through `rewrite`.
    pub fn tamper(&self, rewrite: impl Fn(&Request, &mut Response) + 'static) {
        self.rewrite.replace(Some(Rc::new(rewrite)));
    }
    /// The host is honest again.
    pub fn honest(&self) {
        self.rewrite.replace(None);
    }
    /// Sends a request as it stands, proofs and all.
    ///
    /// # Errors
    /// [`LineDown`].
    pub async fn send_raw(&self, request: Request) -> Result<Response, LineDown> {
        self.send(request).await
    }
    /// Another client of the same host and page, that shares nothing with this one.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::on_page(&self.api, &self.page)
    }
    /// A line with a fresh session key.
    #[must_use]
    pub fn line(&self) -> Line<Self> {
        Line::new(self.clone(), &self.api)
    }
}

impl Platform for Native {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        if let Some(sent) = self.sent.borrow_mut().as_mut() {
            sent.push(request.clone());
        }
        let asked = request.clone();
        let method = request.method.parse().map_err(|_| LineDown)?;
        let mut builder = self.http.request(method, format!("{}{}", self.api, request.path));
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        let answer = builder.body(request.body).send().await.map_err(|_| LineDown)?;
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (nonce, retry_after) = (header("dpop-nonce"), header("retry-after"));
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(|_| LineDown)?.to_vec();
        let mut response = Response { status, nonce, retry_after: retry_after.and_then(|s| s.parse().ok()), body };
        let rewrite = self.rewrite.borrow().clone();
        if let Some(rewrite) = rewrite {
            rewrite(&asked, &mut response);
        }
        Ok(response)
    }

    fn now(&self) -> u64 {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        now.as_secs().saturating_add_signed(self.clock_error.get())
    }

    async fn pause(&self, millis: u32) {
        // An engine that waits for another person waits less here.
        tokio::time::sleep(Duration::from_millis(u64::from(millis.min(100)))).await;
    }

    fn page_origin(&self) -> String {
        self.page.clone()
    }
}

/// A patient with an open account and record, their computer, and their kit.
pub struct Patient {
    /// The open account.
    pub account: Account<Native>,
    /// The computer's keys.
    pub device: SoftwareDevice,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// The printed kit.
    pub kit: RecoveryKit,
}

/// Opens account and record, consent signed.
///
/// # Errors
/// [`Trouble`].
pub async fn open_patient(native: &Native, identifier: &str, password: &str, who: Who) -> Result<Patient, Trouble> {
    let device = SoftwareDevice::make().map_err(|_| Trouble::Device)?;
    let password = Password::new(password);
    let opening = Opening::prepare(native.line(), device, identifier, password, who, |_, _| {}).await?;
    let kit = RecoveryKit::read(&opening.kit().print().line()).map_err(|_| Trouble::KitRefused)?;
    let act = opening.act_of_consent(Notice { version: "2026-11 fr", text: NOTICE }).await?;
    let shown = act.text().to_owned();
    let registered = opening.register().await?;
    registered.account.sign_act(&registered.device, act, &shown, || {}).await?;
    Ok(Patient { account: registered.account, device: registered.device, certificate: registered.certificate, kit })
}

/// Deposits bytes from memory.
///
/// # Errors
/// [`Trouble`].
pub async fn deposit(account: &Account<Native>, about: About, content: Vec<u8>) -> Result<DocumentId, Trouble> {
    let draft = account.begin_deposit(about, content.len() as u64).await?;
    account.deposit(draft, &content, &Portable, &Unwatched, async |_| {}).await
}

/// The notice that invented patients agree to.
pub const NOTICE: &str = "Notice d’essai.";

/// A host in this process, on free ports, in a folder of its own.
pub struct World {
    /// The folder; gone with the world.
    pub folder: tempfile::TempDir,
    /// The host.
    pub host: backend::Host,
    /// A line to it.
    pub native: Native,
}

impl World {
    /// With the system's clock.
    ///
    /// # Panics
    /// When the host does not start: then no test can go on.
    pub async fn new() -> Self {
        Self::with(Arc::new(backend::SystemClock)).await
    }

    /// Behind a liar: its origins are the liar's, and the line goes through the liar's door.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn behind(liar: &Liar) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let set = config(folder.path());
        Self::set_behind(liar, folder, set).await
    }

    /// The same, with a configuration in that folder.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn set_behind(liar: &Liar, folder: tempfile::TempDir, config: backend::Config) -> Self {
        let (api_origin, client_origin) = (Some(liar.api()), Some(liar.page()));
        let config = backend::Config { api_origin, client_origin, ..config };
        let mut world = Self::set(folder, config, Arc::new(backend::SystemClock)).await;
        liar.stands_before(world.host.api, world.host.client);
        world.native = Native::on_page(&liar.api(), &liar.page());
        world
    }

    /// With a clock that the test moves.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn with(clock: Arc<dyn backend::Clock>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let set = config(folder.path());
        Self::set(folder, set, clock).await
    }

    /// With a configuration in that folder.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn set(folder: tempfile::TempDir, config: backend::Config, clock: Arc<dyn backend::Clock>) -> Self {
        let host = backend::Host::start(config, clock).await.expect("the host starts");
        let native = Native::on_page(&format!("http://{}", host.api), &format!("http://{}", host.client));
        Self { folder, host, native }
    }
}

/// A host's configuration in a test's folder.
#[must_use]
pub fn config(folder: &std::path::Path) -> backend::Config {
    let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    backend::Config {
        data: folder.join("data"),
        secrets: folder.join("secrets"),
        api_listen: any,
        client_listen: any,
        ..backend::Config::default()
    }
}

/// An invented patient.
#[must_use]
pub fn camille() -> Who {
    Who { birth_name: "Essai".into(), given_names: "Camille".into(), ..Who::default() }
}

/// What a patient says of a document.
#[must_use]
pub fn about(title: &str) -> About {
    About {
        title: title.into(),
        kind: "11502-2".into(),
        date: "2026-11-19".into(),
        name: "bilan.pdf".into(),
        media: "application/pdf".into(),
        personal: false,
    }
}

/// The password of invented patients in tests.
pub const PASSWORD: &str = "trois renards sous la pluie";
