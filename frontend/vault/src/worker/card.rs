//! Bridge, reader and card: where they stand, the pairing, and the watch over the card of an open
//! session. Log-in and first use are in `professional.rs`.

use scelle_client::{
    bridge::{BridgeCode, BridgeTrouble, CardIn as EngineCard, CardStatus, PinState},
    platform::Platform as _,
};
use std::rc::{Rc, Weak};
use wasm_bindgen_futures::spawn_local;

use super::{
    Reply, Worker, answers,
    bridge::OwnBridge,
    browser::{Browser, scope},
    note,
    professional::Pending,
    shelf,
};
use scelle_seam::{Answer, BridgeState, CardIn, CardState, Ending, Progress, Tries, Trouble};

impl Worker {
    /// The bridge as this browser knows it. Another tab may have paired meanwhile.
    pub(super) async fn own_bridge(&self) -> Result<Rc<OwnBridge>, Trouble> {
        let known = self.own_bridge.borrow().clone();
        if let Some(known) = known {
            let elsewhere = async || shelf::paired().await.is_ok_and(|paired| paired.is_some());
            if known.bridge.pairing().is_some() || !elsewhere().await {
                return Ok(known);
            }
        }
        let fresh = Rc::new(OwnBridge::open(&self.relay, &scope().location().origin()).await?);
        self.own_bridge.replace(Some(fresh.clone()));
        Ok(fresh)
    }

    pub(super) async fn card_state(&self) -> Result<Reply, Trouble> {
        let own = self.own_bridge().await?;
        let at = |bridge: BridgeState| CardState { bridge, ..CardState::default() };
        let asked = match own.bridge.pairing() {
            Some(_) => own.bridge.status().await.map(Some),
            None => own.bridge.hello().await.map(|_| None),
        };
        let state = match asked {
            Ok(Some(status)) => card_state(status),
            Ok(None) => at(BridgeState::Unpaired),
            Err(BridgeTrouble::Missing) => at(BridgeState::Unreached),
            Err(BridgeTrouble::Stranger) => at(BridgeState::Stranger),
            // Nobody signs a refusal: what is pinned here stays, until a person pairs again.
            Err(BridgeTrouble::Unpaired | BridgeTrouble::Code(BridgeCode::NotPaired | BridgeCode::BadSignature)) => {
                at(BridgeState::Unpaired)
            }
            // Something answers that does not speak as a bridge.
            Err(BridgeTrouble::Unreadable) => at(BridgeState::Unreached),
            Err(trouble) => return Err(answers::bridge(trouble)),
        };
        Ok(Answer::Card(state).into())
    }

    pub(super) async fn pair(&self) -> Result<Reply, Trouble> {
        let own = self.own_bridge().await?;
        let show = |digits: &str| note(&Progress::Digits { digits: digits.to_owned() });
        let pairing = own.bridge.pair(show).await.map_err(answers::bridge)?;
        own.keep(&pairing).await?;
        self.card_state().await
    }

    /// From here on a card that goes ends what it opened. `epoch` was counted before the log-in, so
    /// that one taken out during it is seen too.
    pub(super) fn watch_card(&self, own: Rc<OwnBridge>, epoch: u64) {
        self.watched.replace(Some((own, epoch)));
        // One long poll at a time: the one of the session before goes on for this one.
        if !self.watching.replace(true) {
            spawn_local(watch(self.me.clone()));
        }
    }

    /// Nothing is open any more that a card would have to be in for.
    pub(super) fn stop_watching(&self) {
        self.watched.replace(None);
    }

    /// The card is out. What it led to is forgotten; a page with an open session empties itself and
    /// says goodbye, with a form that was being filled sealed first. If it says nothing, the session
    /// ends all the same.
    async fn lock(&self) {
        self.stop_watching();
        self.pending.replace(Pending::Nothing);
        let held = || self.account.borrow().as_ref().is_some_and(|account| account.professional.is_some());
        note(&Progress::CardOut);
        for _ in 0..GOODBYES {
            if !held() {
                return;
            }
            pause(BETWEEN_GOODBYES_MILLIS).await;
        }
        let _ = self.log_out().await;
        note(&Progress::Ended { why: Ending::Card });
    }
}

/// Polls as long as something is watched; locks when the card was moved, or when nobody can say any
/// more whether it was.
async fn watch(worker: Weak<Worker>) {
    let mut silent = 0;
    let watched = || worker.upgrade().and_then(|worker| worker.watched.borrow().clone());
    while let Some((own, asked)) = watched() {
        let heard = moved(&own, asked, &watched).await;
        // Another log-in may have counted anew meanwhile.
        let Some((_, epoch)) = watched() else { break };
        silent = if heard.is_ok() { 0 } else { silent + 1 };
        if heard.is_ok_and(|now| now != epoch) || silent == PATIENCE {
            if let Some(worker) = worker.upgrade() {
                worker.watching.set(false);
                worker.lock().await;
            }
            return;
        }
        if heard.is_err() {
            // A bridge that was ended must not keep a record open whose card has gone.
            pause(BETWEEN_MILLIS).await;
        }
    }
    if let Some(worker) = worker.upgrade() {
        worker.watching.set(false);
    }
}

/// The epoch, as soon as it is another, or after 25 s.
async fn moved(
    own: &OwnBridge,
    epoch: u64,
    watched: &impl Fn() -> Option<(Rc<OwnBridge>, u64)>,
) -> Result<u64, BridgeTrouble> {
    match own.bridge.events(epoch).await {
        Ok(event) => return Ok(event.card_epoch),
        // Another tab polls: here we look every two seconds, for as long as its poll may last.
        Err(BridgeTrouble::Code(BridgeCode::Busy)) => {}
        Err(trouble) => return Err(trouble),
    }
    for _ in 0..LOOKS {
        pause(BETWEEN_MILLIS).await;
        let now = own.bridge.status().await?.card_epoch;
        if now != epoch || watched().is_none() {
            return Ok(now);
        }
    }
    Ok(epoch)
}

/// Waits.
pub async fn pause(millis: u32) {
    Browser { api: String::new() }.pause(millis).await;
}

fn card_state(status: CardStatus) -> CardState {
    CardState {
        bridge: BridgeState::Paired,
        reader: status.reader,
        card: match status.card {
            EngineCard::Absent => CardIn::Absent,
            EngineCard::Present => CardIn::Present,
            EngineCard::Unrecognized => CardIn::Unrecognized,
        },
        tries: match status.pin {
            PinState::Ok => Tries::All,
            PinState::Low => Tries::Low,
            PinState::Final => Tries::Final,
            PinState::Locked => Tries::Locked,
        },
    }
}

/// Polls without an answer that are borne.
const PATIENCE: u32 = 5;
const BETWEEN_MILLIS: u32 = 2_000;
/// A long poll is over after 25 s.
const LOOKS: u32 = 13;
const GOODBYES: u32 = 10;
const BETWEEN_GOODBYES_MILLIS: u32 = 100;
