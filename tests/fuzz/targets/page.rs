//! The bridge's answers as a page reads them, and what worker and page of this client say to each
//! other.

use scelle_client::bridge::{BindingFields, Bridge, BridgeTrouble, Courier, NoBridge, Pairing, SoftwarePageKey};
use scelle_crypto::{RootSecret, Signs as _};
use scelle_protocol::{AccountId, Digest, SealKey, contexts};
use scelle_seam::{Answer, Ask, Progress, Trouble};
use scelle_verify::hash::sha256;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::now;
use crate::change::Form;
use crate::run::Target;

pub fn targets() -> Vec<Target> {
    let mut all = answers();
    all.extend([
        seam::<Ask>(
            "Ask",
            &[
                r#""Hello""#,
                r#"{"LogIn":{"identifier":"a","password":"b"}}"#,
                r#"{"ReplaceKit":{"copied":[[7,"ABC"]]}}"#,
            ],
        ),
        seam::<Answer>(
            "Answer",
            &[r#""Done""#, r#"{"Draft":null}"#, r#"{"Content":{"media":"text/plain","name":"a","size":1}}"#],
        ),
        seam::<Progress>(
            "Progress",
            &[r#""CardOut""#, r#"{"Waiting":{"task":1}}"#, r#"{"Digits":{"digits":"012345"}}"#],
        ),
        seam::<Trouble>("Trouble", &[r#""NotFound""#, r#"{"SlowDown":{"seconds":7}}"#]),
    ]);
    all
}

/// A message is written again as it was read: what is lost on the way is nothing that counts.
fn seam<T: Serialize + DeserializeOwned>(name: &str, seeds: &[&str]) -> Target {
    Target::new(format!("seam/{name}"), Form::Json, seeds.iter().copied(), |input| {
        let Ok(message) = serde_json::from_slice::<T>(input) else { return Ok(false) };
        let written = serde_json::to_vec(&message).expect("JSON");
        let again = serde_json::from_slice::<T>(&written).map(|again| serde_json::to_vec(&again).expect("JSON"));
        if again.is_ok_and(|again| again == written) {
            Ok(true)
        } else {
            Err("what was read is written as something else")
        }
    })
}

fn answers() -> Vec<Target> {
    let hex = "07".repeat(32);
    let unsigned = [
        json!({"ok": true, "protocol": 1, "paired": true}),
        json!({"ok": true, "bridgeNonce": hex, "bridgeKey": key().sign_key()}),
        json!({"ok": false, "error": "PIN_WRONG", "detail": "", "retryable": true, "triesLeft": 2}),
    ];
    let token = json!({"unverifiedCertificate": "", "algorithm": "RS256", "signature": "", "format": "web-eid:1.0", "appVersion": "1"});
    let signed = [
        json!({"reader": true, "card": "present", "pin": "ok", "cardEpoch": 1}),
        json!({"cardEpoch": 1, "card": "absent"}),
        json!({"consent": hex, "certificateHash": hex, "token": token}),
        json!({"certificateHash": hex, "sealed": "AQID"}),
        json!({"statement": "scelle/v1/binding\n", "certificate": "AQID"}),
        json!({}),
    ];
    let foreign = json!({"ok": true, "body": signed[0].to_string(), "sig": key().sign("")});
    vec![
        Target::new("page/bridge-unsigned", Form::Json, unsigned.map(|answer| answer.to_string()), |input| {
            let hello = now(raw(200, input).hello());
            let refused = now(raw(400, input).hello());
            let paired = now(raw(200, input).pair(|_| ()));
            if paired.is_ok() || refused.is_ok() {
                return Err("a pairing that nobody signed, or an answer in a refusal");
            }
            let understood = matches!(refused, Err(BridgeTrouble::PinWrong { .. }));
            Ok(hello.is_ok() || understood || serde_json::from_slice::<Started>(input).is_ok())
        }),
        Target::new("page/bridge-signed-by-nobody", Form::Json, [foreign.to_string()], |input| {
            if now(raw(200, input).status()).is_ok() {
                Err("an answer that the bridge did not sign")
            } else {
                Ok(false)
            }
        })
        .that_takes_nothing(),
        Target::new("page/bridge-signed", Form::Json, signed.map(|body| body.to_string()), |input| {
            let Ok(body) = std::str::from_utf8(input) else { return Ok(false) };
            let (digest, seal, bridge) = (Digest([1; 32]), SealKey([2; 1216]), || page(Says::Signed(body.to_owned())));
            Ok(now(bridge().status()).is_ok()
                | now(bridge().events(1)).is_ok()
                | now(bridge().open(&digest, &seal)).is_ok()
                | now(bridge().opener(&digest, AccountId([1; 16]), &digest)).is_ok()
                | now(bridge().binding(&fields(digest, seal))).is_ok()
                | now(bridge().lock()).is_ok())
        }),
    ]
}

/// The first half of a pairing, as the seeds have it.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Started {
    #[serde(rename = "ok")]
    _ok: bool,
    #[serde(rename = "bridgeNonce")]
    _nonce: Digest,
    #[serde(rename = "bridgeKey")]
    _key: scelle_protocol::PublicKey,
}

fn fields(digest: Digest, identity_seal: SealKey) -> BindingFields<'static> {
    let identity_sign = key().sign_key();
    BindingFields { number: 1, previous: digest, identity_sign, identity_seal, practice: "", ocsp: digest }
}

/// What answers in the bridge's place.
enum Says {
    /// These bytes, whatever is asked.
    Raw(u16, String),
    /// This body under the pinned key's signature; a session first.
    Signed(String),
}

impl Courier for Says {
    async fn carry(&self, operation: &str, body: String) -> Result<(u16, String), NoBridge> {
        let says = match self {
            Self::Raw(status, answer) => return Ok((*status, answer.clone())),
            Self::Signed(says) => says,
        };
        let asked: Value = serde_json::from_str(&body).expect("the page's own JSON");
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        let hash = |text: &str| sha256(text.as_bytes()).encode();
        let (body, request) = if operation == "session" {
            let body = json!({"sessionId": SESSION, "bridgeNonce": SESSION, "expiresIn": 900}).to_string();
            (
                body,
                format!(
                    "{}\norigin: {ORIGIN}\npairing: {}\npage-nonce: {}\n",
                    contexts::BRIDGE_SESSION,
                    text("pairingId"),
                    text("pageNonce")
                ),
            )
        } else {
            let lines = format!("path: /v1/{operation}\nsession: {SESSION}\nbridge-nonce: {SESSION}\n");
            let lines = format!(
                "origin: {ORIGIN}\nmethod: POST\n{lines}counter: {}\nbody: {}\n",
                asked["counter"],
                hash(&text("body"))
            );
            (says.clone(), format!("{}\n{lines}", contexts::BRIDGE_REQUEST))
        };
        let lines = format!("path: /v1/{operation}\nrequest: {}\nbody: {}\n", hash(&request), hash(&body));
        let sig = key().sign(&format!("{}\n{lines}", contexts::BRIDGE_ANSWER));
        Ok((200, json!({"ok": true, "body": body, "sig": sig}).to_string()))
    }
}

fn raw(status: u16, input: &[u8]) -> Bridge<Says, SoftwarePageKey> {
    page(Says::Raw(status, String::from_utf8_lossy(input).into_owned()))
}

fn page(says: Says) -> Bridge<Says, SoftwarePageKey> {
    let own = SoftwarePageKey::from_scalar(&[7; 32]).expect("a scalar");
    let pairing = Pairing { id: Digest([6; 32]), bridge_key: key().sign_key(), origin: ORIGIN.to_owned() };
    Bridge::new(says, own, ORIGIN, Some(pairing))
}

/// The bridge's key.
fn key() -> RootSecret {
    RootSecret::from_bytes(&[51; 32])
}

const ORIGIN: &str = "https://app.test";
const SESSION: &str = "0808080808080808080808080808080808080808080808080808080808080808";
