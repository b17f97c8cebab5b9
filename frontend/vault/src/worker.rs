//! The vault worker: hears the page's questions, acts through `scelle-client`, answers. Keys
//! live in this worker and end with it; nothing of them crosses to the page.

mod answers;
mod bridge;
mod browser;
mod card;
mod circle;
mod deposit;
mod export;
mod large;
mod opening;
mod professional;
mod records;
mod session;
mod shelf;
mod tasks;
mod ways;

use js_sys::{Array, ArrayBuffer, Object, Reflect};
use scelle_client::{
    Account, consent::Act, documents::Listed, grant::GrantAct, open_account::Opening, revocation::RevocationAct,
};
use scelle_crypto::{kit::RecoveryKit, subtle::SubtleDevice};
use scelle_protocol::{ReaderId, wire::ClientConfig};
use scelle_verify::professional::Trust;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use browser::{Browser, scope};
use scelle_seam::{Answer, Ask, Progress, Trouble};

/// Listens; returns at once, the listener stays.
pub fn run() {
    let worker = Rc::new_cyclic(|me| Worker { me: me.clone(), ..Worker::default() });
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
    me: Weak<Worker>,
    api: RefCell<String>,
    trust: RefCell<Option<Trust>>,
    /// Carries calls to the bridge over the page.
    relay: bridge::Relay,
    own_bridge: RefCell<Option<Rc<bridge::OwnBridge>>>,
    /// The card that something here was opened with: its bridge, and how many had come and gone then.
    watched: RefCell<Option<(Rc<bridge::OwnBridge>, u64)>>,
    watching: Cell<bool>,
    account: RefCell<Option<Rc<Account<Browser>>>>,
    opening: RefCell<Option<Opening<Browser, SubtleDevice>>>,
    /// The consent that was shown and waits for the patient.
    act: RefCell<Option<Act>>,
    /// A new kit that waits for its paper to be checked.
    new_kit: RefCell<Option<RecoveryKit>>,
    listed: RefCell<Vec<Listed>>,
    /// A card's log-in that is no open account yet.
    pending: RefCell<professional::Pending>,
    /// A grant that was shown and waits for the owner.
    grant: RefCell<Option<(GrantAct, Vec<Listed>)>>,
    /// A removal that was shown and waits for the owner.
    revocation: RefCell<Option<RevocationAct>>,
    /// Documents that a grant promised and a lost line kept back.
    owed: RefCell<Vec<(ReaderId, Vec<Listed>)>>,
    comparisons: records::Comparisons,
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
            if let Ok(config) = serde_json::from_str::<ClientConfig>(&config) {
                self.trust.replace(Some(trust(&config)));
                self.api.replace(config.api);
            }
            return;
        }
        if self.relay.heard(message) {
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
            Ask::CardState => self.card_state().await,
            Ask::PairBridge => self.pair().await,
            Ask::LogInWithCard => self.log_in_with_card().await,
            Ask::PrepareProfessional { practice } => self.prepare_professional(&practice).await,
            Ask::FinishProfessional { copied } => self.finish_professional(&copied).await,
            Ask::AddCard { kit } => self.add_card(kit).await,
            Ask::Records => self.records().await,
            Ask::CompareRecord { record } => self.compare_record(&record).await,
            Ask::ComparedDifferently { record } => self.compared_differently(&record).await,
            Ask::CompareFingerprint { record, fingerprint } => self.compare_fingerprint(&record, &fingerprint).await,
            Ask::Accept { record } => self.accept(&record).await,
            Ask::TakeRecord { record } => self.take_record(&record).await,
            Ask::PutRecordAway => self.put_record_away(),
            Ask::SearchDirectory { text } => self.search_directory(&text).await,
            Ask::LookAt { id_nat } => self.look_at(&id_nat).await,
            Ask::PrepareGrant { grant } => self.prepare_grant(grant).await,
            Ask::FinishGrant { shown } => self.finish_grant(&shown).await,
            Ask::Circle => self.circle().await,
            Ask::CompareMember { reader } => self.compare_member(&reader).await,
            Ask::PrepareRevocation { reader, reason } => self.prepare_revocation(&reader, &reason),
            Ask::FinishRevocation { shown } => self.finish_revocation(&shown).await,
            Ask::Access => self.access().await,
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
        session::keep_memory(&account).await;
    }
}

/// Who may certify professionals: the pinned authorities, and nobody that a host names.
#[cfg(not(feature = "demo"))]
fn trust(_: &ClientConfig) -> Trust {
    Trust::igc_sante()
}

/// The same, and the authority of the test cards.
#[cfg(feature = "demo")]
fn trust(config: &ClientConfig) -> Trust {
    let test = config.test_authority.as_ref();
    let with = test.and_then(|der| Trust::igc_sante().with_test_authority(&der.0).ok());
    with.unwrap_or_else(Trust::igc_sante)
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
    let moved = Array::new();
    match outcome {
        Ok(Reply { answer, extra }) => {
            put(&message, "answer", &json(&answer));
            put(&message, "extra", &extra);
            // Bytes change hands: none stay behind, none are copied.
            if extra.is_instance_of::<ArrayBuffer>() {
                moved.push(&extra);
            }
        }
        Err(trouble) => put(&message, "trouble", &json(&trouble)),
    }
    let _ = scope().post_message_with_transfer(&message, &moved);
}

fn put(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

fn json(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).map_or(JsValue::NULL, |text| JsValue::from_str(&text))
}
