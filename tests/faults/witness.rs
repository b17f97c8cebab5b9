//! What the host has acknowledged on the wire: events and vault versions in answers that came whole.

use scelle_client::{Request, Response};
use scelle_protocol::{Signed, statements::VaultVersion, wire::VaultUpdate};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// Listens to one client's line.
#[derive(Default)]
pub struct Witness {
    /// Open texts of events that were answered with success.
    pub events: RefCell<Vec<String>>,
    /// The newest version of the vault that was.
    pub vault: RefCell<u64>,
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
}
