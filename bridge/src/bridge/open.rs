//! Log-in: one consent, one PIN, two fixed operations. First the token; then, for the same session
//! and only once, the opener key, sealed to the key that the page made for this log-in.

use std::time::Instant;

use hkdf::Hkdf;
use hpke::{
    Deserializable as _, OpModeS, Serializable as _, aead::AesGcm256, kdf::HkdfSha256, kem::XWing, single_shot_seal,
};
use scelle_protocol::{
    AccountId, Bytes, Digest, SealKey,
    contexts::{self, context},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Bridge, random};
use crate::card::desk::Holder;
use crate::origin::Origin;
use crate::texts::CardText;
use crate::trouble::Trouble;

/// What the person agreed to, between the two operations.
pub(super) struct Consent {
    id: Digest,
    session: Digest,
    holder: Holder,
    to: SealKey,
    until: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Open {
    /// SHA-256(server random ‖ session key).
    nonce: Digest,
    ephemeral_key: SealKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opener {
    consent: Digest,
    account: AccountId,
    salt: Digest,
}

impl Bridge {
    pub(super) fn open(&self, origin: &Origin, session: &Digest, asked: &Open) -> Result<Value, Trouble> {
        let _gate = self.gate()?;
        Public::from_bytes(&asked.ephemeral_key.0).map_err(|_| Trouble::BadRequest)?;
        self.forget_consent()?;
        let holder = self.choose(origin)?;
        holder.profile.check((self.clock)())?;
        self.log_in(origin, &holder, "Connexion au dossier partagé, et ouverture de vos clés.", self.patience.consent)?;
        let (text, used) = (CardText::token(origin, &asked.nonce), holder.clone());
        let signature = self.desk.run(move |desk| desk.sign(&used, &text).inspect_err(|_| desk.logout()))?;
        let id = random()?;
        let answer = json!({"consent": id, "certificateHash": holder.profile.certificate.hash(), "token": token(&holder, &signature)});
        let until = Instant::now() + self.patience.consent;
        self.state().consent = Some(Consent { id, session: *session, holder, to: asked.ephemeral_key, until });
        Ok(answer)
    }

    pub(super) fn opener(&self, origin: &Origin, session: &Digest, asked: &Opener) -> Result<Value, Trouble> {
        let _gate = self.gate()?;
        // Taken, whatever comes of it: one consent is one opener key.
        let consent = self.state().consent.take().ok_or(Trouble::ConsentOver)?;
        if consent.id != asked.consent || consent.session != *session || consent.until <= Instant::now() {
            self.forget_consent()?;
            return Err(Trouble::ConsentOver);
        }
        let (text, holder) = (CardText::opener(origin, asked.account, &asked.salt), consent.holder.clone());
        let signature = self.desk.run(move |desk| {
            let signature = desk.sign(&holder, &text).map(Zeroizing::new);
            desk.logout();
            signature
        })?;
        let key = opener_key(&signature, origin, asked)?;
        let certificate = consent.holder.profile.certificate.hash();
        let lines = lines(origin, asked);
        let mut info = context(contexts::OPENER_SEALED, &lines.each_ref().map(|(n, v)| (*n, v.as_str())));
        info.push_str(&format!("certificate: {certificate}\nconsent: {}\n", consent.id));
        let sealed = seal(&consent.to, &info, &*key)?;
        Ok(json!({"certificateHash": certificate, "sealed": Bytes(sealed)}))
    }

    /// Ends a consent that was not used up: the next one asks for the PIN again.
    pub(super) fn forget_consent(&self) -> Result<(), Trouble> {
        self.lock().map(drop)
    }
}

/// A Web eID authentication token, format `web-eid:1.0`: base64 of RFC 4648 §4, as there.
fn token(holder: &Holder, signature: &[u8]) -> Value {
    let base64 = data_encoding::BASE64;
    json!({
        "unverifiedCertificate": base64.encode(holder.profile.certificate.der()),
        "algorithm": "RS256",
        "signature": base64.encode(signature),
        "format": "web-eid:1.0",
        "appVersion": APP_VERSION,
    })
}

/// The card's contribution to the opener (FORMATS §10). RSASSA-PKCS1-v1_5 is deterministic
/// (RFC 8017 §8.2.1): the same card, origin, account and salt give the same key.
pub(super) fn opener_key(signature: &[u8], origin: &Origin, asked: &Opener) -> Result<Zeroizing<[u8; 32]>, Trouble> {
    let lines = lines(origin, asked);
    let info = context(contexts::OPENER_CARD, &lines.each_ref().map(|(name, value)| (*name, value.as_str())));
    let mut key = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<Sha256>::new(Some(&asked.salt.0), signature);
    hkdf.expand(info.as_bytes(), &mut *key).map_err(|_| Trouble::Internal)?;
    Ok(key)
}

fn lines(origin: &Origin, asked: &Opener) -> [(&'static str, String); 3] {
    let salt = Bytes::from(&asked.salt.0[..]).encode();
    [("origin", origin.as_str().to_owned()), ("account", asked.account.encode()), ("salt", salt)]
}

/// HPKE single-shot, mode base (RFC 9180 §6.1), the suite of FORMATS §3: `enc ‖ ct`.
fn seal(to: &SealKey, info: &str, plaintext: &[u8]) -> Result<Vec<u8>, Trouble> {
    let key = Public::from_bytes(&to.0).map_err(|_| Trouble::BadRequest)?;
    let (enc, ct) =
        single_shot_seal::<AesGcm256, HkdfSha256, XWing>(&OpModeS::Base, &key, info.as_bytes(), plaintext, &[])
            .map_err(|_| Trouble::Internal)?;
    Ok([enc.to_bytes().as_slice(), &ct].concat())
}

type Public = <XWing as hpke::Kem>::PublicKey;

const APP_VERSION: &str = concat!("scelle-bridge/", env!("CARGO_PKG_VERSION"));
