//! What stands between a request and the card: which card, whether the certificate is good today,
//! the window with origin and text, the PIN once.

use std::time::Duration;

use scelle_protocol::Time;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::Bridge;
use crate::card::Tries;
use crate::card::desk::Holder;
use crate::origin::Origin;
use crate::pin::{self, Pin, Prompt, Question, Reply};
use crate::texts::{self, Own};
use crate::trouble::Trouble;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    purpose: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statement {
    kind: String,
    fields: Box<RawValue>,
}

impl Bridge {
    /// The certificate, for show, after the person agreed: it carries a name.
    pub(super) fn certificate(&self, origin: &Origin, asked: &Certificate) -> Result<Value, Trouble> {
        if asked.purpose != "auth" {
            return Err(Trouble::BadRequest);
        }
        let _gate = self.gate()?;
        let holder = self.choose(origin)?;
        let profile = &holder.profile;
        self.ask(
            "Scellé : montrer votre certificat",
            format!("Le site {origin} demande votre certificat ({}).\nRien n'est signé.", profile.name),
            "Montrer",
            None,
        )?;
        Ok(json!({
            "certificate": scelle_protocol::Bytes::from(profile.certificate.der()),
            "certificateHash": profile.certificate.hash(),
            "idNat": profile.id_nat,
            "professionCode": profile.profession,
            "cardType": profile.card_type,
            "notAfter": Time(profile.not_after),
        }))
    }

    /// Builds, shows and signs a statement: one window, one PIN, one signature.
    pub(super) fn statement(&self, origin: &Origin, asked: &Statement) -> Result<Value, Trouble> {
        let _gate = self.gate()?;
        let now = (self.clock)();
        // Refused before any window: the certificate's place is taken by a stand-in.
        let nobody = Own { origin, certificate: scelle_protocol::CertificateHash([0; 32]), id_nat: "0", now };
        texts::statement(&asked.kind, asked.fields.get(), nobody)?;
        self.forget_consent()?;
        let holder = self.choose(origin)?;
        holder.profile.check(now)?;
        let certificate = holder.profile.certificate.hash();
        let own = Own { origin, certificate, id_nat: &holder.profile.id_nat, now };
        let text = texts::statement(&asked.kind, asked.fields.get(), own)?;
        let shown = String::from_utf8(text.bytes().to_vec()).map_err(|_| Trouble::Internal)?;
        self.log_in(origin, &holder, &abridged(&shown), self.patience.consent)?;
        let signed = self.desk.run(move |desk| {
            let signature = desk.sign(&holder, &text);
            desk.logout();
            Ok((signature?, holder))
        });
        let (signature, holder) = signed?;
        Ok(json!({
            "statement": texts::with_signature(&shown, certificate, &signature),
            "certificate": scelle_protocol::Bytes::from(holder.profile.certificate.der()),
        }))
    }

    /// The card to use: the only one, or the one that the person picks by name.
    pub(super) fn choose(&self, origin: &Origin) -> Result<Holder, Trouble> {
        let mut holders = self.desk.run(|desk| desk.holders())?;
        while holders.len() > 1 {
            let first = holders.remove(0);
            let text = format!(
                "Deux cartes sont lisibles. Le site {origin} demande une signature.\n\nUtiliser la carte de {} ({}) ?",
                first.profile.name, first.reader
            );
            if self.ask("Scellé : quelle carte ?", text, "Cette carte", Some("Une autre carte"))? == Reply::Yes {
                return Ok(first);
            }
        }
        holders.pop().ok_or(Trouble::NoCard)
    }

    /// The window, then the PIN to the card, once. Whatever goes wrong, nothing is tried again.
    pub(super) fn log_in(&self, origin: &Origin, holder: &Holder, what: &str, keep: Duration) -> Result<(), Trouble> {
        let tries = holder.token.tries;
        if tries == Tries::Locked {
            return Err(Trouble::PinLocked);
        }
        if tries == Tries::Final {
            self.ask_for_the_last_try(origin)?;
        }
        let pin = self.pin(origin, holder, what)?;
        let holder = holder.clone();
        self.desk.run(move |desk| desk.login(&holder, pin.as_ref(), keep))
    }

    fn pin(&self, origin: &Origin, holder: &Holder, what: &str) -> Result<Option<Pin>, Trouble> {
        let (name, left) = (&holder.profile.name, holder.token.tries.left());
        let head = format!("Site : {origin}\nCarte de {name}\nEssais restants : {left}\n\n");
        let text = format!("{head}{}", self.read_before(origin, &head, what)?);
        if holder.token.keypad {
            self.ask("Scellé : signer", format!("{text}\n\nTapez le code sur le lecteur."), "Continuer", None)?;
            return Ok(None);
        }
        let prompt = Prompt { title: "Scellé : code porteur".to_owned(), text };
        self.window.pin(&prompt, self.patience.window).map(Some)
    }

    /// A text that has no room beside the PIN is shown in windows of its own before; what is left
    /// for the PIN's window.
    fn read_before(&self, origin: &Origin, head: &str, what: &str) -> Result<String, Trouble> {
        if pin::length(head) + pin::length(what) <= KEYPAD_ROOM {
            return Ok(what.to_owned());
        }
        let site = format!("Site : {origin}\n\n");
        let pages = pin::pages(what, pin::ROOM - pin::length(&site));
        let count = pages.len();
        for (number, page) in (1..).zip(pages) {
            let title = format!("Scellé : ce que vous signez ({number}/{count})");
            self.ask(&title, format!("{site}{page}"), "Lu", None)?;
        }
        let kind = what.lines().next().unwrap_or_default();
        Ok(format!("Ce que vous venez de lire, {kind}, en {count} pages."))
    }

    fn ask_for_the_last_try(&self, origin: &Origin) -> Result<Reply, Trouble> {
        let text = format!(
            "Il reste UN SEUL essai. Un code faux bloquera la carte : il faudra alors son code de déblocage.\n\n\
             Le site {origin} demande une signature. Voulez-vous utiliser le dernier essai ?"
        );
        self.ask("Scellé : dernier essai", text, "Oui, essayer", None)
    }

    fn ask(&self, title: &str, text: String, yes: &str, other: Option<&str>) -> Result<Reply, Trouble> {
        let (title, yes, other) = (title.to_owned(), yes.to_owned(), other.map(str::to_owned));
        self.window.ask(&Question { title, text, yes, other }, self.patience.window)
    }
}

/// A statement for a window: every line and every word that a person can compare. Keys and hashes
/// are cut, as nobody reads 1,622 characters and Assuan's lines end at 1,000 bytes.
fn abridged(text: &str) -> String {
    let cut = |word: &str| match word.char_indices().nth(WORD) {
        Some((at, _)) => format!("{}…", word.get(..at).unwrap_or(word)),
        None => word.to_owned(),
    };
    let line = |line: &str| line.split(' ').map(cut).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// What head and text may take together: the request to use a reader's keypad stands below.
const KEYPAD_ROOM: usize = pin::ROOM - 40;
/// Longer words are cut.
const WORD: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_cut_and_words_are_not() {
        let text = format!("practice: 1 rue de la Paix\nkey: {}\n", "a".repeat(1622));
        assert_eq!(abridged(&text), format!("practice: 1 rue de la Paix\nkey: {}…", "a".repeat(40)));
    }
}
