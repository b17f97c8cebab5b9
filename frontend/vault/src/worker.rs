//! The vault worker: hears the page's questions, acts through `scelle-client`, answers. Keys
//! live in this worker and end with it; nothing of them crosses to the page.

mod answers;
mod browser;
mod deposit;
mod export;
mod large;
mod opening;
mod session;
mod shelf;
mod tasks;
mod ways;

use js_sys::{Object, Reflect};
use scelle_client::{Account, consent::Act, open_account::Opening};
use scelle_crypto::{kit::RecoveryKit, subtle::SubtleDevice};
use scelle_protocol::wire::ClientConfig;
use serde::Serialize;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use browser::{Browser, scope};
use scelle_seam::{Answer, Ask, Progress, Trouble};

/// Listens; returns at once, the listener stays.
pub fn run() {
    let worker = Rc::new(Worker::default());
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let worker = worker.clone();
        spawn_local(async move { worker.hear(&event.data()).await });
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}

/// What the worker holds.
#[derive(Default)]
pub struct Worker {
    api: RefCell<String>,
    account: RefCell<Option<Rc<Account<Browser>>>>,
    opening: RefCell<Option<Opening<Browser, SubtleDevice>>>,
    /// The consent that was shown and waits for the patient.
    act: RefCell<Option<Act>>,
    /// A new kit that waits for its paper to be checked.
    new_kit: RefCell<Option<RecoveryKit>>,
    listed: RefCell<Vec<scelle_client::documents::Listed>>,
    tasks: tasks::Tasks,
}

/// An answer, and what travels beside it.
pub struct Reply {
    answer: Answer,
    extra: JsValue,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, extra: JsValue::UNDEFINED }
    }
}

impl Worker {
    async fn hear(&self, message: &JsValue) {
        let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
        if let Some(config) = field("config").as_string() {
            let config: Option<ClientConfig> = serde_json::from_str(&config).ok();
            self.api.replace(config.map(|config| config.api).unwrap_or_default());
            return;
        }
        let ask: Option<Ask> = field("ask").as_string().and_then(|text| serde_json::from_str(&text).ok());
        let Some(ask) = ask else { return };
        let outcome = self.answer(ask, field("extra")).await;
        self.keep_memory().await;
        post(&field("id"), outcome);
    }

    async fn answer(&self, ask: Ask, extra: JsValue) -> Result<Reply, Trouble> {
        match ask {
            Ask::Hello => self.hello().await,
            Ask::PrepareAccount { identifier, password, who } => self.prepare(&identifier, password, who).await,
            Ask::PrepareConsent { lang, notice } => self.prepare_consent(&lang, &notice).await,
            Ask::FinishAccount { shown } => self.finish(&shown).await,
            Ask::AbandonAccount => Ok(self.abandon()),
            Ask::LogIn { identifier, password } => self.log_in(&identifier, password).await,
            Ask::OpenWithKit { kit } => self.open_with_kit(kit).await,
            Ask::AddThisComputer { identifier, password } => self.add_computer(&identifier, password).await,
            Ask::Consents { notices } => self.consents(&notices),
            Ask::List => self.list().await,
            Ask::Deposit { task, meta } => self.deposit(task, meta, extra).await,
            Ask::Cancel { task } => Ok(self.cancel(task)),
            Ask::Unfinished => self.unfinished().await,
            Ask::Resume { task, document } => self.resume(task, &document, extra).await,
            Ask::Drop { document } => self.drop_unfinished(&document).await,
            Ask::Open { task, document } => self.open(task, &document).await,
            Ask::SaveLarge { task, document } => self.save_large(task, &document, extra).await,
            Ask::Seen { documents } => self.seen(&documents),
            Ask::Journal => self.journal().await,
            Ask::Export { task } => self.export(task).await,
            Ask::CloseRecord => self.close().await,
            Ask::Openers => self.openers().await,
            Ask::RemoveOpener { id } => self.remove_opener(&id).await,
            Ask::MakeKit => self.make_kit(),
            Ask::ReplaceKit { copied } => self.replace_kit(&copied).await,
            Ask::DropKit => Ok(self.drop_kit()),
            Ask::Act => self.act().await,
            Ask::SaveDraft { form, text } => self.save_draft(&form, &text).await,
            Ask::LoadDraft { form } => self.load_draft(&form).await,
            Ask::LogOut => self.log_out().await,
        }
    }

    fn account(&self) -> Result<Rc<Account<Browser>>, Trouble> {
        self.account.borrow().clone().ok_or(Trouble::SessionEnded)
    }

    /// Whatever must not go backwards is kept, sealed, after every act.
    async fn keep_memory(&self) {
        let Some(account) = self.account.borrow().clone() else { return };
        if account.by_kit {
            return;
        }
        if let Some(memory) = account.memory().await {
            let _ = shelf::keep_local(scelle_client::login::MEMORY, &memory).await;
        }
    }
}

/// Tells the page how a task goes on.
pub fn note(progress: &Progress) {
    let message = Object::new();
    put(&message, "progress", &json(progress));
    let _ = scope().post_message(&message);
}

fn post(id: &JsValue, outcome: Result<Reply, Trouble>) {
    let message = Object::new();
    put(&message, "id", id);
    match outcome {
        Ok(Reply { answer, extra }) => {
            put(&message, "answer", &json(&answer));
            put(&message, "extra", &extra);
        }
        Err(trouble) => put(&message, "trouble", &json(&trouble)),
    }
    let _ = scope().post_message(&message);
}

fn put(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

fn json(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).map_or(JsValue::NULL, |text| JsValue::from_str(&text))
}
