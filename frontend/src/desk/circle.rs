//! What the patient's pages of the circle hold: members, a naming, a comparison, a removal.

use super::Load;
use crate::{
    logic::form::Mend,
    services::messages::{Circle, DirectoryRow, Professional, ToSign, Trouble},
    texts::Lang,
};
use leptos::prelude::*;

/// For each document the readers who have a key of it.
pub type Access = Vec<(String, Vec<String>)>;

/// All of it.
#[derive(Clone, Copy)]
pub struct CircleDesk {
    pub circle: RwSignal<Load<Circle>>,
    pub access: RwSignal<Load<Access>>,
    pub naming: Naming,
    pub comparing: Comparing,
    pub removal: Removal,
}

/// A professional being named.
#[derive(Clone, Copy)]
pub struct Naming {
    /// From 1: search, person, rights, signature, afterwards.
    pub step: RwSignal<usize>,
    pub typed: RwSignal<String>,
    pub found: RwSignal<Load<Found>>,
    pub person: RwSignal<Load<Professional>>,
    pub read: RwSignal<bool>,
    pub deposit: RwSignal<bool>,
    pub until: RwSignal<String>,
    pub which: RwSignal<Option<Which>>,
    pub ticked: RwSignal<Vec<String>>,
    pub signing: Signing,
    /// Reader id of the member named.
    pub named: RwSignal<Option<String>>,
}

/// What a search gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub rows: Vec<DirectoryRow>,
    pub more: bool,
}

/// Which documents so far: none is chosen beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Nothing,
    Everything,
    These,
}

/// An act on its way to a signature.
#[derive(Clone, Copy)]
pub struct Signing {
    /// In the language of the page that showed it.
    pub to_sign: RwSignal<Load<(Lang, ToSign)>>,
    pub agreed: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub mends: RwSignal<Vec<Mend>>,
    pub trouble: RwSignal<Option<Trouble>>,
}

/// A comparison, on either side.
#[derive(Clone, Copy)]
pub struct Comparing {
    pub state: RwSignal<Compared>,
    /// Only the answer to the last question counts.
    pub turn: StoredValue<u32>,
}

/// Where a comparison stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Compared {
    #[default]
    Ready,
    Waiting,
    Digits(String),
    Same,
    Different,
    Failed(Trouble),
}

/// A member being removed.
#[derive(Clone, Copy)]
pub struct Removal {
    pub reason: RwSignal<String>,
    pub reading: RwSignal<bool>,
    pub signing: Signing,
    /// Name of whom was removed.
    pub done: RwSignal<Option<String>>,
}

impl CircleDesk {
    pub(super) fn new() -> Self {
        Self {
            circle: RwSignal::default(),
            access: RwSignal::default(),
            naming: Naming::new(),
            comparing: Comparing { state: RwSignal::default(), turn: StoredValue::new(0) },
            removal: Removal {
                reason: RwSignal::default(),
                reading: RwSignal::default(),
                signing: Signing::new(),
                done: RwSignal::default(),
            },
        }
    }

    /// Forgets everything of the circle.
    pub fn empty(self) {
        self.circle.set(Load::Idle);
        self.access.set(Load::Idle);
        self.naming.empty();
        self.comparing.empty();
        self.removal.empty();
    }
}

impl Naming {
    fn new() -> Self {
        Self {
            step: RwSignal::new(1),
            typed: RwSignal::default(),
            found: RwSignal::default(),
            person: RwSignal::default(),
            read: RwSignal::default(),
            deposit: RwSignal::default(),
            until: RwSignal::default(),
            which: RwSignal::default(),
            ticked: RwSignal::default(),
            signing: Signing::new(),
            named: RwSignal::default(),
        }
    }

    /// Nobody is searched, nothing is ticked.
    pub fn empty(self) {
        self.step.set(1);
        self.typed.set(String::new());
        self.found.set(Load::Idle);
        self.forget_person();
    }

    /// Whom one looked at, and all that was chosen for them.
    pub fn forget_person(self) {
        self.person.set(Load::Idle);
        self.read.set(false);
        self.deposit.set(false);
        self.until.set(String::new());
        self.which.set(None);
        self.ticked.set(Vec::new());
        self.signing.empty();
        self.named.set(None);
    }
}

impl Signing {
    fn new() -> Self {
        Self {
            to_sign: RwSignal::default(),
            agreed: RwSignal::default(),
            busy: RwSignal::default(),
            mends: RwSignal::default(),
            trouble: RwSignal::default(),
        }
    }

    /// Forgets the text.
    pub fn empty(self) {
        self.to_sign.set(Load::Idle);
        self.agreed.set(false);
        self.busy.set(false);
        self.mends.set(Vec::new());
        self.trouble.set(None);
    }
}

impl Comparing {
    /// Lets go of a comparison; an answer that still comes is not heard.
    pub fn empty(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.state.set(Compared::Ready);
    }
}

impl Removal {
    /// Nobody is being removed.
    pub fn empty(self) {
        self.reason.set(String::new());
        self.reading.set(false);
        self.signing.empty();
        self.done.set(None);
    }
}
