//! The client's engine outside a browser: its line to the host through an HTTP client, and a
//! patient made of memory.

use scelle_client::platform::{LineDown, Platform, Request, Response};
use scelle_client::{
    Account, Trouble, Unwatched,
    deposit::About,
    open_account::{Notice, Opening},
    session::Line,
    vault::Who,
};
use scelle_crypto::{body::Portable, device::SoftwareDevice, kit::RecoveryKit, opaque::Password};
use scelle_protocol::DocumentId;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The host's interface over HTTP, with a clock that a test can set wrong.
#[derive(Clone)]
pub struct Native {
    http: reqwest::Client,
    api: String,
    /// Seconds by which the local clock is wrong.
    pub clock_error: Rc<Cell<i64>>,
}

impl Native {
    /// For the interface at this origin.
    #[must_use]
    pub fn new(api: &str) -> Self {
        Self { http: reqwest::Client::new(), api: api.to_owned(), clock_error: Rc::default() }
    }
    /// A line with a fresh session key.
    #[must_use]
    pub fn line(&self) -> Line<Self> {
        Line::new(self.clone(), &self.api)
    }
}

impl Platform for Native {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
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
        Ok(Response { status, nonce, retry_after: retry_after.and_then(|s| s.parse().ok()), body })
    }

    fn now(&self) -> u64 {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        now.as_secs().saturating_add_signed(self.clock_error.get())
    }

    async fn pause(&self, millis: u32) {
        tokio::time::sleep(Duration::from_millis(u64::from(millis))).await;
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
    let registered = opening.register().await?;
    registered.account.open_record(&registered.device, &registered.certificate).await?;
    let notice = Notice { version: "2026-11 fr", text: NOTICE };
    registered.account.consent(&registered.device, notice).await?;
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
