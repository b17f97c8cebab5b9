//! Opening an account, logging in and out, the ways in.

use scelle_client::{
    Account, HostPins,
    computers::Enrol,
    login,
    open_account::{Notice, Opening, Step, consent_preview},
    platform::Trouble as Engine,
    session::Line,
};
use scelle_crypto::{
    kit::RecoveryKit,
    opaque::Password,
    subtle::{DeviceCryptoKeys, SubtleDevice},
};
use scelle_protocol::OpenerId;
use std::rc::Rc;
use zeroize::Zeroize as _;

use super::{
    Reply, Worker, answers,
    browser::Browser,
    note,
    shelf::{self, Device},
};
use scelle_seam::{AccountStep, Answer, Checks, Progress, Session, Trouble, Who};

impl Worker {
    pub(super) async fn hello(&self) -> Result<Reply, Trouble> {
        let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?;
        let here = device.is_some_and(|device| answers::pins(&device).is_some_and(|pins| pins.origin == self.api()));
        Ok(Answer::Hello { device: here, subtle: true, build: env!("CARGO_PKG_VERSION").to_owned() }.into())
    }

    fn api(&self) -> String {
        self.api.borrow().clone()
    }

    fn line(&self) -> Line<Browser> {
        let api = self.api();
        Line::new(Browser { api: api.clone() }, &api)
    }

    pub(super) async fn prepare(&self, identifier: &str, mut password: String, who: Who) -> Result<Reply, Trouble> {
        let watch = Steps::default();
        watch.tell(AccountStep::Key, false);
        let device = SubtleDevice::make().await.map_err(|_| Trouble::BrowserCannot)?;
        watch.tell(AccountStep::Key, true);
        let secret = Password::new(&password);
        password.zeroize();
        let step = |step: Step, done: bool| watch.tell(account_step(step), done);
        let opening = Opening::prepare(self.line(), device, identifier, secret, answers::who_in(who), step).await;
        let opening = opening.map_err(answers::trouble)?;
        let kit = answers::kit(opening.kit(), opening.now());
        self.opening.replace(Some(opening));
        Ok(Answer::Kit(kit).into())
    }

    pub(super) fn statements(lang: &str, notice: &str) -> Reply {
        let version = version(lang);
        let preview = consent_preview(Notice { version: &version, text: notice }, None);
        Answer::Statements(vec![preview]).into()
    }

    pub(super) async fn finish(&self, lang: &str, notice: &str) -> Result<Reply, Trouble> {
        let Some(opening) = self.opening.borrow_mut().take() else {
            // Nothing was prepared: an opening that a closed tab left half done.
            return self.resume_opening(lang, notice).await;
        };
        let watch = Steps::default();
        watch.tell(AccountStep::Account, false);
        let registered = opening.register().await.map_err(answers::trouble)?;
        keep(&registered.device, &registered.certificate, &registered.account.host).await?;
        watch.tell(AccountStep::Account, true);
        let account = Rc::new(registered.account);
        self.account.replace(Some(account.clone()));
        self.complete(&account, &registered.device, &registered.certificate, lang, notice, &watch).await?;
        self.opened(&account).await
    }

    /// Opens the record and signs the consent; also what a tab closed half-way left undone.
    async fn complete(
        &self,
        account: &Account<Browser>,
        device: &SubtleDevice,
        certificate: &[u8],
        lang: &str,
        notice: &str,
        watch: &Steps,
    ) -> Result<(), Trouble> {
        watch.tell(AccountStep::Record, false);
        if account.record().is_none() {
            account.open_record(device, certificate).await.map_err(answers::trouble)?;
        }
        watch.tell(AccountStep::Record, true);
        watch.tell(AccountStep::Consent, false);
        let version = version(lang);
        account.consent(device, Notice { version: &version, text: notice }).await.map_err(answers::trouble)?;
        watch.tell(AccountStep::Consent, true);
        watch.tell(AccountStep::Vault, false);
        account.check().await.map_err(answers::trouble)?;
        account.remember().await.map_err(answers::trouble)?;
        watch.tell(AccountStep::Vault, true);
        Ok(())
    }

    /// A session that was opened before its record or its consent: the page asks again.
    async fn resume_opening(&self, lang: &str, notice: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?.ok_or(Trouble::NoCertificate)?;
        let keys = restore(&device)?;
        self.complete(&account, &keys, &device.certificate, lang, notice, &Steps::default()).await?;
        self.opened(&account).await
    }

    pub(super) fn abandon(&self) -> Reply {
        self.opening.replace(None);
        Answer::Done.into()
    }

    pub(super) async fn log_in(&self, identifier: &str, mut password: String) -> Result<Reply, Trouble> {
        let secret = Password::new(&password);
        password.zeroize();
        let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?.ok_or(Trouble::NoCertificate)?;
        let pins = answers::pins(&device).filter(|pins| pins.origin == self.api()).ok_or(Trouble::NoCertificate)?;
        let keys = restore(&device)?;
        let memory = shelf::local(login::MEMORY).await.unwrap_or_default();
        let account = login::log_in(self.line(), pins, &keys, identifier, secret, memory).await;
        self.take_in(account.map_err(answers::trouble)?).await
    }

    pub(super) async fn open_with_kit(&self, mut typed: String) -> Result<Reply, Trouble> {
        let kit = RecoveryKit::read(&typed);
        typed.zeroize();
        let kit = kit.map_err(|_| Trouble::KitTypo)?;
        let account = login::log_in_with_kit(self.line(), &kit).await.map_err(answers::trouble)?;
        self.take_in(account).await
    }

    async fn take_in(&self, account: Account<Browser>) -> Result<Reply, Trouble> {
        let account = Rc::new(account);
        self.account.replace(Some(account.clone()));
        self.opened(&account).await
    }

    async fn opened(&self, account: &Account<Browser>) -> Result<Reply, Trouble> {
        let checks = match account.check().await {
            Ok(checks) => answers::checks(&checks),
            Err(Engine::Contradiction(_)) => return Err(Trouble::Contradiction),
            Err(Engine::Line(_)) => Checks::default(),
            Err(trouble) => return Err(answers::trouble(trouble)),
        };
        let session = Session {
            who: answers::who_out(account.who().await),
            by_kit: account.by_kit,
            record: account.record().is_some_and(|record| record.state().consent.is_some()),
            idle_seconds: u32::try_from(account.idle_seconds).unwrap_or(600),
            checks,
        };
        Ok(Answer::Open(session).into())
    }

    pub(super) async fn add_computer(&self, identifier: &str, mut password: String) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let secret = Password::new(&password);
        password.zeroize();
        let device = SubtleDevice::make().await.map_err(|_| Trouble::BrowserCannot)?;
        let (device, certificate) = account.add_computer(device, identifier, secret).await.map_err(answers::trouble)?;
        keep(&device, &certificate, &account.host).await?;
        Ok(Answer::Done.into())
    }

    pub(super) fn openers(&self) -> Result<Reply, Trouble> {
        Ok(Answer::Openers(answers::openers(&self.account()?.openers(), None)).into())
    }

    pub(super) async fn remove_opener(&self, id: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let id: OpenerId = id.parse().map_err(|_| Trouble::NotFound)?;
        account.remove_opener(id).await.map_err(answers::trouble)?;
        self.openers()
    }

    pub(super) fn consent(&self) -> Result<Reply, Trouble> {
        let record = self.account()?.record().ok_or(Trouble::NotFound)?;
        Ok(Answer::Statements(record.chain_texts()).into())
    }

    pub(super) async fn act(&self) -> Result<Reply, Trouble> {
        self.account()?.act().await.map_err(answers::trouble)?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn log_out(&self) -> Result<Reply, Trouble> {
        let account = self.account.borrow_mut().take();
        self.listed.borrow_mut().clear();
        if let Some(account) = account {
            // The session ends here in any case; the host ends it by itself if it did not hear.
            let _ = account.log_out().await;
            if let (Some(memory), false) = (account.memory().await, account.by_kit) {
                let _ = shelf::keep_local(login::MEMORY, &memory).await;
            }
        }
        Ok(Answer::Done.into())
    }

    pub(super) async fn close(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        if account.record().is_some() {
            account.close_record().await.map_err(answers::trouble)?;
        }
        account.close_account().await.map_err(answers::trouble)?;
        self.account.replace(None);
        self.listed.borrow_mut().clear();
        shelf::forget_all().await.map_err(|_| Trouble::StorageFull)?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn save_draft(&self, form: &str, text: &str) -> Result<Reply, Trouble> {
        let name = format!("form:{form}");
        let sealed = self.account()?.seal_local(&name, text.as_bytes()).ok_or(Trouble::Internal)?;
        shelf::keep_local(&name, &sealed).await.map_err(|_| Trouble::StorageFull)?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn load_draft(&self, form: &str) -> Result<Reply, Trouble> {
        let name = format!("form:{form}");
        let sealed = shelf::local(&name).await.map_err(|_| Trouble::BrowserCannot)?;
        let account = self.account()?;
        let text = sealed.and_then(|sealed| account.open_local(&name, &sealed));
        Ok(Answer::Draft(text.and_then(|text| String::from_utf8(text).ok())).into())
    }
}

/// Tells each step's begin and end with its time.
#[derive(Default)]
struct Steps {
    begun: std::cell::Cell<f64>,
}

impl Steps {
    fn tell(&self, step: AccountStep, done: bool) {
        let now = js_sys::Date::now();
        if !done {
            self.begun.set(now);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step takes seconds at most")]
        let millis = (now - self.begun.get()).max(0.0) as u32;
        note(&Progress::Step { step, done, millis });
    }
}

fn account_step(step: Step) -> AccountStep {
    match step {
        Step::Certificate => AccountStep::Certificate,
        Step::Identity => AccountStep::Identity,
        Step::Opener => AccountStep::Opener,
        Step::Kit => AccountStep::Kit,
    }
}

async fn keep(device: &SubtleDevice, certificate: &[u8], host: &HostPins) -> Result<(), Trouble> {
    let DeviceCryptoKeys { sign, unwrap, mac } = device.keys().clone();
    let host = serde_json::to_string(host).map_err(|_| Trouble::Internal)?;
    let kept = Device { certificate: certificate.to_vec(), host, sign, unwrap, mac };
    shelf::keep_device(&kept).await.map_err(|_| Trouble::StorageFull)?;
    shelf::ask_to_stay().await;
    Ok(())
}

fn restore(device: &Device) -> Result<SubtleDevice, Trouble> {
    let keys = DeviceCryptoKeys { sign: device.sign.clone(), unwrap: device.unwrap.clone(), mac: device.mac.clone() };
    let mut restored = SubtleDevice::restore(keys, &device.certificate).map_err(|_| Trouble::NoCertificate)?;
    restored.enrol(&device.certificate).map_err(|_| Trouble::NoCertificate)?;
    Ok(restored)
}

fn version(lang: &str) -> String {
    format!("{NOTICE_VERSION} {lang}")
}

/// Version of the notice in `texts`; a changed notice gets a new one.
const NOTICE_VERSION: &str = "2026-11";
