//! An account in memory whose host answers nothing, or what a test says: for what an act decides before
//! it asks, and after it was answered.

use scelle_crypto::IdentitySecret;
use scelle_protocol::{AccountId, Bytes, Problem, ProblemCode, PublicKey};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::VecDeque;

use super::{
    now,
    world::{NOW, verified},
};
use crate::account::{Account, State};
use crate::computers::OpenerSet;
use crate::host::HostPins;
use crate::platform::{LineDown, Platform, Request, Response};
use crate::session::Line;
use crate::vault::{Content, MembershipEntry, Vault};

/// Nobody answers but in the words of the test; what was asked is kept.
#[derive(Default)]
pub(crate) struct Nowhere {
    /// Every request, in order.
    pub(crate) asked: RefCell<Vec<Request>>,
    /// What is answered, in order; then nothing.
    pub(crate) answers: RefCell<VecDeque<Response>>,
}

impl Nowhere {
    /// The next answer.
    pub(crate) fn answers(&self, body: &impl Serialize) {
        let body = serde_json::to_vec(body).expect("plain data");
        self.answers.borrow_mut().push_back(Response { status: 200, nonce: None, retry_after: None, body });
    }

    /// The next answer is a refusal.
    pub(crate) fn refuses(&self, code: ProblemCode) {
        self.answers(&Problem::new(code));
        self.answers.borrow_mut().back_mut().expect("just pushed").status = code.status();
    }

    /// Methods and paths of what was asked.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.borrow().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }
}

impl Platform for Nowhere {
    async fn send(&self, request: Request) -> Result<Response, LineDown> {
        self.asked.borrow_mut().push(request);
        self.answers.borrow_mut().pop_front().ok_or(LineDown)
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

/// An account of a professional, with these memberships in its vault.
pub(crate) fn professionals(identity: &IdentitySecret, memberships: &[MembershipEntry]) -> Account<Nowhere> {
    let mut account = account(identity);
    account.professional = Some(verified(identity).profile);
    let contents: Vec<_> = memberships.iter().map(|entry| Content::Membership(Box::new(entry.clone()))).collect();
    let (_, vault) = Vault::default().update(account.owner(), &contents).expect("it seals");
    *now(account.vault.lock()) = vault;
    account
}
