//! Log-in, the end of a session, and what stays for the next one.

use scelle_client::{Account, login, platform::Trouble as Engine, session::Line};
use scelle_crypto::{kit::RecoveryKit, opaque::Password, subtle::Subtle};
use scelle_verify::professional::Trust;
use std::rc::Rc;
use zeroize::Zeroize as _;

use super::{
    Reply, Worker, answers,
    browser::Browser,
    shelf::{self, ShelfError},
    ways::restore,
};
use scelle_seam::{Answer, Checks, Session, Trouble};

impl Worker {
    pub(super) async fn hello(&self) -> Result<Reply, Trouble> {
        let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?;
        let here = device.is_some_and(|device| answers::pins(&device).is_some_and(|pins| pins.origin == self.api()));
        let subtle = Subtle::new().is_ok();
        Ok(Answer::Hello { device: here, subtle, build: env!("CARGO_PKG_VERSION").to_owned() }.into())
    }

    fn api(&self) -> String {
        self.api.borrow().clone()
    }

    pub(super) fn line(&self) -> Line<Browser> {
        let api = self.api();
        Line::new(Browser { api: api.clone() }, &api)
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

    /// Who may certify professionals.
    pub(super) fn trust(&self) -> Trust {
        self.trust.borrow().clone().unwrap_or_else(Trust::igc_sante)
    }

    async fn take_in(&self, mut account: Account<Browser>) -> Result<Reply, Trouble> {
        account.trust = self.trust();
        let account = Rc::new(account);
        self.account.replace(Some(account.clone()));
        self.opened(&account).await
    }

    pub(super) async fn opened(&self, account: &Account<Browser>) -> Result<Reply, Trouble> {
        let checks = match account.check().await {
            Ok(checks) => answers::checks(&checks),
            Err(Engine::Contradiction(_)) => return Err(Trouble::Contradiction),
            Err(Engine::Line(_)) => Checks::default(),
            Err(trouble) => return Err(answers::trouble(trouble)),
        };
        let session = Session {
            who: answers::who_out(account.who().await),
            by_kit: account.by_kit,
            professional: account.professional.as_ref().map(answers::professional),
            record: account.record().is_some_and(|record| record.state().consent.is_some()),
            idle_seconds: u32::try_from(account.idle_seconds).unwrap_or(600),
            checks,
        };
        Ok(Answer::Open(Box::new(session)).into())
    }

    pub(super) async fn act(&self) -> Result<Reply, Trouble> {
        // A first use that is at the bridge may come back as an account.
        self.settled().await;
        match self.account() {
            Ok(account) => account.act().await.map_err(answers::trouble)?,
            Err(_) => self.act_pending().await?,
        }
        Ok(Answer::Done.into())
    }

    pub(super) async fn log_out(&self) -> Result<Reply, Trouble> {
        let account = self.account.borrow_mut().take();
        self.listed.borrow_mut().clear();
        let _ = (self.abandon(), self.drop_kit());
        self.forget_circle();
        if let Some(account) = account {
            // The session ends here in any case; the host ends it by itself if it did not hear.
            let _ = account.log_out().await;
            keep_memory(&account).await;
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
        self.stop_watching();
        forget(&account).await.map_err(|_| Trouble::StorageFull)?;
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

/// Keeps, sealed, what must not go backwards. A patient has one browser's memory; professionals who
/// share a computer have one each.
pub async fn keep_memory(account: &Account<Browser>) {
    if account.by_kit {
        return;
    }
    if let Some(memory) = account.memory().await {
        let _ = shelf::keep_local(&memory_of(account), &memory).await;
    }
}

/// Name that the memory of this account is kept by.
pub fn memory_of(account: &Account<Browser>) -> String {
    match account.professional {
        Some(_) => format!("{}:{}", login::MEMORY, account.id),
        None => login::MEMORY.to_owned(),
    }
}

/// Forgets what this browser keeps of an account: its certificate, its memory, and every sealed text
/// that its key opens. Another person's things in the same browser stay.
pub async fn forget(account: &Account<Browser>) -> Result<(), ShelfError> {
    for name in shelf::local_names("").await? {
        let sealed = shelf::local(&name).await?.unwrap_or_default();
        if name == memory_of(account) || account.open_local(&name, &sealed).is_some() {
            shelf::drop_local(&name).await?;
        }
    }
    if account.professional.is_none() {
        shelf::forget_device().await?;
    }
    Ok(())
}
