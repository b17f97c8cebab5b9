//! The records of a professional: what the inbox brought, the comparison, the acceptance, and the one
//! record at hand.

use scelle_client::{
    Account, Watcher,
    memberships::{RecordRow as EngineRow, RecordStanding},
    platform::Stage,
};
use scelle_protocol::RecordTag;
use std::cell::Cell;
use std::rc::Rc;

use super::{Reply, Worker, answers, browser::Browser};
use scelle_seam::{Answer, RecordRow, RecordState, Trouble};

impl Worker {
    pub(super) async fn records(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        // A parcel that does not hold stays at the host, and disturbs no other.
        account.take_in().await.map_err(answers::trouble)?;
        rows(&account).await
    }

    pub(super) async fn compare_record(&self, record: &str) -> Result<Reply, Trouble> {
        let (account, turn) = (self.account()?, self.comparisons.begin());
        let digits = account.compare_record(tag(record)?, &turn).await.map_err(answers::trouble)?;
        Ok(Answer::Digits(digits).into())
    }

    pub(super) async fn compare_fingerprint(&self, record: &str, fingerprint: &str) -> Result<Reply, Trouble> {
        self.account()?.compare_fingerprint(tag(record)?, fingerprint).await.map_err(answers::trouble)?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn compared_differently(&self, record: &str) -> Result<Reply, Trouble> {
        self.account()?.compared_differently(tag(record)?).await.map_err(answers::trouble)?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn accept(&self, record: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        account.accept(tag(record)?).await.map_err(answers::trouble)?;
        rows(&account).await
    }

    pub(super) async fn take_record(&self, record: &str) -> Result<Reply, Trouble> {
        let row = self.account()?.take_record(tag(record)?).await.map_err(answers::trouble)?;
        self.listed.borrow_mut().clear();
        Ok(Answer::Record(record_row(&row)).into())
    }

    pub(super) fn put_record_away(&self) -> Result<Reply, Trouble> {
        self.account()?.put_away();
        self.listed.borrow_mut().clear();
        Ok(Answer::Done.into())
    }
}

async fn rows(account: &Account<Browser>) -> Result<Reply, Trouble> {
    let rows = account.memberships().await.map_err(answers::trouble)?;
    Ok(Answer::Records(rows.iter().map(record_row).collect()).into())
}

fn tag(record: &str) -> Result<RecordTag, Trouble> {
    record.parse().map_err(|_| Trouble::NotFound)
}

fn record_row(row: &EngineRow) -> RecordRow {
    let who = &row.who;
    let surname = if who.used_name.is_empty() { &who.birth_name } else { &who.used_name };
    RecordRow {
        record: row.record.to_string(),
        name: format!("{} {surname}", who.given_names).trim().to_owned(),
        birth_date: who.birth_date.clone(),
        sex: who.sex.clone(),
        contact: who.contact.clone(),
        rights: answers::rights(row.rights),
        since: row.from.0,
        until: row.until.map(|time| time.0),
        state: match row.standing {
            RecordStanding::Unverified => RecordState::Unverified,
            RecordStanding::Open => RecordState::Open,
            RecordStanding::NotBegun => RecordState::NotBegun,
            RecordStanding::Ended => RecordState::Ended,
            RecordStanding::Wrong => RecordState::Wrong,
        },
    }
}

/// One comparison at a time: the next one, or the end of the session, ends it.
#[derive(Clone, Default)]
pub struct Comparisons(Rc<Cell<u32>>);

/// One comparison's turn.
pub struct Turn {
    own: u32,
    now: Comparisons,
}

impl Comparisons {
    /// Ends the one that waits, and begins another.
    pub fn begin(&self) -> Turn {
        self.end();
        Turn { own: self.0.get(), now: self.clone() }
    }

    /// Ends the one that waits.
    pub fn end(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}

impl Watcher for Turn {
    fn done(&self, _: Stage, _: u64, _: u64) {}
    fn waiting(&self) {}
    fn cancelled(&self) -> bool {
        self.now.0.get() != self.own
    }
}
