//! Everything that can stand in the way, as a closed list: a code for the page, a status, and
//! words for a person, in French and in English. No name, number or PIN stands in any of them.

use serde_json::{Value, json};

macro_rules! troubles {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:literal $again:literal $fr:literal $en:literal;)*) => {
        /// Why there is no answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum Trouble { $($(#[$doc])* #[error($en)] $name,)* /** A wrong PIN, and the tries left. */ #[error("wrong PIN")] PinWrong(u8), }

        impl Trouble {
            /// The code on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* Self::PinWrong(_) => "PIN_WRONG" }
            }
            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::PinWrong(_) => 401 }
            }
            /// Whether the same request may be made again once the person has acted.
            #[must_use]
            pub const fn retryable(self) -> bool {
                match self { $(Self::$name => $again,)* Self::PinWrong(_) => true }
            }
            /// What happened and what to do, in French.
            #[must_use]
            pub const fn french(self) -> &'static str {
                match self { $(Self::$name => $fr,)* Self::PinWrong(_) => "Code porteur faux. Vérifiez-le avant de recommencer." }
            }
            /// The same, in English.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $en,)* Self::PinWrong(_) => "Wrong PIN. Check it before you try again." }
            }
            /// The whole list, with three tries left where it counts.
            pub const ALL: &'static [Self] = &[$(Self::$name,)* Self::PinWrong(2)];
        }
    };
}

troubles! {
    /// Not in the form of this interface.
    BadRequest "BAD_REQUEST" 400 false
        "La demande de la page est mal formée. Rechargez la page."
        "The page's request is malformed. Reload the page.";
    /// A signature that does not hold.
    BadSignature "BAD_SIGNATURE" 401 false
        "La demande n'est pas signée par une page associée. Associez de nouveau ce navigateur."
        "The request is not signed by a paired page. Pair this browser again.";
    /// Another operation is under way.
    Busy "BUSY" 409 true
        "Une autre demande attend votre réponse. Répondez-y d'abord."
        "Another request waits for your answer. Answer it first.";
    /// Another card than the one that was asked for.
    CardChanged "CARD_CHANGED" 409 true
        "La carte a été changée. Recommencez avec la carte voulue."
        "The card was changed. Start again with the right card.";
    /// Out of the reader in the middle.
    CardRemoved "CARD_REMOVED" 409 true
        "La carte a été retirée. Remettez-la et recommencez."
        "The card was removed. Put it back and start again.";
    /// No authentication certificate on it.
    CardUnrecognized "CARD_UNRECOGNIZED" 422 true
        "Cette carte n'est pas une carte de professionnel de santé lisible. Vérifiez la carte et son sens."
        "This card is not a readable professional card. Check the card and which way it is in.";
    /// No longer valid.
    CertificateExpired "CERT_EXPIRED" 403 false
        "Le certificat de la carte a expiré. Demandez une nouvelle carte."
        "The card's certificate has expired. Ask for a new card.";
    /// Not valid yet.
    CertificateNotYetValid "CERT_NOT_YET_VALID" 403 false
        "Le certificat de la carte n'est pas encore valable. Vérifiez la date de l'ordinateur."
        "The card's certificate is not valid yet. Check the computer's date.";
    /// Not the profile of a professional's authentication certificate.
    CertificateProfile "CERT_PROFILE" 403 false
        "Cette carte n'est pas celle d'un professionnel de santé avec un numéro RPPS."
        "This card is not that of a health professional with an RPPS number.";
    /// The consent is over or was another session's.
    ConsentOver "CONSENT_OVER" 409 true
        "L'accord donné n'est plus valable. Recommencez la connexion."
        "The consent is over. Start the log-in again.";
    /// A bug of ours, or of the system below.
    Internal "INTERNAL" 500 true
        "Le pont a rencontré une erreur. Relancez-le."
        "The bridge met an error. Start it again.";
    /// The card cannot do sha256WithRSA.
    MechanismUnsupported "MECHANISM_UNSUPPORTED" 501 false
        "Le pilote de la carte ne sait pas signer comme il faut. Mettez la Cryptolib à jour."
        "The card's driver cannot sign as needed. Update Cryptolib.";
    /// No PKCS#11 module.
    MiddlewareMissing "MIDDLEWARE_MISSING" 503 true
        "Le pilote de la carte manque. Installez la Cryptolib CPS ; `scelle-bridge doctor` dit comment."
        "The card's driver is missing. Install Cryptolib CPS; `scelle-bridge doctor` says how.";
    /// Reader without card.
    NoCard "NO_CARD" 404 true
        "Insérez votre carte dans le lecteur."
        "Put your card into the reader.";
    /// The page is not paired.
    NotPaired "NOT_PAIRED" 401 false
        "Ce navigateur n'est pas associé au pont."
        "This browser is not paired with the bridge.";
    /// No reader.
    NoReader "NO_READER" 404 true
        "Branchez un lecteur de carte."
        "Plug in a card reader.";
    /// No such operation.
    NotFound "NOT_FOUND" 404 false
        "Cette opération n'existe pas. Mettez le pont à jour."
        "There is no such operation. Update the bridge.";
    /// The person said no, or nothing, to a pairing.
    PairingRefused "PAIRING_REFUSED" 403 true
        "L'association a été refusée ou n'a pas été confirmée à temps."
        "The pairing was refused or not confirmed in time.";
    /// The person cancelled.
    PinCancelled "PIN_CANCELLED" 403 true
        "Vous avez annulé. Rien n'a été signé."
        "You cancelled. Nothing was signed.";
    /// Not four to sixteen digits: the card was not asked.
    PinForm "PIN_FORM" 400 true
        "Un code porteur n'a que des chiffres, au moins quatre. Aucun essai n'a été compté."
        "A PIN has digits only, at least four. No try was counted.";
    /// No try left.
    PinLocked "PIN_LOCKED" 423 false
        "La carte est bloquée. Débloquez-la avec son code de déblocage, dans l'outil de la Cryptolib."
        "The card is locked. Unlock it with its PUK, in Cryptolib's tool.";
    /// No answer in time.
    PinTimeout "PIN_TIMEOUT" 403 true
        "Pas de réponse à temps. Rien n'a été signé."
        "No answer in time. Nothing was signed.";
    /// Too many at once.
    RateLimited "RATE_LIMITED" 429 true
        "Trop de demandes à la fois. Attendez une seconde."
        "Too many requests at once. Wait a second.";
    /// A counter or nonce seen before.
    Replay "REPLAY" 401 false
        "Une demande a été présentée deux fois. Rechargez la page."
        "A request was shown twice. Reload the page.";
    /// The session is over.
    SessionExpired "SESSION_EXPIRED" 401 true
        "La séance avec le pont est finie. La page en ouvre une autre."
        "The session with the bridge is over. The page opens another.";
    /// A kind that a card does not sign here.
    StatementKind "STATEMENT_KIND" 400 false
        "La carte ne signe pas ce genre de texte."
        "The card does not sign this kind of text.";
    /// The window program is missing.
    WindowMissing "WINDOW_MISSING" 503 true
        "Le programme qui demande le code (pinentry) manque. Installez pinentry-gnome3 ou pinentry-qt."
        "The program that asks for the PIN (pinentry) is missing. Install pinentry-gnome3 or pinentry-qt.";
}

impl Trouble {
    /// The body on the wire.
    #[must_use]
    pub fn body(self) -> Value {
        let mut body =
            json!({"ok": false, "error": self.code(), "detail": self.french(), "retryable": self.retryable()});
        if let (Self::PinWrong(left), Some(body)) = (self, body.as_object_mut()) {
            body.insert("triesLeft".to_owned(), left.into());
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_says_what_to_know_in_both_languages() {
        for trouble in Trouble::ALL {
            assert!(trouble.french().ends_with('.') && trouble.english().ends_with('.'), "{trouble:?}");
            assert!((400..600).contains(&trouble.status()), "{trouble:?}");
        }
    }

    #[test]
    fn no_two_troubles_share_a_code() {
        let mut codes: Vec<_> = Trouble::ALL.iter().map(|trouble| trouble.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Trouble::ALL.len());
    }

    /// RFC 9110 §15.5.9: a client may repeat a request that was answered so, and browsers do. One
    /// that the person has just cancelled would come again as a replay, and another window with it.
    #[test]
    fn no_trouble_has_the_status_that_browsers_answer_by_sending_again() {
        assert!(Trouble::ALL.iter().all(|trouble| trouble.status() != 408));
    }

    #[test]
    fn a_wrong_pin_says_how_many_tries_are_left() {
        assert_eq!(Trouble::PinWrong(1).body()["triesLeft"], 1);
    }
}
