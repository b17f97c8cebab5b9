//! All that the page knows, in one place, so that ending a session can empty it in one act.

mod circle;
mod room;

pub use circle::{CircleDesk, Compared, Found, Naming, Signing, Which};
pub use room::{Doing, Entry, Pane, Permission, RoomDesk};

use crate::{
    logic::{
        form::{Mend, Strength},
        groups::Filter,
        idle::IdleClock,
        page::Page,
        sizes::Pace,
        sniff::Refusal,
    },
    services::{
        messages::{
            AccountStep, DocumentRow, Ending, Journal, Kit, NewDocument, OpenerRow, Session, SignedConsent, Stage,
            ToSign, Trouble, UnfinishedDeposit, Who,
        },
        vault::Vault,
    },
    texts::Lang,
};
use leptos::prelude::*;

/// Something that comes from the worker.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Load<T> {
    #[default]
    Idle,
    Busy,
    Ready(T),
    Failed(Trouble),
}

/// What this browser holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Hello {
    pub device: bool,
    pub build: String,
}

/// Whether this browser can be trusted with keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fitness {
    #[default]
    Fit,
    /// It cannot keep a key that does not come out: it reads with the kit, and keeps nothing.
    NoKeys,
    /// The address is not a secure one: nothing may be typed here.
    Insecure,
}

/// One file on its way into the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub task: u32,
    pub meta: NewDocument,
    pub state: Sending,
    pub pace: Pace,
    /// Id of the unfinished deposit that this file takes up again.
    pub resumes: Option<String>,
}

/// Where one file stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Sending {
    /// Being described.
    Draft,
    /// Waiting for its turn.
    Queued,
    UnderWay {
        stage: Stage,
        done: u64,
        total: u64,
        waiting: bool,
    },
    Done {
        document: String,
    },
    Failed(Trouble),
}

/// What the viewer shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Viewing {
    #[default]
    Nothing,
    Busy {
        stage: Stage,
        done: u64,
        total: u64,
        waiting: bool,
    },
    Empty,
    Image(String),
    Text {
        text: String,
        cut: bool,
    },
    Pdf,
    Other,
    TooLarge {
        size: u64,
    },
    Saved,
    Failed(Trouble),
}

/// A download of everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Export {
    #[default]
    Idle,
    Busy {
        done: u64,
        total: u64,
    },
    Ready {
        url: String,
        name: String,
        documents: u32,
        bytes: u64,
    },
    Failed(Trouble),
}

/// The opening of a record, step by step.
#[derive(Clone, Copy)]
pub struct Opening {
    pub step: RwSignal<usize>,
    pub identifier: RwSignal<String>,
    pub password: RwSignal<String>,
    pub again: RwSignal<String>,
    pub strength: RwSignal<Option<Judged>>,
    pub who: RwSignal<Who>,
    pub steps: RwSignal<Vec<(AccountStep, Option<u32>)>>,
    pub paper: Paper,
    /// What is to be signed, in the language of its notice.
    pub to_sign: RwSignal<Load<(Lang, ToSign)>>,
    pub agreed: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub mends: RwSignal<Vec<Mend>>,
    pub trouble: RwSignal<Option<Trouble>>,
}

/// A kit on the screen, and the two groups of it that are copied back from its paper.
#[derive(Clone, Copy)]
pub struct Paper {
    pub kit: RwSignal<Option<Kit>>,
    pub asked: RwSignal<(usize, usize)>,
    pub copied: RwSignal<(String, String)>,
}

/// A new kit in the place of the old one.
#[derive(Clone, Copy)]
pub struct Renewal {
    pub paper: Paper,
    pub busy: RwSignal<bool>,
    pub done: RwSignal<bool>,
    pub mends: RwSignal<Vec<Mend>>,
    pub trouble: RwSignal<Option<Trouble>>,
}

/// The strength worker's verdict, with its advice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    pub strength: Strength,
    pub advice: Vec<String>,
}

/// Why there is no session any more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ended {
    Why(Ending),
    Closed,
    Crashed,
    /// The opener of this computer was removed, here.
    Removed,
    /// There was none yet: a professional's first use was left lying.
    FirstUse(Ending),
    /// The same, of a card beside an old one.
    NewCard(Ending),
}

/// The page's whole state. `Copy`: handles to signals that live as long as the page.
#[derive(Clone, Copy)]
pub struct Desk {
    pub lang: RwSignal<Lang>,
    pub vault: Vault,
    pub go: RwSignal<Option<Page>>,
    pub hello: RwSignal<Option<Hello>>,
    pub fitness: RwSignal<Fitness>,
    pub boot_trouble: RwSignal<Option<Trouble>>,
    pub session: RwSignal<Option<Session>>,
    pub clock: StoredValue<Option<IdleClock>>,
    pub warn: RwSignal<Option<u32>>,
    pub ended: RwSignal<Option<Ended>>,
    /// The session that ended was opened with a card: so is the next.
    pub by_card: RwSignal<bool>,
    pub documents: RwSignal<Load<Vec<DocumentRow>>>,
    /// When the list was last asked for (ms since 1970).
    pub listed: StoredValue<f64>,
    pub filter: RwSignal<Filter>,
    pub shown: RwSignal<usize>,
    pub unfinished: RwSignal<Vec<UnfinishedDeposit>>,
    pub queue: RwSignal<Vec<Item>>,
    pub refused: RwSignal<Vec<(String, Refusal)>>,
    pub drafts: RwSignal<Vec<NewDocument>>,
    pub viewing: RwSignal<Viewing>,
    pub journal: RwSignal<Load<Journal>>,
    pub openers: RwSignal<Load<Vec<OpenerRow>>>,
    pub consents: RwSignal<Load<Vec<SignedConsent>>>,
    pub renewal: Renewal,
    pub export: RwSignal<Export>,
    pub opening: Opening,
    pub circle: CircleDesk,
    pub room: RoomDesk,
    pub tasks: StoredValue<u32>,
    /// Tasks of the viewer and of the export.
    pub view_task: StoredValue<u32>,
    pub export_task: StoredValue<u32>,
}

impl Opening {
    fn new() -> Self {
        Self {
            step: RwSignal::new(1),
            identifier: RwSignal::default(),
            password: RwSignal::default(),
            again: RwSignal::default(),
            strength: RwSignal::default(),
            who: RwSignal::default(),
            steps: RwSignal::default(),
            paper: Paper::new(),
            to_sign: RwSignal::default(),
            agreed: RwSignal::default(),
            busy: RwSignal::default(),
            mends: RwSignal::default(),
            trouble: RwSignal::default(),
        }
    }

    /// Forgets everything that was typed or made.
    pub fn empty(self) {
        self.step.set(1);
        for text in [self.identifier, self.password, self.again] {
            text.set(String::new());
        }
        self.strength.set(None);
        self.who.set(Who::default());
        self.steps.set(Vec::new());
        self.paper.empty();
        self.to_sign.set(Load::Idle);
        self.agreed.set(false);
        self.busy.set(false);
        self.mends.set(Vec::new());
        self.trouble.set(None);
    }
}

impl Paper {
    pub(crate) fn new() -> Self {
        Self { kit: RwSignal::default(), asked: RwSignal::default(), copied: RwSignal::default() }
    }

    /// Forgets the kit.
    pub fn empty(self) {
        self.kit.set(None);
        self.copied.set(Default::default());
    }
}

impl Renewal {
    fn new() -> Self {
        Self {
            paper: Paper::new(),
            busy: RwSignal::default(),
            done: RwSignal::default(),
            mends: RwSignal::default(),
            trouble: RwSignal::default(),
        }
    }

    /// Forgets the kit that was made.
    pub fn empty(self) {
        self.paper.empty();
        self.busy.set(false);
        self.done.set(false);
        self.mends.set(Vec::new());
        self.trouble.set(None);
    }
}

impl Desk {
    /// An empty desk; its signals belong to the current owner, the root.
    pub fn new(lang: Lang) -> Self {
        Self {
            lang: RwSignal::new(lang),
            vault: Vault::new(),
            go: RwSignal::default(),
            hello: RwSignal::default(),
            fitness: RwSignal::default(),
            boot_trouble: RwSignal::default(),
            session: RwSignal::default(),
            clock: StoredValue::new(None),
            warn: RwSignal::default(),
            ended: RwSignal::default(),
            by_card: RwSignal::default(),
            documents: RwSignal::default(),
            listed: StoredValue::new(0.0),
            filter: RwSignal::default(),
            shown: RwSignal::new(FIRST_ROWS),
            unfinished: RwSignal::default(),
            queue: RwSignal::default(),
            refused: RwSignal::default(),
            drafts: RwSignal::default(),
            viewing: RwSignal::default(),
            journal: RwSignal::default(),
            openers: RwSignal::default(),
            consents: RwSignal::default(),
            renewal: Renewal::new(),
            export: RwSignal::default(),
            opening: Opening::new(),
            circle: CircleDesk::new(),
            room: RoomDesk::new(),
            tasks: StoredValue::new(1),
            view_task: StoredValue::new(0),
            export_task: StoredValue::new(0),
        }
    }

    /// Takes everything of the record off the desk.
    pub fn empty(self) {
        self.session.set(None);
        self.clock.set_value(None);
        self.warn.set(None);
        self.documents.set(Load::Idle);
        self.filter.set(Filter::default());
        self.shown.set(FIRST_ROWS);
        self.unfinished.set(Vec::new());
        self.queue.set(Vec::new());
        self.refused.set(Vec::new());
        self.drafts.set(Vec::new());
        self.viewing.set(Viewing::Nothing);
        self.journal.set(Load::Idle);
        self.openers.set(Load::Idle);
        self.consents.set(Load::Idle);
        self.renewal.empty();
        self.export.set(Export::Idle);
        self.opening.empty();
        self.circle.empty();
        self.room.empty();
    }

    /// The record that lists and documents speak of: a professional's at hand; none for a patient,
    /// whose only record it is.
    pub fn at_hand(self) -> Option<String> {
        self.room.hand.with_untracked(|hand| hand.as_ref().map(|row| row.record.clone()))
    }

    /// The session is a professional's.
    pub fn is_professional(self) -> bool {
        self.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.professional.is_some()))
    }

    /// Goes to a page.
    pub fn goto(self, page: Page) {
        self.go.set(Some(page));
    }

    /// A number that no task of this page has yet.
    pub fn task(self) -> u32 {
        let task = self.tasks.get_value();
        self.tasks.set_value(task + 1);
        task
    }
}

/// The desk of this page.
pub fn desk() -> Desk {
    expect_context::<Desk>()
}

/// The language of this page; a change draws the page anew.
pub fn lang() -> Lang {
    desk().lang.get_untracked()
}

/// Rows of a long list that are drawn at first, and at each "more".
pub const FIRST_ROWS: usize = 60;
