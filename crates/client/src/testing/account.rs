//! An account in memory whose host answers nothing: for what an act decides before it asks, and
//! after it was answered.

use scelle_crypto::IdentitySecret;
use scelle_protocol::{AccountId, Bytes, PublicKey};
use std::cell::RefCell;

use super::world::NOW;
use crate::account::{Account, State};
use crate::computers::OpenerSet;
use crate::host::HostPins;
use crate::platform::{LineDown, Platform, Request, Response};
use crate::session::Line;
use crate::vault::Vault;

/// Nobody answers; what was asked is kept.
#[derive(Default)]
pub(crate) struct Nowhere {
    /// Every request, in order.
    pub(crate) asked: RefCell<Vec<Request>>,
}

impl Platform for Nowhere {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        self.asked.borrow_mut().push(request);
        Err(LineDown)
    }
    fn now(&self) -> u64 {
        NOW.0
    }
    fn page_origin(&self) -> String {
        "https://app.test".to_owned()
    }
    async fn pause(&self, _: u32) {}
}

/// An account of this person.
pub(crate) fn account(identity: &IdentitySecret) -> Account<Nowhere> {
    let identity = IdentitySecret::from_bytes(identity.expose());
    let id = AccountId([1; 16]);
    let host = HostPins {
        origin: "https://api.test".to_owned(),
        log_key: String::new(),
        receipt_key: PublicKey([0; 32]),
        opaque_key: Bytes::default(),
        ca_certificate: Bytes::default(),
    };
    let openers = OpenerSet::first(id, &identity, Vec::new());
    let state = State { by_kit: false, idle_seconds: 600, openers, vault: Vault::default() };
    Account::new(Line::new(Nowhere::default(), "https://api.test"), id, host, identity, state)
}
