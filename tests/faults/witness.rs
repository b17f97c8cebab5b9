//! What the host has acknowledged on the wire: events and vault versions in answers that came whole.

use scelle_client::{Account, Request, Response};
use scelle_protocol::{Signed, statements::VaultVersion, wire::VaultUpdate};
use scelle_tests::native::Native;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::round::{Checked, Fault};

/// Listens to one client's line.
#[derive(Default)]
pub struct Witness {
    /// Open texts of events that were answered with success.
    pub events: RefCell<Vec<String>>,
    /// The newest version of the vault that was.
    pub vault: RefCell<u64>,
    /// How often a doctor was in the circle from beginning to end.
    pub rounds: Cell<usize>,
}

impl Witness {
    /// Takes in one request and its answer.
    pub fn hears(self: &Rc<Self>, request: &Request, response: &Response) {
        if response.status != 200 || request.method != "POST" {
            return;
        }
        let Ok(body) = serde_json::from_slice::<Value>(&request.body) else { return };
        if let Some(event) = body["event"]["open"].as_str() {
            self.events.borrow_mut().push(event.to_owned());
        }
        if let Ok(update) = serde_json::from_value::<VaultUpdate>(body) {
            let version: Option<Signed<VaultVersion>> = Signed::parse(&update.version).ok();
            let mut newest = self.vault.borrow_mut();
            *newest = version.map_or(*newest, |version| version.body.number.max(*newest));
        }
    }

    /// The journal is whole and proved, and has every event that was acknowledged: so no key came
    /// without its line.
    pub async fn proved(&self, account: &Account<Native>) -> Checked<()> {
        let journal = account.journal().await.map_err(|trouble| Fault(format!("journal: {trouble:?}")))?;
        let (missing, contradictions) = (&journal.checks.missing, &journal.checks.contradictions);
        if !missing.is_empty() || !contradictions.is_empty() {
            return Err(Fault(format!("checks: {missing:?} {contradictions:?}")));
        }
        if !journal.lines.iter().all(|line| line.signed && line.included) {
            return Err(Fault("a line of the journal is not proved".to_owned()));
        }
        let texts: BTreeSet<&str> = journal.lines.iter().map(|line| line.text.as_str()).collect();
        let lost = self.events.borrow().iter().filter(|event| !texts.contains(event.as_str())).count();
        if lost > 0 { Err(Fault(format!("{lost} acknowledged events are gone"))) } else { Ok(()) }
    }
}
