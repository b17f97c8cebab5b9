//! Pairing by commit-then-reveal (FORMATS §10): the page commits to its key, the bridge answers
//! with a nonce, the page reveals; both show the same six digits, and the person compares them in
//! a window of the system. Whoever stands between has one guess in a million.

use std::time::Instant;

use p256::ecdsa::VerifyingKey;
use scelle_protocol::{
    Bytes, Digest, PublicKey,
    contexts::{self, context},
};
use scelle_verify::hash;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bridge, digest_of, random, session::Asked};
use crate::origin::Origin;
use crate::pin::Question;
use crate::store::Pairing;
use crate::trouble::Trouble;

/// The first half of a pairing.
pub(super) struct Attempt {
    origin: Origin,
    commit: Digest,
    bridge_nonce: Digest,
    until: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    commit: Digest,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Finish {
    page_key: Bytes,
    reveal: Digest,
}

impl Bridge {
    pub(super) fn pair_start(&self, origin: &Origin, start: &Start) -> Result<Value, Trouble> {
        let (bridge_nonce, now) = (random()?, Instant::now());
        let mut state = self.state();
        // One at a time: a second page must not take the first one's place before the person.
        if state.attempt.as_ref().is_some_and(|attempt| attempt.origin != *origin && attempt.until > now) {
            return Err(Trouble::Busy);
        }
        let until = now + self.patience.pairing;
        state.attempt = Some(Attempt { origin: origin.clone(), commit: start.commit, bridge_nonce, until });
        Ok(json!({"ok": true, "bridgeNonce": bridge_nonce, "bridgeKey": self.public_key()}))
    }

    pub(super) fn pair_finish(&self, origin: &Origin, finish: &Finish) -> Result<Value, Trouble> {
        let gate = self.gate()?;
        // Whatever comes of it, a commitment is good for one reveal.
        let attempt = self.state().attempt.take().ok_or(Trouble::NotPaired)?;
        let committed = commitment(origin, &finish.page_key, &finish.reveal);
        if attempt.origin != *origin || attempt.until <= Instant::now() || !hash::same(&committed, &attempt.commit) {
            return Err(Trouble::NotPaired);
        }
        page_key(&finish.page_key).ok_or(Trouble::BadRequest)?;
        let (request, digits) =
            digits(origin, &finish.page_key, &finish.reveal, &attempt.bridge_nonce, &self.public_key());
        self.confirm_digits(origin, &digits)?;
        let pairing = Pairing { id: random()?, origin: origin.as_str().to_owned(), page_key: finish.page_key.clone() };
        let id = pairing.id;
        self.store.add(pairing)?;
        drop(gate);
        self.sealed_with_key("pair/finish", &request, &json!({"pairingId": id}))
    }

    pub(super) fn unpair(&self, asked: &Asked) -> Result<Value, Trouble> {
        self.store.retain(|pairing| pairing.id != asked.pairing)?;
        self.state().sessions.forget(&asked.pairing);
        Ok(json!({}))
    }

    fn confirm_digits(&self, origin: &Origin, digits: &str) -> Result<(), Trouble> {
        let (first, last) = digits.split_at(digits.len() / 2);
        let question = Question {
            title: "Scellé : associer ce navigateur".to_owned(),
            text: format!(
                "Le site {origin} veut utiliser votre carte.\n\nLa page montre-t-elle exactement ce nombre ?\n\n\
                 {first} {last}\n\nSi la page montre autre chose, ou si vous n'avez rien demandé : annulez."
            ),
            yes: "Oui, le même nombre".to_owned(),
            other: None,
        };
        self.window.ask(&question, self.patience.pairing).map(drop).map_err(|trouble| match trouble {
            Trouble::WindowMissing => trouble,
            _ => Trouble::PairingRefused,
        })
    }

    pub(super) fn public_key(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }
}

/// What a page commits to.
#[must_use]
pub fn commitment(origin: &Origin, page_key: &Bytes, reveal: &Digest) -> Digest {
    let lines = [("origin", origin.as_str()), ("page-key", &page_key.encode()), ("reveal", &reveal.encode())];
    digest_of(&context(contexts::BRIDGE_COMMIT, &lines))
}

/// The hash of the pairing, and its six digits.
#[must_use]
pub fn digits(
    origin: &Origin,
    page_key: &Bytes,
    reveal: &Digest,
    bridge_nonce: &Digest,
    bridge_key: &PublicKey,
) -> (Digest, String) {
    let lines = [
        ("origin", origin.as_str()),
        ("page-key", &page_key.encode()),
        ("reveal", &reveal.encode()),
        ("bridge-nonce", &bridge_nonce.encode()),
        ("bridge-key", &bridge_key.encode()),
    ];
    let request = digest_of(&context(contexts::BRIDGE_DIGITS, &lines));
    (request, hash::digits(&request))
}

/// A P-256 key in its one spelling: an uncompressed point (SEC 1 §2.3.3), on the curve.
pub(super) fn page_key(key: &Bytes) -> Option<VerifyingKey> {
    if key.0.len() != 65 || key.0.first() != Some(&4) {
        return None;
    }
    VerifyingKey::from_sec1_bytes(&key.0).ok()
}
