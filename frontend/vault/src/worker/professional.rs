//! Log-in with a card, a professional's first use, and a new card beside an old one.

use scelle_client::{
    Account, HostPins,
    professional::{CardLogIn, Enrolling, NewCard, log_in_with_card},
    session::Line,
};
use scelle_crypto::kit::RecoveryKit;
use std::{mem, rc::Rc};
use zeroize::Zeroize as _;

use super::{
    Reply, Worker, answers,
    bridge::OwnBridge,
    browser::Browser,
    card::pause,
    session::{keep_memory, memory_of},
    shelf,
    ways::is_copied,
};
use scelle_seam::{Answer, Trouble};

/// What a card led to that is no open account yet; it goes with the next log-in.
#[derive(Default)]
pub enum Pending {
    #[default]
    Nothing,
    /// A first use, and the address of the practice as it was typed.
    Newcomer(Box<Enrolling<Browser>>, String),
    NewCard(Box<NewCard<Browser>>),
    /// At the host or the bridge just now; it comes back, unless the card went meanwhile.
    Lent,
}

impl Worker {
    pub(super) async fn log_in_with_card(&self) -> Result<Reply, Trouble> {
        self.pending.replace(Pending::Nothing);
        let (own, epoch) = self.card_in().await?;
        let line = self.line();
        let pins = self.pins(&line).await?;
        let logged_in = log_in_with_card(line, pins, &own.bridge, self.trust()).await.map_err(answers::trouble)?;
        match logged_in {
            CardLogIn::Open(account) => self.take_in_card(*account, own, epoch).await,
            CardLogIn::Newcomer(newcomer) => {
                let answer = Answer::Newcomer(answers::professional(newcomer.profile()));
                self.pending.replace(Pending::Newcomer(newcomer, String::new()));
                self.watch_card(own, epoch);
                Ok(answer.into())
            }
            CardLogIn::NewCard(card) => {
                let answer = Answer::NewCard(answers::professional(card.profile()));
                self.pending.replace(Pending::NewCard(card));
                self.watch_card(own, epoch);
                Ok(answer.into())
            }
        }
    }

    /// A real act of a person who has no open account yet.
    pub(super) async fn act_pending(&self) -> Result<(), Trouble> {
        let lent = self.lend().await;
        let acted = match &lent {
            Pending::Newcomer(newcomer, _) => newcomer.act().await,
            Pending::NewCard(card) => card.act().await,
            Pending::Nothing | Pending::Lent => return Err(Trouble::SessionEnded),
        };
        self.give_back(lent);
        acted.map_err(answers::trouble)
    }

    pub(super) async fn prepare_professional(&self, practice: &str) -> Result<Reply, Trouble> {
        let mut newcomer = self.newcomer().await?.0;
        let now = newcomer.now();
        let kit = newcomer.prepare().map(|kit| answers::kit(kit, now)).map_err(answers::trouble);
        self.give_back(Pending::Newcomer(newcomer, practice.to_owned()));
        Ok(Answer::Kit(kit?).into())
    }

    pub(super) async fn finish_professional(&self, copied: &[(u32, String)]) -> Result<Reply, Trouble> {
        let (own, epoch) = self.card_in().await?;
        let (newcomer, practice) = self.newcomer().await?;
        if !newcomer.kit().is_some_and(|kit| is_copied(kit, copied)) {
            self.give_back(Pending::Newcomer(newcomer, practice));
            return Err(Trouble::KitTypo);
        }
        match newcomer.finish(&own.bridge, &practice).await {
            Ok(account) => self.take_in_card(account, own, epoch).await,
            Err(back) => {
                let again = back.again.map(|newcomer| Pending::Newcomer(newcomer, practice));
                self.give_back(again.unwrap_or_default());
                Err(answers::trouble(back.trouble))
            }
        }
    }

    pub(super) async fn add_card(&self, mut typed: String) -> Result<Reply, Trouble> {
        let kit = RecoveryKit::read(&typed);
        typed.zeroize();
        let kit = kit.map_err(|_| Trouble::KitTypo)?;
        let (own, epoch) = self.card_in().await?;
        let card = match self.lend().await {
            Pending::NewCard(card) => card,
            other => {
                self.give_back(other);
                return Err(Trouble::SessionEnded);
            }
        };
        match card.add(&kit, &own.bridge).await {
            Ok(account) => self.take_in_card(account, own, epoch).await,
            Err(back) => {
                self.give_back(back.again.map_or(Pending::Nothing, Pending::NewCard));
                Err(answers::trouble(back.trouble))
            }
        }
    }

    /// The bridge, and how many cards it has seen come and go: counted before anything is signed, so
    /// that a card which leaves meanwhile is missed.
    async fn card_in(&self) -> Result<(Rc<OwnBridge>, u64), Trouble> {
        let own = self.own_bridge().await?;
        let status = own.bridge.status().await.map_err(answers::bridge)?;
        Ok((own, status.card_epoch))
    }

    async fn newcomer(&self) -> Result<(Box<Enrolling<Browser>>, String), Trouble> {
        match self.lend().await {
            Pending::Newcomer(newcomer, practice) => Ok((newcomer, practice)),
            other => {
                self.give_back(other);
                Err(Trouble::SessionEnded)
            }
        }
    }

    /// Waits until what is pending is here: an act may be on its way to the host with it, or the bridge
    /// may have it in a window.
    pub(super) async fn settled(&self) {
        while matches!(*self.pending.borrow(), Pending::Lent) {
            pause(BETWEEN_LOOKS_MILLIS).await;
        }
    }

    /// Takes what is pending, for one use: nobody else has it until [`Self::give_back`].
    async fn lend(&self) -> Pending {
        self.settled().await;
        let mut pending = self.pending.borrow_mut();
        match *pending {
            Pending::Nothing => Pending::Nothing,
            _ => mem::replace(&mut *pending, Pending::Lent),
        }
    }

    /// Puts it back, unless it was forgotten or another came in its place.
    fn give_back(&self, lent: Pending) {
        let mut pending = self.pending.borrow_mut();
        if matches!(*pending, Pending::Lent) {
            *pending = lent;
        }
    }

    /// The host's keys as this browser knows them: from a card of before, or from a patient who uses
    /// the same browser.
    async fn pins(&self, line: &Line<Browser>) -> Result<HostPins, Trouble> {
        let kept = shelf::host().await.map_err(|_| Trouble::BrowserCannot)?;
        let kept = kept.and_then(|kept| serde_json::from_str::<HostPins>(&kept).ok());
        let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?;
        let known = kept.into_iter().chain(device.as_ref().and_then(answers::pins));
        match known.into_iter().find(|pins| pins.origin == line.origin) {
            Some(pins) => Ok(pins),
            None => HostPins::ask(line).await.map_err(answers::trouble),
        }
    }

    async fn take_in_card(&self, account: Account<Browser>, own: Rc<OwnBridge>, epoch: u64) -> Result<Reply, Trouble> {
        self.give_back(Pending::Nothing);
        if let Some(sealed) = shelf::local(&memory_of(&account)).await.ok().flatten() {
            account.recall(&sealed).await.map_err(answers::trouble)?;
        }
        if let Ok(pins) = serde_json::to_string(&account.host) {
            let _ = shelf::keep_host(&pins).await;
        }
        keep_memory(&account).await;
        let account = Rc::new(account);
        self.account.replace(Some(account.clone()));
        self.watch_card(own, epoch);
        self.opened(&account).await
    }
}

const BETWEEN_LOOKS_MILLIS: u32 = 20;
