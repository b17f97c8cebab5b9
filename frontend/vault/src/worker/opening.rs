//! Opening an account and its record: made here, shown, signed, and only then sent.

use scelle_client::{
    Account,
    consent::{Act, Notice},
    open_account::{Opening, Step},
};
use scelle_crypto::{opaque::Password, subtle::SubtleDevice};
use std::rc::Rc;
use zeroize::Zeroize as _;

use super::{
    Reply, Worker, answers,
    browser::Browser,
    note,
    professional::Pending,
    ways::{keep, kept},
};
use scelle_seam::{AccountStep, Answer, Progress, ToSign, Trouble, Who};

impl Worker {
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

    /// The act is kept as it is shown; [`Worker::finish`] signs that one or none.
    pub(super) async fn prepare_consent(&self, lang: &str, notice: &str) -> Result<Reply, Trouble> {
        let version = format!("{NOTICE_VERSION} {lang}");
        let notice = Notice { version: &version, text: notice };
        let opening = self.opening.borrow_mut().take();
        let (act, account) = match &opening {
            Some(opening) => (opening.act_of_consent(notice).await, Some(opening.text())),
            None => {
                let (account, (keys, certificate)) = (self.account()?, kept().await?);
                (account.act_of_consent(&keys, &certificate, notice).await, None)
            }
        };
        self.opening.replace(opening);
        let act = act.map_err(answers::trouble)?;
        let others = account.into_iter().chain(act.opening().map(str::to_owned)).collect();
        let answer = Answer::ToSign(ToSign { consent: act.text().to_owned(), others });
        self.act.replace(Some(act));
        Ok(answer.into())
    }

    pub(super) async fn finish(&self, shown: &str) -> Result<Reply, Trouble> {
        let act = self.act.borrow_mut().take().ok_or(Trouble::TextOld)?;
        let watch = Steps::default();
        let Some(opening) = self.opening.borrow_mut().take() else {
            // An opening that a closed tab left half done.
            let (account, (keys, _)) = (self.account()?, kept().await?);
            return self.sign(&account, &keys, act, shown, &watch).await;
        };
        if let Err(trouble) = act.check(shown, opening.now()) {
            self.opening.replace(Some(opening));
            return Err(answers::trouble(trouble));
        }
        watch.tell(AccountStep::Account, false);
        let registered = match opening.register().await {
            Ok(registered) => registered,
            Err(back) => {
                self.opening.replace(Some(*back.opening));
                return Err(answers::trouble(back.trouble));
            }
        };
        let mut account = registered.account;
        account.trust = self.trust();
        let account = Rc::new(account);
        self.account.replace(Some(account.clone()));
        keep(&registered.device, &registered.certificate, &account.host).await?;
        watch.tell(AccountStep::Account, true);
        self.sign(&account, &registered.device, act, shown, &watch).await
    }

    async fn sign(
        &self,
        account: &Account<Browser>,
        device: &SubtleDevice,
        act: Act,
        shown: &str,
        watch: &Steps,
    ) -> Result<Reply, Trouble> {
        watch.tell(AccountStep::Record, false);
        let opened = || {
            watch.tell(AccountStep::Record, true);
            watch.tell(AccountStep::Consent, false);
        };
        account.sign_act(device, act, shown, opened).await.map_err(answers::trouble)?;
        watch.tell(AccountStep::Consent, true);
        watch.tell(AccountStep::Vault, false);
        account.check().await.map_err(answers::trouble)?;
        account.remember().await.map_err(answers::trouble)?;
        watch.tell(AccountStep::Vault, true);
        self.opened(account).await
    }

    pub(super) fn abandon(&self) -> Reply {
        self.opening.replace(None);
        self.act.replace(None);
        self.pending.replace(Pending::Nothing);
        self.stop_watching();
        Answer::Done.into()
    }

    pub(super) fn consents(&self, notices: &[String]) -> Result<Reply, Trouble> {
        let consents = self.account()?.consents().map_err(answers::trouble)?;
        Ok(Answer::Consents(consents.into_iter().map(|one| answers::consent(one, notices)).collect()).into())
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

/// Version of the notice in `texts`; a changed notice gets a new one.
const NOTICE_VERSION: &str = "2026-11";
