//! Deposits, and the drafts by which one that was cut short goes on.

use scelle_client::{
    Account,
    deposit::{About, Draft},
    platform::Trouble as Engine,
};
use scelle_crypto::subtle::Bulk;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::{
    Reply, Worker, answers,
    browser::{Browser, Chosen},
    shelf,
};
use scelle_seam::{Answer, NewDocument, Trouble, UnfinishedDeposit};

impl Worker {
    pub(super) async fn deposit(&self, task: u32, meta: NewDocument, file: JsValue) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let chosen = chosen(file)?;
        let length = scelle_client::Source::len(&chosen);
        let draft = account.begin_deposit(about(meta), length).await.map_err(answers::trouble)?;
        self.go_on(&account, task, draft, &chosen).await
    }

    pub(super) async fn resume(&self, task: u32, document: &str, file: JsValue) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let draft = load(&account, &name(document)).await.ok_or(Trouble::NotFound)?;
        self.go_on(&account, task, draft, &chosen(file)?).await
    }

    async fn go_on(
        &self,
        account: &Account<Browser>,
        task: u32,
        draft: Draft,
        file: &Chosen,
    ) -> Result<Reply, Trouble> {
        let document = draft.document.to_string();
        let name = name(&document);
        let watching = self.tasks.watch(task);
        let cipher = Bulk::here();
        let keep = async |draft: &Draft| {
            let sealed = serde_json::to_vec(draft).ok().and_then(|text| account.seal_local(&name, &text));
            if let Some(sealed) = sealed {
                let _ = shelf::keep_local(&name, &sealed).await;
            }
        };
        match account.deposit(draft, file, &cipher, &watching, keep).await {
            Ok(_) => {
                let _ = shelf::drop_local(&name).await;
                Ok(Answer::Deposited { document }.into())
            }
            Err(Engine::Cancelled) => {
                self.forget(account, &name).await;
                Err(Trouble::Cancelled)
            }
            Err(trouble) => Err(answers::trouble(trouble)),
        }
    }

    pub(super) async fn unfinished(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let mut rows = Vec::new();
        for name in shelf::local_names(PREFIX).await.map_err(|_| Trouble::BrowserCannot)? {
            if let Some(draft) = load(&account, &name).await {
                rows.push(row(&draft));
            }
        }
        Ok(Answer::Unfinished(rows).into())
    }

    pub(super) async fn drop_unfinished(&self, document: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        self.forget(&account, &name(document)).await;
        Ok(Answer::Done.into())
    }

    async fn forget(&self, account: &Account<Browser>, name: &str) {
        if let Some(draft) = load(account, name).await {
            // If the host does not hear, it drops the parts by itself after a week.
            let _ = account.drop_deposit(&draft).await;
        }
        let _ = shelf::drop_local(name).await;
    }
}

/// A draft of the record at hand: a professional has several, and one's document is not another's.
async fn load(account: &Account<Browser>, name: &str) -> Option<Draft> {
    let sealed = shelf::local(name).await.ok().flatten()?;
    let draft: Draft = serde_json::from_slice(&account.open_local(name, &sealed)?).ok()?;
    account.is_at_hand(&draft).then_some(draft)
}

fn chosen(file: JsValue) -> Result<Chosen, Trouble> {
    file.dyn_into::<Blob>().map(Chosen).map_err(|_| Trouble::FileUnreadable)
}

fn about(meta: NewDocument) -> About {
    About {
        title: meta.title,
        kind: meta.kind,
        date: meta.date,
        name: meta.file_name,
        media: meta.media,
        personal: meta.personal,
    }
}

fn row(draft: &Draft) -> UnfinishedDeposit {
    let about = draft.about.clone();
    UnfinishedDeposit {
        document: draft.document.to_string(),
        meta: NewDocument {
            title: about.title,
            kind: about.kind,
            date: about.date,
            file_name: about.name,
            media: about.media,
            size: draft.length,
            personal: about.personal,
        },
        sent: draft.sent.get(),
        total: draft.stored,
    }
}

fn name(document: &str) -> String {
    format!("{PREFIX}{document}")
}

const PREFIX: &str = "upload:";
