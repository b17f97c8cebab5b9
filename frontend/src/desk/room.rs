//! What a professional's screens hold: bridge and card, first use, records, what is at hand.

use super::{Load, Paper};
use crate::{
    logic::form::Mend,
    services::messages::{CardState, Professional, RecordRow, Trouble},
};
use leptos::prelude::*;

/// All of it.
#[derive(Clone, Copy)]
pub struct RoomDesk {
    pub entry: Entry,
    pub records: RwSignal<Load<Vec<RecordRow>>>,
    pub typed: RwSignal<String>,
    /// The record that the worker has at hand; everything of a patient on screen is of this one.
    pub hand: RwSignal<Option<RecordRow>>,
    /// A record that is being taken, and may not be overtaken by another.
    pub taking: RwSignal<Option<String>>,
    pub pane: RwSignal<Pane>,
    pub trouble: RwSignal<Option<Trouble>>,
    /// Minutes that the session still has.
    pub minutes: RwSignal<u32>,
    pub help: RwSignal<bool>,
    pub accepting: RwSignal<bool>,
    /// A deposit under way keeps this record at hand.
    pub held: RwSignal<bool>,
}

/// What the third pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Pane {
    /// What to do next.
    #[default]
    Nothing,
    /// A document, by its id.
    Document(String),
    Deposit,
    /// A record that is not open: compare, or why it is closed.
    Closed(RecordRow),
}

/// The way in, with a card.
#[derive(Clone, Copy)]
pub struct Entry {
    pub permission: RwSignal<Permission>,
    pub card: RwSignal<Load<CardState>>,
    pub doing: RwSignal<Option<Doing>>,
    pub digits: RwSignal<Option<String>>,
    pub newcomer: RwSignal<Option<Professional>>,
    pub new_card: RwSignal<Option<Professional>>,
    pub practice: RwSignal<String>,
    pub paper: Paper,
    pub kit: RwSignal<String>,
    pub mends: RwSignal<Vec<Mend>>,
    pub trouble: RwSignal<Option<Trouble>>,
}

/// Whether the browser lets this page ask the bridge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permission {
    /// Not looked at yet.
    #[default]
    Unknown,
    /// The browser has no such question, or said yes.
    Free,
    /// It will ask the person; the page explains first.
    Ask,
    Denied,
}

/// What the page waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    Pairing,
    LogIn,
    Keys,
    Binding,
    AddCard,
}

impl RoomDesk {
    pub(super) fn new() -> Self {
        Self {
            entry: Entry::new(),
            records: RwSignal::default(),
            typed: RwSignal::default(),
            hand: RwSignal::default(),
            taking: RwSignal::default(),
            pane: RwSignal::default(),
            trouble: RwSignal::default(),
            minutes: RwSignal::default(),
            help: RwSignal::default(),
            accepting: RwSignal::default(),
            held: RwSignal::default(),
        }
    }

    /// Forgets everybody's records.
    pub fn empty(self) {
        self.entry.empty();
        self.records.set(Load::Idle);
        self.typed.set(String::new());
        self.hand.set(None);
        self.taking.set(None);
        self.pane.set(Pane::Nothing);
        self.trouble.set(None);
        self.minutes.set(0);
        self.help.set(false);
        self.accepting.set(false);
        self.held.set(false);
    }
}

impl Entry {
    fn new() -> Self {
        Self {
            permission: RwSignal::default(),
            card: RwSignal::default(),
            doing: RwSignal::default(),
            digits: RwSignal::default(),
            newcomer: RwSignal::default(),
            new_card: RwSignal::default(),
            practice: RwSignal::default(),
            paper: Paper::new(),
            kit: RwSignal::default(),
            mends: RwSignal::default(),
            trouble: RwSignal::default(),
        }
    }

    /// Forgets card, kit and what was typed.
    pub fn empty(self) {
        self.card.set(Load::Idle);
        self.doing.set(None);
        self.digits.set(None);
        self.newcomer.set(None);
        self.new_card.set(None);
        self.practice.set(String::new());
        self.paper.empty();
        self.kit.set(String::new());
        self.mends.set(Vec::new());
        self.trouble.set(None);
    }
}
